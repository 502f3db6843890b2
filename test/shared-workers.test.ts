/** Which test files may follow each other in one worker: only those that find nothing of the ones before. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { spread } from '../src/engine/spread.js'
import { mutate, writeProject } from './helpers.js'

/** What a test file leaves behind, and how the next would find it. */
const LEFT: readonly (readonly [name: string, leave: string, find: string])[] = [
  ['a global', 'globalThis.leftover = 1', '"leftover" in globalThis'],
  ['a method of all arrays', 'Array.prototype.last = () => 1', '"last" in []'],
  ['another random', 'Math.random = () => 0.5', 'Math.random() === 0.5'],
  ['a function of Node', 'fs.existsSync = () => true', 'fs.existsSync("/no/such/file")'],
  ['a listener', 'process.on("SIGUSR2", () => {})', 'process.listenerCount("SIGUSR2") > 0'],
  ['a timer', 'setInterval(() => { globalThis.ticked = 1 }, 50)', 'await new Promise((end) => setTimeout(end, 120)) ?? "ticked" in globalThis'],
  ['a matcher', 'expect.extend({ toBeOdd: () => ({ pass: true, message: () => "" }) })', '"toBeOdd" in expect(1)'],
  ['a plugin of chai', 'chai.use(({ Assertion }) => { Assertion.addMethod("odd", () => {}) })', '"odd" in chai.expect(1)'],
  ['a serializer', 'expect.addSnapshotSerializer({ test: () => true, serialize: () => "leftover" })',
    '(() => { try { expect(1).toMatchInlineSnapshot("leftover"); return true } catch { return false } })()'],
  ['a frozen prototype', 'Object.freeze(Date.prototype)', 'Object.isFrozen(Date.prototype)'],
  ['a deleted global', 'delete globalThis.structuredClone', 'globalThis.structuredClone === undefined'],
  ['another exit', 'process.exit = () => {}', 'String(process.exit) === "() => {}"'],
  ['a module of Node that was not there', '(await import("node:punycode")).default.version = "0"', '(await import("node:punycode")).default.version === "0"'],
  ['a module that Node loaded', 'createRequire(import.meta.url)("./state.cjs").count++', 'createRequire(import.meta.url)("./state.cjs").count > 0'],
  ['a module of a package', '(await import("picomatch")).default.leftover = 1', '"leftover" in (await import("picomatch")).default'],
]

/** What is put back after each run: another file may follow. */
const PUT_BACK = ['a global', 'a method of all arrays', 'another random', 'a function of Node', 'a matcher', 'another exit']

/** What is found only by loading it stays loaded, whoever does it. */
const LOADING = LEFT.flatMap(([, leave], at) => leave.includes('import(') || leave.includes('createRequire') ? [at] : [])

const HEAD = `import fs from 'node:fs'
import { createRequire } from 'node:module'
import { beforeAll, chai, expect, it, vi } from 'vitest'
import { add } from '../src/add.js'
it('adds', () => { expect(add(1, 2)).toBe(3) })
`

/** Named by their place among the paths and by their place among those that are opened. */
function project(tests: readonly string[], config = ''): string {
  const places = spread(tests.map((_, at) => at))
  const two = (number: number): string => String(number).padStart(2, '0')
  return writeProject({
    'src/add.js': 'export const add = (a, b) => a + b\n',
    'environment.js': "export default { name: 'own', viteEnvironment: 'ssr', setup: () => ({ teardown() {} }) }\n",
    'serializer.js': 'export default { test: () => false, serialize: String }\n',
    'test/state.cjs': 'module.exports = { count: 0 }\n',
    'vitest.config.js': `export default { test: { ${config} } }\n`,
    ...Object.fromEntries(tests.map((text, at) => [`test/${two(places[at]!)}-${two(at)}.test.js`, HEAD + text])),
  })
}

/** The numbers of the test files that a worker was started for, in order; and what the run printed. */
async function startsOf(folder: string, args: readonly string[] = []): Promise<{ starts: number[]; text: string }> {
  const { code, stdout, stderr } = await mutate(folder, ['--profile', '--concurrency', '1', '--reporters', 'text', ...args])
  expect(code, stderr).toBe(0)
  const { traceEvents } = JSON.parse(readFileSync(join(folder, 'reports/mutation/trace.json'), 'utf8')) as {
    traceEvents: { name: string; args?: { detail?: string } }[]
  }
  const starts = traceEvents.filter(({ name }) => name === 'worker start')
    .map(({ args: about }) => Number(/(\d\d)\.test/.exec(about?.detail ?? '')?.[1]))
  return { starts, text: stdout }
}

it('test files that leave nothing behind follow each other in one worker', async () => {
  const test = "it('adds more', () => { expect(add(2, 2)).toBe(4) })\n"
  const { starts, text } = await startsOf(project([test, test, test, test, test]))
  expect(starts).toEqual([0])
  expect(text).toMatch(/\b100(?:\.0+)? %/)
})

it('--no-share-workers starts a worker for each test file', async () => {
  const test = "it('adds more', () => { expect(add(2, 2)).toBe(4) })\n"
  expect((await startsOf(project([test, test, test, test, test]), ['--no-share-workers'])).starts).toEqual([0, 1, 2, 3, 4])
})

it('a test file never finds what another left behind', async () => {
  const tests = LEFT.flatMap(([name, leave, find]) => [
    `it('leaves ${name}', async () => { ${leave} })\n`,
    `it('does not find ${name}', async () => { expect(${find}).toBe(false) })\n`,
  ])
  const { starts } = await startsOf(project(tests))
  const finders = LEFT.flatMap(([name], at) => (PUT_BACK.includes(name) ? [] : [2 * at + 1]))
  const afterLoading = LOADING.map((at) => 2 * at + 2).filter((file) => file < tests.length)
  expect(starts).toEqual([0, ...finders, ...afterLoading].sort((a, b) => a - b))
})

it('process.exit fails a test in the second file of a worker as it does in the first', async () => {
  const test = "it('cannot end the process', () => { expect(() => process.exit(0)).toThrow('process.exit') })\n"
  expect((await startsOf(project([test, test, test, test, test]))).starts).toEqual([0])
})

/** A project with `isolate: false` that loads a package of its own, which Node keeps. */
function sharing(tests: readonly string[], config = ''): string {
  const folder = project(tests, `isolate: false, ${config}`)
  const place = join(folder, 'node_modules/counting')
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'package.json'), '{ "name": "counting", "main": "index.cjs" }')
  writeFileSync(join(place, 'index.cjs'), `globalThis.counting = true
let hidden = 0
module.exports = { seen: [], see(it) { this.seen.push(it) }, count: () => hidden++ }
`)
  return folder
}

const COUNTING = "const { default: counting } = await import('counting')\n"

it('with `isolate: false` packages and the environment stay when the tests leave them as they were', async () => {
  const test = `${COUNTING}it('counts', () => { expect(counting.seen).toEqual([]) })\n`
  for (const config of ['', "environment: './environment.js'"]) {
    expect((await startsOf(sharing([test, test, test, test, test], config))).starts, config).toEqual([0])
  }
})

it('with `isolate: false` no test file follows one that has changed a package', async () => {
  const plain = `${COUNTING}it('sees nothing', () => { expect(counting.seen).toEqual([]) })\n`
  const changing = `${COUNTING}it('sees', () => { counting.see(1) })\n`
  expect((await startsOf(sharing([plain, changing, plain, plain, plain]))).starts).toEqual([0, 2])
})

it('a test file that fails after another is tried in a worker of its own before that is said of it', async () => {
  const counting = `${COUNTING}it('counts', () => { counting.count() })\n`
  const first = `${COUNTING}it('is the first to count', () => { expect(counting.count()).toBe(0) })\n`
  const { starts, text } = await startsOf(sharing([counting, first, counting, counting, counting]))
  // Once more because its modules cannot be evaluated twice in a worker.
  expect(starts).toEqual([0, 1, 1, 2])
  expect(text).toMatch(/\b100(?:\.0+)? %/)
})

/** Five sources with a test file each, all of which check through the same helper. */
function helped(helper: string): Record<string, string> {
  return {
    'vitest.config.js': 'export default {}\n',
    'test/check.js': helper,
    ...Object.fromEntries([1, 2, 3, 4, 5].flatMap((number) => [
      [`src/add${number}.js`, `export const add${number} = (a, b) => a + b\n`],
      [`test/${number}.test.js`, `import { it } from 'vitest'
import { add${number} } from '../src/add${number}.js'
import { check } from './check.js'
it('adds', () => { check(add${number}(1, 2), 3) })
`],
    ])),
  }
}

it('what a worker has from the test file before counts as loaded by the next', async () => {
  const folder = writeProject(helped('export const check = (value, wanted) => { if (value !== wanted) throw new Error("no") }\n'))
  expect((await startsOf(folder)).starts).toHaveLength(1)
  expect((await mutate(folder, [])).stdout).toMatch(/^Score 100\.00 %/m)
  writeFileSync(join(folder, 'test/check.js'), 'export const check = () => {}\n')
  expect((await mutate(folder, [])).stdout).toMatch(/^Score 0\.00 %/m)
})

it('a mock does not reach the next test file of its worker', async () => {
  const plain = "it('adds more', () => { expect(add(2, 2)).toBe(4) })\n"
  const mocking = ["vi.mock('../src/add.js', () => ({ add: () => 3 }))", "vi.mock('../src/add.js', { spy: true })",
    "vi.mock('../src/add.js')\nbeforeAll(() => { add.mockReturnValue(3) })", "vi.doMock('../src/add.js', () => ({ add: () => 3 }))\nawait import('../src/add.js')"]
  const tests = [plain, ...mocking.flatMap((mock) => [`${mock}\n`, plain])]
  const { starts, text } = await startsOf(project(tests))
  expect(starts).toEqual([0])
  expect(text).toMatch(/\b100(?:\.0+)? %/)
})

it('what a test file prints to the console leaves nothing behind', async () => {
  const test = "it('warns', () => { console.warn('careful'); console.log('done') })\n"
  expect((await startsOf(project([test, test, test, test, test]))).starts).toEqual([0])
})

it('files with an environment, a virtual machine or serializers of their own have a worker each', async () => {
  const test = "it('adds more', () => { expect(add(2, 2)).toBe(4) })\n"
  for (const config of ["environment: './environment.js'", "pool: 'vmForks'", "snapshotSerializers: ['./serializer.js']"]) {
    expect((await startsOf(project([test, test, test, test, test], config))).starts, config).toEqual([0, 1, 2, 3, 4])
  }
})
