/**
 * Tables that are written where a module loads: a mutant of a value in one is switched on after all modules are loaded, and only tests
 * that read the value are run. Each project is aimed at one way in which a reader could be missed, and asks for the verdicts of new workers.
 */
import { describe, expect, it } from 'vitest'
import { mutate, readReport, statusOf, writeProject } from './helpers.js'
import { judge } from './tiers.js'

const JOIN = `import { make } from './make.js'
const NAMES = ['ann', 'bob']
export const join = make({ names: NAMES, sep: '-', unread: 'x', f() {} })
`
const TEST = `import { expect, test } from 'vitest'
import { join } from '../src/join.js'
test('joins', () => { expect(join(1)).toBe('bob-') })
`

describe('a value in a table', () => {
  it('is switched on where code reads it that was given the table while modules loaded', async () => {
    const { report, tiersOf } = await judge({
      'src/join.js': JOIN,
      'src/make.js': 'export const make = (args) => (at) => args.names[at] + args.sep\n',
      'test/join.test.js': TEST,
    })
    for (const [original, replacement] of [["'bob'", "''"], ["'-'", "''"]] as const) {
      expect(tiersOf(original, replacement), original).toEqual(['hot'])
      expect(statusOf(report, original, replacement), original).toBe('Killed')
    }
    expect(tiersOf("'ann'", "''")).toEqual(['hot'])
    expect(statusOf(report, "'ann'", "''")).toBe('Survived')
    expect(statusOf(report, "'x'", "''")).toBe('NoCoverage')
  })

  it.each([
    ['takes it out', 'export const make = ({ names, sep }) => (at) => names[at] + sep\n'],
    ['copies the table', 'export const make = (args) => { const own = { ...args }; return (at) => own.names[at] + own.sep }\n'],
    ['walks through the table', 'export const make = (args) => { const [names, sep] = Object.values(args); return (at) => names[at] + sep }\n'],
    ['makes a text of it', 'export const make = (args) => { const own = JSON.parse(JSON.stringify(args)); return (at) => own.names[at] + own.sep }\n'],
  ])('is evaluated anew with all modules where code %s while modules load', async (_, make) => {
    const { report, tiersOf } = await judge({ 'src/join.js': JOIN, 'src/make.js': make, 'test/join.test.js': TEST }, ['src/join.js'])
    expect(tiersOf("'-'", "''")).toEqual(['cold'])
    expect(statusOf(report, "'-'", "''")).toBe('Killed')
  })

  it('is what tests find who look at the table in any way', async () => {
    const { report } = await judge({
      'src/locale.js': `const months = ['jan', 'feb']
export const locale = { code: 'en', months, options: { start: 'mon', round: Math.round }, say: (x) => x }
export default { title: 'hello', render() { return this.title } }
`,
      'test/locale.test.js': `import { expect, test } from 'vitest'
import page, { locale } from '../src/locale.js'
test('equal', () => { expect({ ...locale, say: 1 }).toStrictEqual({ code: 'en', months: ['jan', 'feb'], options: { start: 'mon', round: Math.round }, say: 1 }) })
test('in parts', () => { expect(locale).toMatchObject({ options: { start: 'mon' } }) })
test('as text', () => { expect(JSON.stringify(locale)).toBe('{"code":"en","months":["jan","feb"],"options":{"start":"mon"}}') })
test('as a snapshot', () => { expect(locale.options).toMatchInlineSnapshot(\`
  {
    "round": [Function],
    "start": "mon",
  }
\`) })
test('cloned', () => { expect(structuredClone({ ...locale, say: 1, options: { ...locale.options, round: 1 } }).options.start).toBe('mon') })
test('as a prototype', () => { expect(Object.create(page).render()).toBe('hello') })
`,
    })
    for (const original of ["'en'", "'jan'", "['jan', 'feb']", "'mon'", "'hello'"]) {
      expect(statusOf(report, original, original.startsWith('[') ? '[]' : "''"), original).toBe('Killed')
    }
  })

  it('is changed by tests as in any other table', async () => {
    await judge({
      'src/settings.js': `export const settings = { mode: 'fast', level: 3, log() {} }
export const isFast = () => settings.mode === 'fast'
export const isHigh = (n) => n > settings.level
`,
      'test/settings.test.js': `import { afterEach, expect, test } from 'vitest'
import { isFast, isHigh, settings } from '../src/settings.js'
test('fast', () => { expect(isFast()).toBe(true) })
test('slow', () => { settings.mode = 'slow'; expect(isFast()).toBe(false); settings.mode = 'fast' })
test('high', () => { settings.level = 1; expect(isHigh(2)).toBe(true); expect(isHigh(0)).toBe(false) })
test('deleted', () => { delete settings.level; expect(isHigh(2)).toBe(false) })
`,
      'test/again.test.js': `import { expect, test, vi } from 'vitest'
import { isFast, isHigh, settings } from '../src/settings.js'
test('spied', () => { vi.spyOn(settings, 'level', 'get').mockReturnValue(10); expect(isHigh(5)).toBe(false); vi.restoreAllMocks() })
test('frozen', () => { expect(isHigh(Object.freeze(settings).level + 1)).toBe(true) })
test('fast', () => { expect(isFast()).toBe(true) })
`,
    })
  })

  it('is left as it is where tests fail otherwise, and for packages', async () => {
    const { report, tiersOf } = await judge({
      'src/join.js': JOIN,
      'src/make.js': `export const make = (args) => {
  if (Object.getOwnPropertyDescriptor(args, 'sep').get) throw new Error('it has a getter')
  return (at) => args.names[at] + args.sep
}
`,
      'test/join.test.js': TEST,
    }, ['src/join.js'])
    expect(tiersOf("'-'", "''")).toEqual(['cold'])
    expect(statusOf(report, "'-'", "''")).toBe('Killed')
    const project = writeProject({
      'src/state.js': "import { inspect } from 'node:util'\nexport const text = inspect({ n: 'one', f() {} })\n",
      'test/state.test.js': "import { expect, test } from 'vitest'\nimport { text } from '../src/state.js'\ntest('is one', () => { expect(text).toContain('one') })\n",
    })
    const { code, stderr } = await mutate(project, ['--reporters', 'json', '--no-type-check'])
    expect(code, stderr).toBe(0)
    expect(statusOf(readReport(project), "'one'", "''")).toBe('Killed')
  })
})
