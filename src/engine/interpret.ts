/** What one outcome means for its pair: a result, or that it must be judged again, more carefully. */
import type { Pair, PairResult } from './pair.js'
import type { Outcome } from './protocol.js'

export type Interpretation =
  | { readonly kind: 'result'; readonly result: PairResult }
  /** Put back with these changes. */
  | { readonly kind: 'again'; readonly change: Partial<Pair> }

/** A kill by a test that also fails without a mutant has to happen so often, each time in a worker of its own. */
const DOUBTS = 2

/** @param unreliable indexes of tests that were seen to fail without a mutant as well */
export function interpret(pair: Pair, outcome: Outcome, unreliable: ReadonlySet<number>): Interpretation {
  if (!outcome.sound) return again({ tier: 'fresh' })
  if (outcome.budgetExhausted) {
    return pair.generous ? result('timeout') : again({ generous: true, alone: true })
  }
  if (outcome.failure?.kind === 'timeout') {
    return pair.tier === 'fresh' ? result('timeout') : again({ tier: 'fresh', confirming: 'time' })
  }
  if (outcome.failure) {
    const { doubts = 0 } = pair
    const doubtful = unreliable.has(outcome.failure.test ?? -1) && doubts < DOUBTS
    return doubtful ? again({ tier: 'fresh', doubts: doubts + 1 }) : result('killed')
  }
  if (outcome.reached > 0) return result('survived')
  return pair.tier === 'fresh' ? result('unreached') : again({ tier: 'fresh' })
}

/** A realm that ended while the mutant was active. `killed`: by our watchdog, because it took too long. */
export function interpretDeath(pair: Pair, byWatchdog: boolean): Interpretation {
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
