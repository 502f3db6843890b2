/** Code of TypeScript, of classes, of asynchronous functions and of JSX: what is mutated there, what is not, and that it works. */
import { describe, expect, test } from 'vitest'
import { rules } from '../suppression/index.js'
import { generate } from '../mutants/generate.js'
import { selectOperators } from './index.js'
import { expectMutants, expectNoticed, mutantsOf } from './testing.js'

const defaults = selectOperators(['default'])
const all = selectOperators(['all'])
const only = (...names: string[]) => selectOperators(names)

describe('enums', () => {
  test('have their values changed', () => {
    expectMutants(defaults, "enum A { B = 'b', C = 'c' }", ["enum A { B = '', C = 'c' }", "enum A { B = 'b', C = '' }"])
    expectMutants(all, 'enum A { B = 1, C = 1 << 1, D = -1 }', [
      'enum A { B = 0, C = 1 << 1, D = -1 }',
      'enum A { B = 1, C = 1 >> 1, D = -1 }', 'enum A { B = 1, C = 0 << 1, D = -1 }', 'enum A { B = 1, C = 1 << 0, D = -1 }',
      'enum A { B = 1, C = 1 << 1, D = 1 }', 'enum A { B = 1, C = 1 << 1, D = -0 }',
    ])
    expectMutants(defaults, 'const enum A { B = 1, C = 2, D = B | C }', [
      'const enum A { B = 1, C = 2, D = B }', 'const enum A { B = 1, C = 2, D = C }', 'const enum A { B = 1, C = 2, D = B ^ C }',
    ])
  })

  test('are left alone where the next member counts on, where a member takes over a text, and in declarations', () => {
    expect(mutantsOf(all, 'enum A { B = 5, C, D }')).toEqual([])
    expect(mutantsOf(all, "enum A { B = 'b', C = B }")).toEqual([])
    expect(mutantsOf(all, "declare enum A { B = 'b' }")).toEqual([])
    expectMutants(all, 'enum A { B, C, D = 5 }', ['enum A { B, C, D = 6 }'])
  })

  test('notice it', () => {
    expect(expectNoticed(all, "enum A { B = 'b', C = 1 << 2, D = -3 }\nfunction f() { return [A.B, A.C, A.D] }", [])).toBeGreaterThan(5)
  })
})

describe('classes', () => {
  test('have their fields changed, whatever their modifiers', () => {
    expectMutants(defaults, 'class A { a = true; static b = "b"; #c = [1]; private readonly d = { e: f } }', [
      'class A { a = false; static b = "b"; #c = [1]; private readonly d = { e: f } }',
      'class A { a = true; static b = ""; #c = [1]; private readonly d = { e: f } }',
      'class A { a = true; static b = "b"; #c = []; private readonly d = { e: f } }',
      'class A { a = true; static b = "b"; #c = [1]; private readonly d = {} }',
    ])
  })

  test('have private methods, accessors and static blocks changed', () => {
    expectMutants(defaults, 'class A { #a() { return -b } get c() { return !this.#d } set c(v) { this.#d = v } static { run(); stop() } }', [
      'class A { #a() {} get c() { return !this.#d } set c(v) { this.#d = v } static { run(); stop() } }',
      'class A { #a() { return 0 } get c() { return !this.#d } set c(v) { this.#d = v } static { run(); stop() } }',
      'class A { #a() { return -b } get c() { return !this.#d } set c(v) { this.#d = v } static {} }',
      'class A { #a() { return b } get c() { return !this.#d } set c(v) { this.#d = v } static { run(); stop() } }',
      'class A { #a() { return -b } get c() {} set c(v) { this.#d = v } static { run(); stop() } }',
      'class A { #a() { return -b } get c() { return true } set c(v) { this.#d = v } static { run(); stop() } }',
      'class A { #a() { return -b } get c() { return false } set c(v) { this.#d = v } static { run(); stop() } }',
      'class A { #a() { return -b } get c() { return !this.#d } set c(v) {} static { run(); stop() } }',
      'class A { #a() { return -b } get c() { return !this.#d } set c(v) { this.#d = v } static { ; stop() } }',
      'class A { #a() { return -b } get c() { return !this.#d } set c(v) { this.#d = v } static { run(); ; } }',
    ])
  })

  test('keep names, types and what is declared only', () => {
    expect(mutantsOf(all, 'class A { a?: "x" | 1; "b": string; declare c: true; static readonly [d: string]: -1 }')).toEqual([])
    expect(mutantsOf(all, 'abstract class A { abstract a(b: 1): true; abstract get c(): "d" }')).toEqual([])
  })

  test('notice it', () => {
    const code = `class A { a = true; static b = "b"; #c = [1]; get d() { return this.#e() } set f(v) { this.a = -v } #e() { return this.#c.length } }
      function f(v) { const a = new A(); const before = a.a; a.f = v; return [before, a.a, A.b, a.d] }`
    expect(expectNoticed(only('BooleanLiteral', 'StringLiteral', 'ArrayDeclaration', 'BlockStatement', 'UnaryOperator'), code, [3])).toBeGreaterThan(6)
  })
})

describe('decorators', () => {
  test('are left alone, and what they decorate is not', () => {
    expectMutants(defaults, '@a("b") class C { @d({ e: true }) f = true; @g(-1) h() { i(); j() } }', [
      '@a("b") class C { @d({ e: true }) f = false; @g(-1) h() { i(); j() } }',
      '@a("b") class C { @d({ e: true }) f = true; @g(-1) h() {} }',
      '@a("b") class C { @d({ e: true }) f = true; @g(-1) h() { ; j() } }',
      '@a("b") class C { @d({ e: true }) f = true; @g(-1) h() { i(); ; } }',
    ])
  })
})

describe('default values', () => {
  test('of parameters and of destructured names are changed', () => {
    expectMutants(defaults, 'function f(a = true, { b = "b", c: [d = -1] } = {}) {}', [
      'function f(a = false, { b = "b", c: [d = -1] } = {}) {}',
      'function f(a = true, { b = "", c: [d = -1] } = {}) {}',
      'function f(a = true, { b = "b", c: [d = 1] } = {}) {}',
    ])
    expectMutants(defaults, 'const f = (a = b ?? 1) => a, g = class { constructor(private c = !d) {} }', [
      'const f = (a = b) => a, g = class { constructor(private c = !d) {} }',
      'const f = (a = b || 1) => a, g = class { constructor(private c = !d) {} }',
      'const f = (a = b ?? 1) => undefined, g = class { constructor(private c = !d) {} }',
      'const f = (a = b ?? 1) => a, g = class { constructor(private c = true) {} }',
      'const f = (a = b ?? 1) => a, g = class { constructor(private c = false) {} }',
    ])
  })

  test('that are missing leave nothing to change', () => {
    expect(mutantsOf(all, 'function f(a: 1, b?: "c", ...d: true[]): asserts a is 1 {}')).toEqual([])
  })

  test('notice it', () => {
    expect(expectNoticed(defaults, 'function f(a, b = true, { c = "c", d = [1] } = {}) { return [a, b, c, d] }', [1], [1, false, {}])).toBe(5)
  })
})

describe('generators', () => {
  test('are emptied and keep what they return', () => {
    expectMutants(defaults, 'function* f() { yield -a; yield* b(); return c }', [
      'function* f() {}', 'function* f() { yield a; yield* b(); return c }',
    ])
  })

  test('have no empty value of a type', () => {
    expect(mutantsOf(only('ReturnValue'), 'function* f(): Generator<number> { return a }')).toEqual([])
  })

  test('notice it', () => {
    expect(expectNoticed(defaults, 'function* g(a) { yield -a; yield [a] }\nfunction f(a) { const b = [...g(a)]; return b }', [3])).toBeGreaterThan(3)
  })
})

describe('asynchronous code', () => {
  test('loses an await, also in for await, and goes on', () => {
    expectMutants(only('AwaitExpression'), 'async () => { const a = await b(); await c; (await d).e() }', [
      'async () => { const a = b(); await c; (await d).e() }', 'async () => { const a = await b(); c; (await d).e() }',
      'async () => { const a = await b(); await c; (d).e() }',
    ])
    expect(mutantsOf(only('AwaitExpression'), 'for await (const a of b) c()')).toEqual([])
    expect(mutantsOf(only('AwaitExpression'), 'async () => await a')).toEqual([])
  })

  test('settles promises otherwise', () => {
    expectMutants(only('MethodExpression'), 'x = Promise.all(a)', ['x = Promise.race(a)', 'x = Promise.allSettled(a)'])
    expect(mutantsOf(only('MethodExpression'), 'x = Promise.race(a); y = mine.all(b); z = Promise.allSettled(c)')).toEqual([])
  })

  test('loses what happens after a failure and in the end', () => {
    expectMutants(only('MethodExpression'), 'x = a.then(b).catch(c).finally(d)', ['x = a.then(b).finally(d)', 'x = a.then(b).catch(c)'])
    expectMutants(only('BlockStatement'), 'try { a() } catch (e) { b(e) } finally { c() }', [
      'try {} catch (e) { b(e) } finally { c() }', 'try { a() } catch (e) {} finally { c() }', 'try { a() } catch (e) { b(e) } finally {}',
    ])
    expect(mutantsOf(only('BlockStatement'), 'try { } catch { } finally { }')).toEqual([])
  })

  test('notices it', () => {
    const code = `function f(a) {
      const seen = [], g = { then: (b) => (seen.push(1), g), catch: () => (seen.push(2), g), finally: () => (seen.push(3), g) }
      try { if (a) throw 1; seen.push(4) } catch { seen.push(5) } finally { seen.push(6) }
      g.then().catch().finally()
      return seen.join()
    }`
    expect(expectNoticed(only('BlockStatement', 'CallExpression'), code, [0], [1])).toBeGreaterThan(4)
  })
})

describe('assertions about types', () => {
  test('are looked through', () => {
    expectMutants(only('ArithmeticOperator'), 'x = (a + b) as number', ['x = (a - b) as number', 'x = (b) as number'])
    expectMutants(defaults, 'x = "a" satisfies string', ['x = "" satisfies string'])
    expectMutants(defaults, 'x = (!a)!', ['x = (true)!', 'x = (false)!'])
    expectMutants(defaults, 'if ((a as boolean)!) b()', ['if ((true as boolean)!) b()', 'if ((false as boolean)!) b()'])
  })

  test('are not changed themselves', () => {
    expect(mutantsOf(all, 'const x = a as "b", y = c! satisfies -1, z = <true>d')).toEqual([])
    expect(mutantsOf(all, 'const x = ["a"] as const')).toHaveLength(2)
  })

  test('notice it', () => {
    expect(expectNoticed(defaults, 'function f(a, b) { return [((a + b) as number)!, (a ? 1 : 2) satisfies number] }', [3, 2], [0, 1])).toBeGreaterThan(3)
  })
})

describe('JSX', () => {
  test('is shown or not', () => {
    expectMutants(defaults, 'x = <a>{b && <c />}{d ? <e /> : null}</a>', [
      'x = <a>{b}{d ? <e /> : null}</a>', 'x = <a>{<c />}{d ? <e /> : null}</a>', 'x = <a>{false}{d ? <e /> : null}</a>',
      'x = <a>{b && <c />}{true ? <e /> : null}</a>', 'x = <a>{b && <c />}{false ? <e /> : null}</a>',
    ], 'code.tsx')
  })

  test('loses its event handlers', () => {
    expectMutants(only('EventHandler'), 'x = <a onClick={() => b()} onChange={c} open={d} one={e} />', [
      'x = <a onClick={undefined} onChange={c} open={d} one={e} />', 'x = <a onClick={() => b()} onChange={undefined} open={d} one={e} />',
    ], 'code.tsx')
    expect(mutantsOf(only('EventHandler'), 'x = <a onLoad="b()" on={c} />', 'code.tsx')).toEqual([])
  })

  test('keeps texts, names and dependency arrays', () => {
    expect(mutantsOf(all, 'const x = <a b="c" d-e="f">text {"" /* only a comment */}</a>', 'code.tsx')).toHaveLength(1)
    const file = generate('code.tsx', 'useEffect(a, [b]); const c = useMemo(d, [e, f])', defaults, { rules })
    expect('error' in file ? [] : file.mutants.map(({ original, ignored }) => `${original}: ${ignored?.rule ?? 'kept'}`))
      .toEqual(['useEffect(a, [b]);: kept', '[b]: memo', '[e, f]: memo'])
  })

  test('notices it', () => {
    const code = `function f(a, b) {
      const React = { createElement: (name, props, ...children) => ({ name, click: typeof props?.onClick, children }) }
      return <p onClick={() => a}>{a && <i />}{b ? <b /> : null}</p>
    }`
    expect(expectNoticed(only('EventHandler', 'ConditionalExpression', 'LogicalOperator'), code, [1, 1], [0, 0], [2, 0])).toBeGreaterThan(4)
  })
})

describe('positions', () => {
  test('that only tell whether something is there are not looked for from the other end', () => {
    expect(mutantsOf(all.filter(({ name }) => name === 'MethodExpression'), 'x = a.indexOf(b) >= 0; y = a.findIndex(c) !== -1; z = (a.lastIndexOf(b)) > -1')).toEqual([])
    expect(mutantsOf(all.filter(({ name }) => name === 'MethodExpression'), '{ const i = a.indexOf(b); if (i !== -1) c() }')).toEqual([])
    expect(mutantsOf(defaults, '{ const i = a.indexOf(b); if (i !== -1) a.splice(i, 1) }').filter((text) => text.includes('lastIndexOf'))).toEqual([])
  })

  test('that are used as such are', () => {
    const code = 'if (a.indexOf(b) > 0) c(); { const i = a.indexOf(b); if (i !== -1) a.splice(i, 2) } let j = a.indexOf(b)'
    expectMutants(only('MethodExpression'), code, [
      code.replace('indexOf', 'lastIndexOf'), code.replace('i = a.indexOf', 'i = a.lastIndexOf'), code.replace('j = a.indexOf', 'j = a.lastIndexOf'),
    ])
    expect(expectNoticed(only('MethodExpression'), 'function f(a, b) { return [a.indexOf(b) === 0, a.lastIndexOf(b)] }', [[1, 2, 1], 1])).toBe(2)
  })
})

describe('sets and rounding', () => {
  test('an add in a chain is left out, one that is a statement is removed as such', () => {
    expectMutants(only('MethodExpression'), 'x = new Set().add(a); b.add(c); d.forEach(e => b.add(e))', ['x = new Set(); b.add(c); d.forEach(e => b.add(e))'])
    expect(expectNoticed(only('MethodExpression'), 'function f(a) { return [...new Set().add(a).add(2)] }', [1])).toBe(2)
  })

  test('an integer is not rounded otherwise', () => {
    expect(mutantsOf(only('MethodExpression'), 'x = Math.ceil(a.length - 1) + Math.floor(2 * b.size)')).toEqual([])
    expectMutants(only('MethodExpression'), 'x = Math.floor(a.length / 2)', ['x = Math.ceil(a.length / 2)'])
  })
})
