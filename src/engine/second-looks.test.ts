import { describe, expect, it } from 'vitest'
import type { Catalog } from './catalog.js'
import { newFileState, type FileState } from './file-state.js'
import { Ledger } from './ledger.js'
import type { Pair } from './pair.js'
import { createSecondLooks } from './second-looks.js'

/** A test file whose worker takes so long to open, and whose modules so long to evaluate anew, in milliseconds. */
function fileOf(path: string, openMs: number, coldMs: number): FileState {
  const state = newFileState({ project: '', path } as Parameters<typeof newFileState>[0])
  state.openMs = openMs
  Object.assign(state.judged.cold, { pairs: 1, ms: coldMs })
  return state
}

function pairOf(mutant: number, tier: Pair['tier'] = 'cold'): Pair {
  return { mutant, tests: [], tier, alone: false, generous: false, confirming: 'nothing' }
}

/** A ledger that expects so many pairs of each mutant. */
function ledgerOf(...pairs: number[]) {
  const siteOf = pairs.map((_, mutant) => mutant)
  const catalog = { siteOf, mutants: siteOf.map((id) => ({ id: String(id) })), unchosen: new Set(), elsewhere: new Set(), omitted: new Set(), chosen: pairs.length }
  const ledger = new Ledger(catalog as unknown as Catalog, () => undefined)
  pairs.forEach((count, mutant) => { for (let pair = 0; pair < count; pair++) ledger.expect(mutant) })
  return ledger
}

function settle(ledger: Ledger, state: FileState, mutant: number, result: 'killed' | 'survived'): void {
  const outcome = { mutant, reached: 1, ran: [0], budgetExhausted: false, sound: true, durationMs: 1 }
  ledger.settle({ pair: pairOf(mutant), result, tier: 'hot', outcome, state })
}

const numbers = (pairs: readonly Pair[]) => pairs.map(({ mutant }) => mutant)

describe('second looks', () => {
  it('are taken in the open worker when they take less than opening the file twice more', () => {
    const file = fileOf('a', 100, 60)
    const looks = createSecondLooks(ledgerOf(1, 1, 1))
    for (const mutant of [0, 1, 2]) looks.hold(file, pairOf(mutant))
    expect(numbers(looks.due(file, true))).toEqual([0, 1, 2])
    expect(looks.due(file, true)).toEqual([])
  })

  it('wait for the other files when they take longer, until there is nothing else to do', () => {
    const file = fileOf('a', 100, 80)
    const looks = createSecondLooks(ledgerOf(2, 2, 2))
    for (const mutant of [0, 1, 2]) looks.hold(file, pairOf(mutant))
    expect(looks.due(file, true)).toEqual([])
    expect(numbers(looks.due(file, false))).toEqual([0, 1, 2])
  })

  it('are not taken at all when another test noticed the mutant meanwhile', () => {
    const [file, other] = [fileOf('a', 100, 80), fileOf('b', 1, 1)]
    const ledger = ledgerOf(2, 2, 2)
    const looks = createSecondLooks(ledger)
    for (const mutant of [0, 1, 2]) looks.hold(file, pairOf(mutant))
    settle(ledger, other, 1, 'killed')
    // The two that are left take less than opening the file twice more.
    expect(numbers(looks.due(file, true))).toEqual([0, 2])
    settle(ledger, other, 2, 'killed')
    looks.hold(file, pairOf(2))
    expect(looks.release()).toEqual([])
  })

  it('that no other pair can settle do not wait, and go first when others are let go', () => {
    const [file, other] = [fileOf('a', 1, 100), fileOf('b', 1, 1)]
    const ledger = ledgerOf(2, 1, 2, 1)
    const looks = createSecondLooks(ledger)
    for (const mutant of [0, 1]) looks.hold(file, pairOf(mutant))
    expect(looks.due(file, true)).toEqual([])
    ledger.filesAreKnown()
    expect(numbers(looks.due(file, true))).toEqual([1])
    looks.hold(other, pairOf(2))
    looks.hold(other, pairOf(3))
    expect(looks.release().map(({ pair }) => pair.mutant)).toEqual([3])
    expect(looks.release().map(({ state, pair }) => [state.file.path, pair.mutant])).toEqual([['a', 0], ['b', 2]])
  })

  it('in workers of their own wait as well, as an open worker is of no use to them', () => {
    const file = fileOf('a', 1000, 1)
    const looks = createSecondLooks(ledgerOf(2, 2))
    looks.hold(file, pairOf(0, 'fresh'))
    looks.hold(file, pairOf(1))
    expect(numbers(looks.due(file, true))).toEqual([1])
    expect(numbers(looks.due(file, false))).toEqual([0])
  })
})
