import { describe, expect, it } from 'vitest'
import type { RunEvent, SpanName, Waiting } from '../model/events.js'
import { createTimeLeft } from './time-left.js'

const FILES = 40

/** A run whose clock is what was worked so far, by two workers. */
function begin() {
  let now = 500
  let mutants = 0
  const left = createTimeLeft(() => now)
  const span = (name: SpanName, ms: number, detail?: string): void => {
    now += ms / 2
    left.take({ type: 'span', track: 2, name, from: now - ms, to: now, ...(detail !== undefined && { detail }) })
  }
  const verdicts = (count: number, status: Extract<RunEvent, { type: 'verdict' }>['status'], total: number): void => {
    for (let each = 0; each < count; each++) left.take({ type: 'verdict', mutant: '', status, done: ++mutants, total })
  }
  left.take({ type: 'phase', phase: 'dry run', workers: 2 })
  span('worker start', 1000)
  return {
    left,
    span,
    verdicts,
    now: () => now,
    /** Opens a test file, judges ten mutants in it, of which three survive, and lets some trials wait. */
    file(number: number, waiting?: Waiting): void {
      const file = `test/${number}.test.ts`
      left.take({ type: 'running', worker: 1, what: file, ...(waiting !== undefined && { waiting }) })
      span('dry run', 400)
      left.take({ type: 'testFile', done: number, total: FILES, file })
      for (let each = 0; each < 10; each++) span('hot', 100)
      verdicts(7, 'Killed', number * 10 + 500)
      span('worker end', 100, file)
    },
  }
}

describe('the time left', () => {
  it('is not guessed before a test file is done', () => {
    const { left } = begin()
    left.take({ type: 'testFile', done: 1, total: FILES, file: 'a.test.ts' })
    expect(left.guess()).toBeUndefined()
  })

  it('is at first what an earlier run took, and more and more what this one takes', () => {
    const run = begin()
    run.left.take({ type: 'phase', phase: 'dry run', workers: 2, earlierMs: 20_000 })
    expect(run.left.guess()).toBeCloseTo(19_500)
    for (let number = 1; number <= 4; number++) run.file(number)
    expect(run.left.guess()).toBeCloseTo((1 - 0.175 ** 4) * 16_500 + 0.175 ** 4 * 36 * 750)
    for (let number = 5; number <= 30; number++) run.file(number)
    expect(run.left.guess()).toBeCloseTo(10 * 750)
  })

  it('is that of the test files to do, each as long as those that are done', () => {
    const run = begin()
    for (let number = 1; number <= 4; number++) run.file(number)
    expect(run.left.guess()).toBeCloseTo(36 * 750)
  })

  it('counts a test file that is open as half done', () => {
    const run = begin()
    for (let number = 1; number <= 4; number++) run.file(number)
    run.left.take({ type: 'testFile', done: 5, total: FILES, file: 'test/5.test.ts' })
    run.span('dry run', 750)
    expect(run.left.guess()).toBeCloseTo((3375 * 35.5) / 4.5)
  })

  it('is the same whether verdicts come one by one or all at once', () => {
    const run = begin()
    for (let number = 1; number <= 20; number++) run.file(number)
    const before = run.left.guess()
    run.verdicts(500, 'NoCoverage', 700)
    expect(run.left.guess()).toBe(before)
  })

  it('takes the later half of the files done as a measure: the first ones find nothing loaded yet', () => {
    const run = begin()
    run.span('dry run', 9000)
    for (let number = 1; number <= 8; number++) run.file(number)
    expect(run.left.guess()).toBeCloseTo(32 * (4500 + 8 * 750) / 8)
    for (let number = 9; number <= 16; number++) run.file(number)
    expect(run.left.guess()).toBeCloseTo(24 * 750)
  })

  it('holds what is put off with the opening of its files', () => {
    const run = begin()
    for (let number = 1; number <= 10; number++) run.file(number, { trials: 3 * number, trialsMs: 120 * number, fresh: 1, openMs: 120 * number })
    const [opening, cold, fresh] = [1200, 30 * 40, 3 * 1000]
    expect(run.left.guess()).toBeCloseTo(30 * 750 + (opening + cold + fresh) / 2)
  })

  it('is what waits when all files are done, less what was done of it since that was told', () => {
    const run = begin()
    for (let number = 1; number < FILES; number++) run.file(number)
    // Ten of them are those of the last file.
    run.file(FILES, { trials: 310, trialsMs: 1000 + 300 * 40, fresh: 2, openMs: 20_000 })
    run.span('worker start', 1000)
    run.span('dry run', 500)
    for (let each = 0; each < 10; each++) run.span('cold', 40)
    expect(run.left.guess()).toBeCloseTo((20_000 - 1500 + 290 * 40 + 2 * 3 * 1000) / 2)
  })

  it('goes by the time between two trials when only mutants are left', () => {
    const run = begin()
    for (let number = 1; number <= FILES; number++) run.file(number)
    run.verdicts(500, 'NoCoverage', 900)
    for (let each = 0; each < 1000; each++) run.span('hot', 80)
    expect(run.left.guess()).toBeCloseTo((900 - 780) * 40)
  })

  it('goes by trials where there are few test files', () => {
    const run = begin()
    run.left.take({ type: 'testFile', done: 1, total: 1, file: 'a.test.ts' })
    for (let each = 0; each < 50; each++) run.span('hot', 20)
    run.verdicts(50, 'Killed', 200)
    expect(run.left.guess()).toBeCloseTo(150 * 10)
  })
})
