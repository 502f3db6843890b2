/** The default operators, run: each mutant changes what some input shows; and what they leave out on purpose. */
import { describe, expect, test } from 'vitest'
import { expectMutants, expectNoticed, mutantsOf } from './testing.js'
import { operators, selectOperators } from './index.js'
import type { Operator } from './operator.js'

const only = (name: string): Operator => selectOperators([name])[0]!
const defaults = selectOperators(['default'])

describe('a mutant is another program', () => {
  const runs: [string, string, ...unknown[][]][] = [
    ['BlockStatement', 'function f(a) { let r = 1; if (a) { r = 2 } else { r = 3 } return r }', [true], [false]],
    ['ConditionalExpression', 'function f(a, b) { return a < b ? 1 : 2 }', [1, 1], [1, 2], [2, 1]],
    ['ConditionalExpression', 'function f(a, b) { if (a && b) return 1; return 2 }', [1, 1], [1, 0], [0, 1]],
    ['BooleanLiteral', 'function f(a) { return [true, false, !a] }', [1], [0]],
    ['EqualityOperator', 'function f(a, b) { return [a < b, a <= b, a > b, a >= b, a === 2, a !== 2] }', [1, 1], [2, 3], [3, 2]],
    ['EqualityOperator', 'function f(a) { return [a.length > 0, a.length >= 1, a.length > 1] }', [[]], [[1]], [[1, 2]], [[1, 2, 3]]],
    ['LogicalOperator', 'function f(a, b) { return [a && b, a || b, a ?? b] }', [1, 2], [0, 2], [null, 2]],
    ['ArithmeticOperator', 'function f(a, b) { return [a + b, a - b, a * b, a / b, a % b, a ** b, "x" + a] }', [5, 3]],
    ['BitwiseOperator', 'function f(a, b) { return [a & b, a | b, a ^ b, a << b, a >> b, a >>> b] }', [6, 3]],
    ['UnaryOperator', 'function f(a) { return [-a, +a, ~a] }', [3]],
    ['UpdateOperator', 'function f(a) { a++; ++a; return [a--, --a, a] }', [3]],
    ['AssignmentOperator', 'function f(a, b) { a += b; a -= 2; a *= 3; a /= 5; a %= 5; return a }', [7, 4]],
    ['AssignmentOperator', 'function f(a, b, c) { a ??= 1; b ||= 2; c &&= 3; return [a, b, c] }', [null, 0, 1], [0, 7, 0]],
    ['StringLiteral', 'function f(a) { return ["a", "", `b${a}`, ``] }', [1]],
    ['ArrayDeclaration', 'function f() { return [[1, 2], [], new Array(3)] }', []],
    ['ObjectLiteral', 'function f() { return { a: 1 } }', []],
    ['MethodExpression', 'function f(a) { return [a.startsWith("a"), a.toUpperCase(), a.indexOf("a"), a.trim()] }', [' aba'], ['ab']],
    ['MethodExpression', 'function f(a) { return [a.find(x => x > 1), a.filter(x => x > 1), a.map(x => x + 1), a.slice(1)] }', [[1, 2, 3]]],
    ['MethodExpression', 'function f(a, b) { return [Math.min(a, b), Math.max(a, b), Math.floor(a), Object.keys({ a })] }', [1.5, 2], [2.5, 1]],
    ['OptionalChaining', 'function f(a) { return [a?.b, a?.["c"], a?.toString?.()] }', [null], [{ b: 1, c: 2 }], [{ toString: null }]],
    ['ReturnValue', 'function f(a, b) { const g = (): number => a, h = (): boolean => { return Boolean(b) }; return [g(), h()]; }', [3, 0], [3, 1]],
    ['ConditionalExpression', 'function f(a) { switch (a) { case 1: return 2; case 2: a = 5; break; default: a = 4 } return a }', [1], [2], [3]],
    ['Regex', 'function f(a) { return [/^a+$/.test(a), /[ab]\\d(?=c|d)/.test(a), new RegExp("^b?c").test(a)] }',
      ['a'], ['aa'], ['ba'], ['ab'], ['a1c'], ['a1d'], ['a1'], ['c1c'], ['bc'], ['c'], ['abc'], ['ac'], ['aac']],
    ['CallExpression', 'function f(a) { const b = []; b.push(a); if (a) b.push(1); else b.push(2); if (a > 1) { b.push(3); throw [...b] } return b }', [0], [1], [2]],
    ['EventHandler', 'function f(a) { const React = { createElement: (_, b) => typeof b.onClick }; return <i onClick={() => a} /> }', []],
    ['AssignmentRemoval', 'function f(a) { a += 1; a++; const b = { c: 1 }; delete b.c; return [a, b] }', [1]],
    ['JumpStatement', 'function f(a) { let n = 0; for (const b of a) { n++; if (b) { n++; continue } n += 5 } switch (n) { case 2: n = 7; break; case 6: n = 9 } return n }', [[0, 1]], [[1]]],
    ['NumberLiteral', 'function f() { return [0, 1, 2, 7n] }', []],
    ['ArrayElement', 'function f() { return [1, 2, 3] }', []],
    ['ObjectProperty', 'function f() { return { a: 1, b: 2 } }', []],
    ['AwaitExpression', 'function f() { let n = 0; const g = async () => { await h(); n++ }, h = async () => {}; g(); return n }', []],
  ]
  test.each(runs)('%s in %s', (name, code, ...inputs) => {
    expect(expectNoticed(only(name), code, ...inputs)).toBeGreaterThan(0)
  })

  const strykerRuns: [string, string, ...unknown[][]][] = [
    ['ArithmeticOperator', 'function f(a, b) { return [a + b, a - b, a * b, a / b, a % b] }', [5, 3]],
    ['ArrayDeclaration', 'function f() { return [[1, 2], [], new Array(3)] }', []],
    ['ArrowFunction', 'function f(a) { return [a].map((b) => b + 1) }', [1]],
    ['AssignmentOperator', 'function f(a, b) { a += b; a -= 2; a *= 3; a /= 5; return a }', [7, 4]],
    ['BlockStatement', 'function f(a) { let r = 1; if (a) { r = 2 } else { r = 3 } return r }', [true], [false]],
    ['BooleanLiteral', 'function f(a) { return [true, false, !a] }', [1], [0]],
    ['CallExpression', 'function f(a) { g(a); return b; function g(c) { b = c } var b }', [1]],
    ['ConditionalExpression', 'function f(a) { if (a) return 1; return 2 }', [1], [0]],
    ['EqualityOperator', 'function f(a, b) { return [a < b, a <= b, a > b, a >= b, a === 2, a != 2] }', [1, 1], [2, 3], [3, 2]],
    ['LogicalOperator', 'function f(a, b) { return [a && b, a || b, a ?? b] }', [1, 2], [0, 2], [null, 2]],
    ['MethodExpression', 'function f(a) { return [a.startsWith("a"), a.toUpperCase(), a.trim()] }', [' aba'], ['ab']],
    ['ObjectLiteral', 'function f() { return { a: 1 } }', []],
    ['OptionalChaining', 'function f(a) { return [a?.b, a?.["c"]] }', [null]],
    ['Regex', 'function f(a) { return /^a+$/.test(a) }', ['aa'], ['ba'], ['ab']],
    ['StringLiteral', 'function f(a) { return ["a", "", `b${a}`] }', [1]],
    ['UnaryOperator', 'function f(a) { return [-a, +a, ~a] }', [3]],
    ['UpdateOperator', 'function f(a) { a++; ++a; return [a--, --a, a] }', [3]],
  ]
  test.each(strykerRuns)('%s of the level stryker in %s', (name, code, ...inputs) => {
    const operator = operators.find((each) => each.level === 'stryker' && each.name === name)!
    expect(expectNoticed(operator, code, ...inputs)).toBeGreaterThan(0)
  })

  test('every operator is run here', () => {
    const names = operators.filter((operator) => operator.level !== 'stryker').map((operator) => operator.name)
    expect(names.filter((name) => !runs.some(([run]) => run === name))).toEqual([])
    const ofStryker = operators.filter((operator) => operator.level === 'stryker').map((operator) => operator.name)
    expect(ofStryker.filter((name) => !strykerRuns.some(([run]) => run === name))).toEqual([])
  })
})

describe('composite conditions', () => {
  test('two ordered comparisons with && have six mutants', () => {
    expectMutants(defaults, 'if (x < y && z > w) run()', [
      'if (true) run()', 'if (false) run()',
      'if (x <= y && z > w) run()', 'if (x !== y && z > w) run()',
      'if (x < y && z >= w) run()', 'if (x < y && z !== w) run()',
    ])
  })

  test('an || has each side alone', () => {
    expectMutants(defaults, 'if (a || b()) run()', [
      'if (true) run()', 'if (false) run()', 'if (a) run()', 'if (b()) run()',
    ])
  })

  test('constants that an outer place already has are not repeated', () => {
    expectMutants(defaults, 'if (!(a && b)) run()', [
      'if (true) run()', 'if (false) run()', 'if (!(true && b)) run()', 'if (!(a && true)) run()',
    ])
  })

  test('a loop is never made endless by a constant', () => {
    expectMutants(only('ConditionalExpression'), 'while (a < b) run()', ['while (false) run()'])
    expectMutants(only('ConditionalExpression'), 'for (;a >= b;) run()', [])
    expectMutants(only('BooleanLiteral'), 'do run(); while (!a)', ['do run(); while (false)'])
  })

  test('unordered comparisons yield constants alone', () => {
    expectMutants(defaults, 'x = typeof a === "string"', ['x = true', 'x = false'])
    expectMutants(defaults, 'x = a == null', ['x = true', 'x = false'])
    expectMutants(defaults, 'x = a.indexOf(b) === -1', ['x = true', 'x = false'])
  })

  test('a count is compared with its bound in mind', () => {
    expectMutants(defaults, 'x = a.length === 0', ['x = true', 'x = false'])
    expectMutants(defaults, 'x = a.length > 0', ['x = true', 'x = a.length > 1'])
    expectMutants(defaults, 'x = a.length >= 1', ['x = true', 'x = a.length > 1', 'x = a.length === 1'])
    expectMutants(defaults, 'x = a.length > 1', ['x = a.length >= 1', 'x = a.length !== 1', 'x = a.length > 2'])
    expectMutants(defaults, 'x = a.indexOf(b) > -1', ['x = true', 'x = a.indexOf(b) > 0'])
  })
})

describe('what is left out', () => {
  test('assignment targets are no literals', () => {
    expect(mutantsOf(defaults, '({ a } = b); [c, d] = e; for ([x] of y);')).toEqual([])
  })

  test('|| and ?? are not exchanged where no value tells them apart', () => {
    expectMutants(only('LogicalOperator'), 'x = a || {}', ['x = {}'])
    expectMutants(only('LogicalOperator'), 'x = a ?? []', ['x = a'])
    expectMutants(only('LogicalOperator'), 'x = a ?? ""', ['x = a'])
  })

  test('constructors that build their object are kept', () => {
    expect(mutantsOf(only('BlockStatement'), 'class A extends B { constructor() { super(); run() } }')).toEqual([])
    expect(mutantsOf(only('BlockStatement'), 'class A { constructor(private a: B) { run() } }')).toEqual([])
    expect(mutantsOf(only('BlockStatement'), 'class A { x = 1; constructor() { run() } }')).toEqual([])
    expectMutants(only('BlockStatement'), 'class A { constructor() { run() } }', ['class A { constructor() {} }'])
  })

  test('bodies that do nothing are not emptied', () => {
    expect(mutantsOf(only('BlockStatement'), 'function f() { return undefined }')).toEqual([])
    expect(mutantsOf(only('BlockStatement'), 'function f() { "use strict" }')).toEqual([])
    expect(mutantsOf(only('BlockStatement'), 'const f = () => {}; { }')).toEqual([])
  })

  test('returned literals are left to the operators of literals', () => {
    expect(mutantsOf(only('ReturnValue'), 'function f(): boolean { return true }')).toEqual([])
    expect(mutantsOf(only('ReturnValue'), 'function f(): string { return "a" }')).toEqual([])
    expect(mutantsOf(only('ReturnValue'), 'function* f() { return a }')).toEqual([])
    expect(mutantsOf(only('ReturnValue'), 'function f(): void { return run() }')).toEqual([])
  })

  test('a product with one is not touched', () => {
    expect(mutantsOf(only('ArithmeticOperator'), 'x = a * 1 + -1 * b')).toEqual(['x = a * 1 - -1 * b', 'x = -1 * b'])
  })

  test('tagged templates and JSX attributes keep their text', () => {
    expect(mutantsOf(only('StringLiteral'), 'x = sql`a${b}`; y = <A b="c">text</A>', 'a.tsx')).toEqual([])
  })
})

describe('replacements stand where they are put', () => {
  test('parentheses where precedence asks for them, and nowhere else', () => {
    expectMutants(only('ArithmeticOperator'), 'x = c / (a * b)', ['x = c * (a * b)', 'x = (a * b)', 'x = c / (a / b)', 'x = c / (a + b)'])
    expectMutants(only('ArithmeticOperator'), 'x = a ** b ** c', ['x = a * b ** c', 'x = a ** (b * c)'])
    expectMutants(only('BitwiseOperator'), 'x = a | b | c', [
      'x = a | b', 'x = c', 'x = (a | b) ^ c', 'x = a | c', 'x = b | c', 'x = a ^ b | c',
    ])
    expectMutants(only('LogicalOperator'), 'x = a ?? b ?? 1', ['x = a ?? b', 'x = (a ?? b) || 1', 'x = a ?? 1', 'x = (a || b) ?? 1'])
  })

  test('a space where words or signs would run together', () => {
    expectMutants(only('BooleanLiteral'), 'function f() { return!a }', ['function f() { return true }', 'function f() { return false }'])
    expectMutants(only('UnaryOperator'), 'x = a-+b', ['x = a- -b'])
  })

  test('an object that would open a block is put into parentheses', () => {
    expectMutants(only('LogicalOperator'), 'f = () => a || {}', ['f = () => ({})'])
  })

  test('a statement that would join the line above is not made', () => {
    expect(mutantsOf(only('LogicalOperator'), 'run()\na && [b].map(c)')).toEqual(['run()\na'])
  })
})

describe('a question mark is kept', () => {
  const removed = (code: string) => mutantsOf(only('OptionalChaining'), code).filter((text) => !/\b(?:a|this)\?\.|undefined/.test(text))

  test('where the constant is there for sure, or the block fails without it anyhow', () => {
    expect(removed('const a = new A(); f(() => a?.b)')).toEqual([])
    expect(removed('const { a } = b(); const c = () => a?.d(); (a as any).e(c)')).toEqual([])
    expect(removed('const a = b(); g(); const c = a?.d(); return_(a().e)')).toEqual([])
    expect(removed('this?.a')).toEqual([])
  })

  test('but taken out where the block may be left before, may go on without it, or another value may come', () => {
    const codes = [
      'const a = b(); const c = () => a?.d(); if (e) a.f()',
      'const a = b(); const c = () => a?.d(); e && a.f()',
      'const a = b(); const c = () => a?.d(); f(() => a.f())',
      'const a = b(); const c = () => a?.d(); e?.(a.f)',
      'function f() { const a = b(); c(() => a?.d()); if (e) return; a.f() }',
      'async function f() { const a = b(); c(() => a?.d()); await e; a.f() }',
      'let a = b(); const c = () => a?.d(); a.f()',
      'const a = null; f(a?.b)',
      'const a = b(); { const a = c(); f(a?.d) } a.e()',
    ]
    expect(codes.filter((code) => removed(code).length === 0)).toEqual([])
  })
})
