/** Mutants get lasting ids, exact places and switches where the language allows them. */
import { describe, expect, test } from 'vitest'
import { generate } from './generate.js'
import { createGenerator } from './generator.js'
import { generated } from '../operators/testing.js'
import { selectOperators, type Operator } from '../operators/index.js'

const defaults = selectOperators(['default'])
const only = (name: string): Operator => selectOperators([name])[0]!
const sitesOf = (code: string, operators: readonly Operator[] = defaults, path = 'code.ts') => {
  const file = generated(operators, code, path)
  return file.sites.map((site) => ({ ...site, code: code.slice(site.span.start, site.span.end) }))
}

describe('ids', () => {
  const code = 'export function total(a: number, b: number) { return a < b ? a * 2 : b }\n'

  test('stay the same when code is inserted elsewhere in the file', () => {
    const more = `const first = 1 < 2\n\n${code}\nfunction other(a, b) { return a < b ? a * 2 : b }`
    const ids = generated(defaults, code).mutants.map((mutant) => mutant.id)
    const all = generated(defaults, more).mutants.map((mutant) => mutant.id)
    expect(ids.length).toBeGreaterThan(5)
    expect(all).toEqual(expect.arrayContaining(ids))
    expect(new Set(all).size).toBe(all.length)
  })

  test('tell equal code in one scope apart by an ordinal', () => {
    const { mutants } = generated(only('UpdateOperator'), 'function f() { a++; a++ }')
    expect(mutants.map(({ ordinal, scope }) => [scope, ordinal])).toEqual([['f', 0], ['f', 1]])
    expect(mutants[0]!.id).not.toBe(mutants[1]!.id)
  })

  test('do not depend on line ends', () => {
    const lines = 'function f() {\n  run(1)\n  return 2\n}\n'
    const ids = (text: string) => generated(defaults, text).mutants.map((mutant) => mutant.id)
    expect(ids(lines.replaceAll('\n', '\r\n'))).toEqual(ids(lines))
  })

  test('are twelve hexadecimal digits and differ between files', () => {
    const [first] = generated(defaults, code, 'a.ts').mutants
    const [second] = generated(defaults, code, 'b.ts').mutants
    expect(first!.id).toMatch(/^[0-9a-f]{12}$/)
    expect(first!.id).not.toBe(second!.id)
  })
})

describe('mutants', () => {
  test('name the scopes around them', () => {
    const code = `
      class Cart { total() { return a++ } static get tax() { return b++ } constructor() { c++ } #rate = () => d++ }
      const load = async () => { e++ }
      const memoized = memo(() => f++)
      const api = { save() { g++ }, 'read it': () => h++ }
      exports.late = function () { i++ }
      namespace Deep { export function inner() { j++ } }
      export default function () { k++ }
      l++`
    const scopes = generated(only('UpdateOperator'), code).mutants.map((mutant) => mutant.scope)
    expect(scopes).toEqual([
      'Cart.total', 'Cart.tax', 'Cart.constructor', 'Cart.#rate', 'load', 'memoized', 'api.save', 'api.read it', 'late',
      'Deep.inner', 'default', '',
    ])
  })

  test('stand in source order with lines and columns from 1', () => {
    const { mutants } = generated(defaults, 'let x =\n  a + b\n')
    expect(mutants.map(({ original, replacement, location }) => ({ original, replacement, location }))).toEqual([
      { original: 'a + b', replacement: 'a - b', location: { start: { line: 2, column: 3 }, end: { line: 2, column: 8 } } },
      { original: 'a + b', replacement: 'b', location: { start: { line: 2, column: 3 }, end: { line: 2, column: 8 } } },
    ])
  })

  test('of one place with one replacement are made once', () => {
    const { mutants } = generated(defaults, 'if (a.some(f)) run()')
    const edits = mutants.map(({ span, replacement }) => `${span.start}-${span.end} ${replacement}`)
    expect(new Set(edits).size).toBe(edits.length)
  })

  test('are made of every kind of file', () => {
    for (const path of ['a.ts', 'a.mts', 'a.cts', 'a.tsx', 'a.js', 'a.mjs', 'a.cjs', 'a.jsx']) {
      const code = /x$|js$/.test(path) ? 'const a = <b c={d < 1} />' : 'const a = <number>d < 1'
      expect(generated(only('EqualityOperator'), code, path).mutants).toHaveLength(2)
    }
  })

  test.each(['\uFEFF// comment', '#!/usr/bin/env node'])('keep their places behind %j and in the company of emoji', (head) => {
    const code = head + '\nconst smile = "😀" + a\n'
    const { mutants } = generated(only('StringLiteral'), code, 'a.js')
    expect(mutants.map(({ original, location }) => [original, location.start])).toEqual([['"😀"', { line: 2, column: 15 }]])
  })
})

test('a syntax error is a result with its line', () => {
  expect(generate('a.ts', 'const a = 1\nconst = 2\n', defaults)).toEqual({
    error: { message: 'Variable declaration expected', line: 2 },
  })
})

test('code that is nested too deeply is a result, too', () => {
  const result = generate('a.js', '('.repeat(100_000) + ')'.repeat(100_000), defaults)
  expect('error' in result && result.error.line).toBe(1)
})

test('a sum of very many terms needs neither stack nor patience', () => {
  const code = `const x = ${Array.from({ length: 400 }, (_, i) => `a${i}`).join(' - ')}`
  expect(generated(only('ArithmeticOperator'), code).mutants).toHaveLength(400)
})

test('an unknown operator name is refused with the nearest known one', () => {
  expect(() => createGenerator(['EqualityOperatr'])).toThrow('did you mean "EqualityOperator"?')
  expect(() => createGenerator(['-blockstatment'])).toThrow('did you mean "BlockStatement"?')
})

describe('selection', () => {
  const names = (...list: string[]) => selectOperators(list).map((operator) => operator.name)

  test('nothing means the default level', () => {
    expect(names()).toEqual(names('default'))
  })

  test('a minus leaves an operator out, of the default level if none is named', () => {
    expect(names('-StringLiteral')).toEqual(names('default').filter((name) => name !== 'StringLiteral'))
    expect(names('StringLiteral', 'EqualityOperator', '-StringLiteral')).toEqual(['EqualityOperator'])
  })

  test('the level all makes what the default leaves out as subsumed', () => {
    const count = (level: string) => generated(selectOperators([level]), 'x = a < b').mutants.length
    expect(count('default')).toBe(3)
    expect(count('all')).toBe(8)
  })

  test('names ignore case', () => {
    expect(names('equalityoperator')).toEqual(['EqualityOperator'])
  })
})

describe('sites', () => {
  test('hold all mutants of one carrier as alternatives', () => {
    expect(sitesOf('x = a < b')).toMatchObject([
      { form: 'expression', code: 'a < b', loadTime: true, mutants: [
        { replacement: 'false' }, { replacement: 'a <= b' }, { replacement: 'a !== b' },
      ] },
    ])
  })

  test.each([
    ['a method keeps its object', 'x = a.startsWith(b)', 'MethodExpression', ['a.startsWith(b)']],
    ['a link of a plain chain is switched alone', 'x = a.trim().length', 'MethodExpression', ['a.trim()']],
    ['an optional chain is switched as a whole', 'x = a?.trim().b!.c', 'MethodExpression', ['a?.trim().b!.c']],
    ['parentheses end an optional chain', 'x = (a?.trim()).length', 'MethodExpression', ['a?.trim()']],
    ['a deleted member stays a member', 'delete a?.b', 'OptionalChaining', ['delete a?.b']],
    ['an array element', '[a ? b : c]', 'ConditionalExpression', ['a']],
    ['a default value in a target', '[a = -b] = c', 'UnaryOperator', ['-b']],
    ['a computed key', 'x = { [a + b]: 1 }', 'ArithmeticOperator', ['a + b']],
    ['a spread operand', 'f(...(a && b))', 'LogicalOperator', ['a && b']],
    ['a case test', 'switch (a) { case -1: }', 'UnaryOperator', ['-1']],
    ['an asserted expression', 'x = (a + b) as number', 'ArithmeticOperator', ['a + b']],
    ['a JSX value', 'x = <A b={c && d}>{e && <f />}</A>', 'LogicalOperator', ['c && d', 'e && <f />']],
    ['a base class', 'class A extends mix(a || B) {}', 'LogicalOperator', ['a || B']],
    ['an awaited operand', 'async function f() { await (a || b) }', 'LogicalOperator', ['a || b']],
    ['an embedded value', 'x = t`a${b || c}`', 'LogicalOperator', ['b || c']],
  ])('%s', (_, code, operator, carriers) => {
    expect(sitesOf(code, [only(operator)], 'code.tsx').map((site) => site.code)).toEqual(carriers)
  })

  test('a decorator has none', () => {
    expect(sitesOf('@dec(a + b) class A { @dec("x") m() {} }')).toEqual([])
  })

  test('nest or are disjoint, outer before inner', () => {
    const sites = sitesOf('function f(a) { if (a > 1 && b(a + 1)) { return [a, { c: !a }] } return `${a?.b ?? -a}` }')
    const open: typeof sites = []
    for (const site of sites) {
      while (open.length > 0 && open.at(-1)!.span.end <= site.span.start) open.pop()
      const around = open.at(-1)
      if (around) expect(site.span.end).toBeLessThanOrEqual(around.span.end)
      open.push(site)
    }
    expect(sites.length).toBeGreaterThan(8)
  })

  test('contain the spans of their mutants', () => {
    for (const site of sitesOf('x = a?.b.trim().filter(c => c < 1 ? "a" : d.at(0)); y = f(!g, () => ({ h: 1 }))')) {
      for (const mutant of site.mutants) {
        expect(mutant.span.start).toBeGreaterThanOrEqual(site.span.start)
        expect(mutant.span.end).toBeLessThanOrEqual(site.span.end)
      }
    }
  })

  test('know whether their code runs at load', () => {
    const code = `
      const a = -1
      class B { static c = -2; static { d = -3 } e = -4; [-5] = 0; m(f = -6) { return -7 } }
      const g = () => -8
      namespace H { export const i = -9 }`
    const atLoad = sitesOf(code, [only('UnaryOperator')]).map((site) => [site.code, site.loadTime])
    expect(Object.fromEntries(atLoad)).toEqual({
      '-1': true, '-2': true, '-3': true, '-4': false, '-5': true, '-6': false, '-7': false, '-8': false, '-9': true,
    })
  })

  test('of a function body do not run at load, other blocks there do', () => {
    expect(sitesOf('function f() { run() } try { f() } finally { g() }', [only('BlockStatement')])
      .map(({ form, loadTime, code }) => [form, loadTime, code])).toEqual([
      ['functionBody', false, '{ run() }'], ['block', true, '{ f() }'], ['block', true, '{ g() }'],
    ])
  })

  test('say where a parenthesis would join the line above', () => {
    const starts = (code: string) => sitesOf(code, [only('LogicalOperator'), only('UpdateOperator')]).map((site) => site.startsStatement)
    expect(starts('run()\na && b()')).toEqual([true])
    expect(starts('{ a++ }')).toEqual([true])
    expect(starts('switch (x) { case 1: a++ }')).toEqual([true])
    expect(starts('if (x) a++')).toEqual([false])
    expect(starts('x = a && b')).toEqual([false])
    expect(starts('a++, b')).toEqual([true])
  })
})

describe('guards', () => {
  const guardsOf = (code: string) => generated(defaults, code).guards.map(({ form, span }) =>
    form === 'block' ? [form, code.slice(0, span.start)] : [form, code.slice(span.start, span.end)])

  test('stand behind the directives of a function body and at the head of a loop body', () => {
    expect(guardsOf('function f() { "use strict"; for (;;) { run() } }')).toEqual([
      ['block', 'function f() { "use strict";'], ['block', 'function f() { "use strict"; for (;;) {'],
    ])
  })

  test('wrap the body of an arrow and a loop body without braces', () => {
    expect(guardsOf('const f = () => ({ a }); while (b) run()')).toEqual([['expression', '({ a })'], ['statement', 'run()']])
  })

  test('are in methods, accessors and constructors, and in nothing without a body', () => {
    const code = 'class A { constructor() {} get b() { return c } static async *d() {} declare e: f; g?(): void }'
    expect(guardsOf(code)).toHaveLength(3)
    expect(guardsOf('declare function f(): void; function g(a: 1): 1; abstract class B { abstract c(): d }')).toEqual([])
  })
})

describe('extreme mutants', () => {
  const code = `function f(a: number): boolean { log(a); return has(a) }
const g = (a: number) => a + 1
function h(a: number): number { if (a > 1) { return 1 } return a }
`
  const extremes = (level: string): string[] => {
    const file = createGenerator([level], false)('a.ts', code)
    if ('error' in file) throw new Error(file.error.message)
    return file.mutants.filter(({ extreme }) => extreme).map(({ original, replacement, extreme }) =>
      `${original} → ${replacement} in ${code.slice(extreme!.start, extreme!.start + 10)}`)
  }

  test('empty the body of a function, or replace the only result that it has', () => {
    expect(extremes('default')).toEqual([
      '{ log(a); return has(a) } → {} in function f',
      'has(a) → true in function f',
      'has(a) → false in function f',
      'a + 1 → 0 in (a: number',
      '{ if (a > 1) { return 1 } return a } → {} in function h',
    ])
  })
})
