import { describe, expect, it } from 'vitest'
import { interpret, interpretDeath, type Interpretation } from './interpret.js'
import type { Pair, PairTier } from './pair.js'
import type { Dry, DryTest, Outcome } from './protocol.js'

const test = (state: DryTest['state']): DryTest => ({ path: ['a'], state, durationMs: 1, hits: [], entered: [], cost: 0 })
const dry: Dry = {
  tests: [test('pass'), test('pass'), test('skip')], load: [], loadEntered: [], loadCost: 0, hooks: [], hookCost: 0, loaded: [], errors: [], durationMs: 1,
}
const pair = (tier: PairTier, more: Partial<Pair> = {}): Pair =>
  ({ mutant: 0, tests: [0, 1], tier, alone: false, generous: false, confirming: 'nothing', ...more })
const outcome = (more: Partial<Outcome>): Outcome =>
  ({ mutant: 0, reached: 1, ran: [0, 1], budgetExhausted: false, sound: true, durationMs: 1, ...more })
const meaning = (of: Pair, what: Partial<Outcome>, unreliable: number[] = [], unsteady: number[] = [], polluted = 0): Interpretation =>
  interpret(of, outcome(what), { dry, unreliable: new Set(unreliable), unsteady: new Set(unsteady), polluted: { hot: polluted, warm: 0, cold: 0 } })

const survived = { kind: 'result', result: 'survived' }
const killed = { kind: 'result', result: 'killed' }
const timeout = { kind: 'result', result: 'timeout' }
const again = (change: Partial<Pair>) => ({ kind: 'again', change })

describe('a mutant survives', () => {
  it('when it was reached, and all tests ran and passed', () => {
    expect(meaning(pair('hot'), {})).toEqual(survived)
    expect(meaning(pair('cold', { tests: [] }), {})).toEqual(survived)
    expect(meaning(pair('fresh'), {})).toEqual(survived)
  })

  it('never when it was not reached', () => {
    expect(meaning(pair('hot'), { reached: 0 })).toEqual(again({ tier: 'fresh' }))
    expect(meaning(pair('fresh'), { reached: 0 })).toEqual({ kind: 'result', result: 'unreached' })
  })

  it('never when no test ran', () => {
    expect(meaning(pair('hot'), { ran: [] })).toEqual(again({ tier: 'fresh' }))
    expect(meaning(pair('fresh'), { ran: [] })).toEqual({ kind: 'result', result: 'undecided' })
  })

  it('in a used worker only when every test that covers it ran', () => {
    expect(meaning(pair('hot'), { ran: [0] })).toEqual(again({ tier: 'fresh' }))
    expect(meaning(pair('hot', { tests: [0] }), { ran: [0] })).toEqual(survived)
    expect(meaning(pair('cold', { tests: [] }), { ran: [1] })).toEqual(again({ tier: 'fresh' }))
  })

  it('when it switches tests off that others stand beside, in a new worker', () => {
    expect(meaning(pair('fresh'), { ran: [0] })).toEqual(survived)
  })
})

describe('a failure', () => {
  const failure = { test: 1, kind: 'assertion', message: 'no' } as const
  it('kills', () => {
    expect(meaning(pair('hot'), { failure })).toEqual(killed)
  })

  it('says nothing when the same tests fail without the mutant', () => {
    expect(meaning(pair('hot'), { failure, sound: false })).toEqual(again({ tier: 'fresh' }))
  })

  it('of a test that is not reliable has to be seen three times, twice in a new worker', () => {
    expect(meaning(pair('hot'), { failure }, [1])).toEqual(again({ tier: 'fresh', doubts: 1 }))
    expect(meaning(pair('fresh', { doubts: 1 }), { failure }, [1])).toEqual(again({ tier: 'fresh', doubts: 2 }))
    expect(meaning(pair('fresh', { doubts: 2 }), { failure }, [1])).toEqual(killed)
  })

  it('has to be seen twice where a test of the file is unsteady', () => {
    expect(meaning(pair('hot'), { failure }, [], [0])).toEqual(again({ doubts: 1 }))
    expect(meaning(pair('hot', { doubts: 1 }), { failure }, [], [0])).toEqual(killed)
  })

  it('has to be seen twice, or once in a new worker, where mutants were found to leave something behind', () => {
    for (const tier of ['hot', 'cold'] as const) {
      expect(meaning(pair(tier), { failure }, [], [], 1)).toEqual(again({}))
      expect(meaning(pair(tier), { failure, twice: true }, [], [], 1)).toEqual(killed)
    }
    expect(meaning(pair('fresh'), { failure }, [], [], 1)).toEqual(killed)
  })
})

describe('time', () => {
  const failure = { test: 1, kind: 'timeout', message: 'no end' } as const
  it('that runs out is given again, alone in a new worker, before it counts', () => {
    expect(meaning(pair('hot'), { failure })).toEqual(again({ tier: 'fresh', confirming: 'time' }))
    expect(meaning(pair('hot'), { failure, idle: 0.5 })).toEqual(again({ tier: 'fresh', confirming: 'time' }))
    expect(meaning(pair('hot'), { failure, idle: 0.9 })).toEqual(again({ tier: 'fresh', confirming: 'time', waits: true }))
    expect(meaning(pair('fresh'), { failure })).toEqual(again({ tier: 'fresh', confirming: 'time' }))
    expect(meaning(pair('fresh', { confirming: 'time' }), { failure })).toEqual(timeout)
    expect(interpretDeath(pair('hot'), true)).toEqual(again({ tier: 'fresh', confirming: 'time' }))
    expect(interpretDeath(pair('fresh', { confirming: 'time' }), true)).toEqual(timeout)
  })

  it('of loops is given ten times over before it counts', () => {
    expect(meaning(pair('hot'), { budgetExhausted: true })).toEqual(again({ generous: true, alone: true }))
    expect(meaning(pair('hot', { generous: true }), { budgetExhausted: true })).toEqual(timeout)
  })
})

it('a loop without an end may fill the memory in one worker and run out of time in the next', () => {
  const endless = { generous: true, alone: true } as const
  expect(interpretDeath(pair('fresh', { ...endless, confirming: 'time' }), false)).toEqual(timeout)
  expect(interpretDeath(pair('fresh', { ...endless, confirming: 'death' }), true)).toEqual(timeout)
  expect(interpretDeath(pair('fresh', { confirming: 'time' }), false)).toEqual(again({ tier: 'fresh', confirming: 'death' }))
})

it('a worker that dies has to die again, in a new worker, before that kills', () => {
  expect(interpretDeath(pair('hot'), false)).toEqual(again({ tier: 'fresh', confirming: 'death' }))
  expect(interpretDeath(pair('fresh', { confirming: 'death' }), false)).toEqual(killed)
})
