/** What a place that is free may work on: pairs that get a worker of their own, files that no worker has open, files that another worker may share. */
import type { Canaries } from './canary.js'
import type { FileState } from './file-state.js'
import type { Ledger } from './ledger.js'
import type { Pair } from './pair.js'
import type { Queues } from './queues.js'
import type { Turns } from './turns.js'

export interface Candidates {
  /**
   * Takes out the first pair of these files that is judged in a worker of its own.
   * @param isMeant says which of them may be taken now
   */
  takeFresh(files: readonly FileState[], isMeant?: (state: FileState, pair: Pair) => boolean): FreshPair | undefined
  /** Whether pairs of a file wait while no worker judges any of it. */
  waitsUnopened(state: FileState): boolean
  /** The file among those where most pairs can be tried in the same time, with that for opening: others may gather more meanwhile, or see theirs settled. */
  unopened(): FileState | undefined
  /** The file among these that has most left, when it is so much that another worker for it pays. */
  split(files: readonly FileState[]): FileState | undefined
}

interface FreshPair {
  readonly state: FileState
  readonly pair: Pair
}

/** Another worker is opened for a file when what is left takes this many times as long as opening one. */
const WORTH_SPLITTING = 2

/** @param isFree whether another worker may have a file now */
export function createCandidates(
  files: readonly FileState[], isFree: (state: FileState) => boolean, queues: Queues, turns: Turns, canaries: Canaries, ledger: Ledger,
): Candidates {
  const waitsUnopened = (state: FileState): boolean => state.openRealms === 0 && queues.waiting(state) > 0
  return {
    takeFresh(among, isMeant = () => true) {
      for (const state of among) {
        if (canaries.blocks(state.file, 'fresh') || !isFree(state)) continue
        const isNext = (pair: Pair): boolean => ledger.isFinal(pair.mutant) || (turns.mayStart(pair) && isMeant(state, pair))
        for (let at = state.fresh.findIndex(isNext); at >= 0; at = state.fresh.findIndex(isNext)) {
          const [pair] = state.fresh.splice(at, 1)
          if (pair && !ledger.isFinal(pair.mutant)) return { state, pair }
        }
      }
      return undefined
    },
    waitsUnopened,
    unopened: () => most(files.filter((state) => waitsUnopened(state) && isFree(state)), (state) => queues.waiting(state) / Math.max(1, state.openMs + queues.waitingMs(state))),
    split(among) {
      const open = among.filter((state) => state.openRealms > 0 && isFree(state))
      const left = new Map(open.map((state) => [state, queues.waitingMs(state)]))
      const pays = open.filter((state) => left.get(state)! > WORTH_SPLITTING * state.openMs * state.openRealms)
      return most(pays, (state) => left.get(state)!)
    },
  }
}

/** The first of those with the highest number. */
function most(files: readonly FileState[], numberOf: (state: FileState) => number): FileState | undefined {
  const [first] = files.map((state) => ({ state, number: numberOf(state) })).sort((a, b) => b.number - a.number)
  return first?.state
}
