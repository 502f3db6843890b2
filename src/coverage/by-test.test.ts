import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { TestFile } from '../engine/runner.js'
import type { Site, SourceFile } from '../model/instrumentable.js'
import { readByTest, type ByTest, type ByTestInput } from './by-test.js'
import { buildIndex } from './coverage-index.js'
import { COVERAGE_FOLDER, writeIndex, type TakenOf } from './keep.js'
import { neededFiles, type WantedSource } from './needed.js'
import { readCoverage } from './read.js'
import { fileCoverage, locate, makeProject } from './testing.js'

const A = 'export function a(x) {\n  return x > 1\n}\nexport function b(y) {\n  return y - 2\n}\n'
const C = 'export const c = () => 7 * 6\n'
const TEST_FILES = ['test/a.test.ts', 'test/b.test.ts', 'test/c.test.ts'].map((path): TestFile => ({ key: path, project: '', path }))

function put(root: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

function project(more: Record<string, string> = {}): string {
  return makeProject({ 'src/a.js': A, 'src/c.js': C, ...Object.fromEntries(TEST_FILES.map(({ path }) => [path, ''])), ...more })
}

function byTest(root: string, folder: string, more: Partial<ByTestInput> = {}): ByTest | undefined {
  const paths = [join(root, folder)]
  return readByTest({ coverage: readCoverage(paths, root), paths, root, testFiles: TEST_FILES, now: undefined, ...more })
}

/** The test files that a run of these sources opens. */
function needed(known: ByTest | undefined, ...wanted: readonly (string | WantedSource)[]): string[] {
  const sources = wanted.map((source) => (typeof source === 'string' ? { path: source, locations: () => undefined } : source))
  return neededFiles(TEST_FILES, known!, sources, () => false).files.map(({ path }) => path)
}

const at = (path: string, text: string, part: string): WantedSource => ({ path, locations: () => [locate(text, part)] })

const ran = (path: string, text: string, counts: readonly (readonly [string, number])[]): object =>
  ({ [path]: fileCoverage(path, text, { statements: counts }) })

/** What a collection leaves behind that ran once for each test file. */
const REPORTS = {
  'cov/test/a.test.ts/coverage-final.json': JSON.stringify({
    ...ran('src/a.js', A, [['return x > 1', 1], ['return y - 2', 0]]), ...ran('src/c.js', C, [['7 * 6', 0]]),
  }),
  'cov/test/b.test.ts/coverage-final.json': JSON.stringify(ran('/other/checkout/src/a.js', A, [['return x > 1', 0], ['return y - 2', 3]])),
  'cov/test/c.test.ts/coverage-final.json': JSON.stringify(ran('C:\\work\\src\\c.js', C, [['7 * 6', 1]])),
}

describe('coverage with a file for each test file', () => {
  it('chooses those that reach what is judged', () => {
    const root = project(REPORTS)
    const known = byTest(root, 'cov')
    expect(needed(known, 'src/a.js')).toEqual(['test/a.test.ts', 'test/b.test.ts'])
    expect(needed(known, 'src/c.js')).toEqual(['test/c.test.ts'])
    expect(needed(known, at('src/a.js', A, 'y - 2'))).toEqual(['test/b.test.ts'])
    expect(needed(known, at('src/a.js', A, 'x > 1'), 'src/c.js')).toEqual(['test/a.test.ts', 'test/c.test.ts'])
  })

  it('may be lcov, and called like the test file in other ways', () => {
    const lcov = (path: string, line: number, hits: number): string => `SF:${path}\nDA:${line},${hits}\nend_of_record\n`
    const root = project({
      'cov/test-a.test.ts.info': lcov('src/a.js', 2, 1) + lcov('src/c.js', 1, 0), 'cov/b.test/lcov.info': lcov('src/a.js', 5, 1),
      'cov/c.test.ts.lcov': lcov('src/c.js', 1, 1),
    })
    expect(needed(byTest(root, 'cov'), 'src/a.js')).toEqual(['test/a.test.ts', 'test/b.test.ts'])
    expect(needed(byTest(root, 'cov'), 'src/c.js')).toEqual(['test/c.test.ts'])
  })

  it('leaves no test file out that it does not know, and none for a source that it does not know', () => {
    const { 'cov/test/b.test.ts/coverage-final.json': _, ...reports } = REPORTS
    const root = project({ ...reports, 'src/new.js': C })
    expect(needed(byTest(root, 'cov'), 'src/c.js')).toEqual(['test/b.test.ts', 'test/c.test.ts'])
    expect(needed(byTest(project(REPORTS), 'cov'), 'src/new.js')).toEqual(TEST_FILES.map(({ path }) => path))
  })

  it('is not believed of a test file that ran something which was changed since', () => {
    const root = project({ ...REPORTS, 'src/c.js': '' })
    const known = byTest(root, 'cov')
    expect(needed(known, 'src/a.js')).toEqual(TEST_FILES.map(({ path }) => path))
    expect(known!.stale).toBe(1)
  })

  it('knows a test file that runs no source', () => {
    const root = project({ ...REPORTS, 'cov/test/a.test.ts/coverage-final.json': '{}' })
    expect(needed(byTest(root, 'cov'), 'src/a.js')).toEqual(['test/b.test.ts'])
  })

  it('is none when the files are those of shards', () => {
    const root = project({ 'cov/1.json': Object.values(REPORTS)[0]!, 'cov/2.json': Object.values(REPORTS)[1]! })
    expect(byTest(root, 'cov')).toBeUndefined()
  })
})

const FILES: TakenOf['files'] = ['src/a.js', 'src/c.js', 'package.json', ...TEST_FILES.map(({ path }) => path)].map((path) => [path, '1'])
const TAKEN: TakenOf = { files: FILES, settings: 'default' }
const changed = (...paths: string[]): TakenOf => ({
  ...TAKEN, files: [...FILES.map(([path, hash]) => [path, paths.includes(path) ? '2' : hash] as const), ...paths.filter((path) => !FILES.some(([known]) => known === path)).map((path) => [path, '1'] as const)],
})

function kept(about = TAKEN, more: Record<string, string> = {}): string {
  const root = project(more)
  const source = (path: string, text: string, parts: readonly string[]): SourceFile => {
    const sites = parts.map((part): Site => {
      const start = text.indexOf(part)
      return { form: 'expression', span: { start, end: start + part.length }, loadTime: false, startsStatement: false, mutants: [] }
    })
    return { path, text, mutants: [], sites, guards: [], constants: [], tables: [], bodies: [], parseMs: 0, generationMs: 0 }
  }
  const none = { project: '', load: [], hooks: [] }
  const index = buildIndex([source('src/a.js', A, ['x > 1', 'y - 2']), source('src/c.js', C, ['7 * 6'])], [
    { ...none, file: 'test/a.test.ts', tests: [{ path: ['one'], hits: [0, 1] }], loaded: ['src/a.js'] },
    { ...none, file: 'test/b.test.ts', tests: [{ path: ['two'], hits: [1, 1] }], loaded: ['src/a.js'] },
    { ...none, file: 'test/c.test.ts', tests: [{ path: ['three'], hits: [2, 1] }], loaded: ['src/a.js', 'src/c.js'] },
  ])
  writeIndex(index, root, about)
  return root
}

describe('the coverage that a run kept', () => {
  const all = TEST_FILES.map(({ path }) => path)

  it('chooses the test files that reach what is judged', () => {
    const known = byTest(kept(), COVERAGE_FOLDER, { now: TAKEN })
    expect(needed(known, 'src/a.js')).toEqual(['test/a.test.ts', 'test/b.test.ts'])
    expect(needed(known, at('src/a.js', A, 'y - 2'))).toEqual(['test/b.test.ts'])
    expect(needed(known, 'src/c.js')).toEqual(['test/c.test.ts'])
  })

  it('holds for test files of which nothing was changed that they load', () => {
    const root = kept()
    expect(needed(byTest(root, COVERAGE_FOLDER, { now: changed('src/c.js') }), 'src/a.js')).toEqual(all)
    expect(needed(byTest(root, COVERAGE_FOLDER, { now: changed('src/a.js') }), 'src/c.js')).toEqual(all)
    expect(needed(byTest(root, COVERAGE_FOLDER, { now: changed('test/a.test.ts') }), 'src/c.js')).toEqual(['test/a.test.ts', 'test/c.test.ts'])
  })

  it('holds for none when something was changed of which nobody knows who depends on it', () => {
    const root = kept()
    for (const path of ['package.json', 'src/new.js', 'test/data.json']) {
      expect(needed(byTest(root, COVERAGE_FOLDER, { now: changed(path) }), 'src/c.js')).toEqual(all)
    }
    expect(needed(byTest(root, COVERAGE_FOLDER, { now: undefined }), 'src/c.js')).toEqual(all)
    const gone = { ...TAKEN, files: FILES.filter(([path]) => path !== 'package.json') }
    expect(needed(byTest(root, COVERAGE_FOLDER, { now: gone }), 'src/c.js')).toEqual(all)
  })

  it('does not hold for a test file that imports another one which was changed', () => {
    const root = kept(TAKEN, { 'test/b.test.ts': `import './helper'\n`, 'test/helper.ts': `import './a.test'\n` })
    expect(needed(byTest(root, COVERAGE_FOLDER, { now: changed('test/a.test.ts') }), 'src/c.js')).toEqual(all)
  })

  it('goes by what test files load when mutants stand in other places now', () => {
    const known = byTest(kept(), COVERAGE_FOLDER, { now: { ...TAKEN, settings: 'all' } })
    expect(needed(known, 'src/c.js')).toEqual(['test/c.test.ts'])
    expect(needed(known, at('src/a.js', A, 'y - 2'))).toEqual(all)
  })
})

describe('tests that choose mutants', () => {
  it('make all wanted that they reach, or leave nothing out when nobody knows that', () => {
    const root = project(REPORTS)
    const known = byTest(root, 'cov')!
    const nothing = { path: 'src/a.js', locations: () => [] }
    const chosen = (deciding: string, reports = known) =>
      neededFiles(TEST_FILES, reports, [nothing, { ...nothing, path: 'src/c.js' }], ({ path }) => path === deciding).files.map(({ path }) => path)
    expect(chosen('test/c.test.ts')).toEqual(['test/c.test.ts'])
    expect(chosen('test/b.test.ts')).toEqual(['test/a.test.ts', 'test/b.test.ts'])
    put(root, { 'src/c.js': '' })
    expect(chosen('test/c.test.ts', byTest(root, 'cov'))).toEqual(TEST_FILES.map(({ path }) => path))
  })
})
