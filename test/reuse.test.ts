import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mutate, readReport, temporaryFolder, verdictTable, writeProject } from './helpers.js'

/** Runs, and tells all verdicts and how many of them were taken over and found out anew. */
async function judge(folder: string, args: readonly string[] = []): Promise<{ verdicts: string; held: number; again: number }> {
  const { stdout, stderr, code } = await mutate(folder, ['run', '--reporters', 'text,json', ...args])
  if (code !== 0) throw new Error(stdout + stderr)
  const told = /(\d+) verdicts? of earlier runs hold; (?:(\d+) may depend|nothing)/.exec(stdout)
  return { verdicts: verdictTable(readReport(folder)), held: Number(told?.[1] ?? 0), again: told ? Number(told[2] ?? 0) : -1 }
}

type Files = Readonly<Record<string, string>>

function write(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
}

/** A run, an edit, a run; its verdicts have to be those of a run that takes nothing over. */
async function edited(before: Files, after: Files): Promise<{ held: number; again: number; verdicts: string; first: string }> {
  const folder = writeProject(before)
  const first = await judge(folder)
  write(folder, after)
  const second = await judge(folder)
  const forced = await judge(folder, ['--force'])
  expect(second.verdicts).toBe(forced.verdicts)
  expect(forced.again).toBe(-1)
  return { ...second, first: first.verdicts }
}

const testOf = (path: string, ...lines: string[]): string =>
  [`import { readFileSync } from 'node:fs'`, `import { expect, it } from 'vitest'`, `import * as code from './${path}'`, ...lines, ''].join('\n')

const TWO = {
  'src/two.js': 'export function total(a, b) {\n  return a + b\n}\n\nexport function cheap(a) {\n  return a < 10\n}\n',
  'src/two.test.js': testOf('two.js',
    `it('adds', () => { expect(code.total(1, 2)).toBe(3) })`,
    `it('compares', () => { expect(code.cheap(1)).toBe(true) })`),
}

describe('after an edit', () => {
  it('of one function only its own mutants are judged again', async () => {
    const { held, again, verdicts } = await edited(TWO, {
      'src/two.js': TWO['src/two.js'].replace('a + b', 'b + a').replace('{\n  return b', '{\n\n\n  return b'),
    })
    expect({ held, again }).toEqual({ held: 4, again: 3 })
    expect(verdicts).toContain('b - a')
  })

  it('of a test its file is judged again, and no other', async () => {
    const one = { 'src/one.js': 'export const one = (a) => a > 0\n', 'src/one.test.js': testOf('one.js', `it('is', () => { expect(code.one(1)).toBe(true) })`) }
    const renamed = TWO['src/two.test.js'].replace(`'adds'`, `'adds two numbers'`)
    const { held, again } = await edited({ ...TWO, ...one }, { 'src/two.test.js': renamed })
    expect({ held, again }).toEqual({ held: 3, again: 7 })
  })

  it('that takes an assertion away, the mutants it noticed survive', async () => {
    const { verdicts, first } = await edited(TWO, { 'src/two.test.js': TWO['src/two.test.js'].replace('.toBe(3)', '') })
    expect(first).not.toMatch(/Survived .* a \+ b → a - b/)
    expect(verdicts).toMatch(/Survived .* a \+ b → a - b/)
  })

  it('of nothing, a copy in another folder takes over all, and after an edit what does not depend on it', async () => {
    const folder = writeProject(TWO)
    const first = await judge(folder)
    const copy = temporaryFolder()
    cpSync(folder, copy, { recursive: true, verbatimSymlinks: true })
    write(copy, { 'src/two.js': TWO['src/two.js'].replace('a < 10', 'a < 11') })
    const second = await judge(copy)
    expect(second.held).toBe(3)
    expect(second.verdicts).toBe(first.verdicts.replaceAll('a < 10', 'a < 11').replaceAll('a <= 10', 'a <= 11').replaceAll('a !== 10', 'a !== 11'))
  })
})

describe('test files that follow each other in one worker', () => {
  const follower = (name: string, ...lines: string[]) => ({
    [`src/${name}.js`]: 'export const isMore = (a) => a > 0\n',
    [`src/${name}.test.js`]: testOf(`${name}.js`, `it('is more', () => { expect(code.isMore(1)).toBe(true) })`, ...lines),
  })
  const loads = `import { one } from '../one.js'\nit('loads', () => { expect(one).toBeGreaterThan(0) })`
  const reads = `it('reads', () => { expect(readFileSync('data.txt', 'utf8')).not.toBe('') })`
  // A few test files have a worker each.
  const others = Object.fromEntries(['x', 'y'].map((name) => [`src/${name}.test.js`, "import { it } from 'vitest'\nit('is', () => {})\n"]))
  const files: Record<string, string> = { 'one.js': 'export const one = 1\n', 'data.txt': '1', ...follower('a', reads), ...follower('b', loads, reads), ...follower('c', loads), ...others }
  const oneByOne = ['--concurrency', '1']

  it.each([
    ['a module', { 'one.js': 'export const one = 2\n' }],
    ['a file that is read', { 'data.txt': '2' }],
    ['the first of them', { 'src/a.test.js': `${files['src/a.test.js']}it('is here', () => {})\n` }],
  ])('are judged again after an edit of %s when they depend on it, and only then', async (_, after) => {
    const folder = writeProject(files)
    await judge(folder, oneByOne)
    write(folder, after)
    const { held, again, verdicts } = await judge(folder, oneByOne)
    expect({ held, again }).toEqual('src/a.test.js' in after ? { held: 6, again: 3 } : { held: 3, again: 6 })
    expect((await judge(folder, [...oneByOne, '--profile'])).verdicts).toBe(verdicts)
    const { traceEvents } = JSON.parse(readFileSync(join(folder, 'reports/mutation/trace.json'), 'utf8')) as { traceEvents: { name: string }[] }
    expect(traceEvents.filter(({ name }) => name === 'worker start')).toHaveLength(1)
  })
})

describe('a verdict does not outlive what it rests on', () => {
  it('a file that a test reads', async () => {
    const files = {
      ...TWO, 'data.txt': '2',
      'src/two.test.js': testOf('two.js', `it('adds', () => { expect(code.total(0, Number(readFileSync('data.txt', 'utf8')))).toBeTypeOf('number') })`),
      'src/far.test.js': testOf('two.js', `it('compares', () => { expect(code.cheap(1)).toBe(true) })`),
    }
    const { held, again } = await edited(files, { 'data.txt': '3' })
    expect({ held, again }).toEqual({ held: 4, again: 3 })
  })

  it('a file that was not there when a test asked for it', async () => {
    const files = {
      ...TWO,
      'src/two.test.js': `import { existsSync } from 'node:fs'\n${testOf('two.js',
        `it('adds', () => { const sum = code.total(1, 2); if (existsSync('strict.txt')) expect(sum).toBe(3) })`)}`,
    }
    const { verdicts, first } = await edited(files, { 'strict.txt': '' })
    expect(first).toMatch(/Survived .* a \+ b → a - b/)
    expect(verdicts).toMatch(/Killed .* a \+ b → a - b/)
  })

  it('a module that is imported while tests run', async () => {
    const files = {
      'src/lazy.js': `export async function rate(name) {\n  const { value } = await import(\`./\${name}.js\`)\n  return value + 1\n}\n`,
      'src/high.js': 'export const value = 0\n',
      'src/lazy.test.js': testOf('lazy.js', `it('loads', async () => { expect(await code.rate('high')).toBeLessThan(9) })`),
    }
    const { verdicts, first } = await edited(files, { 'src/high.js': 'export const value = -1\n' })
    expect(verdicts).not.toBe(first)
  })

  it('code that runs when a module is loaded', async () => {
    const files = {
      'src/state.js': 'const known = new Map()\n\nfunction fill() {\n  known.set("a", 1)\n}\n\nfill()\n\nexport function look(name) {\n  return known.get(name) ?? 0\n}\n',
      'src/state.test.js': testOf('state.js', `it('looks', () => { expect(code.look('a')).toBeGreaterThan(-1) })`),
    }
    const { held } = await edited(files, { 'src/state.js': files['src/state.js'].replace('"a", 1', '"a", 0') })
    expect(held).toBe(0)
  })

  it('a constant that moved', async () => {
    const files = {
      'src/limit.js': 'const LIMIT = 10\n\nexport function fits(a) {\n  return a < LIMIT\n}\n',
      'src/limit.test.js': testOf('limit.js', `it('fits', () => { expect(code.fits(9)).toBe(true) })`),
    }
    const { held } = await edited(files, { 'src/limit.js': 'export function fits(a) {\n  return a < LIMIT\n}\n\nconst LIMIT = 10\n' })
    expect(held).toBe(0)
  })

  it('a function that runs only when the mutant is active', async () => {
    const files = {
      'src/pick.js': 'function other() {\n  return 1\n}\n\nexport function pick(a) {\n  return a > 0 ? 1 : other()\n}\n',
      'src/pick.test.js': testOf('pick.js', `it('picks', () => { expect(code.pick(5)).toBe(1) })`),
    }
    const { verdicts, first } = await edited(files, { 'src/pick.js': files['src/pick.js'].replace('return 1\n', 'return 2\n') })
    expect(first).toMatch(/Survived .* a > 0 → false/)
    expect(verdicts).toMatch(/Killed .* a > 0 → false/)
  })

  it('a value that a function remembers from an earlier test', async () => {
    const files = {
      'src/memo.js': [
        'const made = new Map()', '', 'function make(name) {', '  return name.length', '}', '',
        'export function size(name) {', '  if (!made.has(name)) made.set(name, make(name))', '  return made.get(name)', '}', '',
        'export function isLong(name) {', '  return size(name) > 3', '}', '',
      ].join('\n'),
      'src/memo.test.js': testOf('memo.js',
        `it('measures', () => { expect(code.size('abcd')).toBeGreaterThan(0) })`,
        `it('compares', () => { expect(code.isLong('abcd')).toBe(true) })`),
    }
    await edited(files, { 'src/memo.js': files['src/memo.js'].replace('return name.length', 'return name.length + 1') })
  })

  it('a place where another mutant with the same name stood', async () => {
    const files = {
      'src/calls.js': 'const calls = []\ncalls.push((a, b) => a * 2 + b)\ncalls.push((a, b) => a + b)\n\nexport function call(at, a, b) {\n  return calls[at](a, b)\n}\n',
      'src/calls.test.js': testOf('calls.js', `it('calls', () => { code.call(0, 1, 2); expect(code.call(1, 1, 2)).toBe(3) })`),
    }
    const { verdicts } = await edited(files, { 'src/calls.js': files['src/calls.js'].replace('a * 2 + b', 'a + b') })
    expect(verdicts).toMatch(/Survived .* a \+ b → a - b\n[^]*Killed .* a \+ b → a - b/)
  })

  it('a snapshot', async () => {
    const files = {
      ...TWO,
      'src/two.test.js': testOf('two.js', `it('adds', () => { expect(code.total(1, 2)).toMatchSnapshot() })`),
    }
    const snapshots = '// Vitest Snapshot v1, https://vitest.dev/guide/snapshot.html\n\nexports[`adds 1`] = `3`;\n'
    const folder = writeProject({ ...files, 'src/__snapshots__/two.test.js.snap': snapshots })
    await judge(folder)
    write(folder, { 'src/__snapshots__/two.test.js.snap': `${snapshots}\nexports[\`adds 2\`] = \`4\`;\n` })
    expect(await judge(folder)).toMatchObject({ held: 0, again: 3 })
  })

  it('tests that start processes', async () => {
    const spawning = `import { execFileSync } from 'node:child_process'\n${TWO['src/two.test.js']}it('starts', () => { execFileSync(process.execPath, ['--version']) })\n`
    const { held } = await edited({ ...TWO, 'src/two.test.js': spawning }, { 'src/two.js': TWO['src/two.js'].replace('a + b', 'b + a') })
    expect(held).toBe(0)
  })
})
