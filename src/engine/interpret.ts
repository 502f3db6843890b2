/** What one outcome means for its pair: a result, or that it must be judged again, more carefully. */
import type { FileState } from './file-state.js'
import { mayLeaveUnseen } from './tiers.js'
import type { Pair, PairResult } from './pair.js'
import type { Outcome } from './protocol.js'

/** Tests that have run out of time with more idle time than that wait in vain. */
const IDLE = 3 / 4

export type Interpretation =
  | { readonly kind: 'result'; readonly result: PairResult }
  /** Put back with these changes; `survived` when it is only to be looked at once more. */
  | { readonly kind: 'again'; readonly change: Partial<Pair>; readonly survived?: true }

/** A kill by a test that also fails without a mutant has to happen so often again, each time in a worker of its own. */
const DOUBTS = 2
/** So often again, where tests depend on timers: what another mutant has left may have come in between. */
const DOUBTS_UNSTEADY = 1

/** @param state the test file that was run */
export function interpret(
  pair: Pair, outcome: Outcome, state: Pick<FileState, 'dry' | 'unreliable' | 'unsteady' | 'polluted' | 'mayActLater'>,
): Interpretation {
  if (!outcome.sound) return again({ tier: 'fresh' })
  if (outcome.budgetExhausted) {
    return pair.generous ? result('timeout') : again({ generous: true, alone: true })
  }
  if (outcome.failure?.kind === 'timeout') {
    return pair.tier === 'fresh' && pair.confirming === 'time' ? result('timeout') : again({ tier: 'fresh', confirming: 'time', ...((outcome.idle ?? 0) >= IDLE && { waits: true }) })
  }
  if (outcome.failure) {
    const { doubts = 0 } = pair
    const isUnreliable = state.unreliable.has(outcome.failure.test ?? -1)
    if (isUnreliable && doubts < DOUBTS) return again({ tier: 'fresh', doubts: doubts + 1 })
    if (pair.tier !== 'fresh' && mayLeaveUnseen(state) && !outcome.twice) return again({})
    return state.unsteady.size > 0 && doubts < DOUBTS_UNSTEADY ? again({ doubts: doubts + 1 }) : result('killed')
  }
  const missing = missingTests(pair, outcome, state)
  if (missing > 0 && pair.tier !== 'fresh') return again({ tier: 'fresh' })
  // A mutant may well switch tests off, as it does in a plain run; but where none ran nothing was asked.
  if (missing > 0 && outcome.ran.length === 0) return result('undecided')
  if (outcome.reached > 0) return result('survived')
  return pair.tier === 'fresh' ? result('unreached') : again({ tier: 'fresh' })
}

/** How many of the tests that had to run, and pass without a mutant, did not. */
function missingTests({ tests, tier }: Pair, { ran }: Outcome, { dry }: Pick<FileState, 'dry'>): number {
  const started = new Set(ran)
  const all = dry?.tests ?? []
  const selected = tests.length > 0 && tier !== 'fresh' ? tests : all.map((_, test) => test)
  return selected.filter((test) => all[test]?.state === 'pass' && !started.has(test)).length
}

/** A realm that ended while the mutant was active. `killed`: by our watchdog, because it took too long. */
export function interpretDeath(pair: Pair, byWatchdog: boolean): Interpretation {
  // A loop without an end runs out of memory in one worker and out of time in the next: those two confirm each other.
  if (pair.tier === 'fresh' && pair.generous && pair.confirming !== 'nothing') return result('timeout')
  if (byWatchdog) {
    return pair.tier === 'fresh' && pair.confirming === 'time'
      ? result('timeout')
      : again({ tier: 'fresh', confirming: 'time' })
  }
  return pair.tier === 'fresh' && pair.confirming === 'death'
    ? result('killed')
    : again({ tier: 'fresh', confirming: 'death' })
}

function result(value: PairResult): Interpretation {
  return { kind: 'result', result: value }
}

function again(change: Partial<Pair>): Interpretation {
  return { kind: 'again', change }
}
