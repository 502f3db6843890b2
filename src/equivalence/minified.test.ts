import { describe, expect, it } from 'vitest'
import type { Mutant } from '../model/mutant.js'
import { sameAfterMinification } from './minified.js'

/** Whether a mutant that makes `after` of `before` counts as the same program. */
function isSame(before: string, after: string, path = 'a.ts'): boolean {
  let start = 0
  while (before[start] === after[start] && start < before.length) start++
  let end = before.length
  let to = after.length
  while (end > start && to > start && before[end - 1] === after[to - 1]) {
    end--
    to--
  }
  const mutant: Mutant = {
    id: 'one', file: path, operator: 'Any', scope: '', ordinal: 0, span: { start, end },
    location: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
    original: before.slice(start, end), replacement: after.slice(start, to),
  }
  return sameAfterMinification({ path, text: before }, [mutant]).length === 1
}

describe('the same program', () => {
  it.each([
    ['a return of undefined at the end', 'function f(a) { g(a); return undefined }', 'function f(a) { g(a);  }'],
    ['a body of nothing but that', 'const f = (a) => undefined', 'const f = (a) => {}'],
    ['an empty else', 'function f(a) { if (a) g() }', 'function f(a) { if (a) g(); else {} }'],
    ['a continue at the end of a loop', 'function f(a) { for (const x of a) { g(x); continue } }', 'function f(a) { for (const x of a) { g(x);  } }'],
    ['a break at the end of a switch', 'function f(a) { switch (a) { case 1: g(); break; default: h(); break } }', 'function f(a) { switch (a) { case 1: g(); break; default: h();  } }'],
    ['a fall into the same code', 'function f(a) { switch (a) { case 1: { return g() } default: return g() } }', 'function f(a) { switch (a) { case 1: {} default: return g() } }'],
    ['code after a throw', 'function f() { throw new Error(); g() }', 'function f() { throw new Error();  }'],
    ['a boolean by a condition', 'function f(a) { return a > 1 ? true : false }', 'function f(a) { return a > 1 }'],
    ['a double negation in a condition', 'function f(a) { if (!!a) g() }', 'function f(a) { if (a) g() }'],
    ['equality of values of one type', "function f(a) { return typeof a === 'string' }", "function f(a) { return typeof a == 'string' }"],
    ['a computed constant', 'function f() { return 5 * 60 }', 'function f() { return 300 }'],
    ['an undefined variable', 'function f() { let a = undefined; return () => a }', 'function f() { let a; return () => a }'],
    ['types', 'function f(a: number): number { return a as number }', 'function f(a: number): number { return a }'],
    ['in a method', 'class A extends B { private f(a: number) { g(a); return undefined } }', 'class A extends B { private f(a: number) { g(a);  } }'],
    ['in a method that uses a private name', 'class A { #n = 1; f(a) { g(this.#n); return undefined } }', 'class A { #n = 1; f(a) { g(this.#n);  } }'],
    ['in a method of an object', 'export const o = { f(a) { g(a); return undefined } }', 'export const o = { f(a) { g(a);  } }'],
    ['in an exported function', 'export default function f(a) { g(a); return undefined }', 'export default function f(a) { g(a);  }'],
  ])('is seen in %s', (_, before, after) => {
    expect(isSame(before, after)).toBe(true)
  })

  it('is seen beside JSX', () => {
    expect(isSame('const A = () => { if (x) { return undefined } return <b/> }', 'const A = () => { if (x) { return } return <b/> }', 'a.tsx')).toBe(true)
  })
})

describe('another program', () => {
  it.each([
    ['a conversion that can have an effect', 'function f(a) { +a; return 1 }', 'function f(a) { return 1 }'],
    ['a conversion to text that can throw', 'function f(a) { `${a}`; return 1 }', 'function f(a) { return 1 }'],
    ['a comparison that can throw', 'function f(a, b) { a in b; return 1 }', 'function f(a, b) { return 1 }'],
    ['a conversion whose operand is thrown away', 'function f(a) { return void (+a) }', 'function f(a) { return void (0) }'],
    ['a getter', 'function f(a) { a.b; return 1 }', 'function f(a) { return 1 }'],
    ['a getter behind a question mark', 'function f(a) { a?.b; return 1 }', 'function f(a) { return 1 }'],
    ['a getter whose value is not used', 'function f(a) { const b = a.b; return 1 }', 'function f(a) { return 1 }'],
    ['a getter in a condition without branches', 'function f(a) { if (a?.b) {} return 1 }', 'function f(a) { if (false) {} return 1 }'],
    ['a getter that always comes to the same', 'function f(a) { return a.b && false }', 'function f(a) { return false }'],
    ['an order of evaluation', 'function f() { return a() < b() }', 'function f() { return b() > a() }'],
    ['a negated comparison, which NaN tells apart', 'function f(a, b) { return !(a < b) }', 'function f(a, b) { return a >= b }'],
    ['a question mark', 'function f(a) { return a?.b }', 'function f(a) { return a.b }'],
    ['the default for null', 'function f(a) { return a ?? undefined }', 'function f(a) { return a }'],
    ['a boolean of a value', 'function f(a) { return a || false }', 'function f(a) { return a }'],
    ['a zero that turns text into another', 'function f(a) { return a + 0 }', 'function f(a) { return a }'],
    ['minus zero', 'function f() { return -0 }', 'function f() { return 0 }'],
    ['an await', 'async function f(a) { return await a }', 'async function f(a) { return a }'],
    ['a loop over nothing but an iterator', 'function f(a) { for (const x of a) {} }', 'function f(a) { for (const x of []) {} }'],
    ['destructuring, which reads', 'function f(a) { const { b } = a; return 1 }', 'function f(a) { const { b } = {}; return 1 }'],
    ['a call that is said to be pure', 'function f() { /* @__PURE__ */ g(); return 1 }', 'function f() { return 1 }'],
    ['a constructor that is said to be pure', 'export const a = /* @__PURE__ */ new Map(b)', 'export const a = /* @__PURE__ */ new Map()'],
    ['a debugger', 'function f() { debugger }', 'function f() { }'],
    ['a log', 'function f() { console.log(1) }', 'function f() { ; }'],
    ['a constant of the module', 'const a = 1', 'const a = 2'],
    ['a constant that nobody exports', 'const a = 1\nexport const b = () => a', 'const a = 2\nexport const b = () => a'],
    ['a function that nobody exports', 'function f() { return 1 }', 'function f() { return 2 }'],
    ['a function that nobody calls here', 'function f() { function g() { return 1 } return eval("g()") }', 'function f() { function g() { return 2 } return eval("g()") }'],
    ['a default of a parameter', 'function f(a, b = undefined) {}', 'function f(a, b) {}'],
    ['an initial value before a call that can see it', 'function f() { let a = 0; g(() => a); a = 1; return a }', 'function f() { let a = 1; g(() => a); a = 1; return a }'],
    ['a private field', 'class A { #n = 1; get() { return this.#n } }', 'class A { #n = 2; get() { return this.#n } }'],
    ['the name of a function', 'const f = function a() {}', 'const f = function b() {}'],
    ['a flag of a pattern', 'function f(a) { return /a/g.test(a) }', 'function f(a) { return /a/.test(a) }'],
    ['the description of a symbol', "function f() { return Symbol('a') }", "function f() { return Symbol('') }"],
    ['an enum', 'enum E { A = 1 }', 'enum E { A = 2 }'],
    ['a change of an argument', 'function f(a) { arguments[0] = 1; return a }', 'function f(a) { arguments[0] = 2; return a }'],
  ])('is seen in %s', (_, before, after) => {
    expect(isSame(before, after)).toBe(false)
  })

  it('is what cannot be minified', () => {
    expect(isSame('const a = await b(1)', 'const a = await b(2)')).toBe(false)
  })
})
