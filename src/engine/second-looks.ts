/** Survivors that are looked at once more with all modules evaluated anew: when that is done, as it takes longer than the first look. */
import { expectedMs, type FileState } from './file-state.js'
import type { Ledger } from './ledger.js'
import type { Pair } from './pair.js'

export interface SecondLooks {
  /** Lets a pair wait: its mutant survived the first look in this file, and other tests may notice it for less. */
  hold(state: FileState, pair: Pair): void
  /**
   * Takes out the pairs of a file that need not wait any longer, now that its worker is open and has nothing else to do.
   * @param hasOthers whether there is other work for that worker's place
   */
  due(state: FileState, hasOthers: boolean): readonly Pair[]
  /** Takes out pairs that wait although there is nothing else to do; first those that no other pair can settle. */
  release(): readonly { readonly state: FileState; readonly pair: Pair }[]
}

/** Second looks wait for the other test files when they take this many times as long as opening their file again. */
const WORTH_REOPENING = 2

export function createSecondLooks(ledger: Ledger): SecondLooks {
  const held = new Map<FileState, Pair[]>()

  function take(state: FileState, isTaken: (pair: Pair) => boolean): Pair[] {
    const open = (held.get(state) ?? []).filter(({ mutant }) => !ledger.isFinal(mutant))
    const rest = open.filter((pair) => !isTaken(pair))
    if (rest.length > 0) held.set(state, rest)
    else held.delete(state)
    return open.filter(isTaken)
  }

  const isLast = ({ mutant }: Pair): boolean => ledger.isLast(mutant)

  return {
    hold(state, pair) {
      const pairs = held.get(state)
      if (pairs) pairs.push(pair)
      else held.set(state, [pair])
    },
    due(state, hasOthers) {
      if (!hasOthers) return take(state, () => true)
      const count = (held.get(state) ?? []).filter(({ mutant }) => !ledger.isFinal(mutant)).length
      const pays = expectedMs(state, 'cold', count) > WORTH_REOPENING * state.openMs
      return take(state, ({ tier, mutant }) => tier === 'cold' && (!pays || ledger.isLast(mutant)))
    },
    release() {
      const takeOf = (isTaken: (pair: Pair) => boolean) =>
        [...held.keys()].flatMap((state) => take(state, isTaken).map((pair) => ({ state, pair })))
      const last = takeOf(isLast)
      return last.length > 0 ? last : takeOf(() => true)
    },
  }
}
