/** The evidence on screen: `mutate show` of a mutant of each kind of failure, found out by a real run, on a terminal of 80 columns. */
import { spawnSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { mutantsOf } from '../bench/lib/mutants.js'
import type { FailureKind } from '../src/model/verdict.js'
import { widthOf } from '../src/reporters/terminal.js'
import { readRun } from '../src/store/last-run.js'
import { cleanEnvironment, originalOf, run, writeProject } from './helpers.js'

const bin = fileURLToPath(new URL('../bin/mutate.js', import.meta.url))
/** Makes standard output a terminal to the command, which no test can give it. */
const TERMINAL = 'data:text/javascript,process.stdout.isTTY=true;process.stdout.columns=80'

/** One project of parts of several fixtures, so that one run yields every kind. */
const PARTS = {
  exits: ['src/exit.js', 'test/exit.test.js'],
  hanging: ['src/loops.js', 'test/loops.test.js', 'src/waiting.js', 'test/waiting.test.js', 'vitest.config.js'],
  semantics: ['src/store.js', 'test/hooks.test.js', 'src/background.js', 'test/late.test.js'],
  snapshots: ['src/report.ts', 'test/file.test.ts', 'test/__snapshots__/file.test.ts.snap', 'test/table.txt'],
  static: ['src/checked.js', 'test/checked.test.js'],
}

const MUTATED = [
  'src/background.js:5', 'src/checked.js:2', 'src/exit.js:8', 'src/loops.js:5', 'src/report.ts:11-12', 'src/store.js:6', 'src/waiting.js:3',
]

/** The mutant at a line, as `original → replacement` on one line; what failed; what stands between the diff and the last two lines. */
const SHOWN: readonly [kind: FailureKind, place: string, change: string, evidence: string][] = [
  ['assertion', 'src/exit.js:7', "{ if (state !== 'sound') process.abort() return true } → {}", `
Killed: the tests noticed the change.
The changed code ran once; 1 test ran, and an assertion failed. Without the
change the same tests pass. Judged in a worker that was used in TIME.
  test/exit.test.js  is sound
  expected undefined to be true // Object.is equality
  at test/exit.test.js:9:26

Reached by, and all run with the change (1 test):
  test/exit.test.js  is sound
`],
  ['exception', 'src/report.ts:11', '{ return rows.filter((row) => row.score > 0).map(line) } → {}', `
Killed: the tests noticed the change.
The changed code ran once; 1 test ran, and an error was thrown. Without the
change the same tests pass. Judged in a worker that was used in TIME.
  test/file.test.ts  has a snapshot for each line
  table is not a function or its return value is not iterable
  at test/file.test.ts:16:22

Run with the change (1 test):
  test/file.test.ts  has a snapshot for each line

Reached by (2 tests):
  test/file.test.ts  has a snapshot for each line
  test/file.test.ts  matches a file
`],
  ['hook', 'src/store.js:6', "name || 'store' → 'store'", `
Killed: the tests noticed the change.
The changed code ran once; no test ran, and a hook failed. Without the change
the same tests pass. Judged in a worker that was used in TIME.
  test/hooks.test.js
  wrong name
  at test/hooks.test.js:10:41

Reached by (2 tests):
  test/hooks.test.js  a store that hooks look after > reads
  test/hooks.test.js  a store that hooks look after > fills the shared store
`],
  ['load', 'src/checked.js:2', '[1, 2, 4, 8] → []', `
Killed: the tests noticed the change.
The code runs while its module loads; no test ran, and a test file did not load.
Without the change the same tests pass. Judged with its modules loaded anew in
TIME.
  test/checked.test.js
  codes are not distinct powers of two
  at src/checked.js:5:23

Reached by (1 test):
  test/checked.test.js  tests a flag
`],
  ['timeout', 'src/waiting.js:3', '{ if (ready) resolve(value) else setTimeout(() => resolve(value), 5) } → {}', `
Timed out: with the change the tests do not come to an end. That counts as
noticed.
The changed code ran once; 1 test ran, and the time ran out. Without the change
the same tests pass. Judged in a new worker in TIME.
  test/waiting.test.js  resolves at once
  Test timed out in 1000ms.
  If this is a long-running test, pass a timeout value as the last argument or
  configure it globally with "testTimeout".
  at test/waiting.test.js:4:1

Run with the change (1 test):
  test/waiting.test.js  resolves at once

Reached by (2 tests):
  test/waiting.test.js  resolves at once
  test/waiting.test.js  resolves later
`],
  ['budget', 'src/loops.js:5', 'i += 1 → i -= 1', `
Timed out: with the change the tests do not come to an end. That counts as
noticed.
The changed code ran MANY times; 1 test ran, and a loop did not end. Without
the change the same tests pass. Judged in a worker that was used in TIME.
  test/loops.test.js  counts
  loop budget exhausted
  at countTo (src/loops.js:4:21)
  at test/loops.test.js:5:10

Reached by, and all run with the change (1 test):
  test/loops.test.js  counts
`],
  ['crash', 'src/exit.js:8', "state !== 'sound' → true", `
Killed: the tests noticed the change.
The changed code was reached; 2 tests ran, and the worker died. Without the
change the same tests pass. Judged in a new worker in TIME.
  test/exit.test.js  is sound
  the worker was ended by SIGABRT

Run with the change, in this order (2 tests):
  test/exit.test.js  finishes
  test/exit.test.js  is sound

Reached by (1 test):
  test/exit.test.js  is sound
`],
  ['unhandled', 'src/background.js:5', 'job.broken → true', `
Killed: the tests noticed the change.
The changed code ran once; 3 tests ran, and an error was left unhandled. Without
the change the same tests pass. Judged in a worker that was used in TIME.
  test/late.test.js
  job failed
  at Timeout._onTimeout (src/background.js:5:41)

Run with the change, in this order (3 tests):
  test/late.test.js  schedules a job and does not wait for it
  test/late.test.js  refuses nothing
  test/late.test.js  takes longer than the job

Reached by (1 test):
  test/late.test.js  takes longer than the job
`],
  ['snapshot', 'src/report.ts:12', 'row.score > 0 → false', `
Killed: the tests noticed the change.
The changed code ran 6 times; 2 tests ran, and a snapshot differed. Without the
change the same tests pass. Judged in a worker that was used in TIME.
  test/file.test.ts  matches a file
  Snapshot \`matches a file 1\` mismatched
  - ada...12
  - bob... 7
  at test/file.test.ts:20:3

Reached by, and all run with the change, in this order (2 tests):
  test/file.test.ts  has a snapshot for each line
  test/file.test.ts  matches a file
`],
]

const show = (project: string, id: string) =>
  spawnSync(process.execPath, ['--import', TERMINAL, bin, 'show', id], { cwd: project, encoding: 'utf8', env: cleanEnvironment() })

/** Two figures that differ from run to run. */
const steady = (text: string) => text.replace(/ in\s(?:<1|[\d.]+) (?:ms|s)\.$/mu, (time) => `${time.slice(0, 4)}TIME.`).replace(/\b\d{6,7}\b times/u, 'MANY times')

it('the evidence of each kind of failure fits on 80 columns: what failed first and how, tests in order, control, worker, time', async () => {
  const project = writeProject({})
  for (const [fixture, paths] of Object.entries(PARTS)) {
    for (const path of paths) cpSync(fileURLToPath(new URL(`../fixtures/${fixture}/${path}`, import.meta.url)), join(project, path))
  }
  const { report } = await run(project, MUTATED)
  const mutants = mutantsOf(report).map((mutant) => {
    const original = originalOf(report.files[mutant.file]!, mutant).replaceAll(/\s+/g, ' ')
    return { id: mutant.id, called: `${mutant.file}:${mutant.location.start.line} ${original} → ${mutant.replacement}` }
  })
  const { verdicts } = readRun(project)!
  for (const [kind, place, change, evidence] of SHOWN) {
    const found = mutants.filter(({ called }) => called === `${place} ${change}`)
    expect(found, `${place} ${change}`).toHaveLength(1)
    const { id } = found[0]!
    expect(verdicts.find(({ mutant }) => mutant === id)?.receipt.failure?.kind).toBe(kind)
    const { stdout, stderr } = show(project, id)
    expect(stderr).toBe('')
    const lines = stdout.split('\n')
    expect(lines[0]).toMatch(new RegExp(`^${place}:\\d+ {2}\\w+ {2}${id}(?: {2}in \\w+)?$`))
    expect(lines.filter((line) => /^[-+] /u.test(line)).length, 'a diff').toBeGreaterThan(1)
    expect(steady(stdout.slice(stdout.indexOf('\n\n') + 1))).toBe(`${evidence}\nJudge it again: mutate ${place}\nVerify it:      mutate verify ${id}\n`)
    expect(Math.max(...lines.map(widthOf)), kind).toBeLessThanOrEqual(80)
  }
}, 120_000)
