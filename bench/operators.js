#!/usr/bin/env node
/**
 * What the operators make of whole projects: mutants by level, what generating them costs, whether all of them parse, what
 * rules leave out, and how many of the rest do not compile or are the same program. Times are of the processor, so that a
 * busy machine does not spoil them.
 */
import { readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createGenerator } from '../dist/mutants/generator.js'
import { sameAfterMinification } from '../dist/equivalence/minified.js'
import { openTypeProcess } from '../dist/equivalence/types/host.js'
import { chooseFiles } from '../dist/project/choose.js'
import { parse } from '../dist/syntax/index.js'

const HELP = `node bench/operators.js <project folder…> [--no-parse-check] [--no-equivalence]
  Needs a built dist. Files are those that mutate lists without paths. --no-equivalence leaves out how many mutants of the
  level default do not compile or are the same program, which takes minutes.`
/** Everything is done so often; the smallest time counts. */
const ROUNDS = 3
const LEVELS = ['default', 'all', 'stryker']

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'no-parse-check': { type: 'boolean', default: false },
    'no-equivalence': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
if (values.help || positionals.length === 0) {
  console.log(HELP)
  process.exit(values.help ? 0 : 2)
}

let failing = 0
for (const folder of positionals) {
  const root = resolve(folder)
  const files = await readFiles(root)
  const parsing = leastTime(() => files.map(({ path, text }) => parse(path, text)))
  const code = files.reduce((sum, { text }) => sum + text.length, 0)
  console.log(`${basename(root)}: ${files.length} files, ${Math.round(code / 1024)} KB, parsed in ${Math.round(parsing)} ms`)
  for (const level of LEVELS) failing += measure(level, files, parsing)
  if (!values['no-equivalence']) await judge(root, files)
  console.log()
}
process.exitCode = failing > 0 ? 1 : 0

/** The files of a project that parse. */
async function readFiles(root) {
  const { allowed, always } = await chooseFiles(root, [])
  const paths = always.length > 0 ? always : [...allowed]
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })).filter(({ path, text }) => parse(path, text).ok)
}

/** Prints the line of one level; returns how many of its mutants do not parse. */
function measure(level, files, parsing) {
  const generate = createGenerator([level])
  const generateAll = () => files.map(({ path, text }) => generate(path, text))
  const mutants = generateAll().flatMap((file) => file.mutants)
  const time = leastTime(generateAll)
  const broken = values['no-parse-check'] ? undefined : unparsable(files, mutants)
  const ignored = new Map()
  for (const { ignored: why } of mutants) if (why) ignored.set(why.rule, (ignored.get(why.rule) ?? 0) + 1)
  const rules = [...ignored].sort(([, a], [, b]) => b - a).map(([rule, count]) => `${rule} ${share(count, mutants)}`)
  console.log([
    `  ${level.padEnd(8)}${String(mutants.length).padStart(7)} mutants`,
    `${(time / 1000).toFixed(2)} s to generate`,
    `${((time - parsing) / Math.max(1, mutants.length)).toFixed(3)} ms a mutant beyond parsing`,
    broken === undefined ? 'not checked whether they parse' : `${broken.length} do not parse`,
    `ignored: ${rules.join(', ') || 'none'}`,
  ].join('; '))
  for (const { file, location, operator, replacement } of broken ?? []) {
    console.log(`    ${file}:${location.start.line} ${operator} ${replacement}`)
  }
  return broken?.length ?? 0
}

/** Prints how many mutants of the level default the checks of survivors would take for none, were they all to survive. */
async function judge(root, files) {
  const generate = createGenerator(['default'])
  const judged = files.map(({ path, text }) => ({ path, text, mutants: generate(path, text).mutants.filter(({ ignored }) => !ignored) }))
  const mutants = judged.flatMap((file) => file.mutants)
  const same = judged.flatMap((file) => sameAfterMinification(file, file.mutants))
  const answer = await openTypeProcess().ask({
    root,
    files: judged.map(({ path, text, mutants: all }) => (
      { path, text, mutants: all.map(({ id, span, replacement }) => ({ id, start: span.start, end: span.end, replacement })) })),
  }, new AbortController().signal)
  if ('failure' in answer) throw new Error(answer.failure)
  const { errors, checked, compilers, notes } = answer
  console.log([
    `  of the ${mutants.length} of level default that no rule leaves out`,
    `${share(same.length, mutants)} the same program after minification`,
    checked === 0 ? 'none type-checked'
      : `${share(errors.length, mutants)} do not compile (TypeScript ${compilers.join(', ')}, ${checked} checked)`,
    ...notes,
  ].join('; '))
}

function share(count, mutants) {
  return `${count} (${((100 * count) / mutants.length).toFixed(1)} %)`
}

/** Mutants with which their file is no program any more. */
function unparsable(files, mutants) {
  const texts = new Map(files.map(({ path, text }) => [path, text]))
  return mutants.filter(({ file, span, replacement }) => {
    const text = texts.get(file)
    return !parse(file, text.slice(0, span.start) + replacement + text.slice(span.end)).ok
  })
}

/** Milliseconds of processor time that `work` takes at least. */
function leastTime(work) {
  let least = Infinity
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1000)
  }
  return least
}
