#!/usr/bin/env node
/**
 * Runs mutate as it is, then with each mutant alone in a new worker (`--fresh`), and compares the verdicts one by one.
 * Prints the agreement of each project and every disagreement; exits with 1 when there is one.
 */
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { diffOf, mutantsOf } from './lib/mutants.js'
import { seconds } from './lib/numbers.js'
import { runMutate } from './lib/project.js'
import { PROMISES } from './lib/truth.js'

const HELP = 'node bench/fresh.js <project…> [-- arguments of mutate]'

const all = process.argv.slice(2)
const cut = all.indexOf('--')
const { values, positionals } = parseArgs({
  args: cut === -1 ? all : all.slice(0, cut),
  allowPositionals: true,
  options: { help: { type: 'boolean', short: 'h' } },
})
const mutateArgs = cut === -1 ? [] : all.slice(cut + 1)
if (values.help || positionals.length === 0) {
  console.log(HELP)
  process.exit(values.help ? 0 : 2)
}

let disagreements = 0
for (const project of positionals) disagreements += await compare(resolve(project))
process.exitCode = disagreements > 0 ? 1 : 0

/** Prints the disagreements of one project and returns how many there are. */
async function compare(root) {
  const hot = await runMutate(root, ['--reporters', 'json', ...mutateArgs])
  const fresh = await runMutate(root, ['--reporters', 'json', '--fresh', ...mutateArgs])
  const alone = new Map(mutantsOf(fresh.report).map((mutant) => [mutant.id, mutant]))
  const pairs = mutantsOf(hot.report).map((mutant) => ({ mutant, other: alone.get(mutant.id) }))
  const judged = pairs.filter(({ mutant, other }) => mutant.status in PROMISES || (other && other.status in PROMISES))
  const wrong = judged.filter(({ mutant, other }) => PROMISES[mutant.status] !== PROMISES[other?.status])
  const otherwise = judged.filter(({ mutant, other }) => mutant.status !== other?.status).length - wrong.length
  for (const { mutant, other } of wrong) {
    const { line, column } = mutant.location.start
    console.log(`\n${mutant.id}  ${mutant.file}:${line}:${column}  ${mutant.mutatorName}`)
    console.log(diffOf(mutant))
    console.log(`  as it is: ${mutant.status}${mutant.statusReason ? ` (${mutant.statusReason.split('\n', 1)[0]})` : ''}`)
    console.log(`  alone: ${other?.status ?? 'not there'}${other?.statusReason ? ` (${other.statusReason.split('\n', 1)[0]})` : ''}`)
  }
  const agreeing = judged.length - wrong.length
  console.log(`${basename(root)}: ${agreeing} of ${judged.length} verdicts agree with the mutant alone in a new worker`
    + ` (${otherwise} of them detected by a limit instead of a failure, or the other way round);`
    + ` ${seconds(hot.ms)} s against ${seconds(fresh.ms)} s`)
  return wrong.length
}
