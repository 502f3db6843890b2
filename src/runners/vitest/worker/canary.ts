/** Which tests can show that a failure is noticed, and how they are made to fail. */
import type { Dry, RunItem } from '../../../engine/protocol.js'

/** Tests that are tried until one fails. */
const MOST = 5
/** No site has this number. */
const NO_SITE = -2

/** The cheapest tests that run through a loop or function of the sources, which is where a budget is checked. */
export function findCanaries({ tests }: Dry, hot: readonly boolean[]): number[] {
  return tests.map((test, number) => ({ ...test, number }))
    .filter(({ state, cost, number }) => state === 'pass' && cost > 0 && hot[number])
    .sort((a, b) => a.durationMs - b.durationMs)
    .slice(0, MOST)
    .map(({ number }) => number)
}

/** A mutant that changes nothing, with so much budget. */
export function canaryItem(test: number, budget: number): RunItem {
  return {
    mutant: -1, site: NO_SITE, counter: NO_SITE, alternative: 0, tests: [test], first: [], budget, testLimitMs: 60_000,
    watchdogMs: 60_000,
  }
}
