import { expect, it } from 'vitest'
import type { Finding } from '../engine/ledger.js'
import type { Outcome } from '../engine/protocol.js'
import { receiptOf } from './receipt.js'

const outcome: Outcome = { mutant: 7, reached: 3, ran: [2, 0], budgetExhausted: false, sound: true, durationMs: 5 }

function receipt(change: Partial<Outcome>, result: Finding['result']): ReturnType<typeof receiptOf> {
  const pair = { mutant: 7, tests: [0, 2], tier: 'hot', alone: false, generous: false, confirming: 'nothing' } as const
  const finding = { pair, result, tier: 'hot', outcome: { ...outcome, ...change }, state: { file: { path: 'test/sum.test.js' } } } as unknown as Finding
  return receiptOf([finding], (_, index) => 100 + index)
}

it('the evidence of a loop that was ended is that, also when the test failed for another reason after it', () => {
  const failure = { kind: 'assertion', message: 'expected 0 to be 3', test: 2 } as const
  expect(receipt({ budgetExhausted: true, failure }, 'timeout').failure).toEqual({ kind: 'budget', message: 'loop budget exhausted', file: 'test/sum.test.js', test: 102 })
  expect(receipt({ budgetExhausted: true }, 'timeout').failure).toEqual({ kind: 'budget', message: 'loop budget exhausted', file: 'test/sum.test.js' })
})

it('the evidence of a kill is what failed, with the tests in the order they ran in', () => {
  const failure = { kind: 'assertion', message: 'expected 0 to be 3', test: 0 } as const
  expect(receipt({ failure }, 'killed')).toEqual({
    reached: 3, ran: [102, 100], failure: { kind: 'assertion', message: 'expected 0 to be 3', file: 'test/sum.test.js', test: 100 }, control: 'passed', tier: 'hot', durationMs: 5,
  })
})
