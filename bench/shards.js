/**
 * Shows that several machines judge what one does: plans a project, runs each shard, one after another, merges the reports,
 * and compares them with an unsharded run, mutant for mutant. Prints what each shard took of the clock and of the processors,
 * where that time went (work of all workers together), and how far the longest is from the mean. With more rounds each shard
 * runs so often, and its median counts.
 * Run: node bench/shards.js <folder of a project> [number of shards] [rounds]
 * The folder must be a copy that nobody else uses: reports and `.mutate/` are written there.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { childrenCpuMs } from './lib/cpu.js'
import { median, seconds } from './lib/numbers.js'
import { MUTATE } from './lib/project.js'

const root = resolve(process.argv[2] ?? '.')
const count = Number(process.argv[3] ?? 4)
const rounds = Number(process.argv[4] ?? 1)
const folder = (name) => join(root, '.mutate', 'shards', name)

const PARTS = ['worker start', 'dry run', 'baseline', 'hot', 'cold', 'fresh', 'checkpoint', 'worker end']

function mutate(...args) {
  const cpu = childrenCpuMs()
  const begun = performance.now()
  const { status, stderr, stdout } = spawnSync(process.execPath, [MUTATE, ...args], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 })
  if (status !== 0) throw new Error(`mutate ${args.join(' ')} ended with ${status}:\n${stderr}`)
  return { wall: performance.now() - begun, cpu: childrenCpuMs() - cpu, stdout }
}

/** Judges, for real: nothing is taken from an earlier run. */
function judge(name, ...args) {
  const runs = Array.from({ length: rounds }, () => ({
    ...mutate('run', '--force', '--profile', '--reporters', 'json', '--out', folder(name), ...args),
    parts: partsOf(name),
  }))
  const { files } = JSON.parse(readFileSync(join(folder(name), 'mutation.json'), 'utf8'))
  const mutants = Object.values(files).flatMap((file) => file.mutants)
  return {
    statuses: new Map(mutants.map(({ id, status }) => [id, status])),
    judged: mutants.filter(({ status }) => status !== 'Pending' && status !== 'Ignored').length,
    wall: median(runs.map(({ wall }) => wall)),
    cpu: median(runs.map(({ cpu }) => cpu)),
    parts: PARTS.map((part) => median(runs.map(({ parts }) => parts.get(part) ?? 0))),
  }
}

/** Milliseconds of the workers by kind of work. */
function partsOf(name) {
  const { traceEvents } = JSON.parse(readFileSync(join(folder(name), 'trace.json'), 'utf8'))
  const parts = new Map()
  for (const { name: part, ph, tid, dur } of traceEvents) {
    if (ph === 'X' && tid > 0) parts.set(part, (parts.get(part) ?? 0) + dur / 1000)
  }
  return parts
}

function row(name, { judged, wall, cpu, parts }) {
  console.log(`| ${name} | ${judged} | ${seconds(wall)} | ${seconds(cpu)} | ${parts.map(seconds).join(' | ')} |`)
}

function ratio(numbers) {
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length
  return (Math.max(...numbers) / mean).toFixed(2)
}

function compare(name, merged) {
  const ids = new Set([...whole.statuses.keys(), ...merged.statuses.keys()])
  const other = [...ids].filter((id) => whole.statuses.get(id) !== merged.statuses.get(id))
  summary.push(`${name}: ${ids.size} mutants, ${other.length} differ from the unsharded run`)
  for (const id of other) summary.push(`  ${id}: ${whole.statuses.get(id)} unsharded, ${merged.statuses.get(id)} merged`)
  return other.length
}

function merged(name, names) {
  mutate('merge', ...names.map((part) => join(folder(part), 'mutation.json')), '--reporters', 'json', '--out', folder(name))
  const { files } = JSON.parse(readFileSync(join(folder(name), 'mutation.json'), 'utf8'))
  return { statuses: new Map(Object.values(files).flatMap(({ mutants }) => mutants.map(({ id, status }) => [id, status]))) }
}

console.log(`seconds${rounds > 1 ? `, medians of ${rounds} rounds` : ''}`)
console.log(`| run | mutants | wall | processors | ${PARTS.join(' | ')} |`)
console.log(`|---|---|---|---|${PARTS.map(() => '---|').join('')}`)
const whole = judge('whole')
row('unsharded', whole)
const planned = mutate('plan', '--shards', String(count), '--out', folder('plan'))

const summary = [planned.stdout.trimEnd().split('\n').slice(0, count).join('\n')]
let differing = 0
for (const [kind, extra] of [['planned', ['--plan', join(folder('plan'), 'plan.json')]], ['by id', []]]) {
  const names = Array.from({ length: count }, (_, index) => `${kind.replace(' ', '-')}-${index + 1}`)
  const parts = names.map((name, index) => {
    const part = judge(name, '--shard', `${index + 1}/${count}`, ...extra)
    row(`${kind} ${index + 1}/${count}`, part)
    return part
  })
  const longest = ['wall', 'cpu'].map((measure) => ratio(parts.map((part) => part[measure])))
  const workers = ratio(parts.map((part) => part.parts.reduce((sum, ms) => sum + ms, 0)))
  summary.push(`${kind}: longest shard ${longest[0]} times the mean by the clock, ${longest[1]} by processor time, ${workers} by the work of workers alone`)
  differing += compare(kind, merged(`merged-${kind.replace(' ', '-')}`, names))
}
console.log(`\n${summary.join('\n')}`)
process.exitCode = differing === 0 ? 0 : 1
