#!/usr/bin/env node
/**
 * Runs mutate on growing parts of a project, and with one worker: whether a mutant costs the same however many there are,
 * what the main process holds, what a second worker saves, and how good the guess of the time left was.
 */
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { mutantsOf } from './lib/mutants.js'
import { seconds } from './lib/numbers.js'
import { peakOf } from './lib/process.js'
import { MUTATE } from './lib/project.js'

const HELP = `node bench/scale.js <project> [options] [-- arguments of mutate]
  --steps <n>    parts of the sources: 1/2^(n-1) … 1/2, all (default 4)
  --workers      the whole once more with one worker`

const all = process.argv.slice(2)
const cut = all.indexOf('--')
const { values, positionals } = parseArgs({
  args: cut === -1 ? all : all.slice(0, cut),
  allowPositionals: true,
  options: { steps: { type: 'string', default: '4' }, workers: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
})
const [project] = positionals
if (values.help || !project) {
  console.log(HELP)
  process.exit(values.help ? 0 : 2)
}
const root = resolve(project)
const args = cut === -1 ? [] : all.slice(cut + 1)

const files = await judgedFiles()
const rows = []
for (let step = Number(values.steps) - 1; step >= 0; step--) {
  // Every 2^n-th file: a part that looks like the whole.
  const part = step === 0 ? [] : files.filter((_, index) => index % 2 ** step === 0)
  rows.push(await measure(step === 0 ? 'all' : `1/${2 ** step}`, part, []))
}
if (values.workers) rows.push(await measure('all, 1 worker', [], ['--concurrency', '1']))
console.log(`\n${basename(root)}, ${availableParallelism()} cores, Node ${process.version}`)
console.table(rows)

/** The sources with mutants, as `list` names them. */
async function judgedFiles() {
  const { stdout } = await timed(['list', '--json', ...args.filter((_, index) => !isOfTests(index))])
  return Object.entries(JSON.parse(stdout).files).filter(([, { mutants }]) => mutants.length > 0).map(([path]) => path).sort()
}

/** Arguments about tests, with their values: `list` takes none of them. */
function isOfTests(index) {
  const flags = ['--project', '--vitest-config', '--ignore-tests']
  return flags.includes(args[index]) || flags.includes(args[index - 1]) || args[index].startsWith('--no-type-check')
}

async function measure(name, part, more) {
  // What earlier runs found out would save this one its work.
  rmSync(join(root, '.mutate'), { recursive: true, force: true })
  const { stdout, ms, mb, lines, code } = await timed(['run', ...part, '--json', '--reporters', 'json', '--force', ...args, ...more])
  if (code !== 0) throw new Error(`mutate ended with exit code ${code}:\n${lines.slice(-20).map(({ text }) => text).join('\n')}`)
  const judged = mutantsOf(JSON.parse(stdout)).filter(({ status }) => ['Killed', 'Survived', 'Timeout'].includes(status))
  const row = {
    part: name, files: part.length || files.length, mutants: judged.length, seconds: seconds(ms), 'ms a mutant': (ms / judged.length).toFixed(2),
    'MB main': mb && Math.round(mb), 'guess at 10 %': guessAfter(lines, 0.1, ms), 'at half': guessAfter(lines, 0.5, ms),
  }
  console.error(JSON.stringify(row))
  return row
}

/** The whole time as it was guessed in the first line that tells a time left after this share of it, by the real one. */
function guessAfter(lines, share, ms) {
  const line = lines.find(({ at, text }) => at >= share * ms && / left$/.test(text))
  if (!line) return 'none'
  return ((line.at + leftIn(line.text)) / ms).toFixed(2)
}

function leftIn(text) {
  const [, left] = /, (?:about )?([^,]+) left$/.exec(text) ?? []
  const units = { h: 3_600_000, min: 60_000, s: 1000, ms: 1 }
  return [...left.matchAll(/([\d.]+) (h|min|s|ms)\b/g)].reduce((sum, [, number, unit]) => sum + Number(number) * units[unit], 0)
}

function timed(words) {
  return new Promise((done, fail) => {
    const begun = performance.now()
    const child = spawn(process.execPath, [MUTATE, ...words, '--root', root], { stdio: ['ignore', 'pipe', 'pipe'] })
    const lines = []
    let stdout = ''
    let mb
    const watch = setInterval(() => { mb = peakOf(child.pid) ?? mb }, 200)
    child.stdout.on('data', (text) => { stdout += text })
    child.stderr.on('data', (text) => {
      for (const line of String(text).split('\n')) if (line !== '') lines.push({ at: performance.now() - begun, text: line })
    })
    child.on('error', fail)
    child.on('close', (code) => {
      clearInterval(watch)
      done({ stdout, code, ms: performance.now() - begun, mb, lines })
    })
  })
}
