import { describe, expect, it } from 'vitest'
import { newFileState, type FileState } from './file-state.js'
import type { Finding } from './ledger.js'
import type { Pair } from './pair.js'
import { waitingOf } from './waiting.js'

/** Numbers of the mutants whose trials wait; `noticed` of so many trials made so far in the first file of mutants. */
interface Made { warm?: number[]; cold?: number[]; putOff?: number[]; second?: number[]; fresh?: number[]; isOpen?: boolean; isKnown?: boolean; noticed?: readonly [number, number]; firstsMs?: number }

/** One other test file was tried for mutants with numbers from here on. */
const TRIED = 100

/** The verdict of this one is known. */
const FINAL = 99

const pairOf = (tier: Pair['tier']) => (mutant: number): Pair => ({ mutant, tests: [], tier, alone: false, generous: false, confirming: 'nothing' })

/** Of test files that took a second to open, and run in 20 ms, and in 50 with new modules. */
function waitingIn(...made: Made[]) {
  const files = new Map<FileState, Made>(made.map((one, index) => {
    const state = newFileState({ key: `|${index}`, project: '', path: String(index) })
    state.openMs = 1000
    state.ready = { hot: [], cold: true, controlMs: 20, coldMs: 50 }
    state.openRealms = one.isOpen === true ? 1 : 0
    state.cold.push(...(one.cold ?? []).map(pairOf('cold')))
    state.warm.push(...(one.warm ?? []).map(pairOf('warm')))
    state.fresh.push(...(one.fresh ?? []).map(pairOf('fresh')))
    const [untriedNoticed = 0, untried = 0] = one.noticed ?? []
    Object.assign(state.judged.cold, { firsts: untried, untriedNoticed, untried, firstsMs: one.firstsMs ?? 50 * untried })
    if (one.isKnown !== false) Object.assign(state, { dry: { tests: [] } })
    return [state, one]
  }))
  return waitingOf([...files.keys()], {
    add: () => undefined, due: () => [], release: () => [],
    open(state) {
      const { putOff = [], second = [] } = files.get(state)!
      return [...putOff.map(pairOf('cold')), ...second.map((mutant) => ({ ...pairOf('cold')(mutant), isSecond: true as const }))]
    },
  }, { findingsOf: (mutant) => new Array<Finding>(mutant >= TRIED ? 1 : 0), isFinal: (mutant) => mutant === FINAL })
}

const none = { trials: 0, trialsMs: 0, fresh: 0, openMs: 0 }

describe('what waits', () => {
  it('is trials that were put off or are queued, and the opening of their files', () => {
    expect(waitingIn({ cold: [1, 2, 3] }, { putOff: [4, 5] }, { warm: [1, 2], fresh: [6] })).toEqual({ trials: 7, trialsMs: 5 * 50 + 2 * 20, fresh: 1, openMs: 3000 })
  })

  it('is not what a file is open for while others are not opened yet', () => {
    expect(waitingIn({ cold: [1], isOpen: true }, { isKnown: false })).toEqual(none)
  })

  it('is what a file is open for when all were opened', () => {
    expect(waitingIn({ cold: [1], isOpen: true }, {})).toEqual({ ...none, trials: 1, trialsMs: 50 })
  })

  it('is fewer trials of a mutant that one test file after the other may notice, and the more of them each has survived', () => {
    // Half are taken to be noticed by the first file, a quarter by the next, a sixth by the one after that.
    expect(waitingIn({ cold: [7] }, { cold: [7] }, { cold: [7] }).trials).toBeCloseTo(1 + 0.5 + 0.5 * 0.75)
    expect(waitingIn({ cold: [TRIED] }, { cold: [TRIED] }, { cold: [TRIED] }).trials).toBeCloseTo(1 + 0.75 + 0.75 * (5 / 6))
  })

  it('is as many as mutants were noticed by their first file so far', () => {
    // Three and a half of four, and one that is taken to have been noticed by half.
    expect(waitingIn({ cold: [7], noticed: [3.5, 4] }, { cold: [7] }).trials).toBeCloseTo(1 + 0.2)
  })

  it('takes as long in its first file as trials there did so far, and in later ones as one that no test ends', () => {
    const quick = { cold: [7], noticed: [3.5, 4] as const, firstsMs: 40 }
    expect(waitingIn(quick).trialsMs).toBeCloseTo(10)
    expect(waitingIn({ ...quick, cold: [TRIED] }).trialsMs).toBeCloseTo(50)
  })

  it('holds what files that are not opened yet will add: more files for each mutant where files share code', () => {
    const shared = waitingIn({ cold: [7] }, { cold: [7] }, { isKnown: false }, { isKnown: false })
    expect(shared.trials).toBeCloseTo(1 + 0.5 + 0.5 * 0.75 + 0.5 * 0.75 * (5 / 6))
    expect(shared.openMs).toBeCloseTo(Math.SQRT2 * 2000)
  })

  it('holds more mutants where each file has code of its own', () => {
    expect(waitingIn({ cold: [1] }, { cold: [2] }, { isKnown: false }, { isKnown: false }).trials).toBeCloseTo(4)
  })

  it('is not what other files have settled', () => {
    expect(waitingIn({ cold: [FINAL], fresh: [FINAL] }, {})).toEqual({ ...none, openMs: 1000 })
  })

  it('is each trial of one that has survived before', () => {
    expect(waitingIn({ second: [7] }, { second: [7] }, { second: [7] }).trials).toBe(3)
  })
})
