#!/usr/bin/env node
/** The level `stryker` beside what StrykerJS itself makes of whole projects; prints every mutant that only one of them has. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { createGenerator } from '../dist/mutants/generator.js'
import { chooseFiles } from '../dist/project/choose.js'

const HELP = `node bench/stryker.js --stryker <folder> <project folder…>
  Needs a built dist, and a folder in which @stryker-mutator/instrumenter is installed (npm install --prefix <folder>
  @stryker-mutator/instrumenter). Fails when 1 % or more of the mutants of a project differ.`

const { values, positionals } = parseArgs({ allowPositionals: true, options: { stryker: { type: 'string' } } })
if (values.stryker === undefined || positionals.length === 0) {
  console.log(HELP)
  process.exit(2)
}
const require = createRequire(join(resolve(values.stryker), 'package.json'))
const { Instrumenter } = await import(pathToFileURL(require.resolve('@stryker-mutator/instrumenter')).href)
const silent = new Proxy({}, { get: () => () => false })
const generate = createGenerator(['stryker'], false)

for (const folder of positionals) {
  const root = resolve(folder)
  const { allowed, always } = await chooseFiles(root, [])
  const differences = []
  let count = 0
  for (const file of always.length > 0 ? always : allowed) {
    const text = readFileSync(join(root, file), 'utf8')
    const ours = generate(file, text)
    if ('error' in ours) continue
    const theirs = await strykers(file, text)
    const own = ours.mutants.map(({ operator, location, replacement }) => line(operator, location, 0, replacement))
    count += theirs.length
    differences.push(...without(theirs, own).map((each) => `only StrykerJS: ${file} ${each}`))
    differences.push(...without(own, theirs).map((each) => `only mutate:    ${file} ${each}`))
  }
  const share = count === 0 ? 0 : differences.length / count
  console.log(`${basename(root)}: ${count} mutants of StrykerJS, ${differences.length} differences (${(100 * share).toFixed(2)} %)`)
  for (const difference of differences) console.log(`  ${difference}`)
  if (share >= 0.01 || count === 0) process.exitCode = 1
}

async function strykers(name, content) {
  const options = { plugins: null, excludedMutations: [], ignorers: [], mutators: [], noHeader: true }
  const { mutants } = await new Instrumenter(silent).instrument([{ name, content, mutate: true }], options)
  return mutants.map(({ mutatorName, location, replacement }) => line(mutatorName, location, 1, replacement))
}

/** StrykerJS counts positions from 0 and prints replacements anew: spaces, quotes, semicolons, parentheses are no difference. */
function line(operator, { start, end }, add, replacement) {
  const isText = operator === 'Regex' || operator === 'StringLiteral'
  const plain = isText ? replacement : replacement.replace(/[\s;(),"']/g, '')
  return `${operator} ${start.line + add}:${start.column + add}-${end.line + add}:${end.column + add} ${plain}`
}

/** Those of `some` that `others` does not have, each as often as it is missing. */
function without(some, others) {
  const left = new Map()
  for (const each of others) left.set(each, (left.get(each) ?? 0) + 1)
  return some.filter((each) => {
    const count = left.get(each) ?? 0
    left.set(each, count - 1)
    return count <= 0
  })
}
