/** What modules and test files keep in variables and tables is put back after each run on loaded modules: no module is evaluated anew for it. */
import { expect, it } from 'vitest'
import { mutate, readReport, statusOf, writeProject } from './helpers.js'
import { judge } from './tiers.js'

it('a mutant meets the cache that a new worker has, and tables of tests stay as they were', async () => {
  const { tiersOf, report } = await judge({
    'src/area.js': `const cache = new Map()
let asked = 0
export function area(n) {
  asked++
  if (!cache.has(n)) cache.set(n, n * n)
  return cache.get(n)
}
export const isFirst = () => asked === 1
`,
    'src/user.js': `export function rename(user, name) {
  if (name !== '') user.name = name
  return user
}
export const isLarge = (n) => n > 10
`,
    'test/area.test.js': `import { expect, test } from 'vitest'
import { area, isFirst } from '../src/area.js'
const sizes = [{ size: 3, out: 9 }, { size: 4, out: 16 }]
for (const each of sizes) test('area ' + each.size, () => { expect(area(each.size)).toBe(each.out) })
test('counts', () => { expect(isFirst()).toBe(false) })
`,
    'test/user.test.js': `import { expect, test } from 'vitest'
import { isLarge, rename } from '../src/user.js'
const ann = { name: 'ann', tags: ['a'] }
test('no name is none', () => { expect(rename(ann, '').tags).toEqual(['a']) })
test('large', () => { expect(isLarge(20)).toBe(true) })
test('has her name', () => { expect(ann.name).toBe('ann') })
`,
  })
  // Killed although the first run has filled the cache.
  expect(tiersOf('n * n', 'n / n')).toEqual(['hot'])
  // Its tests go on with what others counted: all of them run.
  expect(tiersOf('asked++', 'asked--')).toEqual(['hot'])
  // Its test leaves everything as it was.
  expect(tiersOf('n > 10', 'n >= 10')).toEqual(['hot'])
  // What it changes another test notices, which does not reach it.
  expect(tiersOf("name !== ''", 'true')).toEqual(['hot', 'hot'])
  const statuses = Object.values(report.files).flatMap(({ mutants }) => mutants.map(({ replacement, status }) => `${replacement} ${status}`))
  expect(statuses).toEqual(expect.arrayContaining(['n / n Killed', 'n >= 10 Survived', 'true Killed']))
})

const MAKERS = `export const matcher = (args) => (text) => (args.pattern.test(text) ? args.name : '')
export function counter(start) {
  let n = start
  return { next: () => ++n, peek: () => n }
}
export function once(make) {
  let made
  let isMade = false
  return () => {
    if (!isMade) { made = make(); isMade = true }
    return made
  }
}
export class Gate {
  open = false
  turn = () => { this.open = !this.open; return this.open }
}
export function gate() {
  const { turn } = new Gate()
  return turn
}
export function numbers() {
  const all = (function* () { for (let n = 0; n < 1000; n++) yield n })()
  return () => all.next().value
}
`

it('what functions know that functions of sources made is put back, and where nobody sees it modules are evaluated anew', async () => {
  const { tiersOf } = await judge({
    'src/makers.js': MAKERS,
    'src/day.js': `import { matcher } from './makers.js'
const day = matcher({ pattern: /day$/, name: 'a day' })
export const isDay = (text, least) => { const isLong = text.length > least; return isLong ? day(text) !== '' : false }
`,
    'src/label.js': `import { counter } from './makers.js'
const ids = counter(9)
export function label(text) { return text === '' ? 'none' : text + ids.next() }
export const isUsed = (least) => ids.peek() >= least
`,
    'src/config.js': `import { once } from './makers.js'
const config = once(() => ({ level: 'high' }))
export const isHigh = (n) => { config(); return n > 3 }
`,
    'src/door.js': "import { gate } from './makers.js'\nconst turn = gate()\nexport const isLarge = (n) => { turn(); turn(); return n > 1 }\n",
    'src/pick.js': "import { numbers } from './makers.js'\nconst next = numbers()\nexport const isHuge = (n) => { next(); return n > 2 }\n",
    'test/day.test.js': "import { expect, test } from 'vitest'\nimport { isDay } from '../src/day.js'\ntest('monday', () => { expect(isDay('monday', 2)).toBe(true) })\n",
    'test/label.test.js': `import { expect, test } from 'vitest'
import { isUsed, label } from '../src/label.js'
test('has a number', () => { expect(label('a')).toBe('a10') })
test('has another', () => { expect(label('b')).toBe('b11') })
test('is used', () => { expect(isUsed(10)).toBe(true) })
`,
    'test/config.test.js': "import { expect, test } from 'vitest'\nimport { isHigh } from '../src/config.js'\ntest('level', () => { expect(isHigh(9)).toBe(true) })\n",
    'test/door.test.js': "import { expect, test } from 'vitest'\nimport { isLarge } from '../src/door.js'\ntest('turns', () => { expect(isLarge(9)).toBe(true) })\n",
    'test/pick.test.js': "import { expect, test } from 'vitest'\nimport { isHuge } from '../src/pick.js'\ntest('picks', () => { expect(isHuge(9)).toBe(true) })\n",
  })
  expect(tiersOf('text.length > least', 'text.length >= least')).toEqual(['hot'])
  // Its tests count on, so all of them run.
  expect(tiersOf("text === ''", 'true')).toEqual(['hot'])
  expect(tiersOf('ids.peek() >= least', 'ids.peek() > least')).toEqual(['hot'])
  // The first run has made it, the next one begins without it.
  expect(tiersOf('n > 3', 'n >= 3')).toEqual(['hot'])
  // A field that is an arrow function hands out its instance; what a generator knows nobody can look into.
  expect([tiersOf('n > 1', 'n >= 1'), tiersOf('n > 2', 'n >= 2')]).toEqual([['hot'], ['cold']])
})

it('what functions know that sources made which this run does not mutate is put back', async () => {
  const { tiersOf } = await judge({
    'src/makers.js': `export function oneOf(text) {
  const all = new Set(text.split(','))
  return (key) => all.has(key)
}
`,
    'src/kind.js': `import { oneOf } from './makers.js'
const isVowel = oneOf('a,e,i,o,u')
const asked = []
export function kind(letter) {
  if (asked.push(letter) > 9) return 'many'
  return isVowel(letter) ? 'vowel' : 'other'
}
`,
    'test/kind.test.js': `import { expect, test } from 'vitest'
import { kind } from '../src/kind.js'
test('a vowel', () => { expect(kind('a')).toBe('vowel') })
test('another', () => { expect(kind('b')).toBe('other') })
`,
  }, ['src/kind.js'])
  expect(tiersOf('asked.push(letter) > 9', 'asked.push(letter) >= 9')).toEqual(['hot'])
})

it('where tests take long and go on with what others left, a mutant meets those that reach it, and all of them only to survive', async () => {
  const { tiersOf } = await judge({
    'src/level.js': `let level = 0
export function setLevel(to) { level = to }
export function bump() {
  level = level + 1
  return level
}
`,
    'test/level.test.js': `import { expect, test } from 'vitest'
import { bump, setLevel } from '../src/level.js'
test('sets', async () => {
  setLevel(1)
  await new Promise((resolve) => { setTimeout(resolve, 80) })
})
test('bumps', () => { expect(bump()).not.toBe(-1) })
`,
  })
  // From the level that a module begins with the test would fail.
  expect(tiersOf('level + 1', 'level - 1')).toEqual(['hot', 'hot'])
})

it('where such tests begin with what the last one left, the first of them has to pass without the mutant as well', async () => {
  const { tiersOf } = await judge({
    'src/records.js': `const records = new Map()
export function create(id) {
  if (records.has(id)) return false
  records.set(id, 1)
  return true
}
export const isLarge = (n) => n > 5
`,
    'test/records.test.js': `import { expect, test } from 'vitest'
import { create, isLarge } from '../src/records.js'
test('creates', () => {
  expect(isLarge(9)).toBe(true)
  expect(create('a')).toBe(true)
})
test('takes its time', () => new Promise((resolve) => { setTimeout(resolve, 80) }))
test('is large', () => { expect(isLarge(8)).toBe(true) })
`,
  })
  expect(new Set(tiersOf('n > 5', 'n >= 5'))).toEqual(new Set(['hot']))
})

it('a module that a plugin makes up stays as it is', async () => {
  const project = writeProject({
    'vitest.config.js': `export default { plugins: [{
  name: 'registry',
  resolveId: (id) => (id === 'virtual:registry.js' ? id : undefined),
  load: (id) => (id === 'virtual:registry.js' ? 'export const all = new Map()' : undefined),
}] }
`,
    'src/add.js': "import { all } from 'virtual:registry.js'\nexport const add = (n) => n + all.size\n",
    'test/add.test.js': "import { expect, test } from 'vitest'\nimport { add } from '../src/add.js'\ntest('adds', () => { expect(add(2)).toBe(2) })\n",
  })
  const { code, stderr } = await mutate(project, ['--reporters', 'json', '--no-type-check'])
  expect(code, stderr).toBe(0)
  expect(Object.keys(readReport(project).files)).toEqual(['src/add.js'])
})

it('nobody asks a proxy of the project anything, be it revoked', async () => {
  const { report } = await judge({
    'src/drafts.js': `const traps = ['get', 'has', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor']
function ask() { throw new Error('a proxy was asked') }
export const loud = new Proxy(function draft() {}, Object.fromEntries(traps.map((trap) => [trap, ask])))
export const drafts = { open: [], over: [loud] }
export function finish(draft) {
  const { proxy, revoke } = Proxy.revocable(draft, {})
  const isNew = draft.step > 1
  revoke()
  drafts.over.push(proxy)
  return isNew
}
finish({ step: 0 })
`,
    'test/drafts.test.js': `import { expect, test } from 'vitest'
import { drafts, finish } from '../src/drafts.js'
const first = drafts.over[1]
test('is over', () => {
  expect(finish({ step: 2 })).toBe(true)
  expect(drafts.over.length).toBe(3)
  expect(drafts.over[1] === first).toBe(true)
})
`,
  })
  expect(statusOf(report, 'draft.step > 1', 'draft.step >= 1')).toBe('Survived')
  expect(statusOf(report, 'draft.step > 1', 'false')).toBe('Killed')
})

it('tests that look whether something is let go of pass as in a plain run', async () => {
  const { report } = await judge({
    'src/named.js': `const names = new WeakMap()
const seen = new WeakSet()
export function name(object, as) {
  if (as !== '') names.set(object, as)
  seen.add(object)
  return names.get(object)
}
`,
    'test/named.test.js': `import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { name } from '../src/named.js'
setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc')
test('a key, before the code that used it is done', async () => {
  let isGone = false
  const registry = new FinalizationRegistry(() => { isGone = true })
  function use(object) {
    expect(name(object, 'a')).toBe('a')
    registry.register(object, undefined)
  }
  use({})
  await Promise.resolve()
  gc()
  for (let tick = 0; tick < 10; tick++) await new Promise(setImmediate)
  expect(isGone).toBe(true)
})
test('what a timer knew', async () => {
  const ref = await new Promise((done) => {
    const object = {}
    setTimeout(() => done(new WeakRef(object)), 1)
  })
  await new Promise((done) => setTimeout(done, 5))
  gc()
  expect(ref.deref()).toBe(undefined)
})
`,
  })
  expect(Object.values(report.files)[0]!.mutants.filter(({ status }) => status === 'Killed').length).toBeGreaterThan(1)
})
