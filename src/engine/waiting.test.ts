import { describe, expect, it } from 'vitest'
import { newFileState, type FileState } from './file-state.js'
import type { Pair } from './pair.js'
import { waitingOf } from './waiting.js'

/** Numbers of the mutants whose trials wait; `noticed` of so many first trials made so far. */
interface Made { warm?: number[]; cold?: number[]; putOff?: number[]; second?: number[]; fresh?: number[]; isOpen?: boolean; isKnown?: boolean; noticed?: readonly [number, number] }

const pairOf = (tier: Pair['tier']) => (mutant: number): Pair => ({ mutant, tests: [], tier, alone: false, generous: false, confirming: 'nothing' })

/** Of test files that took a second to open. */
function waitingIn(...made: Made[]) {
  const files = new Map<FileState, Made>(made.map((one, index) => {
    const state = newFileState({ key: `|${index}`, project: '', path: String(index) })
    state.openMs = 1000
    state.openRealms = one.isOpen === true ? 1 : 0
    state.cold.push(...(one.cold ?? []).map(pairOf('cold')))
    state.warm.push(...(one.warm ?? []).map(pairOf('warm')))
    state.fresh.push(...(one.fresh ?? []).map(pairOf('fresh')))
    const [noticed = 0, firsts = 0] = one.noticed ?? []
    Object.assign(state.judged.cold, { firsts, noticed })
    if (one.isKnown !== false) Object.assign(state, { dry: {} })
    return [state, one]
  }))
  return waitingOf([...files.keys()], {
    add: () => undefined, due: () => [], release: () => [],
    open(state) {
      const { putOff = [], second = [] } = files.get(state)!
      return [...putOff.map(pairOf('cold')), ...second.map((mutant) => ({ ...pairOf('cold')(mutant), isSecond: true as const }))]
    },
  })
}

const none = { hot: 0, warm: 0, cold: 0, fresh: 0, openMs: 0 }

describe('what waits', () => {
  it('is trials that were put off or are queued, and the opening of their files', () => {
    expect(waitingIn({ cold: [1, 2, 3] }, { putOff: [4, 5] }, { warm: [1, 2], fresh: [6] })).toEqual({ ...none, warm: 2, cold: 5, fresh: 1, openMs: 3000 })
  })

  it('is not what a file is open for while others are not opened yet', () => {
    expect(waitingIn({ cold: [1], isOpen: true }, { isKnown: false })).toEqual(none)
  })

  it('is what a file is open for when all were opened', () => {
    expect(waitingIn({ cold: [1], isOpen: true }, {})).toEqual({ ...none, cold: 1 })
  })

  it('is fewer trials of a mutant that one test file after the other may notice', () => {
    // Three and a half of four, and one that is taken to have been noticed by half.
    const all = { cold: [7], noticed: [3.5, 4] as const }
    expect(waitingIn(all, { cold: [7] }, { cold: [7] }).cold).toBeCloseTo(1 + 0.2 + 0.04)
  })

  it('is each trial of one that has survived before', () => {
    expect(waitingIn({ second: [7] }, { second: [7] }, { second: [7] }).cold).toBe(3)
  })
})
