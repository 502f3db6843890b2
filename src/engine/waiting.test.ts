import { describe, expect, it } from 'vitest'
import { newFileState, type FileState } from './file-state.js'
import type { Pair } from './pair.js'
import { waitingOf } from './waiting.js'

interface Made { warm?: number; cold?: number; putOff?: number; isOpen?: boolean; isKnown?: boolean }

const pair: Pair = { mutant: 0, tests: [], tier: 'cold', alone: false, generous: false, confirming: 'nothing' }

/** Of test files that took a second to open, with so many trials in their queues. */
function waitingIn(...made: Made[]) {
  const files = new Map<FileState, Made>(made.map((one, index) => {
    const state = newFileState({ key: `|${index}`, project: '', path: String(index) })
    state.openMs = 1000
    state.openRealms = one.isOpen === true ? 1 : 0
    state.cold.push(...Array.from({ length: one.cold ?? 0 }, () => pair))
    state.warm.push(...Array.from({ length: one.warm ?? 0 }, (): Pair => ({ ...pair, tier: 'warm' })))
    if (one.isKnown !== false) Object.assign(state, { dry: {} })
    return [state, one]
  }))
  return waitingOf([...files.keys()], {
    add: () => undefined, due: () => [], release: () => [],
    waiting: (state) => ({ warm: 0, cold: files.get(state)!.putOff ?? 0, fresh: 1 }),
  })
}

describe('what waits', () => {
  it('is trials that were put off or are queued, and the opening of their files', () => {
    expect(waitingIn({ cold: 3 }, { putOff: 2 }, { warm: 4 })).toEqual({ warm: 4, cold: 5, fresh: 3, openMs: 3000 })
  })

  it('is not what a file is open for while others are not opened yet', () => {
    expect(waitingIn({ cold: 3, isOpen: true }, { isKnown: false })).toEqual({ warm: 0, cold: 0, fresh: 2, openMs: 0 })
  })

  it('is what a file is open for when all were opened', () => {
    expect(waitingIn({ cold: 3, isOpen: true }, {})).toEqual({ warm: 0, cold: 3, fresh: 2, openMs: 0 })
  })
})
