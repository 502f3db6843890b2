/**
 * Shows that several machines judge what one does: plans a project, runs each shard, merges the reports, and compares them
 * with an unsharded run, mutant for mutant. Run: node bench/shards.js <folder of a project> [number of shards]
 * The folder must be a copy that nobody else uses: reports and `.mutate/` are written there.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../bin/mutate.js', import.meta.url))
const root = resolve(process.argv[2] ?? '.')
const count = Number(process.argv[3] ?? 4)
const folder = (name) => join(root, '.mutate', 'shards', name)

function mutate(...args) {
  const { status, stderr } = spawnSync(process.execPath, [bin, ...args], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 })
  if (status !== 0) throw new Error(`mutate ${args.join(' ')} ended with ${status}:\n${stderr}`)
}

/** Each mutant with its status, and the milliseconds that judging took. */
function read(name) {
  const { files } = JSON.parse(readFileSync(join(folder(name), 'mutation.json'), 'utf8'))
  const mutants = Object.values(files).flatMap((file) => file.mutants)
  const judged = mutants.filter(({ status }) => status !== 'Pending')
  return {
    statuses: new Map(mutants.map(({ id, status }) => [id, status])),
    judged: judged.length,
    ms: judged.reduce((sum, { duration = 0 }) => sum + duration, 0),
  }
}

function compare(name, whole, merged) {
  const ids = new Set([...whole.statuses.keys(), ...merged.statuses.keys()])
  const other = [...ids].filter((id) => whole.statuses.get(id) !== merged.statuses.get(id))
  console.log(`${name}: ${ids.size} mutants, ${other.length} differ from the unsharded run`)
  for (const id of other) console.log(`  ${id}: ${whole.statuses.get(id)} unsharded, ${merged.statuses.get(id)} merged`)
  return other.length
}

mutate('run', '--reporters', 'json', '--out', folder('whole'))
const whole = read('whole')
console.log(`unsharded: ${whole.judged} judged, ${Math.round(whole.ms)} ms`)
mutate('plan', '--shards', String(count), '--out', folder('plan'))

let differing = 0
for (const [kind, extra] of [['planned', ['--plan', join(folder('plan'), 'plan.json')]], ['by id', []]]) {
  const names = Array.from({ length: count }, (_, index) => `${kind.replace(' ', '-')}-${index + 1}`)
  const parts = names.map((name, index) => {
    mutate('run', '--reporters', 'json', '--shard', `${index + 1}/${count}`, '--out', folder(name), ...extra)
    const part = read(name)
    console.log(`${kind} ${index + 1}/${count}: ${part.judged} judged, ${Math.round(part.ms)} ms`)
    return part.ms
  })
  const mean = parts.reduce((sum, ms) => sum + ms, 0) / count
  console.log(`${kind}: longest shard ${(Math.max(...parts) / mean).toFixed(2)} times the mean`)
  mutate('merge', ...names.map((name) => join(folder(name), 'mutation.json')), '--reporters', 'json', '--out', folder(`merged-${kind.replace(' ', '-')}`))
  differing += compare(kind, whole, read(`merged-${kind.replace(' ', '-')}`))
}
process.exitCode = differing === 0 ? 0 : 1
