import { describe, expect, it } from 'vitest'
import { anew, newFileState, runHot, type FileState } from './file-state.js'

function fileWith(judged: number, polluted: number): FileState {
  const state = newFileState({ path: 'a.test.ts', project: '', key: 'a' })
  state.ready = { hot: [true], cold: true, controlMs: 1 }
  for (const tier of ['hot', 'cold'] as const) {
    state.judged[tier].firsts = judged
    state.polluted[tier] = polluted
  }
  return state
}

describe('a test file whose realms are polluted', () => {
  it.each([
    ['goes on while few are', 0, 3, true, 'cold'],
    ['is judged in fresh workers when realms with new modules came to nothing', 0, 4, true, 'fresh'],
    ['is no longer judged hot when realms came to less than ten trials each', 59, 6, false, 'fresh'],
    ['goes on when they came to ten', 60, 6, true, 'cold'],
    ['goes on however many are, in a file with as many more mutants', 3000, 300, true, 'cold'],
  ] as const)('%s', (_, judged, polluted, isHot, tier) => {
    const state = fileWith(judged, polluted)
    expect(runHot(state, [0])).toBe(isHot)
    expect(anew(state)).toBe(tier)
  })
})
