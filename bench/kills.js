#!/usr/bin/env node
/**
 * Kills the main process at random moments and prints three numbers that must be zero: verdicts that were reached and are
 * lost to the next run, files of the project that changed, and processes that are left after five seconds. With --worker
 * a worker is killed instead, and the verdicts that count as lost are those that the same run tells otherwise. Linux only.
 */
import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, relative, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { randomNumbers } from '../dist/oracle/sample.js'

const HELP = 'node bench/kills.js [fixture…] [--kills <n>] [--seed <n>] [--worker]     default: shop, 30 kills each, a new seed'

const repository = fileURLToPath(new URL('..', import.meta.url))
const driver = fileURLToPath(new URL('lib/announced-run.js', import.meta.url))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { kills: { type: 'string', default: '30' }, seed: { type: 'string' }, worker: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
})
if (values.help) {
  console.log(HELP)
  process.exit(0)
}
/** Verdicts that something was run for; the others cost nothing and are found out anew. */
const JUDGED = ['Killed', 'Survived', 'Timeout', 'RuntimeError']
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e6))
const random = randomNumbers(seed)

const totals = { lost: 0, changed: 0, orphans: 0 }
for (const fixture of positionals.length > 0 ? positionals : ['shop']) {
  const { lost, changed, orphans } = await killMany(fixture, Number(values.kills))
  totals.lost += lost
  totals.changed += changed
  totals.orphans += orphans
}
console.log(`lost verdicts: ${totals.lost}`)
console.log(`changed files: ${totals.changed}`)
console.log(`orphan processes after 5 s: ${totals.orphans}`)
process.exitCode = totals.lost + totals.changed + totals.orphans === 0 ? 0 : 1

async function killMany(fixture, kills) {
  const source = existsSync(fixture) ? resolve(fixture) : join(repository, 'fixtures', fixture)
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'mutate-kills-')))
  const announcements = `${project}.jsonl`
  const sum = { lost: 0, changed: 0, orphans: 0 }
  try {
    cpSync(source, project, { recursive: true, filter: (path) => !['node_modules', '.mutate', 'reports'].includes(basename(path)) })
    symlinkSync(join(repository, 'node_modules'), join(project, 'node_modules'))
    const before = hashes(project)
    const begun = performance.now()
    const reference = await wholeRun(project, announcements)
    const wholeMs = performance.now() - begun
    console.log(`${basename(source)}: ${Object.keys(reference.statuses).length} mutants, ${kills} kills within ${(wholeMs / 1000).toFixed(1)} s, seed ${seed}`)
    for (let kill = 1; kill <= kills; kill++) {
      // By time most kills would hit the start: every second one waits for a number of verdicts.
      const verdicts = kill % 2 === 0 ? Math.ceil(random() * judgedIn(reference)) : 0
      const ms = Math.round(random() * (verdicts > 0 ? 50 : wholeMs))
      const token = randomUUID()
      if (values.worker) {
        const { moment, lost, orphans } = await workerKilled(project, announcements, token, { verdicts, ms }, reference)
        count(sum, kill, moment, { lost, changed: differing(before, hashes(project)), orphans })
        continue
      }
      const reached = await killedRun(project, announcements, token, { verdicts, ms })
      const journaled = journal(project)
      await sleep(5000)
      const orphans = processesWith(token)
      const next = await wholeRun(project, announcements)
      const lost = lostVerdicts(reached, journaled, next, reference)
      const changed = differing(before, hashes(project))
      const moment = `after ${verdicts > 0 ? `${verdicts} verdicts and ` : ''}${ms} ms: ${reached.size} reached, ${journaled.size} in the journal`
        + `, ${takenUp(next)} taken up`
      count(sum, kill, moment, { lost, changed, orphans })
    }
  } finally {
    rmSync(project, { recursive: true, force: true })
    rmSync(announcements, { force: true })
  }
  return sum
}

function count(sum, kill, moment, { lost, changed, orphans }) {
  sum.lost += lost.length
  sum.changed += changed.length
  sum.orphans += orphans.length
  console.log(`  ${kill}. ${moment}; ${lost.length} lost, ${changed.length} files changed, ${orphans.length} orphans`)
  for (const line of [...lost, ...changed, ...orphans.map(({ pid, command }) => `process ${pid}: ${command.slice(0, 100)}`)]) console.log(`     ${line}`)
  for (const { pid } of orphans) end(pid)
}

/** Kills one worker at a moment, lets the run go on, and compares all its verdicts with those of the run without a kill. */
async function workerKilled(project, announcements, token, { verdicts, ms }, reference) {
  rmSync(announcements, { force: true })
  const child = start(project, announcements, token)
  let stderr = ''
  child.stderr.on('data', (chunk) => { stderr = (stderr + chunk).slice(-4000) })
  const ended = new Promise((done) => child.once('close', done))
  while (child.exitCode === null && announced(announcements).length < verdicts) await sleep(2)
  await Promise.race([sleep(ms), ended])
  let worker
  // Before the first worker has started, and between two, there is none.
  while (child.exitCode === null && !worker) {
    const workers = processesWith(token).filter(({ pid, command }) => pid !== child.pid && /vitest/.test(command))
    worker = workers[Math.floor(random() * workers.length)]
    if (!worker) await sleep(5)
  }
  if (worker) end(worker.pid)
  const at = announced(announcements).length
  const code = await ended
  await sleep(5000)
  const orphans = processesWith(token)
  const moment = worker ? `worker killed after ${at} verdicts` : 'the run was over before'
  if (code !== 0) return { moment, lost: [`the run ended with exit code ${code}: ${stderr.slice(-1500)}`], orphans }
  const { statuses } = announced(announcements).at(-1)
  const lost = Object.entries(reference.statuses).filter(([mutant, status]) => statuses[mutant] !== status)
    .map(([mutant, status]) => `${mutant} is ${status}, and after the kill ${statuses[mutant]}`)
  return { moment, lost, orphans }
}

function start(project, announcements, token) {
  return spawn(process.execPath, [driver, project, announcements], {
    cwd: project, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, MUTATE_KILLS: token },
  })
}

async function wholeRun(project, announcements) {
  const child = start(project, announcements, '')
  let stderr = ''
  child.stderr.on('data', (chunk) => { stderr = (stderr + chunk).slice(-4000) })
  const code = await new Promise((done) => child.on('close', done))
  if (code !== 0) throw new Error(`the run failed with exit code ${code}:\n${stderr}`)
  return announced(announcements).at(-1)
}

/** Which verdicts were announced before the end came. */
async function killedRun(project, announcements, token, { verdicts, ms }) {
  rmSync(announcements, { force: true })
  const child = start(project, announcements, token)
  const ended = new Promise((done) => child.once('exit', done))
  while (child.exitCode === null && announced(announcements).length < verdicts) await sleep(2)
  await Promise.race([sleep(ms), ended])
  child.kill('SIGKILL')
  await ended
  const lines = announced(announcements)
  // A run that has delivered its result needs no journal.
  if (lines.at(-1)?.statuses) return new Map()
  return new Map(lines.filter(({ status }) => JUDGED.includes(status)).map(({ mutant, status }) => [mutant, status]))
}

function announced(path) {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line))
}

/** Mutants with a whole line in the journal, with their statuses. */
function journal(project) {
  const path = join(project, '.mutate', 'journal')
  if (!existsSync(path)) return new Map()
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line.slice(9)))
  return new Map(lines.filter(({ mutant }) => mutant).map(({ mutant, status }) => [mutant, status]))
}

function judgedIn({ statuses }) {
  return Object.values(statuses).filter((status) => JUDGED.includes(status)).length
}

function takenUp({ notes }) {
  const [, count = '0'] = notes.map((text) => /^(\d+) verdicts? of an earlier run/.exec(text)).find(Boolean) ?? []
  return Number(count)
}

function lostVerdicts(reached, journaled, next, reference) {
  const done = next.statuses
  const lost = [...reached].filter(([mutant, status]) => journaled.get(mutant) !== status || done[mutant] !== status)
  const dropped = Math.max(0, journaled.size - takenUp(next))
  const missing = Object.keys(reference.statuses).filter((mutant) => !done[mutant] || done[mutant] === 'Pending')
  return [
    ...lost.map(([mutant, status]) => `${mutant} was ${status}, in the journal ${journaled.get(mutant)}, now ${done[mutant]}`),
    ...Array.from({ length: dropped }, () => 'a verdict of the journal was not taken up'),
    ...missing.map((mutant) => `${mutant} has no verdict any more`),
  ]
}

function hashes(folder, below = folder, found = new Map()) {
  for (const entry of readdirSync(below, { withFileTypes: true })) {
    const path = join(below, entry.name)
    if (['node_modules', '.mutate', 'reports'].includes(entry.name)) continue
    if (entry.isDirectory()) hashes(folder, path, found)
    else found.set(relative(folder, path), createHash('sha256').update(readFileSync(path)).digest('hex'))
  }
  return found
}

function differing(before, after) {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => `${path} ${after.has(path) ? (before.has(path) ? 'was changed' : 'is new') : 'is gone'}`)
}

function end(pid) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended meanwhile.
  }
}

/** Living processes that inherited the token; one that only waits to be collected is none. */
function processesWith(token) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      if (!readFileSync(`/proc/${name}/environ`, 'latin1').includes(`MUTATE_KILLS=${token}`)) return []
      const command = readFileSync(`/proc/${name}/cmdline`, 'latin1').replaceAll('\0', ' ').trim()
      return command === '' ? [] : [{ pid: Number(name), command }]
    } catch {
      return []
    }
  })
}
