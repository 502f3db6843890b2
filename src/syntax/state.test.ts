import { describe, expect, it } from 'vitest'
import { keptState } from './state.js'

const source = (text: string): boolean => keptState('src/a.ts', text, false).keeps
const test = (text: string): boolean => keptState('test/a.test.ts', text, true).keeps

describe('a source keeps state', () => {
  it.each([
    'let open = true\nexport function shut() { open = false }',
    'let count = 0\nexport const next = () => ++count',
    'const cache = new Map()',
    'const seen = new Set(["a"])\nexport const isNew = (name) => { seen.add(name) }',
    'const known = new Map(all)',
    'const decoder = new TextDecoder()',
    'const found = []',
    'const areas: Record<string, number> = {}',
    'const cache = { value: undefined }\nexport function fill(value) { cache.value = value }',
    'const cache = { value: undefined } as Cache\nexport function forget() { delete cache.value }',
    'const list = [1, 2]\nexport function more(n) { list.push(n) }',
    'const options = { deep: true }\nexport function set(more) { Object.assign(options, more) }',
    'export function area() {}\narea.calls = 0',
    'export class Unit { static all = [] }',
    'export class Unit { static count = 0\n constructor() { Unit.count++ } }',
    'const store = createStore()\nexport const read = () => store.get()',
    'const { get } = createStore()\nexport const read = () => get()',
    'let [a, b] = [1, 2]\nexport const swap = () => { [a, b] = [b, a] }',
    'this is not a program at all (',
  ])('%j', (text) => { expect(source(text)).toBe(true) })
})

describe('a source keeps none', () => {
  it.each([
    'export const MAX = 2 * 50',
    'const rates = { at: 0.2 }\nexport const rateOf = (country) => rates[country]',
    'let limit = 4\nexport const isBelow = (n) => n < limit',
    'const names = ["a", "b"]\nexport const first = () => names[0]',
    'const names = new Set<string>(["a", "b"])\nexport const has = (name) => names.has(name)',
    'const rates = new Map([["at", 0.2]])\nexport const rateOf = (country) => rates.get(country)',
    'const encoder = new TextEncoder()\nexport const bytesOf = (text) => encoder.encode(text)',
    'const name = String(process.pid)\nexport const short = () => name.slice(1)',
    'export function f() { let n = 0\n n++\n const found = []\n found.push(n)\n return found }',
    'const o = { a: 1 }\nexport const f = (o) => { o.a = 2 }\nexport const g = () => { const o = []\n o.push(1) }',
    'export class Unit { list = []\n add(n) { this.list.push(n) } }',
  ])('%j', (text) => { expect(source(text)).toBe(false) })
})

describe('a test file keeps state', () => {
  it.each([
    'const calls = []\ntest("a", () => { calls.push(1) })',
    'describe("a", () => { const calls = []\n it("b", () => {}) })',
    'describe.each([1])("a", () => { const app = createApp()\n it("b", () => { app.run() }) })',
    'let db\nit("opens", () => { db = open() })',
    'for (const kind of kinds) describe(kind, () => { const store = createStore()\n it("b", () => { store.set(1) }) })',
  ])('%j', (text) => { expect(test(text)).toBe(true) })
})

describe('a test file keeps none', () => {
  it.each([
    'let app\nbeforeEach(() => { app = createApp() })\nit("b", () => { app.run() })',
    'let a, b\nbeforeEach(() => { ({ a, b } = setUp()) })',
    'const calls = []\nbeforeEach(() => { calls.length = 0 })\nit("b", () => { calls.push(1) })',
    'const seen = new Set()\nbeforeEach(() => { seen.clear() })',
    'const hear = vi.fn()\nit("b", () => { hear() })',
    'const cases = [[1, 2], [2, 4]]\nit.each(cases)("b", () => {})',
    'const path = join("a", "b")\nit("b", () => { read(path) })',
    'const { double } = await import("../src/double.js")\nit("b", () => { double(2) })',
    'it("b", () => { let n = 0\n n++\n const calls = []\n calls.push(n) })',
  ])('%j', (text) => { expect(test(text)).toBe(false) })
})

it('what a source exports may be changed elsewhere', () => {
  const { keeps, exported, made } = keptState('src/a.ts', 'export const state = { n: 0 }\nexport const store = createStore()', false)
  expect([keeps, [...exported], [...made]]).toEqual([false, ['state'], ['store']])
  const { changed, called } = keptState('src/b.ts', 'import { state, store } from "./a.js"\nstate.n = 1\nstore.set(1)', false)
  expect([...changed]).toEqual(['state', 'store'])
  expect([...called]).toEqual(['store'])
})
