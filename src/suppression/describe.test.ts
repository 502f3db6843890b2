/** Every operator and rule can be described, from the same source that makes its mutants. */
import { expect, test } from 'vitest'
import { operators } from '../operators/index.js'
import { describeName, describeOperators, describeRules, type OperatorDescription } from './describe.js'

function operator(name: string): OperatorDescription {
  const found = describeName(name)
  if (found.type !== 'operator') throw new Error(`${name} is no operator`)
  return found
}

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
  expect(operator('EqualityOperator').more).toContainEqual({ before: 'x = a < b', after: ['x = a > b', 'x = a >= b', 'x = a === b'] })
  expect(operator('NumberLiteral').more).toEqual([])
})

test('rules that leave out mutants of an operator are named with it', () => {
  expect(operator('StringLiteral').silencedBy).toEqual(expect.arrayContaining(['log', 'error-text', 'display']))
  expect(operator('stringliteral').name).toBe('StringLiteral')
})

test('a rule is described with what it leaves out of its examples', () => {
  expect(describeName('Env-Guard')).toMatchObject({
    type: 'rule',
    id: 'env-guard',
    silences: expect.arrayContaining(['ConditionalExpression', 'BooleanLiteral']),
    examples: expect.arrayContaining([{ code: 'x = !__DEV__', leftOut: ['!__DEV__ → true', '!__DEV__ → false'] }]),
  })
})

test('an unknown name is refused with the nearest one', () => {
  expect(() => describeName('StringLitral')).toThrow(/^there is no operator or rule "StringLitral"; did you mean "StringLiteral"\? `mutate describe` lists them all$/)
  expect(() => describeName('error-txt')).toThrow('did you mean "error-text"?')
})

test('rules have different ids, a reason, and an example of something they leave out', () => {
  const rules = describeRules()
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
  for (const { id, reason, description, examples } of rules) {
    expect(reason, id).not.toMatch(/\.$/)
    expect(description, id).toMatch(/\.$/)
    expect(examples.length, id).toBeGreaterThan(0)
    for (const { leftOut } of examples) expect(leftOut.length, id).toBeGreaterThan(0)
  }
})
