#!/usr/bin/env node
/**
 * Asks the oracle of `mutate verify` about a report, and keeps the truths it finds: they belong to the code, and hold for
 * every later version of the tool. Prints the agreement and every disagreement; exits with 1 when there is one.
 */
import { readFileSync, rmSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openOracle } from '../dist/oracle/oracle.js'
import { draw } from '../dist/oracle/sample.js'
import { isCurrent, keepHash } from './lib/fixture-hash.js'
import { diffOf, mutantsOf, spanOf } from './lib/mutants.js'
import { runMutate } from './lib/project.js'
import { openTruths, PROMISES } from './lib/truth.js'

const HELP = `node bench/agreement.js <project> [options] [-- arguments of mutate]
  --report <file>    take this mutation.json instead of running mutate
  --sample <n>       draw n of the mutants       --seed <n>   of the draw (default 1)
  --status <names>   only mutants with these statuses, separated by commas
  --exclude <glob>   leave test files out of the plain run (they read the sources from disk); may repeat
  --limit <s>        time limit of one plain run (default: five times the plain run, at least 15 s)
  --workers <n>      copies in use at once (default 2)
  --truth <file>     keep truths there and use those already known, unless a file of the project has changed since`


const { values, positionals, mutateArgs } = readArguments()
const root = resolve(positionals[0])
const report = values.report ? JSON.parse(readFileSync(values.report, 'utf8')) : (await runMutate(root, mutateArgs)).report
const seed = Number(values.seed)
const promising = mutantsOf(report).filter((mutant) => mutant.status in PROMISES)
const wanted = chosen()
// Of other tests, or of other sources beside the mutant, truths say nothing.
if (values.truth && !isCurrent(values.truth, root)) rmSync(values.truth, { force: true })
const truths = openTruths(values.truth)
const results = wanted.flatMap((mutant) => {
  const truth = truths.get(mutant)
  return truth ? [{ mutant, truth, stable: true, agrees: agrees(mutant, truth) }] : []
})
await askOracle(wanted.filter((mutant) => !truths.get(mutant)))
if (wanted.length === promising.length) truths.tidy(wanted)
if (values.truth) keepHash(values.truth, root)
process.exitCode = print(results) ? 0 : 1

async function askOracle(mutants) {
  if (mutants.length === 0) return
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort())
  const oracle = await openOracle({
    root,
    leftOut: [join(root, 'reports')],
    exclude: values.exclude ?? [],
    workers: Number(values.workers),
    ...(values.limit && { limitMs: Number(values.limit) * 1000 }),
    signal: stop.signal,
  })
  try {
    console.log(`${basename(root)}: ${mutants.length} mutants, at most ${(oracle.limitMs / 1000).toFixed(1)} s each`
      + (values.sample ? `, drawn with seed ${seed}` : ''))
    const questions = mutants.map((mutant) => {
      const [start, end] = spanOf(mutant)
      return { mutant, file: mutant.file, text: mutant.source, span: { start, end }, replacement: mutant.replacement, status: mutant.status }
    })
    await oracle.askAll(questions, ({ mutant }, { truth, steady }) => {
      const told = { outcome: truth.outcome, failure: truth.failure && inWords(truth.failure) }
      if (steady) truths.set(mutant, told)
      results.push({ mutant, truth: told, stable: steady, agrees: agrees(mutant, told) })
      if (results.length % 25 === 0) console.error(`${results.length} of ${wanted.length}`)
    })
  } finally {
    await oracle.close()
  }
}

function inWords({ file, test, message }) {
  return [...[file, test].filter(Boolean), message].join(' | ').slice(0, 240)
}

function readArguments() {
  const all = process.argv.slice(2)
  const cut = all.indexOf('--')
  const parsed = parseArgs({
    args: cut === -1 ? all : all.slice(0, cut),
    allowPositionals: true,
    options: {
      report: { type: 'string' },
      sample: { type: 'string' },
      seed: { type: 'string', default: '1' },
      status: { type: 'string' },
      exclude: { type: 'string', multiple: true },
      limit: { type: 'string' },
      workers: { type: 'string', default: '2' },
      truth: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (parsed.values.help || parsed.positionals.length !== 1) {
    console.log(HELP)
    process.exit(parsed.values.help ? 0 : 2)
  }
  return { ...parsed, mutateArgs: cut === -1 ? [] : all.slice(cut + 1) }
}

function chosen() {
  const statuses = values.status?.split(',')
  const some = statuses ? promising.filter((mutant) => statuses.includes(mutant.status)) : promising
  return values.sample ? draw(some, Number(values.sample), seed) : some
}

function agrees({ status }, { outcome }) {
  return PROMISES[status] === (outcome === 'passed' ? 'passed' : 'failed')
}

function print(results) {
  const order = new Map(wanted.map((mutant, index) => [mutant, index]))
  results.sort((a, b) => order.get(a.mutant) - order.get(b.mutant))
  const wrong = results.filter((result) => !result.agrees)
  for (const { mutant, truth, stable } of wrong) {
    const { line, column } = mutant.location.start
    console.log(`\n${mutant.id}  ${mutant.file}:${line}:${column}  ${mutant.mutatorName}`)
    console.log(diffOf(mutant))
    console.log(`  mutate: ${mutant.status}${mutant.statusReason ? ` (${mutant.statusReason})` : ''}`)
    console.log(`  plain suite: ${truth.outcome}${stable ? '' : ', but not every time'}`
      + (truth.failure ? ` (${truth.failure})` : ''))
  }
  const right = results.length - wrong.length
  const percent = results.length === 0 ? 'n/a' : `${((100 * right) / results.length).toFixed(2)} %`
  console.log(`\n${basename(root)}: ${right} of ${results.length} verdicts agree (${percent})`)
  const left = mutantsOf(report).filter((mutant) => !(mutant.status in PROMISES))
  if (left.length > 0) {
    const counts = {}
    for (const { status } of left) counts[status] = (counts[status] ?? 0) + 1
    console.log(`not compared: ${Object.entries(counts).map(([status, n]) => `${n} ${status}`).join(', ')}`)
  }
  return wrong.length === 0
}
