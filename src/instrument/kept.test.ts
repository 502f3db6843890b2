import { describe, expect, it } from 'vitest'
import { keptState } from '../syntax/state.js'
import { instrumentKept } from './instrument.js'
import { createRealmGlobal } from './realm-global.js'
import { evaluate } from './testing.js'

function handedOut(text: string, isTest: boolean): string {
  return instrumentKept({ path: 'a.ts', text }, { ...keptState('a.ts', text, isTest), names: [], opens: [] }).code
}

describe('a source hands out', () => {
  it.each([
    ['a variable that it assigns',
      'let open = true\nexport function shut() { open = false }',
      'let open = true;__mut.v("a.ts",false,()=>[open],($mut)=>{[open]=$mut});\nexport function shut() { open = false }'],
    ['a table that it fills',
      'const cache = new Map(); // by name',
      'const cache = new Map();;__mut.v("a.ts",false,()=>[cache]); // by name'],
    ['a table that others may fill',
      'export const all: string[] = []\nexport const name = "a"',
      'export const all: string[] = [];__mut.v("a.ts",false,()=>[all]);\nexport const name = "a"'],
    ['what a function gave it, which may keep what nobody sees',
      'export const { raise, isUp } = createFlag()',
      'export const { raise, isUp } = createFlag();__mut.v("a.ts",true,()=>[raise,isUp]);'],
    ['a class that holds something itself',
      'export class Unit { static all = [] }',
      'export class Unit { static all = [] };__mut.v("a.ts",false,()=>[Unit]);'],
    ['what it exports without a name',
      'export default { theme: "light" }',
      'export default __mut.d("a.ts",false,{ theme: "light" })'],
    ['nothing that stays as it is',
      'const LIMIT = 3\nconst names = ["a"]\nexport const f = (at: number) => names[at] ?? LIMIT',
      'const LIMIT = 3\nconst names = ["a"]\nexport const f = (at: number) => names[at] ?? LIMIT'],
  ])('%s', (_, text, expected) => { expect(handedOut(text, false)).toBe(expected) })
})

describe('a test file hands out', () => {
  it.each([
    ['what suites make',
      'describe("a", () => { const calls = []; it("b", () => {}) })',
      'describe("a", () => { const calls = [];;__mut.v("a.ts",false,()=>[calls]); it("b", () => {}) })'],
    ['what tests are given',
      'test.each([[new Door()]])("closes", (door) => { door.close() })',
      'test.each(__mut.d("a.ts",true,[[new Door()]]))("closes", (door) => { door.close() })'],
    ['nothing that is made for each test',
      'let app\nbeforeEach(() => { app = createApp() })',
      'let app\nbeforeEach(() => { app = createApp() })'],
  ])('%s', (_, text, expected) => { expect(handedOut(text, true)).toBe(expected) })
})

it.each([
  ['behind a condition without a block', 'if (isNode) var list = []'],
  ['of a block of names', 'export namespace Cache { let value = ""\n export function put(x: string) { value = x } }'],
  ['of a file that is no program', 'const (('],
])('nothing can be handed out %s', (_, text) => { expect(keptState('a.ts', text, false).hides).toBe(true) })

it('what was handed out can be read and assigned later', () => {
  const realm = createRealmGlobal()
  const text = handedOut('let open = true\nexport function shut() { open = false }', false)
  evaluate(text, 'shut()', realm)
  const [keeper] = realm.kept
  expect([realm.kept.length, keeper?.file, keeper?.strict, keeper?.read()]).toEqual([1, 'a.ts', false, [false]])
  keeper?.write?.([true])
  expect(keeper?.read()).toEqual([true])
})

it('what comes while tests run is not taken down, however often it comes', () => {
  const realm = createRealmGlobal()
  const text = handedOut('const make = () => ({ a: 1 })\nrun("a", () => { sum(make()) })', true)
  expect(text).toContain('__mut.d(')
  realm.w = false
  evaluate(`const run = (name, f) => { f(); f() }, sum = () => {};${text}\nexport const done = () => 0`, 'done()', realm)
  expect(realm.kept).toEqual([])
})

it('of files that hand out more than can be compared something is hidden, which is said once of each', () => {
  const realm = createRealmGlobal()
  for (const file of ['a.ts', 'b.ts']) for (let n = 0; n < 15_000; n++) realm.d(file, true, n)
  for (let n = 0; n < 3; n++) realm.k('c.ts', () => [n])
  expect(realm.kept.length).toBe(20_002)
  expect(realm.kept.slice(19_999).map(({ file, read }) => [file, typeof read()[0]])).toEqual([['b.ts', 'number'], ['b.ts', 'object'], ['c.ts', 'object']])
})

describe('of what a file is given by its names', () => {
  const told = (text: string, isTest: boolean): string => instrumentKept({ path: 'a.ts', text }, { ...keptState('a.ts', text, isTest), kept: [] }).code

  it('a source that is not mutated tells all before it runs, but types and what is only declared, with marks in all functions', () => {
    const text = 'import b from "b"\nconst [a, { c }] = b\nexport function f() {}\nenum E { x }\nclass K {}\ndeclare const d: string\ntype T = 1\nfunction g(): void\nfunction g() {}\nconst enum F { y }'
    const marked = text.replace('f() {', 'f() {;"__mut.b";').replace('g() {}', 'g() {;"__mut.b";}')
    expect(told(text, false)).toBe(`__mut.n("a.ts",()=>[a,c,f,E,K,g]);${marked}`)
  })

  it('a set-up file tells apart what its hooks renew', () => {
    const text = 'const all = []\nconst seen = new Set()\nbeforeEach(() => { seen.clear() })'
    expect(told(text, true)).toBe(`__mut.n("a.ts",()=>[all]);__mut.n("a.ts",()=>[seen],"renewed");${text}`)
  })

  it('a test file tells them where they are declared, with marks in functions that keep nothing of their own', () => {
    expect(told('const f = (s) => s.length\ndescribe("a", () => { const app = make({ get() { return () => 1 } }); it("b", () => { const c = 1 }) })', true)).toBe(
      'const f = (s) => ("__mut.b",s.length);__mut.n("a.ts",()=>[f],"own");\n'
      + 'describe("a", () => { const app = make({ get() {;"__mut.b"; return () => 1 } });;__mut.n("a.ts",()=>[app],"own"); it("b", () => { const c = 1 }) })',
    )
  })
})
