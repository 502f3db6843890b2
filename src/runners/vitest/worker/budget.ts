/** How many loops and functions a trial may enter, so that one that never ends is ended by the test that is stuck. */
import type { RunItem } from '../../../engine/protocol.js'
import type { Counters } from './hits.js'
import type { TestTask } from './vitest-types.js'

export interface Budget {
  beforeTest(test: TestTask): void
  afterTest(): void
}

/**
 * Gives the counters what the item allows: all of it to modules and hooks of suites, and to each test its own part. Who has used a part
 * up gets no other.
 * @param costOf what the test entered in the dry run; undefined: not known, so that it gets all
 */
export function startBudget(counters: Counters, { budget, testBudget: { least, times } }: Pick<RunItem, 'budget' | 'testBudget'>, costOf: (test: TestTask) => number | undefined): Budget {
  let left = budget
  let given = budget
  counters.b = budget
  const give = (most: number): void => {
    if (counters.b < 0) return
    left -= given - counters.b
    given = Math.min(left, most)
    counters.b = given
  }
  return {
    beforeTest(test) {
      const cost = costOf(test)
      // Of tests that overlap nobody knows which of them enters a loop.
      if (cost !== undefined && test.concurrent !== true) give(Math.max(least, times * cost))
    },
    afterTest() { give(Infinity) },
  }
}
