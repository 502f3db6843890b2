/** Every operator and rule can be described, from the same source that makes its mutants. */
import { expect, test } from 'vitest'
import { operators } from '../operators/index.js'
import { describeOperator, describeOperators, describeRules } from './describe.js'

test('every name of an operator is described once', () => {
  const names = describeOperators().map(({ name }) => name)
  expect(new Set(names)).toEqual(new Set(operators.map(({ name }) => name)))
  expect(names).toHaveLength(new Set(names).size)
})

test('every description says what, why and how in whole sentences, and shows an example', () => {
  for (const { name, description, why, remedy, examples } of describeOperators()) {
    for (const text of [description, why, remedy]) expect(text, name).toMatch(/^[A-Z`].*\.$/)
    expect(examples.some(({ after }) => after.length > 0), name).toBe(true)
  }
})

test('what the level all adds is derived from the same examples', () => {
  const { more } = describeOperator('EqualityOperator')
  expect(more).toContainEqual({ before: 'x = a < b', after: ['x = a > b', 'x = a >= b', 'x = a === b'] })
  expect(describeOperator('NumberLiteral').more).toEqual([])
})

test('rules that leave out mutants of an operator are named with it', () => {
  expect(describeOperator('StringLiteral').silencedBy).toEqual(expect.arrayContaining(['log', 'error-text', 'display']))
  expect(describeOperator('stringliteral').name).toBe('StringLiteral')
})

test('an unknown operator is refused with the nearest one', () => {
  expect(() => describeOperator('StringLitral')).toThrow('Unknown operator "StringLitral"; did you mean "StringLiteral"?')
})

test('rules have different ids, a reason and an example', () => {
  const rules = describeRules()
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
  for (const { id, reason, description, examples } of rules) {
    expect(reason, id).not.toMatch(/\.$/)
    expect(description, id).toMatch(/\.$/)
    expect(examples.length, id).toBeGreaterThan(0)
  }
})
