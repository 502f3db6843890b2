/**
 * State that is hard to see in a text: each source and test file here hides a mutant once its tests have run, so that a run on loaded
 * modules says it survives. New workers tell the truth.
 */
import { expect, it } from 'vitest'
import { originalOf } from './helpers.js'
import { judge } from './tiers.js'

/** A class whose doors stay shut. */
const DOOR = "export class Door {\n  constructor() { this.shut = 'no' }\n  close() { this.shut = 'yes' }\n}\n"

/** Sources, each with the body of its test, and the block that must be killed when it is emptied. */
const SOURCES: Record<string, readonly [source: string, test: string, block: string]> = {
  'default-instance': [`${DOOR}export default new Door()\n`, "all.default.close()\nexpect(all.default.shut).toBe('yes')", "{ this.shut = 'yes' }"],
  closure: [
    "export const mode = (() => {\n  let current = 'light'\n  return { dark() { current = 'dark' }, get: () => current }\n})()\n",
    "all.mode.dark()\nexpect(all.mode.get()).toBe('dark')", "{ current = 'dark' }",
  ],
  table: [
    `${DOOR}const doors = { front: new Door() }\nexport const door = () => doors.front\n`,
    "all.door().close()\nexpect(all.door().shut).toBe('yes')", "{ this.shut = 'yes' }",
  ],
  alias: [
    "const box = { item: 'none' }\nexport function fill() { const b = box; b.item = 'full' }\nexport const item = () => box.item\n",
    "all.fill()\nexpect(all.item()).toBe('full')", "{ const b = box; b.item = 'full' }",
  ],
  argument: [
    "const current = { name: 'none' }\nfunction put(target, name) { target.name = name }\nexport const become = (name) => put(current, name)\nexport const name = () => current.name\n",
    "all.become('ann')\nexpect(all.name()).toBe('ann')", '{ target.name = name }',
  ],
  itself: [
    'export const lamp = { on: 0, light() { this.on = 1 }, shines() { return this.on } }\n',
    'all.lamp.light()\nexpect(all.lamp.shines()).toBe(1)', '{ this.on = 1 }',
  ],
  'filled-while-loading': [
    "const registry = new Map()\nfunction register(name, value) { registry.set(name, value) }\nregister('main', { state: 'off' })\n"
      + "export function turnOn(name) { const found = registry.get(name); found.state = 'on' }\nexport const stateOf = (name) => registry.get(name).state\n",
    "all.turnOn('main')\nexpect(all.stateOf('main')).toBe('on')", "{ const found = registry.get(name); found.state = 'on' }",
  ],
  global: ['export function flag() { globalThis.flagged = 1 }\n', 'all.flag()\nexpect(globalThis.flagged).toBe(1)', '{ globalThis.flagged = 1 }'],
}

/** What test files hold of the class of doors, and the name of the door that their test closes. */
const HELD: Record<string, readonly [held: string, door: string]> = {
  nested: ['const held = { door: new Door() }', 'held.door'],
  listed: ['const held = [new Door()]', 'held[0]'],
}

it('in modules and test files is forgotten before a survivor is one', async () => {
  const { report } = await judge({
    ...Object.fromEntries(Object.entries(SOURCES).flatMap(([name, [source, test]]) => [
      [`src/${name}.js`, source],
      [`test/${name}.test.js`, `import { expect, test } from 'vitest'\nimport * as all from '../src/${name}.js'\ntest('${name}', () => {\n${test}\n})\n`],
    ])),
    ...Object.fromEntries(Object.entries(HELD).flatMap(([name, [held, door]]) => [
      [`src/${name}.js`, DOOR],
      [`test/${name}.test.js`,
        `import { expect, test } from 'vitest'\nimport { Door } from '../src/${name}.js'\n${held}\ntest('${name}', () => {\n  ${door}.close()\n  expect(${door}.shut).toBe('yes')\n})\n`],
    ])),
  })
  const blocks = [...Object.entries(SOURCES).map(([name, [, , block]]) => [name, block]), ...Object.keys(HELD).map((name) => [name, "{ this.shut = 'yes' }"])]
  const statuses = blocks.map(([name, block]) => {
    const file = report.files[`src/${name!}.js`]!
    return [name, file.mutants.find((mutant) => originalOf(file, mutant) === block)?.status]
  })
  expect(statuses).toEqual(blocks.map(([name]) => [name, 'Killed']))
}, 120_000)
