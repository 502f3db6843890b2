/**
 * Shows what judging only a change costs and whether it tells the truth: goes through the last commits of a repository that
 * touch its sources or tests, runs `mutate --since HEAD~1` at each, and compares the status of every mutant it judged with a
 * full run of the same commit. Run: node bench/since.js <folder of a repository> [number of commits] [paths…]
 * The folder must be a clone that nobody else uses, with packages installed: commits are checked out in it one after the other.
 */
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { childrenCpuMs } from './lib/cpu.js'
import { seconds } from './lib/numbers.js'
import { runMutate } from './lib/project.js'

const root = resolve(process.argv[2] ?? '.')
const count = Number(process.argv[3] ?? 20)
const paths = process.argv.length > 4 ? process.argv.slice(4) : ['src', 'test']
const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()

const DETECTED = new Set(['Killed', 'Timeout'])

/** Each mutant with its status; what the change brings; the milliseconds of the run by the clock and of the processors. */
async function judge(args) {
  rmSync(join(root, '.mutate'), { recursive: true, force: true })
  const begun = performance.now()
  const cpu = childrenCpuMs()
  const { report, code } = await runMutate(root, args)
  const mutants = Object.values(report.files).flatMap((file) => file.mutants)
  const judged = mutants.filter(({ status }) => status !== 'Ignored')
  return { code, ms: performance.now() - begun, cpu: childrenCpuMs() - cpu, statuses: new Map(judged.map(({ id, status }) => [id, status])), brought: report.config?.brought?.mutants ?? [] }
}

/** Killed and timed out are both detected: which of them a loop without end meets is a matter of its luck. */
function differing(change, whole) {
  return [...change.statuses].filter(([id, status]) => {
    const full = whole.statuses.get(id)
    return full !== status && !(DETECTED.has(full) && DETECTED.has(status))
  })
}

function times({ ms, cpu }) {
  return `${seconds(ms)} / ${seconds(cpu)}`
}

const start = git('rev-parse', 'HEAD')
const commits = git('log', '--no-merges', `-${count}`, '--format=%h %s', '--', ...paths).split('\n')
console.log('Seconds are those of the clock / of all processors.\n')
console.log('| commit | judged | undetected | the change brings | seconds | mutants of the full run | seconds | differ |')
console.log('|---|---|---|---|---|---|---|---|')
let differences = 0
/** Of those commits that were judged in full, too. */
const sums = { since: { ms: 0, cpu: 0 }, full: { ms: 0, cpu: 0 } }
try {
  for (const line of commits) {
    const [hash] = line.split(' ', 1)
    git('checkout', '--quiet', '--force', hash)
    try {
      const change = await judge(['--since', 'HEAD~1'])
      const survived = [...change.statuses.values()].filter((status) => status === 'Survived' || status === 'NoCoverage').length
      const brought = change.brought.filter((id) => change.statuses.get(id) === 'Survived').length
      const begin = `| ${line.slice(0, 60)} | ${change.statuses.size} | ${survived} | ${brought} | ${times(change)} |`
      if (change.statuses.size === 0) {
        console.log(`${begin} – | – | 0 |`)
        continue
      }
      const whole = await judge([])
      for (const [kind, run] of [['since', change], ['full', whole]]) for (const unit of ['ms', 'cpu']) sums[kind][unit] += run[unit]
      const other = differing(change, whole)
      differences += other.length
      console.log(`${begin} ${whole.statuses.size} | ${times(whole)} | ${other.length} |`)
      for (const [id, status] of other) console.error(`${hash} ${id}: ${status} with --since, ${whole.statuses.get(id) ?? 'not there'} in the full run`)
    } catch (error) {
      console.log(`| ${line} | ${error.message.split('\n').find((text) => text.includes('mutate:')) ?? error.message.split('\n', 1)[0]} | | | | | | |`)
    }
  }
} finally {
  git('checkout', '--quiet', '--force', start)
}
console.log(`\nCommits with mutants, together: ${times(sums.since)} with --since, ${times(sums.full)} in full; ${differences} verdicts differ`)
process.exitCode = differences === 0 ? 0 : 1
