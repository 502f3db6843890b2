#!/usr/bin/env node
/**
 * The oracle: applies mutants for real to a copy of a project, runs its plain test suite in a new process, and compares
 * with what mutate said. Prints the agreement and every disagreement; exits with 1 when there is one.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { applied, diffOf, mutantsOf, sample } from './lib/mutants.js'
import { copyProject, runMutate, runSuite } from './lib/project.js'
import { openTruths, PROMISES } from './lib/truth.js'

const HELP = `node bench/agreement.js <project> [options] [-- arguments of mutate]
  --report <file>    take this mutation.json instead of running mutate
  --sample <n>       draw n of the mutants       --seed <n>   of the draw (default 1)
  --status <names>   only mutants with these statuses, separated by commas
  --exclude <glob>   leave test files out of the plain run (they read the sources from disk); may repeat
  --limit <s>        time limit of one plain run (default: five times the plain run, at least 15 s)
  --workers <n>      copies in use at once (default 2)
  --truth <file>     keep truths there and use those already known`


const { values, positionals, mutateArgs } = readArguments()
const root = resolve(positionals[0])
const report = values.report ? JSON.parse(readFileSync(values.report, 'utf8')) : (await runMutate(root, mutateArgs)).report
const seed = Number(values.seed)
const promising = mutantsOf(report).filter((mutant) => mutant.status in PROMISES)
const wanted = chosen()
const truths = openTruths(values.truth)
const copies = await Promise.all(Array.from({ length: Number(values.workers) }, () => copyProject(root)))
const suiteArgs = (values.exclude ?? []).flatMap((glob) => ['--exclude', glob])
try {
  const limitMs = await timeLimit()
  console.log(`${basename(root)}: ${wanted.length} mutants, at most ${(limitMs / 1000).toFixed(1)} s each`
    + (values.sample ? `, drawn with seed ${seed}` : ''))
  const queue = wanted.values()
  const results = []
  await Promise.all(copies.map(async (copy) => {
    for (const mutant of queue) {
      results.push({ mutant, ...await judge(copy, mutant, limitMs) })
      if (results.length % 25 === 0) console.error(`${results.length} of ${wanted.length}`)
    }
  }))
  if (wanted.length === promising.length) truths.tidy(wanted)
  process.exitCode = print(results) ? 0 : 1
} finally {
  await Promise.all(copies.map((copy) => rm(copy, { recursive: true, force: true })))
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
  return values.sample ? sample(some, Number(values.sample), seed) : some
}

async function timeLimit() {
  let slowest = 0
  for (const copy of copies) {
    const plain = await runSuite(copy, { args: suiteArgs })
    if (plain.code !== 0) throw new Error(`the plain suite fails in a copy:\n${plain.tail}`)
    slowest = Math.max(slowest, plain.ms)
  }
  return values.limit ? Number(values.limit) * 1000 : Math.max(15_000, 5 * slowest)
}

/** Finds out what the plain suite does with a mutant; asks twice before it contradicts mutate. */
async function judge(copy, mutant, limitMs) {
  const promise = PROMISES[mutant.status]
  let truth = truths.get(mutant)
  let stable = true
  if (!truth) {
    truth = await plainRun(copy, mutant, limitMs)
    if (!agrees(promise, truth)) {
      const second = await plainRun(copy, mutant, limitMs)
      stable = second.outcome === truth.outcome
      truth = second
    }
    if (stable) truths.set(mutant, truth)
  }
  return { truth, stable, agrees: agrees(promise, truth) }
}

function agrees(promise, { outcome }) {
  return promise === (outcome === 'passed' ? 'passed' : 'failed')
}

async function plainRun(copy, mutant, limitMs) {
  const path = join(copy, mutant.file)
  if (readFileSync(path, 'utf8') !== mutant.source) throw new Error(`${mutant.file} is not what the report holds`)
  writeFileSync(path, applied(mutant))
  try {
    const run = await runSuite(copy, { args: ['--bail', '1', ...suiteArgs], limitMs })
    const outcome = run.timedOut ? 'timeout' : run.code === 0 ? 'passed' : 'failed'
    return { outcome, failure: outcome === 'failed' ? firstFailure(run.tail).replaceAll(copy, '.') : undefined }
  } finally {
    writeFileSync(path, mutant.source)
  }
}

function firstFailure(text) {
  const lines = text.split('\n').map((line) => line.trim())
  const at = lines.findIndex((line) => line.startsWith('FAIL ') || /Unhandled|Error:/.test(line))
  return at === -1 ? '' : lines.slice(at, at + 2).join(' | ').slice(0, 240)
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
