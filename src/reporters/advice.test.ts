import { describe, expect, it } from 'vitest'
import { advice } from './advice.js'
import { makeMutant } from './test-kit.js'

const of = (operator: string, at: string, to: string) => advice(makeMutant({ operator, at, to, status: 'Survived' }, 'a.ts', at))

describe('advice', () => {
  it.each([
    ['EqualityOperator', 'a > 100', 'a >= 100', 'Add a test at the boundary: both sides of `a > 100` equal.'],
    ['EqualityOperator', 'a > 100', 'a !== 100', 'Add a test in which `a > 100` and `a !== 100` differ.'],
    ['EqualityOperator', 'a > 100', 'false',
      'Keep the simpler code, or add a test in which `a > 100` is true, and assert what is different then.'],
    ['ConditionalExpression', 'ready()', 'true',
      'Keep the simpler code, or add a test in which `ready()` is false, and assert what is different then.'],
    ['BooleanLiteral', '!ready', 'false',
      'Keep the simpler code, or add a test in which `!ready` is true, and assert what is different then.'],
    ['BooleanLiteral', 'true', 'false', 'Add a test that needs the other value.'],
    ['LogicalOperator', 'a ?? b', 'a || b', 'Add a test in which the left side is missing or falsy (undefined, null, 0, an empty text).'],
    ['LogicalOperator', 'a && b', 'a', 'Keep the simpler code, or add a test in which `b` alone decides.'],
    ['LogicalOperator', '!a || b', 'b', 'Keep the simpler code, or add a test in which `!a` alone decides.'],
    ['LogicalOperator', 'a && b', 'a || b', 'Add a test in which the two sides of `a && b` differ.'],
    ['BlockStatement', '{\n  a()\n}', '{}',
      'Keep the simpler code, or add an assertion on what this block does: its result, or its effect.'],
    ['MethodExpression', 'a.trim()', 'a', 'Keep the simpler code, or add a test with input for which `a` gives another result.'],
    ['MethodExpression', '.trim()', '', 'Add a test with input for which `.trim()` makes a difference.'],
    ['ArithmeticOperator', 'a + b', 'a - b', 'Add a test whose result depends on `a + b`.'],
    ['SomethingNew', 'a', 'b', 'Add a test whose result depends on `a`.'],
  ])('for %s, %s → %s', (operator, original, replacement, expected) => {
    expect(of(operator, original, replacement)).toBe(expected)
  })

  it('keeps long code short and on one line', () => {
    const sentence = of('ArithmeticOperator', `a +\n${'b + '.repeat(100)}c`, 'a')
    expect(sentence.length).toBeLessThan(160)
    expect(sentence).not.toContain('\n')
  })
})
