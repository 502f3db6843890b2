/**
 * Constants that other modules read: a mutant in one is switched on after all modules are loaded, and only tests that read the value
 * are run. Each project is aimed at one way in which a reader could be missed, and asks for the verdicts of new workers.
 */
import { describe, expect, it } from 'vitest'
import { statusOf } from './helpers.js'
import { judge } from './tiers.js'

const NAMES = `export const NAME = 'first'
export const OTHER = 'second'
`

describe('a constant that a module exports', () => {
  it('is switched on where tests read it, and is not covered by those that do not', async () => {
    const { report, tiersOf } = await judge({
      'src/names.js': NAMES,
      'src/greet.js': "import { NAME } from './names.js'\nexport const greet = () => NAME + '!'\n",
      'test/greet.test.js': `import { expect, test } from 'vitest'
import { greet } from '../src/greet.js'
test('greets', () => { expect(greet()).toBe('first!') })
`,
    })
    expect(tiersOf("'first'", "''")).toEqual(['hot'])
    expect(statusOf(report, "'first'", "''")).toBe('Killed')
    expect(tiersOf("'second'", "''")).toEqual([])
    expect(statusOf(report, "'second'", "''")).toBe('NoCoverage')
  })

  it('is read by whatever name or way', async () => {
    const { report, tiersOf } = await judge({
      'src/names.js': 'A B C D E F G H'.split(' ').map((name) => `export const ${name} = '${name.toLowerCase()}'`).join('\n'),
      'src/all.js': "export * from './names.js'\nexport { E as WORD } from './names.js'\nexport * as names from './names.js'\n",
      'src/readers.js': `import { D, names as whole, WORD } from './all.js'
import * as names from './names.js'
import { C as greeting } from './names.js'
export const ofNamespace = () => names.A
export const byNameMadeAtRunTime = (name) => names[name.toUpperCase()]
export const underAnotherName = () => greeting
export const throughAnother = () => D
export const throughAnotherRenamed = () => WORD
export const throughAnotherWhole = () => whole.F
export const loadedLate = async () => (await import('./names.js')).G
export const amongAll = () => Object.values(names).at(-1)
`,
      'test/readers.test.js': `import { expect, test } from 'vitest'
import * as read from '../src/readers.js'
test('of a namespace', () => { expect(read.ofNamespace()).toBe('a') })
test('by a name made at run time', () => { expect(read.byNameMadeAtRunTime('b')).toBe('b') })
test('under another name', () => { expect(read.underAnotherName()).toBe('c') })
test('through another module', () => { expect(read.throughAnother()).toBe('d') })
test('through another module, renamed', () => { expect(read.throughAnotherRenamed()).toBe('e') })
test('through another module, whole', () => { expect(read.throughAnotherWhole()).toBe('f') })
test('loaded late', async () => { expect(await read.loadedLate()).toBe('g') })
test('among all', () => { expect(read.amongAll()).toBe('h') })
`,
    }, ['src/names.js'])
    for (const value of 'abcdefgh') {
      expect(tiersOf(`'${value}'`, "''"), value).toEqual(['hot'])
      expect(statusOf(report, `'${value}'`, "''"), value).toBe('Killed')
    }
  })

  it('is switched on in those that are made of it, wherever these are read', async () => {
    const { report, tiersOf } = await judge({
      'src/names.js': `export const FIRST = 'ann'
export const BOTH = [FIRST, 'bob']
export const ALL = { both: BOTH, sep: '-', unread: 'x' }
const TEXT = \`\${FIRST}!\`
export const say = () => TEXT
`,
      'src/join.js': "import { ALL } from './names.js'\nexport const join = () => ALL.both[0] + ALL.sep\n",
      'test/join.test.js': `import { expect, test } from 'vitest'
import { join } from '../src/join.js'
import { say } from '../src/names.js'
test('joins', () => { expect(join()).toBe('ann-') })
test('says', () => { expect(say()).toMatch(/!$/) })
`,
    })
    for (const [original, replacement, status] of [["'ann'", "''", 'Killed'], ["'-'", "''", 'Killed'], ["'bob'", "''", 'Survived']] as const) {
      expect(tiersOf(original, replacement), original).toEqual(['hot'])
      expect(statusOf(report, original, replacement), original).toBe(status)
    }
  })

  it('is evaluated anew with all modules where one of them takes the value while it loads', async () => {
    const { report, tiersOf } = await judge({
      'src/names.js': NAMES,
      'src/greet.js': "import { NAME } from './names.js'\nconst greeting = NAME + '!'\nexport const greet = () => greeting\n",
      'test/greet.test.js': `import { expect, test } from 'vitest'
import { greet } from '../src/greet.js'
test('greets', () => { expect(greet()).toBe('first!') })
`,
    })
    expect(tiersOf("'first'", "''")).toEqual(['cold'])
    expect(statusOf(report, "'first'", "''")).toBe('Killed')
  })

  it('is switched on before the test file is loaded anew where that takes the value', async () => {
    const { report, tiersOf } = await judge({
      'src/names.js': NAMES,
      'src/greet.js': "export const greet = (name) => name + '!'\n",
      'test/greet.test.js': `import { expect, test } from 'vitest'
import { greet } from '../src/greet.js'
import { NAME } from '../src/names.js'
test.each([NAME])('greets %s', (name) => { expect(greet(name)).toBe('first!') })
`,
    })
    expect(tiersOf("'first'", "''")).toEqual(['warm'])
    expect(statusOf(report, "'first'", "''")).toBe('Killed')
  })

  it('is what a mock of its module was made of', async () => {
    const { report } = await judge({
      'src/names.js': NAMES,
      'src/greet.js': "import { NAME } from './names.js'\nexport const greet = () => NAME + '!'\n",
      'test/greet.test.js': `import { expect, test, vi } from 'vitest'
import { greet } from '../src/greet.js'
vi.mock('../src/names.js')
test('greets', () => { expect(greet()).toBe('first!') })
`,
      'test/parts.test.js': `import { expect, test, vi } from 'vitest'
import { greet } from '../src/greet.js'
vi.mock('../src/names.js', async (original) => ({ ...await original() }))
test('greets', () => { expect(greet()).toBe('first!') })
`,
    })
    expect(statusOf(report, "'first'", "''")).toBe('Killed')
  })

  it('is the one of the module that a test has loaded once more', async () => {
    const { report } = await judge({
      'src/names.js': NAMES,
      'test/greet.test.js': `import { beforeEach, expect, test, vi } from 'vitest'
let names
beforeEach(async () => {
  vi.resetModules()
  names = await import('../src/names.js')
})
test('has a name', () => { expect(names.NAME).toBe('first') })
test('has another', () => { expect(names.OTHER.length).toBeGreaterThan(-1) })
`,
    })
    expect(statusOf(report, "'first'", "''")).toBe('Killed')
    expect(statusOf(report, "'second'", "''")).toBe('Survived')
  })

  it('is read by a module that it imports itself', async () => {
    const { report, tiersOf } = await judge({
      'src/names.js': "import { register } from './register.js'\nexport const NAME = 'first'\nexport const OTHER = register()\n",
      'src/register.js': "import { NAME } from './names.js'\nexport const register = () => NAME + '!'\n",
      'test/names.test.js': `import { expect, test } from 'vitest'
import { OTHER } from '../src/names.js'
test('is registered', () => { expect(OTHER).toBe('first!') })
`,
    })
    expect(tiersOf("'first'", "''")).toEqual(['cold'])
    expect(statusOf(report, "'first'", "''")).toBe('Killed')
  })

  it('is the same object for all who read it under one mutant, also where Node loaded the module', async () => {
    const { report } = await judge({
      'src/none.js': "export const NONE = { a: 1 }\nexport const isNone = (value) => value === NONE\n",
      'test/none.test.js': `import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
const none = createRequire(import.meta.url)('../src/none.js')
test('is none', () => { expect(none.isNone(none.NONE)).toBe(true) })
`,
      'src/lists.ts': "export const LIST = ['a', 'b'] as const\nexport const own = () => LIST\n",
      'test/lists.test.ts': `import { expect, test } from 'vitest'
import { LIST, own } from '../src/lists.js'
test('is one list', () => {
  expect(LIST).toBe(own())
  expect(LIST).toBe(LIST)
})
`,
    })
    expect(statusOf(report, '{ a: 1 }', '{}')).toBe('Survived')
    expect(statusOf(report, "['a', 'b']", '[]')).toBe('Survived')
    expect(statusOf(report, "'a'", "''")).toBe('Survived')
  })
})
