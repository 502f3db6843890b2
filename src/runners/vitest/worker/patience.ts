/** How long tests may take that run again without a mutant: those that wait in vain may do so one after another. */
import type { DryTest } from '../../../engine/protocol.js'

/** Milliseconds, and times the longest test of the first run, that all tests of a run together may take longer than in that one. */
const TOGETHER = { ms: 2000, times: 2 }
/** When that is used up: milliseconds, and times what it took in the first run, that each of the others may take. */
const EACH = { ms: 200, times: 3 }

/** How long the tests of one run may take. Those that do not end in time do not repeat the first run. */
export interface Patience {
  /** @param test its number */
  limitMs(test: number): number
  /** @param durationMs what the test took */
  ended(test: number, durationMs: number): void
}

/**
 * @param tests of the first run
 * @returns begins a run
 */
export function patienceFor(tests: readonly Pick<DryTest, 'durationMs'>[]): () => Patience {
  const took = (test: number): number => tests[test]?.durationMs ?? 0
  const mostMs = TOGETHER.ms + TOGETHER.times * Math.max(0, ...tests.map(({ durationMs }) => durationMs))
  return () => {
    let leftMs = mostMs
    return {
      limitMs: (test) => Math.max(leftMs, EACH.ms) + EACH.times * took(test),
      ended(test, durationMs) { leftMs -= Math.max(0, durationMs - took(test)) },
    }
  }
}
