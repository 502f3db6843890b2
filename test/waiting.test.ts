/** Tests that mostly wait leave the processor to others: more of them run at the same time than there are places for workers. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { mutate, readReport, verdictTable, writeProject } from './helpers.js'

interface Span { readonly name: string; readonly ph: string; readonly tid: number; readonly ts: number; readonly dur: number }

const SOURCE = 'export const isDigit = (value) => value > 0 && value < 9\n'

/** Three tests, each with so many milliseconds of waiting and rounds of computing. */
const testFile = (ms: number, rounds: number): string => `import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { isDigit } from '../src/digit.js'
const compute = () => { let sum = 0; for (let round = 0; round < ${rounds}; round++) sum = (sum * 31 + round) | 0; return sum }
it.each([[1, true], [0, false], [9, false]])('is told of %i', async (value, expected) => {
  compute()
  await setTimeout(${ms})
  expect(isDigit(value)).toBe(expected)
})
`

/** How many trials in workers of their own ran at the same time at most, and what became of the mutants. */
async function run(test: string, args: readonly string[]): Promise<{ readonly most: number; readonly verdicts: string }> {
  return runProject({ 'src/digit.js': SOURCE, 'test/digit.test.js': test }, ['--fresh', ...args])
}

async function runProject(files: Record<string, string>, args: readonly string[]): Promise<{ readonly most: number; readonly verdicts: string }> {
  const folder = writeProject(files)
  const { code, stderr } = await mutate(folder, ['--profile', '--reporters', 'json', ...args])
  expect(code, stderr).toBe(0)
  const { traceEvents } = JSON.parse(readFileSync(join(folder, 'reports/mutation/trace.json'), 'utf8')) as { traceEvents: Span[] }
  const fresh = traceEvents.filter(({ name, ph }) => ph === 'X' && name === 'fresh')
  const most = Math.max(...fresh.map(({ ts }) => fresh.filter((other) => other.ts <= ts && ts < other.ts + other.dur).length))
  return { most, verdicts: verdictTable(readReport(folder)) }
}

it('tests that wait run beside others, tests that compute do not, and the verdicts are the same', async () => {
  const waiting = await run(testFile(200, 0), ['--concurrency', '2'])
  const computing = await run(testFile(0, 60_000_000), ['--concurrency', '2'])
  const alone = await run(testFile(200, 0), ['--concurrency', '1'])
  expect([waiting.most > 2, computing.most, alone.most]).toEqual([true, 2, 1])
  expect(waiting.verdicts).toContain('Killed')
  expect([computing.verdicts, alone.verdicts]).toEqual([waiting.verdicts, waiting.verdicts])
})

it('tests that waited in vain are asked once more beside others, though they do not wait without the mutant', async () => {
  const files = {
    'vitest.config.js': 'export default { test: { testTimeout: 2000 } }\n',
    'src/settle.js': `export const settle = (isDone, done) => { if (isDone) done() }
export const settleLate = (isLate, done) => { if (isLate) done() }
`,
    'test/settle.test.js': `import { it } from 'vitest'
import { settle, settleLate } from '../src/settle.js'
it('settles', () => new Promise((done) => { settle(true, done) }))
it('settles late', () => new Promise((done) => { settleLate(true, done) }))
`,
  }
  const [beside, alone] = [await runProject(files, ['--concurrency', '2']), await runProject(files, ['--concurrency', '1'])]
  expect([beside.most > 2, alone.most]).toEqual([true, 1])
  expect(beside.verdicts).toContain('Timeout')
  expect(alone.verdicts).toBe(beside.verdicts)
})

it('a test whose time is up has noticed the mutant, however long hooks wait for the same', async () => {
  const folder = writeProject({
    'vitest.config.js': 'export default { test: { testTimeout: 1000, hookTimeout: 60_000 } }\n',
    'src/settle.js': 'export const settle = (isDone, done) => { if (isDone) done() }\n',
    'test/settle.test.js': `import { afterEach, it } from 'vitest'
import { settle } from '../src/settle.js'
let settled
afterEach(() => settled)
it('settles', () => settled = new Promise((done) => { settle(true, done) }))
`,
  })
  const { code, stderr } = await mutate(folder, ['--reporters', 'json'])
  expect(code, stderr).toBe(0)
  const mutants = Object.values(readReport(folder).files).flatMap((file) => file.mutants)
  const late = mutants.filter(({ status }) => status === 'Timeout')
  expect(late.length).toBeGreaterThan(0)
  expect(late.map(({ statusReason }) => statusReason)).toEqual(late.map(() => expect.stringContaining('Test timed out in 1000ms')))
})
