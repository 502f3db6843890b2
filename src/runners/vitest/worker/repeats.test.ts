import { expect, it } from 'vitest'
import type { Dry, DryTest } from '../../../engine/protocol.js'
import { compareWith } from './repeats.js'

/** A run in which each test passes one place so often; a negative number: and fails. */
const run = (...counts: number[]): Dry => ({
  tests: counts.map((count): DryTest => ({
    path: ['a'], state: count < 0 ? 'fail' : 'pass', durationMs: 1, hits: [7, Math.abs(count)], entered: [], cost: 0,
  })),
  load: [], loadEntered: [], loadCost: 0, hooks: [], hookCost: 0, loaded: [], errors: [], durationMs: 1,
})

/** The tests that are found in runs that go so, which of them are unsteady, and how many runs were made. */
async function compare(first: Dry, ...runs: Dry[]): Promise<{ found: readonly number[] | undefined; unsteady: number[]; runs: number }> {
  const repeats = compareWith(first)
  let made = 0
  const { found } = await repeats.differingEachTime(() => Promise.resolve(runs[made++]!))
  return { found, unsteady: [...repeats.unsteady], runs: made }
}

it('a run like the first one is enough', async () => {
  expect(await compare(run(3, 4), run(3, 4))).toEqual({ found: [], unsteady: [], runs: 1 })
})

it('a test that goes another way each time differs when it always goes the same', async () => {
  expect(await compare(run(3, 4), run(3, 5), run(3, 5), run(3, 5))).toEqual({ found: [1], unsteady: [], runs: 3 })
})

it('and when it does more each time, or less', async () => {
  expect(await compare(run(3), run(4), run(5), run(6), run(7), run(8))).toEqual({ found: [0], unsteady: [], runs: 5 })
  expect(await compare(run(9), run(8), run(6), run(5), run(3), run(2))).toEqual({ found: [0], unsteady: [], runs: 5 })
})

it('a test that now does more, now less does not differ: it is unsteady', async () => {
  expect(await compare(run(3, 4), run(3, 6), run(3, 5))).toEqual({ found: [], unsteady: [1], runs: 2 })
  expect(await compare(run(3, 4), run(3, 6), run(3, 4))).toEqual({ found: [], unsteady: [1], runs: 2 })
})

it('tests of which one passes what the other passed before do not differ: they are unsteady', async () => {
  expect(await compare(run(3, 4, 5), run(3, 2, 7))).toEqual({ found: [], unsteady: [1, 2], runs: 1 })
  expect(await compare(run(3, 4, 5), run(3, 2, 5), run(3, 2, 7))).toEqual({ found: [], unsteady: [1, 2], runs: 2 })
})

it('unless hooks pass it as well', async () => {
  const hooked = (run: Dry, count: number): Dry => ({ ...run, hooks: [{ tests: [0, 1], hits: [7, count], entered: [] }] })
  const again = hooked(run(3, 4), 2)
  expect(await compare(hooked(run(3, 4), 1), again, again, again)).toEqual({ found: [0, 1], unsteady: [], runs: 3 })
})

it('unless its result differs', async () => {
  expect(await compare(run(3, 4), run(3, -6), run(3, 5))).toEqual({ found: [1], unsteady: [], runs: 1 })
})

it('where all tests have to repeat, one with another result ends it', async () => {
  const repeats = compareWith(run(3, 4))
  let made = 0
  const { found } = await repeats.differingEachTime(() => Promise.resolve([run(-3, 5), run(3, 4)][made++]!), true)
  expect([found, made]).toEqual([[0, 1], 1])
})

it('a test that is known to be unsteady is compared by its result alone', () => {
  const repeats = compareWith(run(3, 4), [1])
  expect([repeats.differing(run(3, 5)), repeats.differing(run(2, 5)), repeats.differing(run(3, -4))]).toEqual([[], [0], [1]])
})
