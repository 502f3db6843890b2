/** Test files that repeat on loaded modules although something of them was replaced meanwhile, or goes another way now and then. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { pathOfLog } from './helpers.js'
import { judge } from './tiers.js'

it('matchers that know what hooks of a set-up file do are those of the first load again after modules were evaluated anew', async () => {
  const { tiersOf } = await judge({
    'vitest.config.js': "export default { test: { setupFiles: ['./test/setup.js'] } }\n",
    'test/setup.js': `import { beforeEach, expect } from 'vitest'
let told
expect.extend({ toBeTold: (name) => ({ pass: told.includes(name), message: () => name + ' was not told' }) })
beforeEach(() => {
  told = []
  globalThis.tell = (name) => { told.push(name) }
})
`,
    // Nobody can look into it, so modules are evaluated anew before anything else.
    'src/greet.js': `export const gate = new Proxy({ open: true }, {})
export function greet(name) {
  if (name.length > 3) globalThis.tell(name)
  return 'hello'
}
`,
    'test/greet.test.js': `import { expect, test } from 'vitest'
import { greet } from '../src/greet.js'
test('tells of long names', () => {
  expect(greet('anna')).toBe('hello')
  expect('anna').toBeTold()
})
test('and of no others', () => {
  expect(greet('bo')).toBe('hello')
  expect('bo').not.toBeTold()
})
`,
  })
  expect(tiersOf('name.length > 3', 'name.length >= 3')).toEqual(['hot', 'cold'])
  expect(tiersOf('name.length > 3', 'false')).toEqual(['hot'])
})

it('a test that goes another way twice, and passes, is no reason to give mutants workers of their own', async () => {
  const counter = JSON.stringify(pathOfLog())
  const { tiersOf } = await judge({
    'src/add.js': `export function add(a, b) {
  if (a > 8) return 9
  return a + b
}
`,
    // The second run and the third are the first on loaded modules; were these taken for the rule, the fifth and sixth would be the next.
    'test/add.test.js': `import { appendFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { add } from '../src/add.js'
test('adds', () => {
  appendFileSync(${counter}, '.')
  expect(add(1, 2)).toBe(3)
  if ([2, 3, 5, 6].includes(statSync(${counter}).size)) expect(add(2, 2)).toBe(4)
})
`,
  })
  expect(tiersOf('a > 8', 'a >= 8')).toEqual(['hot'])
})

it('a test whose way differs each time, and whose result never does, runs on loaded modules', async () => {
  const counter = JSON.stringify(pathOfLog())
  const { tiersOf } = await judge({
    'src/wait.js': `export function wait(turns) {
  let n = 0
  while (n < turns) n++
  return n > 0
}
`,
    'test/wait.test.js': `import { appendFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { wait } from '../src/wait.js'
test('waits', () => {
  appendFileSync(${counter}, '.')
  expect(wait(1 + statSync(${counter}).size * 7 % 5)).toBe(true)
})
`,
  })
  expect(tiersOf('n > 0', 'n >= 0')).toEqual(['hot'])
})

it('a test that does more each time goes on with what it has left: its mutants meet new modules', async () => {
  const { tiersOf } = await judge({
    // Nobody can look into it.
    'src/names.js': `const names = new Proxy([], {})
export function add(name) {
  names.push(name)
  for (const each of names) if (each.length > 9) return false
  return true
}
`,
    'test/names.test.js': `import { expect, test } from 'vitest'
import { add } from '../src/names.js'
test('adds', () => { expect(add('ann')).toBe(true) })
`,
  })
  expect(tiersOf('each.length > 9', 'each.length >= 9')).toEqual(['cold'])
})

it('tests that fail where those between them did not run meet the mutant after all that are before them', async () => {
  const { tiersOf } = await judge({
    'src/door.js': `const door = new Proxy({ open: false }, {})
export const open = () => { door.open = true }
export const shut = () => { door.open = false }
export const width = (n) => (door.open ? 0 : n * 2)
`,
    'test/door.test.js': `import { expect, test } from 'vitest'
import { open, shut, width } from '../src/door.js'
test('has a width', () => {
  shut()
  expect(width(4)).toBeTypeOf('number')
  open()
})
test('shuts', () => {
  shut()
  expect(open).toBeTypeOf('function')
})
test('is as wide', () => { expect(width(5)).toBe(10) })
`,
  })
  expect(tiersOf('door.open', 'true')).toEqual(['hot', 'hot'])
  // By then it is known.
  expect(tiersOf('n * 2', 'n / 2')).toEqual(['hot'])
})

it('hooks that packages register while they load stay when modules are evaluated anew, beside those of the test file', async () => {
  const { tiersOf } = await judge({
    'vitest.config.js': 'export default { test: { globals: true } }\n',
    'lib/node_modules/cleaner/package.json': '{ "name": "cleaner", "type": "module", "exports": "./index.js" }',
    'lib/node_modules/cleaner/index.js': 'export const left = []\nafterEach(() => { left.length = 0 })\n',
    // Nobody can look into it, so survivors meet modules that are evaluated anew.
    'src/greet.js': `export const gate = new Proxy({ open: true }, {})
export const polite = gate.open ? 'dear ' : ''
export function greet(name, calls) {
  calls.push(name)
  return polite + (name.length > 3 ? name : 'friend')
}
`,
    'test/greet.test.js': `import { left } from '../lib/node_modules/cleaner/index.js'
import { greet } from '../src/greet.js'
let told = 0
afterEach(() => { told++ })
test('greets', () => {
  expect(greet('anna', left)).toBe('dear anna')
  expect(left).toEqual(['anna'])
})
test('greets friends', () => {
  expect(greet('bo', left)).toBe('dear friend')
  expect(left).toEqual(['bo'])
})
`,
  })
  expect(tiersOf('name.length > 3', 'name.length >= 3')).toEqual(['hot', 'cold'])
})

it('globals that sources set by name are put back, so that survivors need no new worker', async () => {
  const { tiersOf, report } = await judge({
    'src/store.js': `let own
export function defaultStore() {
  own ??= new Map()
  globalThis.__SHOP_STORE__ ||= own
  if (globalThis.__SHOP_STORE__ !== own) throw new Error('loaded twice')
  return own
}
export function add(name, count) {
  if (count > 0) defaultStore().set(name, count)
}
`,
    'test/store.test.js': `import { expect, test } from 'vitest'
import { add, defaultStore } from '../src/store.js'
test('adds', () => {
  add('milk', 2)
  expect(globalThis.__SHOP_STORE__.get('milk')).toBe(2)
})
test('adds nothing', () => {
  add('bread', -1)
  expect(defaultStore().has('bread')).toBe(false)
})
`,
  })
  expect(tiersOf('count > 0', 'count >= 0')).not.toContain('fresh')
  expect(tiersOf('count > 0', 'count >= 0')).toContain('hot')
  const { mutants } = report.files['src/store.js']!
  expect(mutants.filter(({ status }) => status === 'Survived').map(({ replacement }) => replacement)).toContain('count >= 0')
})

it('and those of which only a part is set do', async () => {
  const { tiersOf } = await judge({
    'src/flags.js': `export function raise(name, count) {
  globalThis.flags.raised = name
  return count > 0 ? name : ''
}
`,
    'test/flags.test.js': `import { expect, test } from 'vitest'
import { raise } from '../src/flags.js'
globalThis.flags = {}
test('raises', () => {
  expect(raise('red', 2)).toBe('red')
  expect(raise('red', -1)).toBe('')
  expect(globalThis.flags.raised).toBe('red')
})
`,
  })
  expect(tiersOf('count > 0', 'count >= 0')).toEqual(['hot', 'fresh'])
})

it('what the last test has reported later is not heard by the first one of the next run', async () => {
  const { tiersOf } = await judge({
    'src/report.js': "export function report(error) { setTimeout(() => { process.emit('oops', error) }) }\n",
    'test/report.test.js': `import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { report } from '../src/report.js'
test('reports', async () => {
  const heard = []
  const listen = (error) => { heard.push(error) }
  process.on('oops', listen)
  report('first')
  await sleep(10)
  process.off('oops', listen)
  expect(heard).toEqual(['first'])
})
test('leaves a report to be made', () => { report('last') })
`,
  })
  expect(tiersOf("{ process.emit('oops', error) }", '{}')).toEqual(['hot'])
})

it('what a mutant leaves behind for a while makes no kills of those after it', async () => {
  const lines = (name: string): string => `export function ${name}(n) {
${Array.from({ length: 6 }, (_, at) => `  if (n > ${at + 7}) n = ${at}\n`).join('')}  return n
}`
  const { report } = await judge({
    // A job that is not ended makes whatever comes next fail, three times.
    'src/job.js': `${lines('before')}
export function end(queue, name) {
  const at = queue.open.indexOf(name)
  if (at >= 0) queue.open.splice(at, 1)
}
${lines('after')}
`,
    'lib/node_modules/queue/package.json': '{ "name": "queue", "type": "module", "exports": "./index.js" }',
    'lib/node_modules/queue/index.js': `export const queue = { open: [] }
let left = 0
export function begin(name) {
  if (left > 0 && --left >= 0) throw new Error('still at work')
  queue.open.push(name)
}
export function close() {
  if (queue.open.length > 0) left = 3
  queue.open.length = 0
}
`,
    'test/job.test.js': `import { afterEach, expect, test } from 'vitest'
import { begin, close, queue } from '../lib/node_modules/queue/index.js'
import { after, before, end } from '../src/job.js'
afterEach(close)
test('works', () => {
  begin('a')
  expect(before(1)).toBe(1)
  expect(after(1)).toBe(1)
  end(queue, 'a')
  expect(queue.open).toEqual([])
})
`,
  })
  const { mutants } = report.files['src/job.js']!
  expect(mutants.filter(({ statusReason }) => statusReason?.includes('still at work'))).toEqual([])
  expect(mutants.filter(({ status }) => status === 'Survived').map(({ replacement }) => replacement)).toContain('n >= 8')
})

it('tests known to depend on those before them are not run backwards each time their file is opened', async () => {
  const log = pathOfLog()
  const { tiersOf } = await judge({
    'src/start.js': `export function start(name) {
  if (name === '') process.kill(process.pid, 'SIGKILL')
  return name.length > 3 ? 'long' : 'short'
}
`,
    'test/start.test.js': `import { appendFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { start } from '../src/start.js'
const tell = (what) => { appendFileSync(${JSON.stringify(log)}, process.pid + what + ' ') }
tell('load')
let first
test('starts', () => {
  tell('a')
  first = start('anna')
  expect(first).toBe('long')
})
test('goes on', () => {
  tell('b')
  expect(first).toBe('long')
})
`,
  })
  expect(tiersOf("name === ''", 'true')).toContain('fresh')
  // Once in each of the two runs.
  expect(readFileSync(log, 'utf8').match(/(\d+)load \1b/g)).toHaveLength(2)
})

it('a survivor meets its whole file once, also where some tests are found to depend on others', async () => {
  const { tiersOf } = await judge({
    // Nobody can take away what the first load has set, so survivors get workers of their own.
    'src/list.js': `export let isSetUp = false
if (globalThis.isListed !== true) {
  Object.defineProperty(globalThis, 'isListed', { value: true })
  isSetUp = true
}
const items = []
export function add(name) {
  items.push(name)
  return items.length > 5 ? 'many' : 'few'
}
export const first = () => items[0]
`,
    'test/list.test.js': `import { expect, test } from 'vitest'
import { add, first, isSetUp } from '../src/list.js'
test('adds', () => {
  expect(isSetUp).toBe(true)
  add('anna')
})
test('is there', () => { expect(first()).toBe('anna') })
`,
  })
  expect(tiersOf('items.length > 5', 'false'), 'with the first test, with both, with all').toEqual(['hot', 'hot', 'fresh'])
  expect(tiersOf('items.push(name)', ';'), 'noticed by the second').toEqual(['hot', 'hot'])
})
