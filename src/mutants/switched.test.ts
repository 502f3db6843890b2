/** Switched on in instrumented code, a mutant does what it does when it stands in the source. */
import { runInThisContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { generate } from './generate.js'
import { instrument } from '../instrument/instrument.js'
import { createRealmGlobal, type RealmGlobal } from '../instrument/realm-global.js'
import { selectOperators } from '../operators/index.js'

/** Each defines `f`, called without arguments; the values that it returns tell what ran. */
const programs: readonly [string, string][] = [
  ['cases', `function f() {
    const seen = []
    for (const a of [1, 2, 3, 4]) switch (a) { case 1: seen.push('one'); break; case 2: { seen.push('two') } case 3: seen.push('three'); default: seen.push('rest') }
    return seen }`],
  ['statements without braces', `function f() {
    const seen = []
    for (const a of [0, 1, 2]) if (a) seen.push(a); else if (a + 1 > 5) seen.push('five'); else seen.push(-a)
    return seen }`],
  ['statements without semicolons', `function f() {
    const seen = []
    let n = 1
    seen.push(n)
    n++
    ;[1, 2].forEach((a) => seen.push(a))
    n && seen.push('n')
    n += 2
    delete seen[0]
    return [seen, n] }`],
  ['throws and tries', `function f() {
    const seen = []
    function g(a) { seen.push(a); if (a > 1) { seen.push('big'); throw a } seen.push('small'); throw 'end' }
    for (const a of [1, 2]) { try { g(a) } catch (error) { seen.push(error) } finally { seen.push('finally') } }
    return seen }`],
  ['chains', `function f() {
    const a = { b: { c: (d) => [d, ' e '], name: 'b' }, none: null }
    return [a?.b?.c(1), a.none?.c(2), a?.b.c?.(3).map((x) => String(x).trim()).filter((x) => x !== 'e').length, a.b?.name.toUpperCase(), (a?.b).name.slice(0, 1)] }`],
  ['arrow functions', `function f() {
    const g = (a, b = 2) => a + b, h = () => () => 'inner', o = { k: (x) => ({ x }), ['l' + 1]: () => [1] }
    return [g(1), h()(), o.k(5), o.l1(), [3, 1, 2].sort((a, b) => a - b), g.name, h.name, o.k.name] }`],
  ['classes', `function f() {
    class A { x = 1 + 1; static y = 'y'; #z = [3]; constructor() { this.w = this.x * 2 } get z() { return this.#z } static { A.v = !A.y } m(a = -1) { return a } }
    class B extends A { constructor() { super(); this.u = 'u' } }
    const b = new B()
    return [b.x, b.w, b.z, b.m(), b.u, A.y, A.v] }`],
  ['loops', `function f() {
    const seen = []
    outer: for (let i = 0; i < 3; i++) { for (const j of [0, 1, 2]) { if (j === 1) continue outer; if (i > 1) break outer; seen.push([i, j]) } }
    let n = 3
    while (n > 0) { n -= 2; seen.push(n) }
    do { n++ } while (n < 2)
    again: for (;;) { if (n-- < 0) break again }
    return [seen, n] }`],
  ['conditions', `function f() {
    const is = (a) => a, seen = []
    for (const a of [true, false, 0, '', null, 'x']) for (const b of [1, 0]) {
      if ((is(a) && b > 0) || !is(b)) seen.push('if')
      seen.push(a || 'or', a ?? 'nullish', a && 'and', !(a && b) ? 1 : 2, is(a), typeof a === 'string' && a !== 'y')
    }
    return seen }`],
  ['targets and spreads', `function f() {
    let a = 1, b, c
    ;[b, c = 'c'] = [a + 1];
    ({ d: a = -1, ...b } = { e: [b, ...[3, 4]] });
    a ||= 5; b.x ??= 6; c &&= c + '!'
    return [a, b, c, Math.max(...[1, 2]), { ...(a && { y: 1 }) }, \`\${a}-\${c}\`] }`],
  ['regular expressions', `function f() {
    return ['a1', 'ba1', 'a', 'A1x'].map((x) => [/^a\\d?(?!x)/i.test(x), x.replace(new RegExp('[ab]+', 'g'), '-')]) }`],
]

/** What a program, which must be plain JavaScript, returns or throws; does not depend on identities. */
function outcome(code: string, realm: RealmGlobal = createRealmGlobal()): string {
  const run = runInThisContext(`(__mut) => { 'use strict'; ${code}\n;return f() }`) as (realm: RealmGlobal) => unknown
  try {
    return JSON.stringify(run(realm), (_, value: unknown) => value === undefined ? 'undefined' : value)
  } catch (error) {
    return `throws ${error instanceof Error ? error.name : String(error)}`
  }
}

describe.each(['all', 'stryker'])('level %s', (level) => {
  const operators = selectOperators([level])

  test.each(programs)('%s', (_, code) => {
    const file = generate('src/a.ts', code, operators)
    if ('error' in file) throw new Error(file.error.message)
    const instrumented = instrument(file, 0)
    expect(instrumented.omitted).toEqual([])
    const original = outcome(code)
    expect(outcome(instrumented.code)).toBe(original)
    let different = 0
    for (const [index, site] of file.sites.entries()) {
      for (const [alternative, { span, replacement, operator }] of site.mutants.entries()) {
        const realm = createRealmGlobal()
        realm.s = index
        realm.a = alternative
        realm.b = BUDGET
        const switched = outcome(instrumented.code, realm)
        // What ran out of its budget would run for ever as plain text.
        if (realm.b < 0) continue
        const mutated = code.slice(0, span.start) + replacement + code.slice(span.end)
        expect(switched, `${operator}: ${mutated}`).toBe(outcome(mutated))
        if (switched !== original) different++
      }
    }
    expect(different).toBeGreaterThan(file.mutants.length / 3)
  })
})

/** More than any of these programs needs. */
const BUDGET = 2000
