import { describe, expect, it } from 'vitest'
import { constantsOf } from './constants.js'
import { parse } from './parse.js'

/** Name, initializer and how often it is read, for each constant found. */
function found(text: string, path = 'a.ts'): string[] {
  const parsed = parse(path, text)
  if (!parsed.ok) throw new Error(parsed.problem.message)
  return constantsOf(parsed.source).map(({ name, initializer, reads }) =>
    `${name} = ${initializer.getText(parsed.source)} (${reads.length})`)
}

const READ = '\nfunction f() { return X }'

describe('constants whose value can be made again', () => {
  it('have initializers that are literals, lists and objects of them, or arithmetic with them', () => {
    const plain = [
      "'a'", '/a/g', '-1', '10n', 'true', 'null', 'undefined', '`a`', '`a${1}`', "['a', , [/b/]]", "{ a: 1, ['b' + 1]: { c: [] } }",
      '60 * 60', "1 > 2 ? 'a' : 'b'", "(['a'] as const)", "new Set(['a'])", 'new Map()', "Symbol('a')", "Object.freeze(['a'])",
    ]
    expect(plain.filter((value) => found(`const X = ${value}${READ}`).join() !== `X = ${value} (1)`)).toEqual([])
  })

  it('may be made of such constants before them', () => {
    const made = [
      'A * 60', '-A', '`${A}px`', '[A, B]', '{ A, b: B, c: [...B] }', "new Set(B)", 'A > 1 ? A : 3', 'Math.pow(10, A) + Math.PI', 'Number.MAX_SAFE_INTEGER / A', 'B',
    ]
    expect(made.filter((value) => !found(`const A = 2, B = [A]\nconst X = ${value}${READ}`).includes(`X = ${value} (1)`))).toEqual([])
    const not = ['A()', 'B.length', '[...A]', '{ ...B }', 'new Map(B)', '`${B}`', 'B + 1', 'Object.freeze(B)', 'later', 'Math.random()', 'Math.max(f())', 'process.PI']
    expect(not.filter((value) => found(`const A = 2, B = [A]\nconst X = ${value}, later = 1${READ}`).join().includes('X ='))).toEqual([])
  })

  it('never call, read another name, hold functions, or could fail', () => {
    const other = [
      'f()', 'y', 'y.z', '[y]', '{ a: y }', '{ y }', '{ ...y }', '{ a() {} }', '() => 1', 'function () {}', 'class {}', '`a${y}`', '1n + 1n',
      "'a' in {}", 'new Map([1])', 'new Set(y)', 'new Date()', "new RegExp('(')", 'await y', 'process.env.A', "Symbol(y)", '[...y]', '{ [y]: 1 }',
    ]
    expect(other.filter((value) => found(`const X = ${value}${READ}`).length > 0)).toEqual([])
  })

  it('are declared once, at the top level, with const, and nobody else can read them', () => {
    for (const text of [
      `let X = 1${READ}`, `var X = 1${READ}`, `const X = 1; export { X }${READ}`, `export const X = 1; export { X as Y }${READ}`, `const [X] = [1]${READ}`,
      'function g() { const X = 1; return X }', `const X = 1; function h(X) { return X }${READ}`, `declare const X = 1${READ}`,
      `const X = 1; function h() { const { X } = y }${READ}`, `const X = 1; try {} catch (X) {}${READ}`, `const X = 1; eval('X')${READ}`,
    ]) expect(found(text), text).toEqual([])
    expect(found('const X = 1, Y = f(), Z = 2\nfunction f() { return X + Y + Z }')).toEqual(['X = 1 (1)', 'Z = 2 (1)'])
  })

  it('may be exported, if nothing else runs before they are', () => {
    expect(found('export const X = 1')).toEqual(['X = 1 (0)'])
    expect(found(`export const X = 1, Y = ['a']${READ}`)).toEqual(['X = 1 (1)', "Y = ['a'] (0)"])
    for (const text of [
      `export const X = 1, Y = f()${READ}`, `export const X = 1, [Y] = [f()]${READ}`, `export declare const X = 1${READ}`, `export let X = 1${READ}`,
      'export default 1', `export const X = 1; X++`, `namespace N { export const X = 1 }${READ}`,
    ]) expect(found(text), text).toEqual([])
  })

  it('are left alone where they are read by nothing, or where a value is not enough', () => {
    for (const use of ['', 'X++', 'delete X', 'typeof X', 'X = 2', '[X] = y', '({ X } = y)', 'for (X of y);', 'X?.a', 'X`a`']) {
      expect(found(`const X = 1\nfunction f() { ${use} }`), use).toEqual([])
    }
    expect(found('const X = { Y: 1 }\nconst f = () => <X.Y />', 'a.tsx')).toEqual([])
  })

  it('count every read, also in shorthand properties, and no name that only looks alike', () => {
    expect(found(`const X = 'a'
      type T = typeof X
      interface X2 { X: string }
      class C { X = 1; m(a = X) { this.X = 2; return { X, X: 1, [X]: y.X } } }
      X: for (;;) { break X }
      const g = ({ X: z }) => z`)).toEqual(["X = 'a' (3)"])
  })
})
