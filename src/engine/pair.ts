/** The unit of work: one mutant against one test file, and what was found out so far. */
import type { Outcome, RerunTier } from './protocol.js'

export type PairTier = RerunTier | 'fresh'

export interface Pair {
  readonly mutant: number
  /** Indexes of the tests of the file that cover the mutant, in file order; empty means all. */
  tests: readonly number[]
  tier: PairTier
  /** Must be the only mutant between two controls: a realm was found polluted after a batch with it. */
  alone: boolean
  /** The loop budget ran out once: give ten times as much. */
  generous: boolean
  /** Something timed out or died once: this is the confirmation, alone. */
  confirming: 'nothing' | 'time' | 'death'
  /** What timed out waited for something that did not come, and left the processor to others. */
  readonly waits?: boolean
  /** Index of the test that noticed the mutant in an earlier run. */
  killer?: number
  /** Tests run in the order of the file, the likeliest to notice not before the others. Absent: in any order. */
  inOrder?: true
  /** It has survived a run that may have hidden it. */
  readonly isSecond?: true
  /** How often the mutant was noticed where once is not enough: by a test that is not reliable, or where tests depend on timers; absent: never. */
  doubts?: number
}

/** What became of a pair. */
export type PairResult = 'killed' | 'survived' | 'timeout' | 'unreached' | 'undecided'

export interface Settled {
  readonly pair: Pair
  readonly result: PairResult
  readonly tier: PairTier
  readonly outcome: Outcome
}
