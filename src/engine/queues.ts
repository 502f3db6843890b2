/** The queues of pairs that each test file has, one for each tier: what goes in, and how much of it may start. */
import type { JudgeInput } from './bench.js'
import type { Canaries } from './canary.js'
import type { Catalog } from './catalog.js'
import { testsMs } from './dry-run.js'
import { expectedMs } from './expected.js'
import type { FileState } from './file-state.js'
import type { Pair } from './pair.js'
import { RERUN_TIERS, type RerunTier } from './protocol.js'
import type { Turns } from './turns.js'

export interface Queues {
  /** Puts a pair where its turn is, in the warmest tier that the file allows and the pair asks for. */
  add(state: FileState, pair: Pair): void
  /** How many pairs may start in an open worker of the file. */
  waiting(state: FileState): number
  /** Milliseconds that those are expected to take in one worker. */
  waitingMs(state: FileState): number
}

export function createQueues({ fresh: onlyFresh }: JudgeInput, turns: Turns, canaries: Canaries): Queues {
  const tiersOf = (state: FileState): RerunTier[] => RERUN_TIERS.filter((tier) => !canaries.blocks(state.file, tier))
  return {
    add(state, pair) {
      const canRerun = !onlyFresh && (state.ready?.cold === true || state.sitesWarm !== undefined || state.ready?.hot.includes(true))
      const tier = canRerun ? pair.tier : 'fresh'
      if (turns.limited) turns.insert(state[tier], { ...pair, tier })
      else if (pair.confirming === 'nothing' && !pair.alone) state[tier].push({ ...pair, tier })
      else state[tier].unshift({ ...pair, tier })
    },
    waiting: (state) => tiersOf(state).reduce((sum, tier) => sum + turns.countOf(state[tier]), 0),
    waitingMs: (state) => tiersOf(state).reduce((sum, tier) => sum + expectedMs(state, tier, turns.openOf(state[tier])), 0),
  }
}

/**
 * Extreme mutants first: what they tell about a function says most. Then cheap pairs: the dear ones may be settled
 * elsewhere by the time they come.
 */
export function sortByCost(state: FileState, { mutants }: Catalog): void {
  const isFiner = ({ mutant }: Pair) => (mutants[mutant]?.extreme ? 0 : 1)
  const costs = new Map<readonly number[], number>()
  const cost = ({ tests }: Pair) => {
    let sum = costs.get(tests)
    if (sum === undefined) costs.set(tests, sum = testsMs(state.dry!, tests))
    return sum
  }
  for (const tier of ['hot', 'warm'] as const) state[tier].sort((a, b) => isFiner(a) - isFiner(b) || cost(a) - cost(b))
}
