/**
 * Projects whose tests build values with the sources while they are collected: their mutants are judged with the test file loaded
 * anew on the loaded sources (warm). Each is aimed at one way in which that could lie, and asks for the verdicts of new workers.
 */
import { describe, expect, it } from 'vitest'
import { statusOf } from './helpers.js'
import { judge } from './tiers.js'

const SCHEMA = `export function text(least) {
  return { kind: 'text', least: least + 1 }
}
`

describe('a test file that builds values while it is collected', () => {
  it('is loaded anew on its sources for each mutant', async () => {
    const { report, tiersOf } = await judge({
      'src/schema.js': SCHEMA,
      'test/schema.test.js': `import { describe, expect, test } from 'vitest'
import { text } from '../src/schema.js'
describe('text', () => {
  const schema = text(1)
  test('has a bound', () => { expect(schema.least).toBe(2) })
})
`,
    })
    expect(tiersOf('least + 1', 'least - 1')).toEqual(['warm'])
    expect(statusOf(report, 'least + 1', 'least - 1')).toBe('Killed')
    expect(tiersOf("'text'", "''")).toEqual(['warm'])
    expect(statusOf(report, "'text'", "''")).toBe('Survived')
  })

  it('and hot for what only its tests pass', async () => {
    const { tiersOf } = await judge({
      'src/schema.js': `${SCHEMA}export function fits(schema, value) {
  return value.length > schema.least
}
`,
      'test/schema.test.js': `import { describe, expect, test } from 'vitest'
import { fits, text } from '../src/schema.js'
describe('text', () => {
  const schema = text(1)
  test('fits', () => { expect(fits(schema, 'abc')).toBe(true) })
})
`,
    })
    expect(tiersOf('least + 1', 'least - 1')).toEqual(['warm'])
    expect(tiersOf('value.length > schema.least', 'false')).toEqual(['hot'])
  })

  it('is loaded with all its sources for what they pass as well while they load', async () => {
    const { report, tiersOf } = await judge({
      'src/schema.js': `${SCHEMA}export const DEFAULT = [0].map(text)\n`,
      'test/schema.test.js': `import { describe, expect, test } from 'vitest'
import { DEFAULT, text } from '../src/schema.js'
describe('text', () => {
  const schema = text(1)
  test('is there', () => { expect(schema).toBeDefined() })
  test('has a default', () => { expect(DEFAULT[0].least).toBe(1) })
})
`,
    })
    expect(tiersOf('least + 1', 'least - 1')).toEqual(['cold'])
    expect(statusOf(report, 'least + 1', 'least - 1')).toBe('Killed')
  })

  it('is loaded without them for what they do not pass, though one has a variable, as nothing assigns that', async () => {
    const { tiersOf } = await judge({
      'src/schema.js': `${SCHEMA}let mode = 'strict'
export function setMode(value) {
  mode = value
}
export const wide = (width) => ({ width: width * 2, mode })
export const COUNT = Number([0].map(text).length)
`,
      'test/schema.test.js': `import { describe, expect, test } from 'vitest'
import { COUNT, text, wide } from '../src/schema.js'
describe('text', () => {
  const schema = { ...text(1), ...wide(2) }
  test('is there', () => { expect(schema.least + COUNT).toBe(3) })
  test('is wide', () => { expect(schema.width).toBe(4) })
})
`,
    })
    expect(tiersOf('least + 1', 'least - 1')).toEqual(['cold'])
    expect(tiersOf('width * 2', 'width / 2')).toEqual(['warm'])
  })

  it('is loaded with all its sources where modules are mocked', async () => {
    const { report, tiersOf } = await judge({
      'src/notify.js': 'export const notify = (text) => text.trim()\n',
      'src/order.js': `import { notify } from './notify.js'
export function order(count) {
  if (count > 0) notify('ordered')
  return { count: count + 1 }
}
`,
      'test/order.test.js': `import { describe, expect, test, vi } from 'vitest'
import { notify } from '../src/notify.js'
import { order } from '../src/order.js'
vi.mock('../src/notify.js', () => ({ notify: vi.fn() }))
describe('an order of nothing', () => {
  const made = order(0)
  test('is made', () => { expect(made.count).toBe(1) })
  test('tells nobody', () => { expect(notify).not.toHaveBeenCalled() })
})
`,
    })
    expect(tiersOf('count > 0', 'count >= 0')).not.toContain('warm')
    expect(statusOf(report, 'count > 0', 'count >= 0')).toBe('Killed')
  })

  it('is looked at again with all its sources where these keep what it gave them', async () => {
    const { report, tiersOf } = await judge({
      'src/shelf.js': `const shelf = {}
export function put(name, value) {
  shelf[name] = value
}
export const get = (name) => shelf[name]
`,
      'test/shelf.test.js': `import { expect, test } from 'vitest'
import { get, put } from '../src/shelf.js'
put('a', 1)
test('keeps', () => { expect(get('a')).toBe(1) })
`,
    })
    expect(tiersOf('{\n  shelf[name] = value\n}', '{}')).toEqual(['warm', 'cold'])
    expect(statusOf(report, '{\n  shelf[name] = value\n}', '{}')).toBe('Killed')
  })

  it('is loaded with all its sources where these do something else the second time', async () => {
    const { report, tiersOf } = await judge({
      'src/models.js': `const models = new Map()
let made = 0
export function define(name) {
  if (!models.has(name)) {
    made++
    models.set(name, { name })
  }
  return models.get(name)
}
export const count = () => made
`,
      'test/models.test.js': `import { expect, test } from 'vitest'
import { count, define } from '../src/models.js'
const model = define('a')
test('is made once', () => {
  expect(model.name).toBe('a')
  expect(count()).toBe(1)
})
`,
    })
    expect(tiersOf('!models.has(name)', 'true')).not.toContain('warm')
    expect(statusOf(report, '!models.has(name)', 'true')).toBe('Survived')
  })
})

describe('a test file that keeps something', () => {
  it('is loaded anew for what survives it, and its sources are not when they keep nothing', async () => {
    const { report, tiersOf } = await judge({
      'src/limit.js': `export function limit(n) {
  return n > 3 ? 3 : label(n)
}
function label(n) {
  return n + 0
}
`,
      'test/limit.test.js': `import { expect, test } from 'vitest'
import { limit } from '../src/limit.js'
// What these functions know nobody hands out.
const known = (() => {
  const all = new Set()
  return { has: (n) => all.has(n), add: (n) => { all.add(n) } }
})()
test('is limited', () => {
  const limited = limit(5)
  if (!known.has(5)) expect(limited).toBe(3)
  known.add(5)
})
test('is not changed', () => { expect(limit(0)).toBe(0) })
`,
    })
    expect(tiersOf('n > 3', 'false')).toEqual(['hot', 'warm'])
    expect(statusOf(report, 'n > 3', 'false')).toBe('Killed')
    expect(tiersOf('n + 0', 'n - 0')).toEqual(['hot', 'warm'])
    expect(statusOf(report, 'n + 0', 'n - 0')).toBe('Survived')
  })

  it('is loaded anew at once where its tests do something else the second time', async () => {
    const { report, tiersOf } = await judge({
      'src/limit.js': 'export const limit = (n) => (n > 3 ? 3 : n)\n',
      'test/limit.test.js': `import { expect, test } from 'vitest'
import { limit } from '../src/limit.js'
const known = (() => {
  const all = new Map()
  return { get: (n) => all.get(n), set: (n, to) => { all.set(n, to) } }
})()
test('is limited', () => {
  if (!known.get(5)) known.set(5, limit(5))
  expect(known.get(5)).toBe(3)
})
`,
    })
    expect(tiersOf('n > 3', 'false')).toEqual(['warm'])
    expect(statusOf(report, 'n > 3', 'false')).toBe('Killed')
    expect(tiersOf('n > 3', 'n >= 3')).toEqual(['warm'])
    expect(statusOf(report, 'n > 3', 'n >= 3')).toBe('Survived')
  })

  it('goes with its sources where a mutant makes one of these keep something', async () => {
    const { report, tiersOf } = await judge({
      'src/mode.js': `let mode = 'plain'
export const modeOf = (name, change) => {
  if (change === name) store(name)
  return mode + name.slice(0, 0)
}
function store(name) {
  mode = name
}
export const plain = ['a'].map((name) => modeOf(name, 'b'))
`,
      'test/mode.test.js': `import { expect, test } from 'vitest'
import { modeOf } from '../src/mode.js'
const known = new Map()
const early = modeOf('x', 'y')
test('stays', () => {
  if (!known.has('c')) known.set('c', modeOf('c', 'd'))
  expect(known.get('c') + early.slice(0, 0)).not.toBe('')
})
`,
    })
    expect(tiersOf('change === name', 'true')).not.toContain('warm')
    expect(statusOf(report, 'change === name', 'true')).toBe('Survived')
    expect(statusOf(report, 'change === name', 'false')).toBe('Survived')
  })
})

describe('a mutant that survives and leaves the door locked', () => {
  it('kills none of those that come after it', async () => {
    const { report, tiersOf } = await judge({
      'src/gate.js': `let locked = false
export function enter(guests) {
  if (locked) throw new Error('locked for ever')
  const places = guests + 1
  locked = guests > 10
  report(\`\${guests} came\`)
  return places
}
function report(text) {
  return text.trim()
}
`,
      'test/gate.test.js': `import { describe, expect, test } from 'vitest'
import { enter } from '../src/gate.js'
describe('a gate', () => {
  const places = enter(1)
  test('lets one in', () => { expect(places).toBe(2) })
})
`,
    })
    expect(tiersOf('guests > 10', 'guests !== 10')[0]).toBe('warm')
    expect(statusOf(report, 'guests > 10', 'guests !== 10')).toBe('Survived')
    expect(statusOf(report, 'text.trim()', "''")).toBe('Survived')
    expect(statusOf(report, '`${guests} came`', '``')).toBe('Survived')
  })
})

describe('sources that import Vitest', () => {
  const project = (helper: string) => ({
    'src/double.js': 'export const double = (n) => n * 2\n',
    'src/check.js': helper,
    'test/double.test.js': `import { describe, test } from 'vitest'
import { check } from '../src/check.js'
import { double } from '../src/double.js'
describe('double', () => {
  const made = double(2)
  test('doubles', () => { check(made, 4) })
})
`,
  })

  it('to assert something stay when the test file is loaded anew', async () => {
    const { report, tiersOf } = await judge(project("import { expect } from 'vitest'\nexport const check = (made, wanted) => { expect(made).toBe(wanted) }\n"))
    expect(tiersOf('n * 2', 'n / 2')).toEqual(['warm'])
    expect(statusOf(report, 'n * 2', 'n / 2')).toBe('Killed')
  })

  it('to register hooks are evaluated anew with it', async () => {
    const { report, tiersOf } = await judge(project(`import { afterEach, expect } from 'vitest'
let last
afterEach(() => { expect(last).toBe(4) })
export const check = (made) => { last = made }
`))
    expect(tiersOf('n * 2', 'n / 2')).toEqual(['cold'])
    expect(statusOf(report, 'n * 2', 'n / 2')).toBe('Killed')
  })
})

describe('what a test file loads beside its sources is loaded anew with it', () => {
  const HELPED = `import { afterEach, describe, expect, test } from 'vitest'
import { double } from '../src/double.js'
`

  it('helpers that register hooks, though another hook has the same text', async () => {
    const { report, tiersOf } = await judge({
      'src/double.js': 'export const double = (n) => n * 2\n',
      'src/watch.js': `import { afterEach } from 'vitest'
const check = () => { if (globalThis.made !== 4) throw new Error('made something else') }
afterEach(() => { check() })
export const watched = 1
`,
      'test/double.test.js': `${HELPED}import { watched } from '../src/watch.js'
const check = () => undefined
afterEach(() => { check() })
describe('double', () => {
  globalThis.made = double(2)
  test('is watched', () => { expect(watched).toBe(1) })
})
`,
    }, ['src/double.js'])
    expect(tiersOf('n * 2', 'n / 2')).toEqual(['warm'])
    expect(statusOf(report, 'n * 2', 'n / 2')).toBe('Killed')
  })

  it('set-up files', async () => {
    const { report, tiersOf } = await judge({
      'vitest.config.js': "export default { test: { setupFiles: ['test/setup.js'] } }\n",
      'src/double.js': 'export const double = (n) => n * 2\n',
      'test/setup.js': `import { afterEach } from 'vitest'
afterEach(() => { if (globalThis.made !== 4) throw new Error('made something else') })
`,
      'test/double.test.js': `${HELPED}describe('double', () => {
  globalThis.made = double(2)
  test('is watched', () => { expect(afterEach).toBeDefined() })
})
`,
    })
    expect(tiersOf('n * 2', 'n / 2')).toEqual(['warm'])
    expect(statusOf(report, 'n * 2', 'n / 2')).toBe('Killed')
  })

  it('data that it changes', async () => {
    const { report, tiersOf } = await judge({
      'src/fill.js': 'export function fill(target, value) {\n  target.value = value\n}\n',
      'src/data.json': '{ "name": "data" }\n',
      'test/fill.test.js': `import { describe, expect, test } from 'vitest'
import data from '../src/data.json'
import { fill } from '../src/fill.js'
describe('data', () => {
  fill(data, 2)
  test('is filled', () => { expect(data.value).toBe(2) })
})
`,
    })
    expect(tiersOf('{\n  target.value = value\n}', '{}')).toEqual(['warm'])
    expect(statusOf(report, '{\n  target.value = value\n}', '{}')).toBe('Killed')
  })
})
