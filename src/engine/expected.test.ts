import { describe, expect, it } from 'vitest'
import { expectedMs } from './expected.js'
import { newFileState } from './file-state.js'
import type { Pair } from './pair.js'
import type { Dry } from './protocol.js'

const first: Pair = { mutant: 0, tests: [0], tier: 'hot', alone: false, generous: false, confirming: 'nothing' }
const second: Pair = { ...first, tests: [], isSecond: true }

describe('what pairs are expected to take', () => {
  const state = newFileState({ project: '', path: 'a' } as Parameters<typeof newFileState>[0])
  state.dry = { tests: [{ durationMs: 3000 }, { durationMs: 1000 }], durationMs: 4100 } as unknown as Dry
  state.judged.hot.firsts = 10
  state.judged.hot.firstsMs = 50

  it('is, for those that survived once, what all tests take, until some were tried again', () => {
    expect(expectedMs(state, 'hot', [first, first, second])).toBe(4010)
    state.judged.hot.seconds = 2
    state.judged.hot.secondsMs = 5000
    expect(expectedMs(state, 'hot', [first, first, second])).toBe(2510)
  })

  it('is, where modules are evaluated anew and none was tried, what that took', () => {
    expect(expectedMs(state, 'cold', [{ ...first, tier: 'cold' }])).toBe(4100)
  })
})
