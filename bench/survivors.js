#!/usr/bin/env node
/** Draws survivors at random from the reports of real runs, to be read one by one; docs/survivors.md says what came of it. */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { draw } from '../dist/oracle/sample.js'
import { diffOf, mutantsOf } from './lib/mutants.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string', default: '50' }, seed: { type: 'string' } },
})
if (positionals.length === 0) {
  console.log('node bench/survivors.js <mutation.json…> [--count <n>] [--seed <n>]     default: 50, a new seed')
  process.exit(2)
}
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(values.seed)
const survivors = positionals.flatMap((file) => {
  const found = mutantsOf(JSON.parse(readFileSync(file, 'utf8'))).filter(({ status }) => status === 'Survived')
  console.log(`${file}: ${found.length} survivors`)
  return found.map((mutant) => ({ ...mutant, report: file }))
})
const drawn = draw(survivors, Number(values.count), seed)
console.log(`${drawn.length} of ${survivors.length}, seed ${seed}`)
for (const [index, mutant] of drawn.entries()) {
  const { report, file, source, id, mutatorName, location: { start, end } } = mutant
  const from = Math.max(0, start.line - 6)
  const around = source.split('\n').slice(from, Math.min(end.line + 3, from + 16))
  console.log(`\n${index + 1}. ${report} ${file}:${start.line}:${start.column} ${mutatorName} ${id.slice(0, 12)}`)
  console.log(around.map((line, at) => `${String(from + at + 1).padStart(5)}  ${line}`).join('\n'))
  console.log(diffOf(mutant).split('\n').slice(0, 14).join('\n'))
}
