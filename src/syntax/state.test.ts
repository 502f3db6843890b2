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
    ['let cache = new Map()\nexport const clear = () => { cache = new Map() }', ['cache = new Map()']],
    ['let store\nexport function put(k, v) { store ??= new Map()\n store.set(k, v) }', ['store ??= new Map()', 'store.set(k, v)']],
    ['const cache = new Map()\nexport const get = (k) => cache.get(k)\nexport const put = (k, v) => { cache.set(k, v) }', ['cache.set(k, v)']],
    ['const byName = {}\nexport const get = (name) => byName[name] ?? make(name)\nconst make = (name) => byName[name] = { name }', ['byName[name] = { name']],
  ])('%j', (text, places) => {
    const { keeps, assigns } = keptState('src/a.ts', text, false)
    expect(keeps).toBe(false)
    expect(assigns.map((offset) => text.slice(offset).split(/ \}|\n/u)[0])).toEqual(places)
  })

  it.each([
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
    const given = keptState('test/a.test.ts', 'import { all, rows as list } from "../src/a.js"\nsortIt(all(), list())\nexpect(seen())', true)
    expect([...given.changedResults]).toEqual(['all', 'rows'])
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
    'const createTask = (() => {\n const task = { run: (f) => f() }\n return () => task\n})()\nexport const run = (f) => createTask().run(f)',
    'const encoder = new TextEncoder()\nexport const bytesOf = (text) => encoder.encode(text)',
    'const name = String(process.pid)\nexport const short = () => name.slice(1)',
    'export function f() { let n = 0\n n++\n const found = []\n found.push(n)\n return found }',
    'const o = { a: 1 }\nexport const f = (o) => { o.a = 2 }\nexport const g = () => { const o = []\n o.push(1) }',
    'export class Unit { list = []\n add(n) { this.list.push(n) } }',
    'declare module "a" { interface Options {} }\ndeclare global { var all: [] }\ndeclare let count: number',
  ])('%j', (text) => { expect(source(text)).toBe(false) })
})

describe('a test file keeps state', () => {
  it.each([
    'const seen = Object.freeze(new WeakSet())\nit("a", () => { mark(seen) })',
    'const calls = []\ntest("a", () => { calls.push(1) })',
    'describe("a", () => { const calls = []\n it("b", () => {}) })',
    'describe.each([1])("a", () => { const app = createApp()\n it("b", () => { app.run() }) })',
    'let db\nit("opens", () => { db = open() })',
    'for (const kind of kinds) describe(kind, () => { const store = createStore()\n it("b", () => { store.set(1) }) })',
    'const seen = new Set()\ndescribe("a", () => { beforeEach(() => { seen.clear() }) })\ndescribe("b", () => { it("c", () => { seen.add(1) }) })',
    'let app\ndescribe("a", () => { beforeEach(() => { app = createApp() }) })\nit("b", () => { app.run() })',
    'let app\nfunction prepare() { beforeEach(() => { app = createApp() }) }\nit("b", () => { app.run() })',
  ])('%j', (text) => { expect(test(text)).toBe(true) })
})

describe('a test file keeps none', () => {
  it.each([
    'let app\nbeforeEach(() => { app = createApp() })\nit("b", () => { app.run() })',
    'let a, b\nbeforeEach(() => { ({ a, b } = setUp()) })',
    'const calls = []\nbeforeEach(() => { calls.length = 0 })\nit("b", () => { calls.push(1) })',
    'let app\ndescribe("a", () => { beforeEach(() => { app = createApp() })\n it("b", () => { app.run() }) })',
    'let n\ndescribe("a", () => { beforeEach(() => { n = 1 })\n it("b", () => { n++ }) })\ndescribe("b", () => { beforeEach(() => { n = 2 })\n it("c", () => { n++ }) })',
    'const seen = new Set()\nbeforeEach(() => { seen.clear() })',
    'const hear = vi.fn()\nit("b", () => { hear() })',
    'it.each([[1, 2], [2, 4]])("b", () => {})',
    'declare module "vitest" { interface Assertion extends Matchers {} }\nexpect.extend({ toBeBig: (n) => ({ pass: n > 9 }) })',
    'const cases = [{ input: "a", out: 1 }]\nfor (const { input, out } of cases) test(input, () => { expect(f(input)).toBe(out) })',
    'const cases = [{ input: "a", out: 1 }]\nfor (const each of cases) test(JSON.stringify(each.input), () => { expect(f(each.input)).toBe(each.out) })',
    'const cases = { a: 1, b: 2 }\nfor (const [name, value] of Object.entries(cases)) test(name, () => { expect(f(value)).toBe(1) })',
    'const path = join("a", "b")\nit("b", () => { read(path) })',
    'const { double } = await import("../src/double.js")\nit("b", () => { double(2) })',
    'it("b", () => { let n = 0\n n++\n const calls = []\n calls.push(n) })',
  ])('%j', (text) => { expect(test(text)).toBe(false) })
})

it('what a source exports may be changed elsewhere', () => {
  const { keeps, exported } = keptState('src/a.ts', 'export const state = { n: 0 }\nconst rows = [[1]]\nexport { rows }', false)
  expect([keeps, [...exported]]).toEqual([false, [['state', 'flat'], ['rows', 'rows']]])
  const changes = (text: string) => [...keptState('src/b.ts', text, false).changed]
  expect(changes('import { state } from "./a.js"\nstate.n = 1')).toEqual(['state'])
  expect(changes('import { state as own } from "./a.js"\nown.n = 1')).toEqual(['state'])
  expect(changes('import * as all from "./a.js"\nall.state.n = 1')).toEqual(['state'])
  expect(changes('export { state as own, other } from "./a.js"')).toEqual(['state'])
  const path = (text: string) => keptState('src/b.ts', text, false).passedOn.get('state')?.whole
  expect(path('import { state as own } from "./a.js"\nfill(own)')).toBe(true)
  expect(path('import { state } from "./a.js"\nconsole.log(state.n)')).toBe(false)
})

it('what a function of the language makes anew is no global', () => {
  const globalsOf = (text: string): number => keptState('a.ts', text, false).globals.length
  const anew = ['Object.keys(x).sort()', 'Object.assign(Object.create(p), x)', 'Array.from(x).reverse()', 'Math[name](x)', 'Object.values(x).push(1)', 'Object.entries(x).filter(f).sort()', 'Reflect.set(x, key, 1)']
  const shared = ['Object.values(x)[0].n = 1', 'Object.getPrototypeOf(x).n = 1', 'Array.prototype.last = f', 'Math.random = f', 'globalThis[name](x)', 'Object.assign(globalThis, x)', 'Reflect.set(globalThis, key, 1)']
  expect([anew.filter((code) => globalsOf(`export const f = () => { ${code} }`) > 0), shared.filter((code) => globalsOf(`export const f = () => { ${code} }`) === 0)]).toEqual([[], []])
})

describe('what nobody can follow is kept', () => {
  it.each([
    ['a default export', 'export default new Door()'],
    ['a default table', 'export default { theme: "light" }'],
    ['what is exported by a statement of its own', 'const session = createStore()\nexport { session }'],
    ['parts of a result', 'export const { raise, isUp } = createFlag()'],
    ['a function called where it stands', 'export const mode = (() => { let now = 1\n return () => now++ })()'],
    ['an object that changes itself', 'export const lamp = { on: false, light() { this.on = true } }'],
    ['a class that changes itself', 'export class Config { static level = "info"\n static verbose() { this.level = "debug" } }'],
    ['a class without a name', 'export const Pool = class { static items = new Map() }'],
    ['names in a block', 'export namespace Cache { let value = ""\n export function put(x: string) { value = x } }'],
    ['an instance in a table', 'const sessions = { main: new Session() }\nexport const session = () => sessions.main'],
    ['an emitter in a table', 'const registry = { bus: createBus() }\nexport const listen = (f) => { registry.bus.on("x", f) }'],
    ['maps in a table', 'const caches = { users: new Map() }\nconst { users } = caches\nexport const put = (k, v) => { users.set(k, v) }'],
    ['rows that functions are given', 'const rows = [["a", "x"]]\nexport function set(v) { rows.forEach((row) => { row[1] = v }) }'],
    ['rows that a function from elsewhere is given', 'const rows = [["a", "x"]]\nconst touch = (row) => { row[1] = 1 }\nexport function set() { rows.forEach(touch) }'],
    ['what a function takes out of rows', 'const rows = [["a", [1]]]\nexport function set() { rows.forEach(([name, list]) => { fill(list) }) }'],
    ['rows that are given on in a loop', 'const rows = [{ a: 1 }]\nexport function set(v) { for (const row of rows) { fill(row, v) } }'],
    ['what rows hold', 'const rows = [{ a: [1] }]\nexport function set(v) { for (const { a } of rows) { a.push(v) } }'],
    ['rows that are walked through', 'const rows = [["a", "x"]]\nexport function set(v) { for (const row of rows) row[1] = v }'],
    ['objects in a map', 'const members = new Map([["bob", { role: "user" }]])\nexport function promote(n) { const m = members.get(n)\n m.role = "admin" }'],
    ['another name', 'const box = { item: "none" }\nexport function fill() { const b = box\n b.item = "full" }'],
    ['an argument', 'const current = { n: "none" }\nfunction put(target, n) { target.n = n }\nexport const become = (n) => { put(current, n) }'],
    ['a loop that assigns', 'let last\nexport function scan(list) { for (last of list) { } }'],
    ['a function that is replaced', 'function impl() {}\nexport function swap() { impl = () => 2 }'],
    ['a method that is called on it', 'const seeds = ["root"]\nexport const add = (l) => { Array.prototype.push.apply(seeds, l) }'],
    ['a method in brackets', 'const seeds = ["root"]\nexport const add = (x) => { seeds["push"](x) }'],
    ['a function by its own name', 'export const f = function me() { me.calls = (me.calls ?? 0) + 1 }'],
    ['what a case declares', 'switch (1) { case 1: var cache = new Map() }'],
    ['what a case declares, by its parts', 'switch (1) { case 1: var cache = { n: 0 } }\nexport function bump() { cache.n += 1 }'],
    ['what a block declares for all', 'if (isNode) { var cache = { n: 0 } }\nexport function bump() { cache.n += 1 }'],
    ['what a block declares for all, when it is given away', 'if (isNode) { var cache = { n: 0 } }\nexport const bump = () => fill(cache)'],
    ['what a label marks', 'once: { var cache = new Map() }'],
    ['a class that counts its instances', 'export class Unit { constructor() { this.constructor.count = 1 } }'],
    ['what a function called where it stands gives on', 'export const next = (() => { const state = { n: 0 }\n return () => bump(state) })()'],
    ['parts of data by their names', 'import { theme } from "./data.json"\nexport function dark() { theme.name = "dark" }'],
    ['parts of data taken out', 'import data from "./data.json"\nconst { theme } = data\nexport function dark() { theme.name = "dark" }'],
    ['data that is changed', 'import data from "./data.json"\nexport function dark() { data.theme = "dark" }'],
    ['a pattern that goes on where it stopped', 'const WORD = /a/g\nexport const next = (text) => WORD.exec(text)'],
  ])('%s', (_, text) => { expect(source(text)).toBe(true) })

  it.each([
    ['an instance in a table', 'const ctx = { door: new Door() }\ntest("a", () => { ctx.door.close() })'],
    ['instances in a list', 'const doors = [new Door(), new Door()]'],
    ['what callbacks make', '["wood"].forEach((kind) => { describe(kind, () => { const door = new Door() }) })'],
    ['what is made on a condition', 'if (isNode) { describe("node", () => { const door = new Door() }) }'],
    ['what functions make that make suites', 'function suiteOf(name) { describe(name, () => { const door = new Door() }) }\nsuiteOf("a")'],
    ['what tests are given', 'test.each([[new Door()]])("closes", (door) => { door.close() })'],
    ['what is given to the code', 'const user = { name: "ann" }\ntest("a", () => { normalise(user) })'],
    ['what stands in a template', 'test.each`door | n\n ${new Door()} | ${1}`("closes", ({ door }) => { door.close() })'],
    ['what is hoisted', 'const store = vi.hoisted(() => new Map())\ntest("a", () => { remember(store) })'],
    ['what takes the place of a module', 'vi.mock("../src/dep.js", () => ({ entries: [] }))'],
    ['what a variable makes that makes suites', 'const suiteOf = (name) => { const door = new Door()\n describe(name, () => {}) }\nsuiteOf("a")'],
    ['what is made where a condition holds', 'isNode && describe("node", () => { const door = new Door() })'],
    ['results', 'const state = createState()\ntest("a", () => { mark(state) })'],
  ])('in a test file: %s', (_, text) => { expect(test(text)).toBe(true) })
})

it('changes of globals are told apart', () => {
  const text = 'export function a() { globalThis.flag = true }\nexport function b() { Array.prototype.last = 1 }\nexport function c(Array) { Array.x = 1 }'
  const { keeps, globals } = keptState('src/a.ts', text, false)
  expect([keeps, globals.map(({ offset }) => text.slice(offset).split('=')[0])]).toEqual([false, ['globalThis.flag ', 'Array.prototype.last ']])
  const namesIn = (code: string) => keptState('a.ts', `export const f = () => { ${code} }`, false).globals.map(({ name }) => name)
  expect(namesIn('(globalThis as any).a ||= 1; delete window.b; Array.prototype.last = g')).toEqual(['globalThis.a', 'window.b', 'Array.prototype.last'])
  expect(namesIn('globalThis[a] = 1; globalThis.list.push(1); Object.assign(globalThis, x)')).toEqual([undefined, undefined, undefined])
  const given = ["Object.defineProperty(globalThis, 'a', { value })", 'Reflect.set(Array.prototype, "b", 1)', 'Reflect.deleteProperty(window, `c`)', "Object.assign(globalThis, { d, 'e': 1 }, { f() {} })", 'Object.defineProperties(Math, { g: {} })']
  expect(given.flatMap(namesIn)).toEqual(['globalThis.a', 'Array.prototype.b', 'window.c', 'globalThis.d', 'globalThis.e', 'globalThis.f', 'Math.g'])
  const notGiven = ['Object.defineProperty(globalThis, a, {})', 'Object.assign(globalThis, { ...a })', 'Object.assign(globalThis, { a }, b)', 'Object.assign(globalThis, { [a]: 1 })', 'Object.setPrototypeOf(globalThis, { a })']
  expect(notGiven.flatMap(namesIn)).toEqual(notGiven.map(() => undefined))
})
