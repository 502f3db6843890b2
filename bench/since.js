/**
 * Shows what judging only a change costs and whether it tells the truth: goes through the last commits of a repository that
 * touch its sources or tests, runs `mutate --since HEAD~1` at each, and compares the status of every mutant it judged with a
 * full run of the same commit. Run: node bench/since.js <folder of a repository> [number of commits] [paths…]
 * The folder must be a clone that nobody else uses, with packages installed: commits are checked out in it one after the other.
 */
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { seconds } from './lib/numbers.js'
import { runMutate } from './lib/project.js'

const root = resolve(process.argv[2] ?? '.')
const count = Number(process.argv[3] ?? 20)
const paths = process.argv.length > 4 ? process.argv.slice(4) : ['src', 'test']
const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()

const DETECTED = new Set(['Killed', 'Timeout'])

/** Each mutant with its status; what the change brings; the time of the run in milliseconds. */
async function judge(args) {
  rmSync(join(root, '.mutate'), { recursive: true, force: true })
  const begun = performance.now()
  const { report, code } = await runMutate(root, args)
  const mutants = Object.values(report.files).flatMap((file) => file.mutants)
  const judged = mutants.filter(({ status }) => status !== 'Ignored')
  return { code, ms: performance.now() - begun, statuses: new Map(judged.map(({ id, status }) => [id, status])), brought: report.config?.brought?.mutants ?? [] }
}

/** Killed and timed out are both detected: which of them a loop without end meets is a matter of its luck. */
function differing(change, whole) {
  return [...change.statuses].filter(([id, status]) => {
    const full = whole.statuses.get(id)
    return full !== status && !(DETECTED.has(full) && DETECTED.has(status))
  })
}

const start = git('rev-parse', 'HEAD')
const commits = git('log', '--no-merges', `-${count}`, '--format=%h %s', '--', ...paths).split('\n')
console.log('| commit | seconds | judged | survived | the change brings | full run: seconds | mutants | differ |')
console.log('|---|---|---|---|---|---|---|---|')
let differences = 0
try {
  for (const line of commits) {
    const [hash] = line.split(' ', 1)
    git('checkout', '--quiet', '--force', hash)
    try {
      const change = await judge(['--since', 'HEAD~1'])
      const survived = [...change.statuses.values()].filter((status) => status === 'Survived' || status === 'NoCoverage').length
      const brought = change.brought.filter((id) => change.statuses.get(id) === 'Survived').length
      const begin = `| ${line} | ${seconds(change.ms)} | ${change.statuses.size} | ${survived} | ${brought} |`
      if (change.statuses.size === 0) {
        console.log(`${begin} – | – | 0 |`)
        continue
      }
      const whole = await judge([])
      const other = differing(change, whole)
      differences += other.length
      console.log(`${begin} ${seconds(whole.ms)} | ${whole.statuses.size} | ${other.length} |`)
      for (const [id, status] of other) console.error(`${hash} ${id}: ${status} with --since, ${whole.statuses.get(id) ?? 'not there'} in the full run`)
    } catch (error) {
      console.log(`| ${line} | ${error.message.split('\n').find((text) => text.includes('mutate:')) ?? error.message.split('\n', 1)[0]} | | | | | | |`)
    }
  }
} finally {
  git('checkout', '--quiet', '--force', start)
}
console.log(`\n${differences} verdicts differ`)
process.exitCode = differences === 0 ? 0 : 1
