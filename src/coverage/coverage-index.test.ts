import { describe, expect, it } from 'vitest'
import type { Site, SourceFile } from '../model/instrumentable.js'
import { buildIndex, coverageOf, hitsOf, pack, type IndexedSource, type IndexedTestFile, type Owner, type TestFileHits } from './coverage-index.js'

function source(path: string, text: string, ...parts: readonly string[]): SourceFile {
  const sites = parts.map((part): Site => {
    const start = text.indexOf(part)
    const form = part.startsWith('{') ? 'functionBody' : 'expression'
    return { form, span: { start, end: start + part.length }, loadTime: false, startsStatement: false, mutants: [] }
  })
  return { path, text, mutants: [], sites, guards: [], constants: [], tables: [], bodies: [], parseMs: 0, generationMs: 0 }
}

const A = source('src/a.ts', 'f(1)\ng(2)', 'f(1)', '1', 'g(2)')
const B = source('src/b.ts', '() => { x }', '{ x }')

const ONE: TestFileHits = {
  project: '', file: 'test/one.test.ts', load: [0, 1],
  tests: [{ path: ['a'], hits: [1, 4, 3, 1] }, { path: ['s', 'b'], hits: [] }, { path: ['a'], hits: [2, 5] }],
  hooks: [{ tests: [0, 1], hits: [2, 7] }],
}
const TWO: TestFileHits = { project: 'p', file: 'test/two.test.ts', load: [], tests: [{ path: ['a'], hits: [1, 1] }], hooks: [] }

describe('the coverage index', () => {
  const index = buildIndex([A, B], [ONE, TWO])

  it('numbers tests and sites through all files', () => {
    expect(index.testFiles).toEqual([
      {
        project: '', file: 'test/one.test.ts', firstTest: 0,
        tests: [{ path: ['a'], ordinal: 0 }, { path: ['s', 'b'], ordinal: 0 }, { path: ['a'], ordinal: 1 }],
      },
      { project: 'p', file: 'test/two.test.ts', firstTest: 3, tests: [{ path: ['a'], ordinal: 0 }] },
    ])
    expect(index.sources.map(({ path, firstSite }) => [path, firstSite])).toEqual([['src/a.ts', 0], ['src/b.ts', 3]])
    expect(index.sources[0]?.sites[2]).toEqual({ location: { start: { line: 2, column: 1 }, end: { line: 2, column: 5 } } })
    expect(index.sources[1]?.sites[0]?.functionName).toBe('')
  })

  it('tells which tests reach a site, and whether modules do while they load', () => {
    expect(coverageOf(index, 0)).toEqual({ tests: [0, 1, 2], load: true })
    expect(coverageOf(index, 1)).toEqual({ tests: [0, 3], load: false })
    expect(coverageOf(index, 2)).toEqual({ tests: [0, 1, 2], load: false })
    expect(coverageOf(index, 3)).toEqual({ tests: [0], load: false })
    expect(coverageOf(index, 4)).toEqual({ tests: [], load: false })
  })

  it('keeps the counts of each owner apart', () => {
    expect(index.owned.map(({ kind, file, tests }, owner) => [kind, file, tests, hitsOf(index, owner)])).toEqual([
      ['load', 0, [], [0, 1]], ['test', 0, [0], [1, 4, 3, 1]], ['test', 0, [2], [2, 5]], ['hooks', 0, [0, 1], [2, 7]],
      ['test', 1, [3], [1, 1]],
    ])
  })

  it('holds 30,000 sites and 5,000 tests with 10 million hits in less than 150 MB', () => {
    const location = { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } }
    const sources: IndexedSource[] = [{ path: 'a.ts', sha256: '', firstSite: 0, sites: Array.from({ length: 30_000 }, () => ({ location })) }]
    const testFiles: IndexedTestFile[] = [{ project: '', file: 't', firstTest: 0, tests: Array.from({ length: 5000 }, (_, test) => ({ path: [`${test}`], ordinal: 0 })) }]
    const hits = Array.from({ length: 15 }, (_, shift) => Array.from({ length: 4000 }, (_, at) => (at % 2 === 0 ? (at >> 1) * 15 + shift : 1)))
    const entries = Array.from({ length: 5000 }, (_, test) => ({ owner: { kind: 'test', file: 0, tests: [test] } satisfies Owner, hits: hits[test % 15]! }))
    const before = performance.now()
    const packed = pack(testFiles, sources, entries)
    expect(performance.now() - before).toBeLessThan(10_000)
    expect(packed.sites.byteLength + packed.hits.byteLength + packed.owners.byteLength + packed.siteRows.byteLength).toBeLessThan(150e6)
    expect(coverageOf(packed, 16).tests.slice(0, 3)).toEqual([1, 16, 31])
    expect(coverageOf(packed, 29_999).tests).toHaveLength(333)
  })
})
