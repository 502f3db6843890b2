#!/usr/bin/env node
/** Times one plain test run and one whole mutation run in turn, several pairs, and prints the medians side by side. */
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { mutantsOf } from './lib/mutants.js'
import { median, seconds } from './lib/numbers.js'
import { runMutate, runSuite } from './lib/project.js'

const HELP = 'node bench/compare.js <project…> [--pairs <n>] [-- arguments of mutate]'

const all = process.argv.slice(2)
const cut = all.indexOf('--')
const { values, positionals } = parseArgs({
  args: cut === -1 ? all : all.slice(0, cut),
  allowPositionals: true,
  options: { pairs: { type: 'string', default: '3' }, help: { type: 'boolean', short: 'h' } },
})
const mutateArgs = cut === -1 ? [] : all.slice(cut + 1)
if (values.help || positionals.length === 0) {
  console.log(HELP)
  process.exit(values.help ? 0 : 2)
}

const rows = []
for (const project of positionals) rows.push(await measure(resolve(project), Number(values.pairs)))
console.table(rows)

async function measure(root, pairs) {
  const plain = []
  const whole = []
  const peaks = []
  let mutants = []
  for (let pair = 1; pair <= pairs; pair++) {
    const suite = await runSuite(root)
    if (suite.code !== 0) throw new Error(`the plain suite of ${root} fails:\n${suite.tail}`)
    plain.push(suite.ms)
    const run = await runMutate(root, mutateArgs)
    if (run.code !== 0) throw new Error(`mutate ended with exit code ${run.code}:\n${run.tail.slice(-2000)}`)
    whole.push(run.ms)
    peaks.push(run.peakMb ?? NaN)
    mutants = mutantsOf(run.report)
    console.error(`${basename(root)} ${pair}/${pairs}: vitest ${seconds(suite.ms)} s, mutate ${seconds(run.ms)} s`)
  }
  const judged = mutants.filter(({ status }) => !['Ignored', 'Pending'].includes(status))
  return {
    project: basename(root),
    mutants: mutants.length,
    judged: judged.length,
    'vitest s': seconds(median(plain)),
    'mutate s': seconds(median(whole)),
    ratio: (median(whole) / median(plain)).toFixed(2),
    'ms/mutant': (median(whole) / judged.length).toFixed(1),
    'peak MB': Math.max(...peaks).toFixed(0),
  }
}
