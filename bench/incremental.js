#!/usr/bin/env node
/**
 * Shows that what is kept from earlier runs is right: edits functions of a project in turn, one after the other in the same
 * copy, and compares the verdicts of a run that takes over what holds with those of a run that judges everything.
 * The edits are mutants that no test noticed, mutants of any kind, and statements put at the head of a function; an edit that
 * turns tests red is taken back and counted.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { generate } from '../dist/mutants/generate.js'
import { operators } from '../dist/operators/index.js'
import { applied, mutantsOf, originalOf, spanOf } from './lib/mutants.js'
import { seconds } from './lib/numbers.js'
import { copyProject, MUTATE } from './lib/project.js'

const HELP = `node bench/incremental.js <project> [options]
  --edits <n>  edits that leave the tests green (default 20)
  --seed <n>   of the choice of edits (default 1)
Needs bash, which measures the processor time.`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { edits: { type: 'string', default: '20' }, seed: { type: 'string', default: '1' }, help: { type: 'boolean', short: 'h' } },
})
if (values.help || positionals.length !== 1) {
  console.log(HELP)
  process.exit(values.help ? 0 : 2)
}
const wanted = Number(values.edits)
const random = randomOf(Number(values.seed))
const root = resolve(positionals[0])
const warm = await copyProject(root)
const cold = await copyProject(root)
const totals = { again: 0, held: 0, different: 0, clock: 0, warmMs: 0, coldMs: 0 }
let red = 0
try {
  const first = run(warm)
  if (!first.report) throw new Error(first.output)
  console.log(`${basename(root)}, seed ${values.seed}: ${first.statuses.size} mutants, ${seconds(first.cpuMs)} CPU s without anything kept`)
  const unchanged = run(warm)
  console.log(`nothing changed: ${seconds(unchanged.ms)} s, ${seconds(unchanged.cpuMs)} CPU s`)
  let { report } = first
  for (let edit = 1; edit <= wanted;) {
    const change = chosen(report, edit)
    if (!change) continue
    const path = join(warm, change.file)
    const before = readFileSync(path, 'utf8')
    for (const copy of [warm, cold]) writeFileSync(join(copy, change.file), change.text)
    const reused = run(warm)
    if (!reused.report) {
      for (const copy of [warm, cold]) writeFileSync(join(copy, change.file), before)
      red++
      continue
    }
    const forced = run(cold, ['--force'])
    if (!forced.report) throw new Error(`green with what is kept, not without:\n${forced.output}`)
    tell(edit++, change, reused, forced)
    report = reused.report
  }
  console.log(`${wanted} edits (${red} more turned tests red): ${totals.held} verdicts held, ${totals.again} judged again; `
    + `${seconds(totals.warmMs)} CPU s instead of ${seconds(totals.coldMs)}; ${totals.different} verdicts differ, `
    + `and ${totals.clock} between killed and timed out`)
  process.exitCode = totals.different > 0 ? 1 : 0
} finally {
  for (const copy of [warm, cold]) rmSync(copy, { recursive: true, force: true })
}

function tell(edit, { file, line, what }, reused, forced) {
  const ids = [...new Set([...reused.statuses.keys(), ...forced.statuses.keys()])]
  const other = ids.filter((id) => reused.statuses.get(id) !== forced.statuses.get(id))
  const clock = other.filter((id) => [reused, forced].every(({ statuses }) => /^(?:Killed|Timeout)$/.test(statuses.get(id) ?? '')))
  totals.again += reused.again
  totals.held += reused.held
  totals.different += other.length - clock.length
  totals.clock += clock.length
  totals.warmMs += reused.cpuMs
  totals.coldMs += forced.cpuMs
  console.log(`${edit}. ${file}:${line} ${what}: ${reused.again} judged again, ${reused.held} held, ${other.length - clock.length} differ, `
    + `${seconds(reused.cpuMs)} CPU s instead of ${seconds(forced.cpuMs)}`)
  for (const id of other) console.log(`   ${id}: ${reused.statuses.get(id) ?? 'absent'}, forced ${forced.statuses.get(id) ?? 'absent'}`)
}

/** One run: its report when the tests are green, and how much was taken over. */
function run(folder, args = []) {
  const out = join(folder, 'reports/mutation')
  rmSync(out, { recursive: true, force: true })
  const command = [process.execPath, MUTATE, 'run', '--reporters', 'text,json', ...args].map((word) => `'${word}'`).join(' ')
  const begun = performance.now()
  const { stdout, stderr } = spawnSync('bash', ['-c', `TIMEFORMAT='cpu %U %S'; time ${command}`], {
    cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, NO_COLOR: '1' },
  })
  const ms = performance.now() - begun
  const [, user = 0, system = 0] = /cpu ([\d.]+) ([\d.]+)/.exec(stderr) ?? []
  const told = /(\d+) verdicts? of earlier runs hold; (?:(\d+) may|nothing)/.exec(stdout)
  let report
  try {
    report = JSON.parse(readFileSync(join(out, 'mutation.json'), 'utf8'))
  } catch {
    // Tests are red.
  }
  const statuses = new Map(Object.values(report?.files ?? {}).flatMap(({ mutants }) => mutants.map(({ id, status }) => [id, status])))
  return {
    report, statuses, ms, cpuMs: 1000 * (Number(user) + Number(system)), output: stdout + stderr,
    held: Number(told?.[1] ?? 0), again: told ? Number(told[2] ?? 0) : statuses.size,
  }
}

/** An edit inside a function; undefined when this draw gave none. */
function chosen(report, edit) {
  const mutants = mutantsOf(report).filter(({ status }) => status !== 'Ignored')
  if (edit % 2 === 0) return withStatement(report, mutants)
  const anyKind = edit % 5 === 0
  const mutant = pick(mutants.filter(({ status }) => anyKind || status === 'Survived' || status === 'NoCoverage'))
  const [start] = spanOf(mutant)
  if (!bodiesIn(mutant.file, mutant.source).some((body) => body.start < start && start < body.end)) return undefined
  return { file: mutant.file, line: mutant.location.start.line, text: applied(mutant), what: `${short(originalOf(mutant))} → ${short(mutant.replacement)}` }
}

/** A statement at the head of a function that has mutants. */
function withStatement(report, mutants) {
  const { file, source } = pick(mutants)
  const body = pick(bodiesIn(file, source).filter(({ start }) => source[start] === '{'))
  if (!body) return undefined
  const statement = ` if (globalThis.neverSet${Math.floor(random() * 1e6)}) throw new Error('never');`
  const at = body.start + 1
  return { file, line: source.slice(0, at).split('\n').length, text: source.slice(0, at) + statement + source.slice(at), what: 'a statement more' }
}

function bodiesIn(file, source) {
  const generated = generate(file, source, operators)
  return 'error' in generated ? [] : generated.bodies
}

function short(text) {
  const flat = text.replaceAll(/\s+/g, ' ')
  return flat.length > 30 ? `${flat.slice(0, 29)}…` : flat
}

function pick(list) {
  return list[Math.floor(random() * list.length)]
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function randomOf(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
