import { describe, expect, it } from 'vitest'
import { keptState } from './state.js'

function source(text: string): boolean {
  const { keeps, assigns } = keptState('src/a.ts', text, false)
  return keeps || assigns.length > 0
}
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

describe('a source tells where a variable is assigned that nothing else changes', () => {
  it.each([
    ['let open = true\nexport function shut() { open = false }', ['open = false']],
    ['let store\nexport function set(value) { store = value }\nexport const forget = () => { store = undefined }', ['store = value', 'store = undefined']],
    ['let options = {}\nexport const get = () => options\nexport function set(more) { options = more }', ['options = more']],
    ['let count = 0\nexport const next = () => ++count', ['count']],
    ['let list = []\nexport const add = (n) => { list.push(n) }\nexport const clear = () => { list = [] }', ['list = []', 'list.push(n)']],
    ['let store\nexport function put(k, v) { store ??= new Map()\n store.set(k, v) }', ['store ??= new Map()', 'store.set(k, v)']],
    ['const cache = new Map()\nexport const get = (k) => cache.get(k)\nexport const put = (k, v) => { cache.set(k, v) }', ['cache.set(k, v)']],
    ['const byName = {}\nexport const get = (name) => byName[name] ?? make(name)\nconst make = (name) => byName[name] = { name }', ['byName[name] = { name']],
  ])('%j', (text, places) => {
    const { keeps, assigns } = keptState('src/a.ts', text, false)
    expect(keeps).toBe(false)
    expect(assigns.map((offset) => text.slice(offset).split(/ \}|\n/u)[0])).toEqual(places)
  })

  it.each([
    'let cache = new Map()\nexport const clear = () => { cache = new Map() }',
    'let list = [{ n: 1 }]\nexport const add = (n) => { list.push({ n }) }\nexport const clear = () => { list = [] }',
    'export const cache = new Map()\nexport const put = (k, v) => { cache.set(k, v) }',
    'const cache = new Map()\nexport const all = () => cache\nexport const put = (k, v) => { cache.set(k, v) }',
    'const cache = new Map(all)\nexport const put = (k, v) => { cache.set(k, v) }',
    'const store = new Store()\nexport const put = (k, v) => { store.set(k, v) }',
    'let queue = []\nexport const add = (item) => { push(queue, item) }\nexport const reset = () => { queue = [] }',
    'let all = {}\nexport const fill = (more) => { const own = all\n extend(more, own) }\nexport const reset = () => { all = {} }',
    'let all = {}\nexport const state = { all }\nexport const reset = () => { all = {} }',
    'let all = {}\nexport class Store { get() { return all }\n reset() { all = {} } }',
    'let first = other\nexport const reset = () => { first = 1 }',
    'let app = createApp()\nexport const restart = () => { app = createApp() }',
  ])('and not of one that is changed otherwise, or may be: %j', (text) => { expect(keptState('src/a.ts', text, false).keeps).toBe(true) })

  it('and the functions that may hand it out, and those whose results are changed', () => {
    const { handsOut } = keptState('src/a.ts', 'let all = {}\nexport function get() { return all }\nexport const set = (more) => { all = more }\nexport const f = () => 1', false)
    expect([...handsOut]).toEqual(['get', 'set'])
    const { changedResults } = keptState('src/b.ts', 'get().a = 1\nexport function f() { const own = make()\n own.list.push(2)\n read().a }', false)
    expect([...changedResults]).toEqual(['get', 'own', 'make'])
  })
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
