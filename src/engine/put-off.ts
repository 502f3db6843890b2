/** Trials that take long, as they evaluate modules anew or their tests do: they wait while other test files may notice their mutants for less. */
import { pairMs } from './expected.js'
import type { FileState } from './file-state.js'
import type { Ledger } from './ledger.js'
import type { Pair } from './pair.js'

export interface PutOff {
  /** Lets a pair wait. */
  add(state: FileState, pair: Pair): void
  /** The pairs of a file that wait. */
  open(state: FileState): readonly Pair[]
  /**
   * Takes out the pairs of a file that need not wait any longer, now that its worker is open and has nothing else to do.
   * @param hasOthers whether there is other work for that worker's place
   */
  due(state: FileState, hasOthers: boolean): readonly Pair[]
  /** Takes out pairs that wait although there is nothing else to do; first those that no other pair can settle. */
  release(): readonly { readonly state: FileState; readonly pair: Pair }[]
}

/** Pairs wait for the other test files when they take this many times as long as opening their file again. */
const WORTH_REOPENING = 2

/**
 * @param isHome whether a test file is the one that is made for the code of a mutant: there it is most likely to be noticed
 * @param isSuspect whether the pairs of a mutant wait in any case; see `Bench.isSuspect`
 */
export function createPutOff(ledger: Ledger, isHome: (state: FileState, mutant: number) => boolean, isSuspect: (mutant: number) => boolean): PutOff {
  const waiting = new Map<FileState, Pair[]>()

  function take(state: FileState, isMeant: (pair: Pair) => boolean): Pair[] {
    const [taken, rest]: [Pair[], Pair[]] = [[], []]
    for (const pair of waiting.get(state) ?? []) {
      if (ledger.isFinal(pair.mutant)) continue
      if (isMeant(pair) && !isSuspect(pair.mutant)) taken.push(pair)
      else rest.push(pair)
    }
    if (rest.length > 0) waiting.set(state, rest)
    else waiting.delete(state)
    return taken
  }

  const isRerun = ({ tier }: Pair): boolean => tier !== 'fresh'
  const isLast = ({ mutant }: Pair): boolean => ledger.isLast(mutant)

  return {
    add(state, pair) {
      const pairs = waiting.get(state)
      if (pairs) pairs.push(pair)
      else waiting.set(state, [pair])
    },
    open(state) {
      // Forgets those that are settled.
      take(state, () => false)
      return waiting.get(state) ?? []
    },
    due(state, hasOthers) {
      if (!hasOthers) return take(state, () => true)
      const now = take(state, (pair) => isRerun(pair) && (isLast(pair) || isHome(state, pair.mutant)))
      if (now.length > 0) return now
      const ms = (waiting.get(state) ?? []).reduce((sum, pair) => sum + pairMs(state, pair), 0)
      return ms > WORTH_REOPENING * state.openMs ? [] : take(state, isRerun)
    },
    release() {
      const takeOf = (isTaken: (pair: Pair) => boolean) =>
        [...waiting.keys()].flatMap((state) => take(state, isTaken).map((pair) => ({ state, pair })))
      const last = takeOf(isLast)
      return last.length > 0 ? last : takeOf(() => true)
    },
  }
}
