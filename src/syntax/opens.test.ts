import { expect, it } from 'vitest'
import { OPEN } from '../instrument/realm-global.js'
import { instrumentKept } from '../instrument/instrument.js'
import { keptState } from './state.js'

/** A test file with its functions marked: `@` stands for the mark. */
function marked(text: string): string {
  const { opens } = keptState('a.test.ts', text, true)
  return instrumentKept({ path: 'a.test.ts', text }, { kept: [], names: [], opens }).code.replaceAll(`${JSON.stringify(OPEN)};`, '@').replaceAll(`;@`, '@')
}

it.each([
  ['a function of the file', 'const double = (n) => { return 2 * n }', 'const double = (n) => {@ return 2 * n }'],
  ['one that a suite gives to what it tests', 'describe("a", () => { app.get("/", (c) => { return c.text() }); it("b", () => {}) })',
    'describe("a", () => { app.get("/", (c) => {@ return c.text() }); it("b", () => {}) })'],
  ['the same with variables of its own', 'describe("a", () => { app.get("/", async (c) => { const form = await c.form(); return form }); it("b", () => {}) })',
    'describe("a", () => { app.get("/", async (c) => {@ const form = await c.form(); return form }); it("b", () => {}) })'],
  ['not what makes tests while the file is collected', 'each((name) => { it(name, () => {}) })', 'each((name) => { it(name, () => {}) })'],
  ['not one inside of another, which may keep what that one makes', 'const make = () => { let n = 0; return () => { n++ } }',
    'const make = () => {@ let n = 0; return () => { n++ } }'],
  ['not tests and hooks, which nobody keeps', 'beforeEach(() => { reset() })\nit("b", () => { run(() => { stop() }) })', 'beforeEach(() => { reset() })\nit("b", () => { run(() => { stop() }) })'],
])('marked is %s', (_, text, expected) => {
  expect(marked(text)).toBe(expected)
})
