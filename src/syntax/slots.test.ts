import { describe, expect, it } from 'vitest'
import { constantsOf } from './constants.js'
import { parse } from './parse.js'
import { tablesOf } from './slots.js'

/** Keys and values of each table found; constants by their names. */
function found(text: string): string[] {
  const parsed = parse('a.ts', text)
  if (!parsed.ok) throw new Error(parsed.problem.message)
  return tablesOf(parsed.source, constantsOf(parsed.source)).map(({ slots }) =>
    slots.map(({ key, value, constant }) => `${key}: ${constant ? `the constant ${constant.name}` : value.getText(parsed.source)}`).join(', '))
}

const MAKE = "import { make } from './make.js'\n"

describe('tables whose values could be made again', () => {
  it.each([
    ['what code of the project is given', `${MAKE}export const day = make({ width: 'wide', pick: (s) => s, all: [1, 2] })`, ["width: 'wide', all: [1, 2]"]],
    ['with constants in it', `${MAKE}const NAMES = ['a']\nconst SEP = '-'\nmake({ names: NAMES, SEP, at: (NAMES as const) })`, ['names: the constant NAMES, SEP: the constant SEP, at: the constant NAMES']],
    ['what a function of the module is given', 'function make(x) {}\nmake({ a: 1 })', ['a: 1']],
    ['what functions in variables are given', `${MAKE}const f = (x) => x, o = { g: f }, h = make.with()\nf({ a: 1 })\no.g({ b: 2 })\nh({ c: 3 })`, ['a: 1', 'b: 2', 'c: 3']],
    ['what a variable holds that is no constant', 'export const enUS = { code: "en", format, options: { start: 0 } }', ['code: "en", options: { start: 0 }']],
    ['those in tables that are none themselves', 'export default { a: { b: 1, c() {} }, d: [{ e: 2, f: g() }] }', ['b: 1', 'e: 2']],
    ['also by keys that are texts or numbers', 'export default { "a-b": 1, 2: "c", f }', ['a-b: 1, 2: "c"']],
  ])('are %s', (_, text, expected) => { expect(found(text)).toEqual(expected) })

  it.each([
    ['in functions and classes', 'const f = () => ({ a: 1, g })\nclass A { b = { c: 1, g } }'],
    ['what packages are given', 'import { observable } from "mobx"\nexport const x = observable({ n: 0, f() {} })\nnew Map([[1, { a: 1, f }]])'],
    ['what goes to packages under a name', 'import { setUp } from "tool"\nconst options = { n: 1, f() {} }\nsetUp([options])'],
    ['what a package is given that a variable holds', 'const mobx = require("mobx")\nmobx.observable({ n: 0, f() {} })'],
    ['what a maker is given that a package made', 'import pkg from "pkg"\nconst make = pkg.create(), again = make\nmake({ n: 0, f() {} })\nagain({ n: 0, f() {} })'],
    ['what a maker is given that came from somewhere', 'let make, other = x ? y : z\nmake({ n: 0, f() {} })\nother({ n: 0, f() {} })'],
    ['constants as a whole', 'const X = { a: 1 }\nexport const f = () => X'],
    ['where one property may replace another', 'export default { a: 1, ...b }\nexport const c = { d: 1, d: 2, e }\nexport const g = { [h]: 1, i: 2 }\nexport const j = { get k() { return 1 }, l: 1 }'],
    ['of values that are taken from elsewhere', 'export default { a: b, c: d(), e: f.g }'],
  ])('are not %s', (_, text) => { expect(found(text)).toEqual([]) })
})
