import { describe, expect, it, test } from 'vitest'
import { drawnSample, placeInDraw, wilson } from './budget.js'
import type { Mutant } from '../model/mutant.js'
import { emptyCounts } from '../model/score.js'
import type { Status, Verdict } from '../model/verdict.js'
import { durationMs } from '../options/values.js'

const ids = Array.from({ length: 2000 }, (_, index) => index.toString(16).padStart(12, '0'))
const drawn = [...ids].sort((a, b) => placeInDraw({ id: a }) - placeInDraw({ id: b }))

/** A result whose mutants, in the order of the draw, have these statuses. */
function resultOf(statuses: readonly Status[]) {
  const statusOf = new Map(statuses.map((status, index) => [drawn[index]!, status]))
  const used = ids.filter((id) => statusOf.has(id))
  return {
    mutants: used.map((id) => ({ id }) as Mutant),
    verdicts: used.map((id) => ({ mutant: id, status: statusOf.get(id)! }) as Verdict),
  }
}

describe('the draw', () => {
  it('spreads mutants evenly, whatever their ids look like', () => {
    const tenths = Array.from({ length: 10 }, (_, tenth) => ids.filter((id) => Math.floor(placeInDraw({ id }) * 10) === tenth).length)
    expect(tenths.reduce((sum, count) => sum + count, 0)).toBe(2000)
    expect(Math.min(...tenths)).toBeGreaterThan(150)
    expect(Math.max(...tenths)).toBeLessThan(250)
  })

  test.each<[string, Status[], object]>([
    ['ends at the first mutant that was not judged', ['Killed', 'Survived', 'Pending', 'Killed'], { Killed: 1, Survived: 1 }],
    ['is empty when the first one was not judged', ['Pending', 'Killed', 'Killed'], {}],
    ['is everything when all were judged', ['Killed', 'Timeout', 'NoCoverage'], { Killed: 1, Timeout: 1, NoCoverage: 1 }],
    ['goes on over mutants that cannot count', ['Killed', 'Ignored', 'RuntimeError', 'Survived', 'Pending'], { Killed: 1, Ignored: 1, RuntimeError: 1, Survived: 1 }],
    ['of nothing is empty', [], {}],
  ])('has a sample that %s', (_name, statuses, counts) => {
    expect(drawnSample(resultOf(statuses))).toEqual({ ...emptyCounts(), ...counts })
  })

  it('has no sample while test files are not opened: what was noticed came to its verdict by being noticed', () => {
    expect(drawnSample({ ...resultOf(['Killed', 'Killed', 'Pending']), unopened: 1 })).toEqual(emptyCounts())
  })
})

describe('the interval of a proportion', () => {
  // Table I of R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, method 3.
  test.each([
    [81, 263, 25.53, 36.62],
    [15, 148, 6.24, 16.05],
    [0, 20, 0, 16.11],
    [1, 29, 0.61, 17.18],
    [20, 20, 83.89, 100],
  ])('of %i in %i is that of the literature', (hits, total, low, high) => {
    const interval = wilson(hits, total)
    expect(interval?.low).toBeCloseTo(low, 1)
    expect(interval?.high).toBeCloseTo(high, 1)
  })

  it('of nothing is none', () => {
    expect(wilson(0, 0)).toBeUndefined()
  })
})

test.each([
  ['90s', 90_000], ['5m', 300_000], ['1.5h', 5_400_000], ['0.001s', 1], ['0s', undefined], ['90', undefined], ['5 m', undefined], ['-1s', undefined], ['', undefined],
])('the time %j is %s ms', (text, ms) => {
  expect(durationMs(text)).toBe(ms)
})
