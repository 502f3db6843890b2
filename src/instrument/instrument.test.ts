import { Script } from 'node:vm'
import { transformWithOxc } from 'vite'
import { describe, expect, it } from 'vitest'
import { createGenerator } from '../mutants/generator.js'
import type { SourceFile } from '../model/instrumentable.js'
import type { Span } from '../model/span.js'
import { instrument, registers } from './instrument.js'
import { createRealmGlobal } from './realm-global.js'
import { evaluate, sketch, syntaxError, type GuardSketch, type SiteSketch } from './testing.js'

/** The exact code, without the prelude. */
function body(text: string, sites: readonly SiteSketch[], guards?: readonly GuardSketch[]): string {
  return instrument(sketch(text, sites, guards), 7).code.replace(/__mut\.r\(.*?\);/, '')
}

/** The source with one mutant spliced in by hand. */
function splice(text: string, sites: readonly SiteSketch[], site: number, alternative: number): string {
  const mutant = sketch(text, sites).sites[site]?.mutants[alternative]
  if (!mutant) throw new Error('no such mutant')
  return text.slice(0, mutant.span.start) + mutant.replacement + text.slice(mutant.span.end)
}

function outcome(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return `throws ${String(error)}`
  }
}

/** Runs the call with every mutant asleep, then with each active, and compares with the plain sources. */
function expectFaithful(text: string, call: string, sites: readonly SiteSketch[], guards?: readonly GuardSketch[]): void {
  const { code } = instrument(sketch(text, sites, guards), 7)
  expect(syntaxError(code), code).toBeUndefined()
  expect(outcome(() => evaluate(code, call)), code).toEqual(outcome(() => evaluate(text, call)))
  for (const [site, { mutants }] of sites.entries()) {
    for (const alternative of mutants.keys()) {
      const realm = createRealmGlobal()
      realm.s = 7 + site
      realm.a = alternative
      const expected = outcome(() => evaluate(splice(text, sites, site, alternative), call))
      expect(outcome(() => evaluate(code, call, realm)), `${site}/${alternative}: ${code}`).toEqual(expected)
      expect(realm.h[7 + site], `hits of ${site}: ${code}`).toBeGreaterThan(0)
    }
  }
}

describe('the code of an expression', () => {
  it('counts, then switches between the original and one alternative', () => {
    expect(body('x = a && b', [{ at: 'a && b', mutants: ['a || b'] }]))
      .toBe('x = (__mut.h[7]++,__mut.s===7?(0,a || b):a && b)')
  })

  it('asks for the alternative only where there are several, and never for the last', () => {
    expect(body('x = a && b', [{ at: 'a && b', mutants: ['a', 'b', 'false'] }]))
      .toBe('x = (__mut.h[7]++,__mut.s===7?__mut.a===0?a:__mut.a===1?b:false:a && b)')
  })

  it('holds the whole carrier with only the span of the mutant replaced', () => {
    expect(body('f(a + b)', [{ at: 'f(a + b)', mutants: [['+', '-']] }]))
      .toBe('(__mut.h[7]++,__mut.s===7?(0,f(a - b)):f(a + b))')
  })

  it('nests outer before inner where carriers begin or end together', () => {
    expect(body('x = a && b && c', [
      { at: 'a && b && c', mutants: ['1'] },
      { at: 'a && b', mutants: ['2'] },
      { at: 'a', mutants: ['3'] },
    ])).toBe('x = (__mut.h[7]++,__mut.s===7?1:(__mut.h[8]++,__mut.s===8?2:(__mut.h[9]++,__mut.s===9?3:a) && b) && c)')
    expect(body('x = a ** b ** c', [
      { at: 'a ** b ** c', mutants: ['1'] },
      { at: 'b ** c', mutants: ['2'] },
      { at: 'c', mutants: ['3'] },
    ])).toBe('x = (__mut.h[7]++,__mut.s===7?1:a ** (__mut.h[8]++,__mut.s===8?2:b ** (__mut.h[9]++,__mut.s===9?3:c)))')
  })

  it('separates one carrier that ends where another begins', () => {
    expect(body('x = `${a}`+`${b}`', [{ at: '`${a}`', mutants: ['1'] }, { at: '+', mutants: ['2'] }]))
      .toBe('x = (__mut.h[7]++,__mut.s===7?1:`${a}`)(__mut.h[8]++,__mut.s===8?2:+)`${b}`')
  })

  it('uses the edit that stands in for a mutant', () => {
    const file = sketch('new A("x")', [{ at: 'new A("x")', mutants: [['"x"', '"y"']] }])
    const sites = file.sites.map((site) => ({
      ...site,
      mutants: site.mutants.map((mutant) => ({ ...mutant, standIn: { span: { start: 4, end: 10 }, replacement: 'B()' } })),
    }))
    expect(instrument({ ...file, sites }, 0).code).toContain('__mut.s===0?(0,new B()):new A("x"))')
  })

  it('puts a semicolon before a switch that begins a statement, once', () => {
    expect(body('let x = 1\na && b || c', [
      { at: 'a && b || c', mutants: ['1'], startsStatement: true },
      { at: 'a && b', mutants: ['2'], startsStatement: true },
    ])).toBe('let x = 1\n;(__mut.h[7]++,__mut.s===7?1:(__mut.h[8]++,__mut.s===8?2:a && b) || c)')
  })

  it('ends a line comment inside an alternative', () => {
    expectFaithful('export const f = (a) => (a // first\n  + 2 // second\n  + 1\n)', 'f(1)', [
      { at: 'a // first\n  + 2 // second\n  + 1', mutants: ['a // first', 'a // first\n  + 2 // second', '"http://x"'] },
    ])
  })

  it.each([
    ['a comma', 'export const f = () => { let x = 1; return x++, x }', 'f()', 'x++, x', ['x', 'x, x++']],
    ['an object literal', 'export const f = (a) => ({ a, b: [a, 1] })', 'f(3)', '{ a, b: [a, 1] }', ['{}', '{ a }']],
    ['an arrow function', 'export const f = (a) => [3, 4].map((x) => x + a)', 'f(1)', '(x) => x + a', ['() => undefined', '(x) => x']],
    ['an async arrow function', 'export const f = () => async (a) => a', 'f().name', 'async (a) => a', ['a => a']],
    ['an assignment', 'export const f = () => { let x = 2; x += 3; return x }', 'f()', 'x += 3', ['x -= 3']],
    ['a ternary', 'export const f = (a) => a ? 1 : 2', 'f(0)', 'a ? 1 : 2', ['a ? 2 : 1', 'true ? 1 : 2']],
    ['nullish and or mixed', 'export const f = (a) => a ?? 1', 'f(0)', 'a ?? 1', ['a || 1', 'a']],
    ['a template', 'export const f = (a) => `<${a}>`', 'f(1)', '`<${a}>`', ['``', '"x"']],
    ['types', 'export const f = (a: unknown) => (a as number)! + 1', 'f(1)', '(a as number)! + 1', ['(a as number)! - 1']],
    ['a generic call', 'export const f = (a: number) => Array.of<number>(a).length > 0', 'f(1)', 'Array.of<number>(a).length > 0', ['true']],
    ['a keyword right before', 'export const f = () => { return"a" }', 'f()', '"a"', ['""']],
    ['a yield', 'export const f = () => [...g()]; function* g() { const x = yield 1; yield x }', 'f()', 'yield 1', ['yield 2', '3']],
  ])('works around %s', (_, text, call, at, mutants) => {
    expectFaithful(text, call, [{ at, mutants }])
  })

  it('is not taken for an arrow function with a return type', () => {
    expectFaithful('export const f = (a: number) => (a > 1 ? [a] : (b: number) => b + a)', 'f(2)', [
      { at: '[a]', mutants: ['(a)', '[]', '({})'] },
    ])
  })
})

describe('the code of a block', () => {
  it('leaves a function at once, after its budget and its count', () => {
    expect(body('function f() { g() }', [{ form: 'functionBody', at: '{ g() }', mutants: ['{}'] }], [{ form: 'block', at: '{ g() }' }]))
      .toBe('function f() {if(--__mut.b<0)__mut.t();__mut.h[7]++;if(__mut.s===7)return; g() }')
  })

  it('takes the place of a guard as an offset, too', () => {
    const text = 'function f() { g() }'
    const file = { ...sketch(text, []), guards: [{ form: 'block' as const, span: { start: 14, end: 14 } }] }
    expect(instrument(file, 0).code).toContain('function f() {if(--__mut.b<0)__mut.t(); g() }')
  })

  it('keeps the directives of a function first', () => {
    expect(body("function f() { 'use strict'\n g() }", [{ form: 'functionBody', at: "{ 'use strict'\n g() }", mutants: ['{}'] }]))
      .toBe("function f() { 'use strict';__mut.h[7]++;if(__mut.s===7)return;\n g() }")
  })

  it('skips any other block as a whole', () => {
    expect(body('if (a) { b() }', [{ form: 'block', at: '{ b() }', mutants: ['{}'] }]))
      .toBe('if (a) {__mut.h[7]++;if(__mut.s!==7){ b() }}')
  })

  it('does what the emptied block does in loops, branches, try and finally', () => {
    const text = [
      'export function f(a) {',
      '  let n = 0',
      '  for (const x of a) { n += x // sum',
      '  }',
      '  do { n++ } while (n < 3)',
      '  if (n > 5) { n *= 2 } else { n = -n }',
      '  try { if (a.length > 2) throw new Error() } catch { n = 100 } finally { n += 0.5 }',
      '  return n',
      '}',
    ].join('\n')
    const blocks = ['{ n += x // sum\n  }', '{ n *= 2 }', '{ if (a.length > 2) throw new Error() }', '{ n = 100 }', '{ n += 0.5 }']
    expectFaithful(text, 'f([1, 2, 3])', blocks.map((at) => ({ form: 'block', at, mutants: ['{}'] })))
  })

  it('does what the emptied function does in generators, async functions, methods and constructors', () => {
    expectFaithful('export function* f() { yield 1 }', 'f().next()', [{ form: 'functionBody', at: '{ yield 1 }', mutants: ['{}'] }])
    expectFaithful(
      'class A { constructor(private x = 2) { this.x++ } get y() { return this.x } }\nexport const f = () => new A().y', 'f()',
      [{ form: 'functionBody', at: '{ this.x++ }', mutants: ['{}'] }, { form: 'functionBody', at: '{ return this.x }', mutants: ['{}'] }],
    )
  })

  it('refuses a mutant that does not empty the block', () => {
    expect(() => body('if (a) { b() }', [{ form: 'block', at: '{ b() }', mutants: ['{ c() }'] }])).toThrow('exactly one mutant')
  })
})

describe('the code of a statement', () => {
  const removal = (at: string, nth = 0): SiteSketch => ({ form: 'statement', at, nth, mutants: [';'] })

  it('runs the statement or its replacement', () => {
    expect(body('f();', [removal('f();')])).toBe(' if(__mut.h[7]++,__mut.s!==7){f();}else {}')
    expect(body('break', [{ form: 'statement', at: 'break', mutants: ['continue // on', ';'] }]))
      .toBe(' if(__mut.h[7]++,__mut.s!==7){break}else if(__mut.a===0){continue // on\n}else {}')
  })

  it.each([
    ['after a line without a semicolon', 'export function f(a) {\n  let n = a\n  n++\n  return n\n}', 'n++'],
    ['after a declaration without a body', 'declare function g(): void\nlet n = 1\nexport const f = () => n\nn++', 'n++'],
    ['before an else', 'export function f(a) { let n = 0\n if (a > 1) n++\n else n--\n return n }', 'n++'],
    ['before an else of an outer if', 'export function f(a) { let n = 0\n if (a > 0) if (a > 1) n++\n else n--\n return n }', 'n++'],
    ['after an else', 'export function f(a) { let n = 0\n if (a > 8) n++; else(n--);\n return n }', '(n--);'],
    ['as the body of do', 'export function f(a) { let n = 0\n do n++\n while (n < a && a--)\n return n }', 'n++'],
    ['after a label', 'export function f(a) { let n = 0\n out: n++\n return n }', 'n++'],
    ['in a case', 'export function f(a) { let n = 0\n switch (a) { case 3: n++\n default: n += 2 }\n return n }', 'n++'],
    ['that leaves', 'export function f(a) { for (;;) { if (a > 2) break\n if (a++ > 9) return 1 }\n return a }', 'break'],
  ])('works %s', (_, text, at) => {
    expectFaithful(text, 'f(3)', [removal(at)])
  })
})

describe('the whole file', () => {
  const first = (text: string) => instrument(sketch(text, []), 3).code

  it('registers its sites and its path before it does anything', () => {
    expect(first('a()\n')).toBe('__mut.r(3,0,"src/a.ts");a()\n')
  })

  it.each([
    ['a shebang', '#!/usr/bin/env node\na()', '#!/usr/bin/env node\n__mut.r(3,0,"src/a.ts");a()'],
    ['a byte order mark', '\uFEFFa()', '\uFEFF__mut.r(3,0,"src/a.ts");a()'],
    ['directives', "'use strict'; \"use client\";\na()", "'use strict'; \"use client\";__mut.r(3,0,\"src/a.ts\");\na()"],
    ['a directive without a semicolon', "// why\n'use client'\n\na()", "// why\n'use client';__mut.r(3,0,\"src/a.ts\");\n\na()"],
    ['comments', '/** @jsx h */\n// more\na()', '/** @jsx h */\n// more\n__mut.r(3,0,"src/a.ts");a()'],
    ['nothing but a comment', '// empty', '// empty\n;__mut.r(3,0,"src/a.ts");'],
  ])('begins after %s', (_, text, code) => {
    expect(first(text)).toBe(code)
  })

  it.each([["'a'.length"], ["'a'\n  .length"], ["'a' + b"], ["'a' in b"], ["'a'\n(b)"], ["'a\\'' as string"], ["'a', 1"]])(
    'does not take %j for a directive', (text) => {
      expect(first(text)).toBe(`__mut.r(3,0,"src/a.ts");${text}`)
    })

  it('is known again when its numbers are printed another way', async () => {
    const { code } = instrument(sketch('export const f = (a: string) => a', []), 12_000)
    const printed = await transformWithOxc(code, 'a.ts')
    expect(printed.code).toContain('12e3')
    expect(registers(printed.code, 12_000)).toBe(true)
    expect(registers(printed.code, 12_001)).toBe(false)
    expect(registers('export const f = (a) => a', 12_000)).toBe(false)
  })

  it('stays in strict mode', () => {
    const strict = "'use strict'\nexport function f() { return this === undefined }"
    expect(evaluate(first(strict), 'f.call(undefined)')).toBe(true)
  })

  it('counts each evaluation once, the ones of a throwing original too', () => {
    const { code } = instrument(sketch('export const f = (a) => a.b', [{ at: 'a.b', mutants: ['1'] }]), 7)
    const realm = createRealmGlobal()
    expect(() => evaluate(code, 'f(undefined)', realm)).toThrow(TypeError)
    expect(realm.h[7]).toBe(1)
    evaluate(code, 'f({})', realm)
    expect(realm.h[7]).toBe(2)
    expect(realm.loaded).toMatchObject([{ first: 7, count: 1, file: 'src/a.ts' }, { first: 7, count: 1, file: 'src/a.ts' }])
  })
})

describe('large and deep code', () => {
  it('is left without a switch where the parser could not follow, and that is said', () => {
    const terms = Array.from({ length: 1000 }, (_, i) => `a${i}`)
    const sites = terms.map((_, i) => ({ at: terms.slice(0, terms.length - i).join('+'), mutants: ['0'] }))
    const { code, omitted } = instrument(sketch(`export const f = () => ${terms.join('+')}`, sites), 0)
    expect(omitted).toEqual(Array.from({ length: 600 }, (_, i) => 400 + i))
    expect(() => new Script(code.replace('export', ''))).not.toThrow()
  })

  it('takes about a second for 100,000 lines', () => {
    const part = 'function f(a, b) {\n  return a + b\n}\n\n'
    const one = sketch(part, [
      { form: 'functionBody', at: '{\n  return a + b\n}', mutants: ['{}'] },
      { at: 'a + b', mutants: ['a - b', 'b'] },
    ], [{ form: 'block', at: '{\n  return a + b\n}' }])
    const shift = <T extends { span: Span }>(thing: T, by: number): T =>
      ({ ...thing, span: { start: thing.span.start + by, end: thing.span.end + by } })
    const parts = Array.from({ length: 25_000 }, (_, i) => i * part.length)
    const file: SourceFile = {
      path: 'a.js',
      text: part.repeat(parts.length),
      mutants: [],
      constants: [], tables: [],
      parseMs: 0, generationMs: 0,
      bodies: [],
      sites: parts.flatMap((by) => one.sites.map((site) =>
        ({ ...shift(site, by), mutants: site.mutants.map((mutant) => shift(mutant, by)) }))),
      guards: parts.flatMap((by) => one.guards.map((guard) => shift(guard, by))),
    }
    const before = performance.now()
    const { code } = instrument(file, 0)
    expect(performance.now() - before).toBeLessThan(10_000)
    expect(code.split('\n')).toHaveLength(100_001)
    expect(code).toContain('__mut.h[49999]')
  })
})

describe('guards', () => {
  it('end every kind of endless loop and recursion', () => {
    const cases: readonly (readonly [string, GuardSketch])[] = [
      ['export function f() { for (;;) {} }', { form: 'block', at: '{}' }],
      ['export function f() { while (true) { 1 } }', { form: 'block', at: '{ 1 }' }],
      ['export function f() { let n = 0; while (true) n++ }', { form: 'statement', at: 'n++' }],
      ['export function f() { let n = 0; do n++; while (true) }', { form: 'statement', at: 'n++;' }],
      ['export function f() { let n = 0\n do n++\n while (true) }', { form: 'statement', at: 'n++' }],
      ['export function f() { for (;;); }', { form: 'statement', at: ';', nth: 2 }],
      ['export const f = () => f()', { form: 'expression', at: 'f()' }],
      ['export const f = () => { try { for (;;) { 1 } } catch { f() } }', { form: 'block', at: '{ 1 }' }],
    ]
    for (const [text, guard] of cases) {
      const realm = createRealmGlobal()
      realm.b = 50
      const { code } = instrument(sketch(text, [], [guard]), 0)
      expect(syntaxError(code), code).toBeUndefined()
      if (text.includes('catch')) expect(() => evaluate(code, 'f()', realm), code).toThrow(RangeError)
      else expect(() => evaluate(code, 'f()', realm), code).toThrow('loop budget exhausted')
      expect(realm.b, code).toBeLessThan(0)
    }
  })

  it('do not change what the code does', () => {
    const text = 'export const f = (a) => { let n = 0; for (const x of a) n += g(x)\n return n }\nconst g = (x) => ({ x }).x'
    const guards: GuardSketch[] = [{ form: 'statement', at: 'n += g(x)' }, { form: 'expression', at: '({ x }).x' }]
    expectFaithful(text, 'f([1, 2])', [{ at: 'n += g(x)', mutants: ['n -= g(x)'] }, { at: '({ x }).x', mutants: ['0'] }], guards)
  })

  it('still end a loop whose body a mutant emptied', () => {
    const text = 'export const f = (a) => { while (a > 0) { a-- } return a }'
    const { code } = instrument(sketch(text, [{ form: 'block', at: '{ a-- }', mutants: ['{}'] }], [{ form: 'block', at: '{ a-- }' }]), 0)
    const realm = createRealmGlobal()
    expect(evaluate(code, 'f(3)', realm)).toBe(0)
    realm.s = 0
    realm.b = 50
    expect(() => evaluate(code, 'f(3)', realm)).toThrow('loop budget exhausted')
  })
})

describe('the code of a table', () => {
  const text = [
    "const NAMES = ['a', 'b']",
    "const make = (args) => (at) => args.names[at] + args.sep",
    "export const join = make({ names: NAMES, sep: '-', f() {} })",
    "const taken = (({ names }) => names)({ names: NAMES, f() {} })",
    'export const first = () => taken[0]',
  ].join('\n')
  const file = createGenerator(['StringLiteral'])('src/a.js', text)
  if ('error' in file) throw new Error(file.error.message)
  const { code } = instrument(file, 7)

  it('has its values read by functions', () => {
    expect(code.split('\n').slice(2, 4).map((line) => line.replace(/__mut\.f\[.*?__mut\.t\(\)[,;]/gu, ''))).toEqual([
      "export const join = make(__mut.o({ names: NAMES, sep: __mut.m(__mut$1=()=>((__mut.s===9?(0,''):'-')),9,9), f() {} },"
        + '"names",__mut$0,[7,8],"sep",__mut$1,[9,9]))',
      'const taken = (({ names }) => (names))({ names: (__mut.h[7]++,__mut.s>=7&&__mut.s<=8?__mut.c(__mut$0):NAMES), f() {} })',
    ])
  })

  it('gives the value of a mutant that was switched on later, and counts who reads it', () => {
    const late = (site: number): unknown => {
      const realm = createRealmGlobal()
      return evaluate(code, `join && (__mut.s = ${site}, __mut.e++, [exports.join(0), exports.join(1), __mut.h[7], __mut.h[9]])`, realm)
    }
    // Once while the module was loaded, by the function that takes the names.
    expect(late(-1)).toEqual(['a-', 'b-', 3, 2])
    expect([late(7), late(8), late(9)]).toEqual([['-', 'b-', 3, 2], ['a-', '-', 3, 2], ['a', 'b', 3, 2]])
  })

  it('is a table as any other for who enumerates, freezes, copies or changes it', () => {
    const realm = createRealmGlobal()
    const table = realm.o({ a: 1, b: 2 }, 'a', () => 1, [0, 0])
    expect([Object.entries(table), { ...table }, JSON.stringify(table), realm.h[0]]).toEqual([[['a', 1], ['b', 2]], { a: 1, b: 2 }, '{"a":1,"b":2}', 3])
    const child = Object.create(table) as typeof table
    child.a = 5
    expect([child.a, table.a]).toEqual([5, 1])
    table.a = 3
    expect(Object.getOwnPropertyDescriptor(table, 'a')).toEqual({ value: 3, writable: true, enumerable: true, configurable: true })
    const frozen = realm.o({ a: 1 }, 'a', () => 1, [0, 0])
    Object.freeze(frozen)
    expect(() => { frozen.a = 2 }).toThrow(TypeError)
  })

  it('stays as it is where that was asked for, and counts as read', () => {
    const realm = createRealmGlobal()
    realm.live = false
    expect(Object.getOwnPropertyDescriptor(realm.o({ a: 1 }, 'a', () => 1, [0, 0]), 'a')?.value).toBe(1)
    expect([realm.h[0], realm.tables]).toEqual([1, 0])
  })
})

describe('the code of a constant', () => {
  const text = [
    "const RE = /b+/g, LIST = ['a', 'b']",
    'const SEP =',
    "  '-'",
    "export const f = (s) => s.replace(RE, LIST[1] + SEP)",
    'export const g = () => ({ SEP }).SEP',
    'export const same = () => LIST === LIST',
    'export const first = () => {',
    '  const before = 1',
    '  SEP.length > 0 && g()',
    '  return RE.lastIndex',
    '}',
  ].join('\n')

  function instrumented() {
    const file = createGenerator(['all'])('src/a.js', text)
    if ('error' in file) throw new Error(file.error.message)
    return { file, ...instrument(file, 7) }
  }

  it('makes the value in a function that can be called again, and counts the reads instead', () => {
    const { code } = instrumented()
    expect(code.split('\n').slice(0, 5).map((line) => line.replace(/__mut\.a===.*?:\/b\+\/g/, '…:/b+/g'))).toEqual([
      '__mut.r(7,16,"src/a.js",0,4);var __mut$0,__mut$1,__mut$2;'
        + 'const RE = __mut.m(__mut$0=()=>((__mut.s===7?…:/b+/g)),7,7), '
        + "LIST = __mut.m(__mut$1=()=>((__mut.s===8?__mut.a===0?(0,[]):__mut.a===1?(0,['b']):(0,['a']):"
        + "(0,[(__mut.s===9?(0,''):'a'), (__mut.s===10?(0,''):'b')]))),8,10)",
      'const SEP =',
      "  __mut.m(__mut$2=()=>((__mut.s===11?(0,''):'-')),11,11)",
      expect.stringContaining('(__mut.h[7]++,__mut.s===7?__mut.c(__mut$0):RE)'),
      expect.stringContaining('{ SEP:(__mut.h[11]++,__mut.s===11?__mut.c(__mut$2):SEP) }'),
    ])
  })

  it('gives the value of a mutant that was switched on after the module was evaluated', () => {
    const { file, code } = instrumented()
    for (const call of ["f('abba')", 'g()', 'same()', 'first()']) {
      for (const [site, { mutants }] of file.sites.entries()) {
        for (const [alternative, mutant] of mutants.entries()) {
          const { start, end } = (mutant.standIn ?? mutant).span
          const spliced = text.slice(0, start) + (mutant.standIn ?? mutant).replacement + text.slice(end)
          const realm = createRealmGlobal()
          // The module is evaluated before the call is.
          const late = `g && (__mut.s = ${7 + site}, __mut.a = ${alternative}, __mut.e++, exports.${call})`
          expect(outcome(() => evaluate(code, late, realm)), `${mutant.replacement}: ${call}`)
            .toEqual(outcome(() => evaluate(spliced, call)))
        }
      }
    }
  })

  it('that is made of others is made again with them, and who reads it reads them', () => {
    const made = "const HOUR = 'h', UNIT = { HOUR }\nexport const f = () => UNIT.HOUR\nexport const g = () => HOUR\nconst DAY = HOUR + 'd'\nexport const h = () => DAY"
    const file = createGenerator(['StringLiteral'])('src/a.js', made)
    if ('error' in file) throw new Error(file.error.message)
    const code = instrument(file, 7).code.replace(/__mut\.f\[.*?__mut\.t\(\),/gu, '').split('\n')
    expect(code).toEqual([
      '__mut.r(7,2,"src/a.js",0,3);var __mut$0,__mut$1,__mut$2;'
        + "const HOUR = __mut.m(__mut$0=()=>((__mut.s===7?(0,''):'h')),7,7), "
        + 'UNIT = __mut.m(__mut$1=()=>({ HOUR:(__mut.s===7?__mut.c(__mut$0):HOUR) }),7,7)',
      'export const f = () => ((__mut.h[7]++,__mut.s===7?__mut.c(__mut$1):UNIT).HOUR)',
      'export const g = () => ((__mut.h[7]++,__mut.s===7?__mut.c(__mut$0):HOUR))',
      "const DAY = __mut.m(__mut$2=()=>((__mut.s===7?__mut.c(__mut$0):HOUR) + (__mut.s===8?(0,''):'d')),8,8,7,7)",
      'export const h = () => ((__mut.h[8]++,__mut.h[7]++,__mut.s===8||__mut.s===7?__mut.c(__mut$2):DAY))',
    ])
    const late = (site: number): unknown =>
      evaluate(instrument(file, 7).code, `f && (__mut.s = ${site}, __mut.e++, [exports.f(), exports.g(), exports.h(), __mut.h[7], __mut.h[8]])`)
    expect([late(-1), late(7), late(8)]).toEqual([['h', 'h', 'hd', 3, 1], ['', '', 'd', 3, 1], ['h', 'h', 'h', 3, 1]])
  })

  it('counts no hit while the module loads, and one for each read', () => {
    const { code } = instrumented()
    const realm = createRealmGlobal()
    evaluate(code, 'g && 1', realm)
    expect([realm.h[7], realm.h[8], realm.h[11]]).toEqual([0, 0, 0])
    evaluate(code, 'same()', realm)
    expect([realm.h[7], realm.h[8], realm.h[11]]).toEqual([0, 2, 0])
  })

  it('that is exported is read through a function, if the worker knows what the module exports', () => {
    const exporting = "export const WORD = 'a', LIST = [1] // both\nexport const own = () => WORD"
    const file = createGenerator(['all'])('src/a.js', exporting)
    if ('error' in file) throw new Error(file.error.message)
    const { code } = instrument(file, 7)
    expect(code.split('\n')[0]).toContain(
      ';__mut.x("src/a.js","WORD",WORD,()=>(__mut.h[7]++,__mut.s===7?__mut.c(__mut$0):WORD),7);'
        + ';__mut.x("src/a.js","LIST",LIST,()=>(__mut.h[8]++,__mut.s>=8&&__mut.s<=9?__mut.c(__mut$1):LIST),8); // both')
    const known = createRealmGlobal()
    const exported = { get WORD() { return 'a' }, own: () => 'a' }
    Object.defineProperty(exported, 'WORD', { configurable: true, get: () => 'a' })
    known.exportsOf = (path) => path === 'src/a.js' ? exported : undefined
    evaluate(code, 'own && 1', known)
    expect([known.h[7], known.h[8]]).toEqual([0, 1])
    expect(exported.WORD).toBe('a')
    Object.assign(known, { s: 7, e: 1 })
    expect(exported.WORD).toBe('')
    expect(known.h[7]).toBe(2)
    const unknown = createRealmGlobal()
    evaluate(code, 'own && 1', unknown)
    expect([unknown.h[7], unknown.h[8]]).toEqual([1, 1])
  })

  it('makes the value once for each activation, so that what the code does to it lasts as long', () => {
    const stateful = 'const SEEN = [1]\nexport const add = () => SEEN.push(2)'
    const file = createGenerator(['all'])('src/a.js', stateful)
    if ('error' in file) throw new Error(file.error.message)
    const realm = createRealmGlobal()
    const calls = '(__mut.s = 0, __mut.a = 0, __mut.e++, exports.add(), exports.add(), __mut.e++, exports.add())'
    expect(evaluate(instrument(file, 0).code, `add() && ${calls}`, realm)).toBe(1)
  })
})
