/** Mutants that ended a worker and have to do so again in a new one: until then they would end those of other files as well. */
import type { FileState } from './file-state.js'
import type { Pair } from './pair.js'

export interface Suspects {
  /** Takes note of a pair that is queued. */
  queued(state: FileState, pair: Pair): void
  /** A pair was judged in a worker of its own. */
  judged(state: FileState, mutant: number): void
  /** The file in which the mutant has to end a worker once more, if there is one. */
  whereOf(mutant: number): FileState | undefined
}

export function createSuspects(): Suspects {
  const suspects = new Map<number, FileState>()
  return {
    queued(state, pair) {
      if (isConfirmation(pair)) suspects.set(pair.mutant, state)
    },
    judged(state, mutant) {
      if (!state.fresh.some((pair) => pair.mutant === mutant && isConfirmation(pair))) suspects.delete(mutant)
    },
    whereOf: (mutant) => suspects.get(mutant),
  }
}

/** Whether something that timed out, or died, is tried once more. */
export function isConfirmation({ tier, confirming }: Pair): boolean {
  return tier === 'fresh' && confirming !== 'nothing'
}
