import { describe, expect, it } from 'vitest'
import type { Catalog } from './catalog.js'
import { newFileState } from './file-state.js'
import type { Pair } from './pair.js'
import { createTurns } from './turns.js'

/** Mutants whose places in the draw are given, and a clock that can be stopped. */
function drawOf(...places: number[]) {
  const clock = { gone: 0 }
  const catalog = { mutants: places.map((place) => ({ id: String(place) })) } as unknown as Catalog
  const turns = createTurns({ catalog, draw: { placeOf: ({ id }) => Number(id), gone: () => clock.gone, budgetMs: 100_000 } })
  const pairs = places.map((_, mutant): Pair => ({ mutant, tests: [], tier: 'hot', alone: false, generous: false, confirming: 'nothing' }))
  const state = newFileState({ project: '', path: 'a.test.ts' } as Parameters<typeof newFileState>[0])
  for (const pair of pairs) turns.insert(state.hot, pair)
  const startable = () => state.hot.filter(turns.mayStart).map(({ mutant }) => places[mutant])
  return { turns, state, clock, startable }
}

describe('turns in a limited time', () => {
  it('begin with a small share of the draw and take in more of it when that share is done', () => {
    const { turns, state, startable } = drawOf(0.9, 0.3, 0.02, 0.01)
    expect(startable()).toEqual([0.01, 0.02])
    expect(turns.countOf(state.hot)).toBe(2)
    state.ready = { hot: [], cold: false, controlMs: 0 }
    expect(turns.widen([state])).toBe(false)
    state.hot.splice(0, 2)
    expect(turns.widen([state])).toBe(true)
    expect(startable()).toEqual([0.3])
    state.hot.shift()
    expect(turns.widen([state])).toBe(true)
    expect(startable()).toEqual([0.9])
    state.hot.shift()
    expect(turns.widen([state])).toBe(false)
  })

  it.each(['hot', 'warm', 'cold', 'fresh'] as const)('take in more of the draw where only pairs of %s realms wait', (tier) => {
    const { turns, state } = drawOf(0.9)
    state.ready = { hot: [], cold: false, controlMs: 0 }
    const waiting = state.hot.splice(0)
    state[tier].push(...waiting)
    expect(turns.countOf(state[tier])).toBe(0)
    expect(turns.widen([state])).toBe(true)
    expect(turns.countOf(state[tier])).toBe(1)
  })

  it('take in fewer mutants when the test files take too long to open for the time that there is', () => {
    const { turns, clock, startable } = drawOf(0.003, 0.02)
    const open = (done: number, gone: number) => {
      clock.gone = gone
      turns.opened(done, 104)
    }
    open(0, 0.1)
    open(3, 0.2)
    expect(startable()).toEqual([0.003, 0.02])
    // The hundred that are left would take five times what is left for them.
    open(4, 0.2)
    expect(startable()).toEqual([0.003])
    open(5, 0.21)
    expect(startable()).toEqual([0.003])
  })

  it('take in all mutants when the test files cannot all be opened in time, however few of them are judged meanwhile', () => {
    const { turns, clock, startable } = drawOf(0.003, 0.9)
    for (const [done, gone] of [[0, 0.1], [4, 0.2], [8, 0.4], [12, 0.6]] as const) {
      clock.gone = gone
      turns.opened(done, 104)
    }
    expect(startable()).toEqual([0.003, 0.9])
  })

  it('let files wait that take a large part of the time before their first mutant, until there is as much time again', () => {
    const { turns, clock, state } = drawOf(0.1)
    const dry = (durationMs: number) => ({ durationMs }) as NonNullable<typeof state.dry>
    expect([turns.isSlow(dry(200)), turns.isSlow(dry(300))]).toEqual([false, true])
    state.dry = dry(10_000)
    expect(turns.hasTimeFor([state, state], 2)).toBe(true)
    clock.gone = 0.3
    expect(turns.hasTimeFor([state, state], 2)).toBe(false)
    expect(turns.hasTimeFor([], 2)).toBe(true)
    clock.gone = 1
    expect([turns.leftMs(), turns.hasTimeFor([], 2)]).toEqual([0, false])
  })

  it('take in as many as before when there is time enough', () => {
    const { turns, clock, startable } = drawOf(0.003, 0.02)
    for (const [done, gone] of [[0, 0.1], [4, 0.11], [8, 0.13], [100, 0.5]] as const) {
      clock.gone = gone
      turns.opened(done, 104)
    }
    expect(startable()).toEqual([0.003, 0.02])
  })

  it('end when the time is over', () => {
    const { turns, state, clock, startable } = drawOf(0.01, 0.5)
    state.ready = { hot: [], cold: false, controlMs: 0 }
    clock.gone = 1
    expect(startable()).toEqual([])
    expect(turns.countOf(state.hot)).toBe(0)
    expect(turns.widen([state])).toBe(false)
  })
})
