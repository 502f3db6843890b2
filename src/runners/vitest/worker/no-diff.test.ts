import { expect, it } from 'vitest'
import { withoutDiff } from './no-diff.js'

it('takes what was compared out of the error of an assertion', () => {
  const error = Object.assign(new Error('expected 1 to be 2'), { actual: 1, expected: 2, showDiff: true })
  withoutDiff(error)
  expect(error).toMatchObject({ message: 'expected 1 to be 2', actual: undefined, expected: undefined, showDiff: false })
})

it('leaves what tells how a snapshot differs', () => {
  const error = Object.assign(new Error('Snapshot `adds 1` mismatched'), { actual: '1', expected: '2' })
  withoutDiff(error)
  expect(error).toMatchObject({ actual: '1', expected: '2' })
})

it('lets a frozen error pass as it is', () => {
  const error = Object.freeze(Object.assign(new Error('failed'), { actual: 1, expected: 2 }))
  withoutDiff(error)
  expect(error).toMatchObject({ actual: 1, expected: 2 })
})

it.each(['failed', undefined, null, new Error('failed')])('has nothing to do for %s', (thrown) => {
  expect(() => { withoutDiff(thrown) }).not.toThrow()
})
