import { describe, expect, it } from 'vitest'
import type { Catalog } from './catalog.js'
import { newFileState, type FileState } from './file-state.js'
import { Ledger } from './ledger.js'
import type { Pair } from './pair.js'
import { createPutOff } from './put-off.js'

/** A test file whose worker takes so long to open, and whose modules so long to evaluate anew, in milliseconds. */
function fileOf(path: string, openMs: number, coldMs: number): FileState {
  const state = newFileState({ project: '', path } as Parameters<typeof newFileState>[0])
  state.openMs = openMs
  Object.assign(state.judged.cold, { firsts: 1, firstsMs: coldMs, seconds: 1, secondsMs: coldMs })
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

const nowhere = () => false
const numbers = (pairs: readonly Pair[]) => pairs.map(({ mutant }) => mutant)

describe('pairs that take long', () => {
  it('are judged in the open worker when they take less than opening the file twice more', () => {
    const file = fileOf('a', 100, 60)
    const putOff = createPutOff(ledgerOf(1, 1, 1), nowhere, () => false)
    for (const mutant of [0, 1, 2]) putOff.add(file, pairOf(mutant))
    expect(numbers(putOff.due(file, true))).toEqual([0, 1, 2])
    expect(putOff.due(file, true)).toEqual([])
  })

  it('wait for the other files when they take longer, until there is nothing else to do', () => {
    const file = fileOf('a', 100, 80)
    const putOff = createPutOff(ledgerOf(2, 2, 2), nowhere, () => false)
    for (const mutant of [0, 1, 2]) putOff.add(file, pairOf(mutant))
    expect(putOff.due(file, true)).toEqual([])
    expect(numbers(putOff.due(file, false))).toEqual([0, 1, 2])
  })

  it('on loaded modules take half of what their tests took, as one of these may notice the mutant', () => {
    const file = fileOf('a', 100, 1)
    file.dry = { tests: [{ durationMs: 300 }, { durationMs: 90 }] } as unknown as NonNullable<FileState['dry']>
    const putOff = createPutOff(ledgerOf(2, 2), nowhere, () => false)
    for (const mutant of [0, 1]) putOff.add(file, { ...pairOf(mutant, 'hot'), tests: [0, 1] })
    expect(putOff.due(file, true)).toEqual([])
    const short = createPutOff(ledgerOf(2, 2), nowhere, () => false)
    for (const mutant of [0, 1]) short.add(file, { ...pairOf(mutant, 'hot'), tests: [1] })
    expect(numbers(short.due(file, true))).toEqual([0, 1])
  })

  it('are not judged at all when another test noticed the mutant meanwhile', () => {
    const [file, other] = [fileOf('a', 100, 80), fileOf('b', 1, 1)]
    const ledger = ledgerOf(2, 2, 2)
    const putOff = createPutOff(ledger, nowhere, () => false)
    for (const mutant of [0, 1, 2]) putOff.add(file, pairOf(mutant))
    settle(ledger, other, 1, 'killed')
    // The two that are left take less than opening the file twice more.
    expect(numbers(putOff.due(file, true))).toEqual([0, 2])
    settle(ledger, other, 2, 'killed')
    putOff.add(file, pairOf(2))
    expect(putOff.open(file)).toEqual([])
    expect(putOff.release()).toEqual([])
  })

  it('that no other pair can settle do not wait, and go first when others are let go', () => {
    const [file, other] = [fileOf('a', 1, 100), fileOf('b', 1, 1)]
    const ledger = ledgerOf(2, 1, 2, 1)
    const putOff = createPutOff(ledger, nowhere, () => false)
    for (const mutant of [0, 1]) putOff.add(file, pairOf(mutant))
    expect(putOff.due(file, true)).toEqual([])
    ledger.filesAreKnown()
    expect(numbers(putOff.due(file, true))).toEqual([1])
    putOff.add(other, pairOf(2))
    putOff.add(other, pairOf(3))
    expect(putOff.release().map(({ pair }) => pair.mutant)).toEqual([3])
    expect(putOff.release().map(({ state, pair }) => [state.file.path, pair.mutant])).toEqual([['a', 0], ['b', 2]])
  })

  it('of a mutant that has ended a worker wait until that is confirmed, whatever else there is to do', () => {
    const file = fileOf('a', 100, 1)
    const suspects = new Set([1])
    const putOff = createPutOff(ledgerOf(2, 2), nowhere, (mutant) => suspects.has(mutant))
    for (const mutant of [0, 1]) putOff.add(file, pairOf(mutant))
    expect(numbers(putOff.due(file, false))).toEqual([0])
    expect(putOff.release()).toEqual([])
    suspects.clear()
    expect(putOff.release().map(({ pair }) => pair.mutant)).toEqual([1])
  })

  it('are judged at once in the test file that is made for their code', () => {
    const file = fileOf('a', 1, 100)
    const putOff = createPutOff(ledgerOf(2, 2), (_, mutant) => mutant === 1, () => false)
    for (const mutant of [0, 1]) putOff.add(file, pairOf(mutant))
    expect(numbers(putOff.open(file))).toEqual([0, 1])
    expect(numbers(putOff.due(file, true))).toEqual([1])
    expect(putOff.due(file, true)).toEqual([])
    expect(numbers(putOff.open(file))).toEqual([0])
  })

  it('in workers of their own wait as well, as an open worker is of no use to them', () => {
    const file = fileOf('a', 1000, 1)
    const putOff = createPutOff(ledgerOf(2, 2), nowhere, () => false)
    putOff.add(file, pairOf(0, 'fresh'))
    putOff.add(file, pairOf(1))
    expect(numbers(putOff.open(file))).toEqual([0, 1])
    expect(numbers(putOff.due(file, true))).toEqual([1])
    expect(numbers(putOff.due(file, false))).toEqual([0])
  })
})
