/** Mutants that change nothing, with and without a budget for the tests that run with them. */
import type { RunItem } from '../../../engine/protocol.js'
import { NO_BUDGET, type Counters } from './hits.js'
import type { Tree } from './tree.js'
import { startTrial, type Trial } from './trial.js'

/** No site has this number. */
const NO_SITE = -2

/** A mutant that changes nothing. */
export function identity(tests: readonly number[] = []): RunItem {
  return {
    mutant: -1, site: NO_SITE, counter: NO_SITE, alternative: 0, tests, first: [], budget: NO_BUDGET, testBudget: { least: NO_BUDGET, times: 0 },
    testLimitMs: 60_000, watchdogMs: 60_000,
  }
}

/** A trial of a mutant that changes nothing in which tests from this number on get no budget. */
export function startStarving(counters: Counters, tree: () => Tree, starvedFrom: number): Trial {
  const trial = startTrial(counters, identity(), () => undefined)
  return {
    ...trial,
    beforeTest(test) {
      trial.beforeTest(test)
      if ((tree().index.get(test) ?? -1) >= starvedFrom) counters.b = 0
    },
  }
}
