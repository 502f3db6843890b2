/**
 * Keeps a coverage index on disk as Istanbul data, one JSON file for each source, and reads it back.
 *
 * Each file is a coverage map of its own that any reader of Istanbul data takes: the places are those of the sites
 * (function bodies are functions, all else statements), the counts are the sums over all tests. The counts of each test
 * stand beside them under a key of this tool, written once for each place that a test passes; a full map for each test
 * would repeat all places thousands of times. The names of the tests are in `index/tests.json`.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { sha256 } from '../common/hash.js'
import libCoverage, { type CoverageMap, type FileCoverageData, type FunctionMapping } from 'istanbul-lib-coverage'
import { mapPaths } from './checkout.js'
import {
  hitsOf, pack, type CoverageIndex, type Hits, type IndexedSite, type IndexedSource, type IndexedTestFile, type Owner,
} from './coverage-index.js'
import { OWN_KEY, type OwnCounts, type OwnData } from './own-data.js'
import { rangeOf } from './places.js'

/** The folder below the root that `writeIndex` writes to. */
export const COVERAGE_FOLDER = '.mutate/coverage'

interface TestTable {
  readonly version: 1
  readonly testFiles: readonly IndexedTestFile[]
  readonly owners: readonly Owner[]
  readonly about?: TakenOf
}

/** What coverage was taken of. */
export interface TakenOf {
  /** All files of the project as they were when the tests ran. */
  readonly files: FileHashes
  /** The options that decide where mutants stand, and which tests there are, as text. */
  readonly settings: string
}

/** Path and hash of each file of a project. */
export type FileHashes = readonly (readonly [path: string, hash: string])[]

/** Replaces what was kept before, all at once. */
export function writeIndex(index: CoverageIndex, root: string, about?: TakenOf): void {
  const kept = join(root, COVERAGE_FOLDER)
  const folder = `${kept}.new`
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'index'), { recursive: true })
  writeFileSync(join(dirname(kept), '.gitignore'), '*\n')
  const ownersOf = ownersBySource(index)
  index.sources.forEach((source, number) => {
    const map = toIstanbul([fileCoverage(source, ownersOf[number]!, root)])
    writeFileSync(join(folder, fileName(source.path)), JSON.stringify(map))
  })
  const table: TestTable = { version: 1, testFiles: index.testFiles, owners: index.owned, ...(about && { about }) }
  writeFileSync(join(folder, 'index', 'tests.json'), JSON.stringify(table))
  rmSync(kept, { recursive: true, force: true })
  renameSync(folder, kept)
}

/** Istanbul data of what some owners passed, for tools that know nothing of tests; with absolute paths. */
export function istanbulOf(index: CoverageIndex, owners: readonly number[], root: string): CoverageMap {
  const ownersOf = ownersBySource(index, owners)
  return toIstanbul(index.sources.map((source, number) => {
    const { [OWN_KEY]: _, ...standard } = fileCoverage(source, ownersOf[number]!, root)
    return standard
  }))
}

type OwnFileCoverage = FileCoverageData & { readonly [OWN_KEY]: OwnData }

function toIstanbul(files: readonly FileCoverageData[]): CoverageMap {
  const map = libCoverage.createCoverageMap({})
  for (const file of files) map.addFileCoverage(file)
  return map
}

/** For each source the owners with hits in it, with those hits. */
function ownersBySource(index: CoverageIndex, owners: Iterable<number> = index.owned.keys()): Map<number, number[]>[] {
  const bySource = index.sources.map(() => new Map<number, number[]>())
  const sourceOf = new Uint32Array(index.siteRows.length)
  index.sources.forEach(({ firstSite, sites }, source) => sourceOf.fill(source, firstSite, firstSite + sites.length))
  for (const owner of owners) {
    const hits = hitsOf(index, owner)
    for (let at = 0; at < hits.length; at += 2) {
      const inSource = bySource[sourceOf[hits[at]!]!]!
      let list = inSource.get(owner)
      if (!list) inSource.set(owner, list = [])
      list.push(hits[at]!, hits[at + 1]!)
    }
  }
  return bySource
}

/** Places are keyed by the number of the site in its file, so that nothing is lost on the way back. */
function fileCoverage(
  source: IndexedSource, ownHits: ReadonlyMap<number, Hits>, root: string,
): OwnFileCoverage {
  const { path, sha256, firstSite, sites } = source
  const file = emptyFile(resolve(root, path), sites)
  const owners: Record<string, OwnCounts> = {}
  for (const [owner, hits] of ownHits) {
    const counts: { s?: Record<string, number>; f?: Record<string, number> } = {}
    for (let at = 0; at < hits.length; at += 2) {
      const site = hits[at]! - firstSite
      const kind = sites[site]!.functionName === undefined ? 's' : 'f'
      file[kind][site]! += hits[at + 1]!
      ;(counts[kind] ??= {})[site] = hits[at + 1]!
    }
    owners[owner] = counts
  }
  return { ...file, [OWN_KEY]: { version: 1, sha256, owners } }
}

function emptyFile(path: string, sites: readonly IndexedSite[]): FileCoverageData {
  const file: FileCoverageData = { path, statementMap: {}, fnMap: {}, branchMap: {}, s: {}, f: {}, b: {} }
  sites.forEach(({ location, functionName }, site) => {
    const loc = rangeOf(location)
    if (functionName !== undefined) {
      const decl = { start: loc.start, end: { line: loc.start.line, column: loc.start.column + 1 } }
      file.fnMap[site] = { name: functionName || `(anonymous_${site})`, decl, loc, line: loc.start.line }
      file.f[site] = 0
    } else {
      file.statementMap[site] = loc
      file.s[site] = 0
    }
  })
  return file
}

/** Unique and readable; two paths may differ in their folders only. */
function fileName(path: string): string {
  return `${basename(path)}-${sha256(path).slice(0, 10)}.json`
}

/**
 * The index that an earlier run kept, for the files that are still there, in the order of their paths; undefined when
 * there is none or it cannot be read. It may come from another checkout. Whether a source is unchanged its `sha256` tells.
 */
export function readIndex(root: string, folder = join(root, COVERAGE_FOLDER)): CoverageIndex | undefined {
  try {
    const table = tableIn(folder)
    if (!table) return undefined
    const files = readdirSync(folder).filter((name) => name.endsWith('.json')).flatMap((name) => {
      const text = readFileSync(join(folder, name), 'utf8')
      const map = libCoverage.createCoverageMap(JSON.parse(text) as Record<string, FileCoverageData>)
      return map.files().map((path) => map.fileCoverageFor(path).data as OwnFileCoverage)
    })
    return fromFiles(table, files, mapPaths(files.map(({ path }) => path), root))
  } catch {
    // A run that was stopped while it wrote leaves half of it: as good as nothing.
    return undefined
  }
}

/** What the coverage in a folder was taken of; undefined where that was not kept. */
export function takenOf(folder: string): TakenOf | undefined {
  try {
    return tableIn(folder)?.about
  } catch {
    return undefined
  }
}

function tableIn(folder: string): TestTable | undefined {
  const table = JSON.parse(readFileSync(join(folder, 'index', 'tests.json'), 'utf8')) as TestTable
  return (table.version as number) === 1 ? table : undefined
}

function fromFiles(
  table: TestTable, files: readonly OwnFileCoverage[], relative: ReadonlyMap<string, string>,
): CoverageIndex {
  const sources: IndexedSource[] = []
  const hits: number[][] = table.owners.map(() => [])
  let firstSite = 0
  const known = files
    .flatMap((file) => { const path = relative.get(file.path); return path === undefined ? [] : [{ path, file }] })
    .sort((a, b) => (a.path < b.path ? -1 : 1))
  for (const { path, file } of known) {
    const sites = sitesOf(file)
    sources.push({ path, sha256: file[OWN_KEY].sha256, firstSite, sites })
    for (const [owner, { s = {}, f = {} }] of Object.entries(file[OWN_KEY].owners)) {
      for (const [site, count] of [...Object.entries(s), ...Object.entries(f)]) {
        hits[Number(owner)]!.push(firstSite + Number(site), count)
      }
    }
    firstSite += sites.length
  }
  return pack(table.testFiles, sources, table.owners.map((owner, number) => ({ owner, hits: hits[number]! })))
}

function sitesOf({ statementMap, fnMap }: FileCoverageData): IndexedSite[] {
  const count = Object.keys(statementMap).length + Object.keys(fnMap).length
  return Array.from({ length: count }, (_, site) => {
    const declared: FunctionMapping | undefined = fnMap[site]
    const { start, end } = declared?.loc ?? statementMap[site]!
    return {
      location: { start: { line: start.line, column: start.column + 1 }, end: { line: end.line, column: end.column + 1 } },
      ...(declared && { functionName: declared.name.startsWith('(') ? '' : declared.name }),
    }
  })
}
