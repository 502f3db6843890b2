import { describe, expect, it } from 'vitest'
import { newFileState, type FileState } from './file-state.js'
import { anew, runHot } from './tiers.js'

/** A realm of it is ready to judge after 600 ms; a trial takes 5 ms in loaded modules, and 20 ms in new ones. */
function fileWith(judged: number, polluted: number, cold: boolean): FileState {
  const state = newFileState({ path: 'a.test.ts', project: '', key: 'a' })
  state.ready = { hot: [true], cold, coldMs: 20, controlMs: 1 }
  state.openMs = 600
  for (const [tier, ms] of [['hot', 5], ['cold', 20]] as const) {
    Object.assign(state.judged[tier], { firsts: judged, firstsMs: judged * ms })
    state.polluted[tier] = polluted
  }
  return state
}

describe('a test file whose realms are polluted', () => {
  it.each([
    ['goes on while few are', 0, 3, true, true, 'cold'],
    ['is judged in fresh workers when realms with new modules came to nothing', 0, 4, true, true, 'fresh'],
    ['is no longer judged hot where new modules cost less than opening it again', 60, 6, true, false, 'cold'],
    ['goes on hot where each mutant would need a worker of its own', 60, 6, false, true, 'fresh'],
    ['is judged in fresh workers where realms came to two trials each', 12, 6, false, false, 'fresh'],
    ['goes on hot where realms came to forty trials each', 240, 6, true, true, 'cold'],
    ['goes on however many are, in a file with as many more mutants', 24_000, 600, true, true, 'cold'],
  ] as const)('%s', (_, judged, polluted, cold, isHot, tier) => {
    const state = fileWith(judged, polluted, cold)
    expect(runHot(state, [0])).toBe(isHot)
    expect(anew(state)).toBe(tier)
  })
})
