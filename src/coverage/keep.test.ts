import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import libCoverage, { type CoverageMapData } from 'istanbul-lib-coverage'
import { describe, expect, it } from 'vitest'
import type { CarrierForm, Site, SourceFile } from '../model/instrumentable.js'
import { buildIndex, coverageOf, type CoverageIndex } from './coverage-index.js'
import { COVERAGE_FOLDER, istanbulOf, readIndex, writeIndex } from './keep.js'
import { readCoverage } from './read.js'
import { locate, makeProject } from './testing.js'

const TEXT = 'export function f(a) {\n  return a > 1\n}\nexport const b = f(2) || f(3)\n'
const OTHER = 'export const never = () => { return 1 + 1 }\n'

function source(path: string, text: string, parts: readonly (readonly [CarrierForm, string])[]): SourceFile {
  const sites = parts.map(([form, part]): Site => {
    const start = text.indexOf(part)
    return { form, span: { start, end: start + part.length }, loadTime: false, startsStatement: false, mutants: [] }
  })
  return { path, text, mutants: [], sites, guards: [], constants: [], tables: [], bodies: [], parseMs: 0, generationMs: 0 }
}

function index(): CoverageIndex {
  return buildIndex([
    source('src/a.ts', TEXT, [['functionBody', '{\n  return a > 1\n}'], ['expression', 'a > 1'], ['expression', 'f(2) || f(3)']]),
    source('lib/a.ts', OTHER, [['functionBody', '{ return 1 + 1 }'], ['expression', '1 + 1']]),
  ], [{
    project: '', file: 'test/a.test.ts', load: [0, 2, 1, 2, 2, 1], hooks: [{ tests: [0, 1], hits: [0, 1, 1, 1] }],
    tests: [{ path: ['suite', 'one'], hits: [0, 10, 1, 10] }, { path: ['two'], hits: [] }],
  }])
}

function project(): string {
  return makeProject({ 'src/a.ts': TEXT, 'lib/a.ts': OTHER })
}

function mapsIn(root: string): CoverageMapData[] {
  const folder = join(root, COVERAGE_FOLDER)
  return readdirSync(folder).filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as CoverageMapData)
}

describe('the coverage that a run keeps', () => {
  it('is Istanbul data with absolute paths, one file for each source, that any reader merges', () => {
    const root = project()
    writeIndex(index(), root)
    const merged = libCoverage.createCoverageMap({})
    for (const map of mapsIn(root)) merged.merge(map)
    expect(merged.files().sort()).toEqual([join(root, 'lib/a.ts'), join(root, 'src/a.ts')])
    const { data } = merged.fileCoverageFor(join(root, 'src/a.ts'))
    expect([data.f, data.s]).toEqual([{ 0: 13 }, { 1: 13, 2: 1 }])
    expect(data.statementMap[1]).toEqual({ start: { line: 2, column: 9 }, end: { line: 2, column: 14 } })
    const { functions, statements, lines } = merged.getCoverageSummary()
    expect([functions.pct, statements.covered, statements.total, lines.pct]).toEqual([50, 2, 3, 66.66])
  })

  it('comes back as the index it was', () => {
    const root = project()
    const written = index()
    writeIndex(written, root)
    const read = readIndex(root)!
    expect(read.testFiles).toEqual(written.testFiles)
    expect(read.owned).toEqual(written.owned)
    expect(read.sources.map(({ path }) => path)).toEqual(['lib/a.ts', 'src/a.ts'])
    expect(read.sources[1]).toEqual({ ...written.sources[0], firstSite: 2 })
    for (const site of [0, 1, 2]) expect(coverageOf(read, site + 2)).toEqual(coverageOf(written, site))
    for (const site of [3, 4]) expect(coverageOf(read, site - 3)).toEqual({ tests: [], load: false })
  })

  it('can be read as coverage by a later run', () => {
    const root = project()
    writeIndex(index(), root)
    const { isCovered } = readCoverage([join(root, COVERAGE_FOLDER)], root)
    expect([isCovered('src/a.ts', locate(TEXT, 'a > 1')), isCovered('lib/a.ts', locate(OTHER, '1 + 1'))]).toEqual([true, false])
    writeFileSync(join(root, 'lib/a.ts'), `${OTHER}// more\n`)
    expect(readCoverage([join(root, COVERAGE_FOLDER)], root).files).toEqual(['src/a.ts'])
  })

  it('can be taken to another checkout', () => {
    const root = project()
    writeIndex(index(), root)
    const other = project()
    cpSync(join(root, '.mutate'), join(other, '.mutate'), { recursive: true })
    expect(readIndex(other)?.sources.map(({ path }) => path)).toEqual(['lib/a.ts', 'src/a.ts'])
  })

  it('replaces that of the run before, and is ignored by git', () => {
    const root = project()
    writeIndex(index(), root)
    writeIndex(buildIndex([source('src/a.ts', TEXT, [['expression', 'a > 1']])], []), root)
    expect(mapsIn(root).flatMap((map) => Object.keys(map))).toEqual([join(root, 'src/a.ts')])
    expect(existsSync(join(root, '.mutate/coverage.new'))).toBe(false)
    expect(readFileSync(join(root, '.mutate/.gitignore'), 'utf8')).toBe('*\n')
  })

  it('is as good as none when it is torn or from another version', () => {
    const root = project()
    expect(readIndex(root)).toBeUndefined()
    writeIndex(index(), root)
    writeFileSync(join(root, COVERAGE_FOLDER, 'index/tests.json'), '{"version":2,"testFiles":[],"owners":[]}')
    expect(readIndex(root)).toBeUndefined()
    writeFileSync(join(root, COVERAGE_FOLDER, 'index/tests.json'), '{"version":1,')
    expect(readIndex(root)).toBeUndefined()
  })

  it('gives what single tests passed as plain Istanbul data', () => {
    const map = istanbulOf(index(), [1], '/root')
    const { data } = map.fileCoverageFor('/root/src/a.ts')
    expect([data.f, data.s, Object.keys(data).includes('mutate')]).toEqual([{ 0: 10 }, { 1: 10, 2: 0 }, false])
    expect(map.getCoverageSummary().functions.covered).toBe(1)
  })
})
