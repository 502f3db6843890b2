/**
 * Projects on which a tool that runs some tests again, in a worker that was used before, lies: each is aimed at one guard,
 * and the verdicts that are asked for are those of the plain suite.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mutate, readReport, statusOf, writeProject } from './helpers.js'

async function judge(files: Record<string, string>, paths: readonly string[] = []): Promise<ReturnType<typeof readReport>> {
  const project = writeProject(files)
  const { code, stderr } = await mutate(project, [...paths, '--concurrency', '1', '--reporters', 'json'])
  expect(code, stderr).toBe(0)
  return readReport(project)
}

describe('hooks of suites', () => {
  it('that load a module make their tests cover what it does then, also when another suite loads it first', async () => {
    const report = await judge({
      'src/table.js': 'function double(n) {\n  return n * 2\n}\nexport const TABLE = [1, 2].map(double)\n',
      'test/table.test.js': `import { beforeAll, describe, expect, test } from 'vitest'
let table
const load = async () => { table = (await import('../src/table.js')).TABLE }
describe('first', () => {
  beforeAll(load)
  test('is there', () => { expect(table).toHaveLength(2) })
})
describe('second', () => {
  beforeAll(load)
  test('is doubled', () => { expect(table).toEqual([2, 4]) })
})
`,
    })
    expect(statusOf(report, 'n * 2', 'n / 2')).toBe('Killed')
  })

  it('after its tests belong to a suite, and not to the next one', async () => {
    const report = await judge({
      'src/door.js': 'export function isOpen(n) {\n  return n > 0\n}\n',
      'test/door.test.js': `import { afterAll, beforeAll, describe, test } from 'vitest'
import { isOpen } from '../src/door.js'
describe('first', () => {
  test('one', () => {})
  afterAll(() => { if (!isOpen(1)) throw new Error('shut') })
})
describe('second', () => {
  beforeAll(() => { isOpen(1) })
  test('two', () => {})
})
`,
    })
    expect(statusOf(report, 'n > 0', 'false')).toBe('Killed')
    expect(statusOf(report, 'n > 0', 'n >= 0')).toBe('Survived')
  })

  it('of suites that run at the same time are not told apart', async () => {
    const report = await judge({
      'src/door.js': 'export function isOpen(n) {\n  return n > 0\n}\n',
      'test/door.test.js': `import { beforeAll, describe, test } from 'vitest'
import { isOpen } from '../src/door.js'
const soon = (ms) => new Promise((resolve) => { setTimeout(resolve, ms) })
describe.concurrent('first', () => {
  test('long', async () => {
    isOpen(2)
    await soon(100)
  })
})
describe.concurrent('second', () => {
  let open
  beforeAll(async () => {
    await soon(30)
    open = isOpen(1)
    await soon(120)
  })
  test('opened', () => { if (!open) throw new Error('shut') })
})
`,
    })
    expect(statusOf(report, 'n > 0', 'false')).toBe('Killed')
  })
})

/** Its second test needs the first or the third before it: it passes in both orders, and fails alone. */
const NEEDS_ANOTHER = `test('is prepared', () => { prepare() })
test('counts', () => { expect(count(['a'])).toBeTypeOf('number') })
test('is prepared once more', () => { prepare() })
`

describe('a test that passes in both orders and fails alone', () => {
  it('kills nothing in a used worker', async () => {
    const report = await judge({
      'src/stock.js': `let ready = false
export function prepare() {
  ready = true
}
export function forget() {
  ready = false
}
export function count(items) {
  if (!ready) throw new Error('nobody prepared it')
  return items.length + 0
}
`,
      'test/stock.test.js': `import { beforeAll, expect, test } from 'vitest'
import { count, forget, prepare } from '../src/stock.js'
beforeAll(forget)
${NEEDS_ANOTHER}`,
    })
    expect(statusOf(report, 'items.length + 0', 'items.length - 0')).toBe('Survived')
    expect(statusOf(report, 'true', 'false', 3)).toBe('Killed')
  })

  it('kills nothing where modules are evaluated anew, and notices what the tests before it did', async () => {
    const report = await judge({
      // Its hits differ each time: only new modules repeat the first run.
      'src/stock.js': `let ready = false
let calls = 0
export function prepare() {
  ready = true
}
export function count(items) {
  if (!ready) throw new Error('nobody prepared it')
  return calls++ < 1 ? items.length + 0 : slow(items)
}
function slow(items) {
  return items.length
}
`,
      'test/stock.test.js': `import { expect, test } from 'vitest'
import { count, prepare } from '../src/stock.js'
${NEEDS_ANOTHER}`,
    })
    expect(statusOf(report, 'items.length + 0', 'items.length - 0')).toBe('Survived')
    expect(statusOf(report, 'true', 'false', 4)).toBe('Killed')
  })
})

describe('what is kept since the first run does not hide a mutant', () => {
  it('in constants that hold an object, changed in their own module or in another', async () => {
    const report = await judge({
      'src/store.js': `import { state } from './state.js'
const door = { open: true }
export function shut() {
  door.open = false
}
export function isOpen() {
  return door.open
}
export function count() {
  state.n = 1
}
`,
      'src/state.js': 'export const state = { n: 0 }\n',
      'test/store.test.js': `import { afterAll, expect, test } from 'vitest'
import { state } from '../src/state.js'
import { count, isOpen, shut } from '../src/store.js'
test('is there', () => { expect(isOpen).toBeDefined() })
afterAll(() => {
  shut()
  if (isOpen()) throw new Error('still open')
  count()
  if (state.n !== 1) throw new Error('not counted')
})
`,
    })
    expect(statusOf(report, '{\n  door.open = false\n}', '{}')).toBe('Killed')
    expect(statusOf(report, '{\n  state.n = 1\n}', '{}')).toBe('Killed')
  })

  it('in the test file', async () => {
    const report = await judge({
      'src/tell.js': 'export function tell(hear) {\n  hear(1)\n}\nexport function createBox() {\n  let kept\n  return { put(n) { kept = n }, get: () => kept }\n}\n',
      'test/tell.test.js': `import { describe, expect, test } from 'vitest'
import { createBox, tell } from '../src/tell.js'
const heard = []
test('tells', () => {
  tell((n) => heard.push(n))
  expect(heard).toContain(1)
})
describe('a box', () => {
  const box = createBox()
  test('keeps', () => {
    box.put(2)
    expect(box.get()).toBe(2)
  })
})
`,
    })
    expect(statusOf(report, '{\n  hear(1)\n}', '{}')).toBe('Killed')
    expect(statusOf(report, '{ kept = n }', '{}')).toBe('Killed')
  })
})

describe('what happened is kept', () => {
  const tell = 'export function tell(hear) {\n  hear(1)\n}\n'

  it('in a helper of tests', async () => {
    const report = await judge({
      'src/tell.js': tell,
      'test/ears.js': 'export const heard = []\nexport const hear = (n) => { heard.push(n) }\n',
      'test/tell.test.js': `import { expect, test } from 'vitest'
import { tell } from '../src/tell.js'
import { hear, heard } from './ears.js'
test('tells', () => {
  tell(hear)
  expect(heard).toContain(1)
})
`,
    })
    expect(statusOf(report, '{\n  hear(1)\n}', '{}')).toBe('Killed')
  })

  it('in a variable that is filled elsewhere, whether it is also assigned or not', async () => {
    const report = await judge({
      'src/list.js': 'export function push(list, item) {\n  list.push(item)\n}\n',
      'src/queue.js': `import { push } from './list.js'
let queue = []
export function add(item) {
  push(queue, item)
}
export const size = () => queue.length
export const reset = () => { queue = [] }
`,
      'test/queue.test.js': `import { expect, test } from 'vitest'
import { add, size } from '../src/queue.js'
test('adds', () => {
  add(1)
  expect(size()).toBeGreaterThan(0)
})
`,
    })
    expect(statusOf(report, '{\n  push(queue, item)\n}', '{}')).toBe('Killed')
  })

  it('by a function that only a mutant lets run, from then on', async () => {
    const report = await judge({
      'src/add.js': `let warned = false
function warn(log) {
  if (!warned) {
    warned = true
    log.push('negative')
  }
}
export function add(a, b, log) {
  if (b < 0) warn(log)
  return a + b
}
`,
      'test/add.test.js': `import { expect, test } from 'vitest'
import { add } from '../src/add.js'
test('does not warn', () => {
  const log = []
  add(1, 2, log)
  expect(log).toEqual([])
})
`,
    }, ['--operators', 'all'])
    const ofCondition = Object.values(report.files['src/add.js']!.mutants).filter(({ location }) => location.start.line === 9)
    const kills = ofCondition.filter(({ status }) => status === 'Killed').map(({ replacement }) => replacement)
    expect(kills).toEqual(['true', 'b !== 0', 'b > 0', 'b >= 0'])
  })

  it('in a source that is not mutated in this run', async () => {
    const report = await judge({
      'src/tell.js': tell,
      'src/ears.js': 'let heard = 0\nexport const hear = (n) => { heard = n }\nexport const last = () => heard\n',
      'test/tell.test.js': `import { expect, test } from 'vitest'
import { hear, last } from '../src/ears.js'
import { tell } from '../src/tell.js'
test('tells', () => {
  tell(hear)
  expect(last()).toBe(1)
})
`,
    }, ['src/tell.js'])
    expect(statusOf(report, '{\n  hear(1)\n}', '{}')).toBe('Killed')
  })
})

it('what a test replaces, and leaves so when it fails, is put back in the same worker', async () => {
  const project = writeProject({
    'src/offset.js': `export function hours(date) {
  return Math.trunc(date.getTimezoneOffset() / 60)
}
export function sign(date) {
  return date.getTimezoneOffset() > 0 ? '-' : '+'
}
export function text(date) {
  return sign(date) + hours(date)
}
`,
    'test/offset.test.js': `import { expect, test } from 'vitest'
import { hours, sign, text } from '../src/offset.js'
const own = Date.prototype.getTimezoneOffset
const { round } = Math
test('has a place of its own', () => {
  expect(new Date().getTimezoneOffset).toBe(own)
  expect(Math.round(1.2)).toBe(1)
  expect('later' in Date.prototype).toBe(false)
})
test('tells all', () => {
  Date.prototype.getTimezoneOffset = () => 7200
  Date.prototype.later = true
  Math.round = () => 7
  expect(hours(new Date())).toBe(120)
  expect(sign(new Date())).toBe('-')
  expect(text(new Date())).toBe('-120')
  Date.prototype.getTimezoneOffset = own
  delete Date.prototype.later
  Math.round = round
})
`,
  })
  const { code, stderr } = await mutate(project, ['--concurrency', '1', '--profile', '--reporters', 'json'])
  expect(code, stderr).toBe(0)
  const statuses = readReport(project).files['src/offset.js']!.mutants.map(({ status }) => status)
  expect(statuses.filter((status) => status === 'Killed').length).toBeGreaterThan(6)
  const { traceEvents } = JSON.parse(readFileSync(join(project, 'reports/mutation/trace.json'), 'utf8')) as { traceEvents: { name: string }[] }
  const count = (name: string): number => traceEvents.filter((event) => event.name === name).length
  expect({ starts: count('worker start'), fresh: count('fresh') }).toEqual({ starts: 1, fresh: 0 })
  expect((await mutate(project, ['--fresh', '--force', '--reporters', 'json'])).code).toBe(0)
  expect(readReport(project).files['src/offset.js']!.mutants.map(({ status }) => status)).toEqual(statuses)
})

describe('code that runs while modules load', () => {
  it('meets the tests that do not call it, and the values made then', async () => {
    const report = await judge({
      'src/table.js': `function double(n) {
  return n * 2
}
export const TABLE = [1, 2].map(double)
export const again = (n) => double(n)
`,
      'test/table.test.js': `import { expect, test } from 'vitest'
import { again, TABLE } from '../src/table.js'
test('can be called', () => { expect(again(3)).toBeTypeOf('number') })
test('has a table', () => { expect(TABLE).toEqual([2, 4]) })
`,
    })
    expect(statusOf(report, 'n * 2', 'n / 2')).toBe('Killed')
    expect(statusOf(report, 'n * 2', '0')).toBe('Killed')
  })
})

describe('a mutant that survives and leaves the door locked', () => {
  it('kills none of those that come after it', async () => {
    const report = await judge({
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
      'test/gate.test.js': `import { expect, test } from 'vitest'
import { enter } from '../src/gate.js'
test('lets one in', () => { expect(enter(1)).toBe(2) })
`,
    })
    expect(statusOf(report, 'guests > 10', 'guests !== 10')).toBe('Survived')
    expect(statusOf(report, 'text.trim()', "''")).toBe('Survived')
    expect(statusOf(report, '`${guests} came`', '``')).toBe('Survived')
  })
})
