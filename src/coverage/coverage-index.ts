/** The coverage index of a dry run: which test passes which site how often, as packed plain data. */
import type { SourceFile } from '../model/instrumentable.js'
import type { Location } from '../model/span.js'
import { linesOf } from '../syntax/lines.js'
import { sha256 } from '../common/hash.js'

/** Hits of one owner: site, count, site, count … */
export type Hits = readonly number[]

/** What the dry run of one test file saw. Tests are named by their index in `tests`. */
export interface TestFileHits {
  /** Name of the Vitest project; empty when there is only one. */
  readonly project: string
  /** Path of the test file relative to the root. */
  readonly file: string
  readonly tests: readonly { readonly path: readonly string[]; readonly hits: Hits }[]
  /** Hits while the test file and its modules were loading. */
  readonly load: Hits
  /** Hits in hooks of suites and in tests that overlap, with the tests they stand for. */
  readonly hooks: readonly { readonly tests: readonly number[]; readonly hits: Hits }[]
  /** Relative paths of the sources that it loaded. */
  readonly loaded?: readonly string[]
}

export interface IndexedTest {
  readonly path: readonly string[]
  /** 0 for the first test of the file with the same path, then 1, 2 … */
  readonly ordinal: number
}

export interface IndexedTestFile {
  readonly project: string
  readonly file: string
  /** Number of its first test; the others follow. */
  readonly firstTest: number
  readonly tests: readonly IndexedTest[]
  /** Relative paths of the sources that it loaded; absent where that is not known. */
  readonly loaded?: readonly string[]
}

/** Whose hits a row holds: one test, the load of a test file, or the hooks of a suite. */
export interface Owner {
  readonly kind: 'test' | 'load' | 'hooks'
  /** Number of the test file. */
  readonly file: number
  /** Numbers of the tests it stands for; for `load` empty, which means all tests of the file. */
  readonly tests: readonly number[]
}

export interface IndexedSite {
  readonly location: Location
  /** Set for the body of a function, empty when it has no name; any other place counts as a statement. */
  readonly functionName?: string
}

export interface IndexedSource {
  /** Path relative to the root. */
  readonly path: string
  readonly sha256: string
  /** Number of its first site; the others follow. */
  readonly firstSite: number
  readonly sites: readonly IndexedSite[]
}

/**
 * Test numbers count through the test files in order, site numbers through the sources in order.
 * The hits of owner `o` are the entries `rows[o]` to `rows[o + 1]` of `sites` and `hits`: 8 bytes for each pair of a site
 * and an owner that passes it. The owners of site `s` are the entries `siteRows[s]` to `siteRows[s + 1]` of `owners`.
 */
export interface CoverageIndex {
  readonly testFiles: readonly IndexedTestFile[]
  readonly sources: readonly IndexedSource[]
  readonly owned: readonly Owner[]
  readonly rows: Uint32Array
  readonly sites: Uint32Array
  readonly hits: Uint32Array
  readonly siteRows: Uint32Array
  readonly owners: Uint32Array
}

/**
 * Builds the index of a run.
 * @param files instrumented sources in the order in which their sites were numbered
 * @param runs dry runs of the test files in the order in which their tests are numbered
 */
export function buildIndex(files: Iterable<SourceFile>, runs: Iterable<TestFileHits>): CoverageIndex {
  const sources = indexSources(files)
  const testFiles: IndexedTestFile[] = []
  const rows: { owner: Owner; hits: Hits }[] = []
  let firstTest = 0
  for (const run of runs) {
    const file = testFiles.length
    const first = firstTest
    const { project, loaded } = run
    testFiles.push({ project, file: run.file, firstTest, tests: withOrdinals(run.tests), ...(loaded && { loaded }) })
    firstTest += run.tests.length
    rows.push({ owner: { kind: 'load', file, tests: [] }, hits: run.load })
    run.tests.forEach(({ hits }, test) => rows.push({ owner: { kind: 'test', file, tests: [first + test] }, hits }))
    for (const { tests, hits } of run.hooks) {
      rows.push({ owner: { kind: 'hooks', file, tests: tests.map((test) => first + test) }, hits })
    }
  }
  return pack(testFiles, sources, rows.filter(({ hits }) => hits.length > 0))
}

/** Packs rows of hits; owners without any are best left out. */
export function pack(
  testFiles: readonly IndexedTestFile[],
  sources: readonly IndexedSource[],
  entries: readonly { readonly owner: Owner; readonly hits: Hits }[],
): CoverageIndex {
  const size = entries.reduce((sum, { hits }) => sum + hits.length / 2, 0)
  const rows = new Uint32Array(entries.length + 1)
  const sites = new Uint32Array(size)
  const counts = new Uint32Array(size)
  let at = 0
  entries.forEach(({ hits }, row) => {
    for (let index = 0; index < hits.length; index += 2, at++) {
      sites[at] = hits[index]!
      counts[at] = hits[index + 1]!
    }
    rows[row + 1] = at
  })
  const last = sources.at(-1)
  const transposed = transpose(rows, sites, last ? last.firstSite + last.sites.length : 0)
  return { testFiles, sources, owned: entries.map(({ owner }) => owner), rows, sites, hits: counts, ...transposed }
}

/** From the sites of each owner to the owners of each site, by counting. */
function transpose(rows: Uint32Array, sites: Uint32Array, siteCount: number): Pick<CoverageIndex, 'siteRows' | 'owners'> {
  const siteRows = new Uint32Array(siteCount + 1)
  for (const site of sites) siteRows[site + 1]!++
  for (let site = 0; site < siteCount; site++) siteRows[site + 1]! += siteRows[site]!
  const next = siteRows.slice()
  const owners = new Uint32Array(sites.length)
  for (let owner = 0; owner + 1 < rows.length; owner++) {
    for (let at = rows[owner]!; at < rows[owner + 1]!; at++) owners[next[sites[at]!]!++] = owner
  }
  return { siteRows, owners }
}

function indexSources(files: Iterable<SourceFile>): IndexedSource[] {
  const sources: IndexedSource[] = []
  let firstSite = 0
  for (const { path, text, sites } of files) {
    const lines = linesOf(text)
    sources.push({
      path,
      sha256: sha256(text),
      firstSite,
      sites: sites.map(({ span, form, mutants }) => ({
        location: lines.locationOf(span),
        ...(form === 'functionBody' && { functionName: mutants[0]?.scope ?? '' }),
      })),
    })
    firstSite += sites.length
  }
  return sources
}

function withOrdinals(tests: TestFileHits['tests']): IndexedTest[] {
  const seen = new Map<string, number>()
  return tests.map(({ path }) => {
    const key = path.join('\0')
    const ordinal = seen.get(key) ?? 0
    seen.set(key, ordinal + 1)
    return { path, ordinal }
  })
}

export interface SiteCoverage {
  /** Numbers of the tests that reach the site, ascending; those of all files that pass it while loading included. */
  readonly tests: readonly number[]
  /** The site is passed while modules load. */
  readonly load: boolean
}

/** What reaches a site. */
export function coverageOf(index: CoverageIndex, site: number): SiteCoverage {
  const tests = new Set<number>()
  let load = false
  for (let at = index.siteRows[site] ?? 0; at < (index.siteRows[site + 1] ?? 0); at++) {
    const owner = index.owned[index.owners[at]!]!
    if (owner.kind === 'load') load = true
    for (const test of testsOf(index, owner)) tests.add(test)
  }
  return { tests: [...tests].sort((a, b) => a - b), load }
}

/** Numbers of the tests that an owner stands for. */
export function testsOf(index: CoverageIndex, owner: Owner): readonly number[] {
  if (owner.kind !== 'load') return owner.tests
  const { firstTest, tests } = index.testFiles[owner.file]!
  return tests.map((_, test) => firstTest + test)
}

/** Hits of one owner, as they were given. */
export function hitsOf(index: CoverageIndex, owner: number): number[] {
  const found: number[] = []
  for (let at = index.rows[owner] ?? 0; at < (index.rows[owner + 1] ?? 0); at++) found.push(index.sites[at]!, index.hits[at]!)
  return found
}
