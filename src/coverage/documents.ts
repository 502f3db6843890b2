/** Reads coverage files and folders from disk, as what they hold: Istanbul JSON or lcov. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { relativePath } from '../common/relative-path.js'
import type { FileCoverageData } from 'istanbul-lib-coverage'
import { UserError } from '../model/errors.js'
import { isLcov, parseLcov } from './lcov.js'

export interface CoverageDocument {
  /** Where it was read. */
  readonly path: string
  /** The same from the given folder on, with forward slashes and without what says the format; empty for a file that was given. */
  readonly name: string
  /** Istanbul data knows each statement, lcov only lines. */
  readonly kind: 'istanbul' | 'lcov'
  readonly files: readonly FileCoverageData[]
}

const REMEDY = 'give the coverage-final.json or lcov.info of a test run with coverage on, or the folder that holds it'

/** @throws UserError when a path is missing, or is neither Istanbul JSON nor lcov */
export function readDocuments(paths: readonly string[]): CoverageDocument[] {
  return paths.flatMap((path) => {
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory()
    if (isFolder === undefined) throw new UserError(`no coverage at ${path}: there is no such file or folder; ${REMEDY}`)
    if (!isFolder) return [checked(parseDocument(path, readText(path)))]
    const found = readFolder(path).map((document) => ({ ...document, name: nameIn(path, document.path) }))
    if (found.length === 0) throw new UserError(`no coverage in the folder ${path}; ${REMEDY}`)
    // A test file that runs no source leaves an empty one behind.
    if (found.every(({ files }) => files.length === 0)) checked(found[0]!)
    return found
  })
}

function nameIn(folder: string, path: string): string {
  return relativePath(folder, path).replace(/\.(?:json|info|lcov)$/u, '').replace(/(?:^|\/)(?:coverage-final|coverage|lcov)$/u, '')
}

/** One report folder, or folders of them: a `coverage-final.json` stands for what lies beside it. */
function readFolder(folder: string): CoverageDocument[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  const final = entries.find(({ name }) => name === 'coverage-final.json')
  if (final) return [parseDocument(join(folder, final.name), readText(join(folder, final.name)))]
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return /^(?:\.|node_modules$|lcov-report$)/.test(entry.name) ? [] : readFolder(path)
    if (!/\.(?:json|info|lcov)$/.test(entry.name)) return []
    const text = readText(path)
    // Beside coverage, folders hold summaries and other JSON.
    return entry.name.endsWith('.json') && !tryIstanbul(text) ? [] : [parseDocument(path, text)]
  })
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UserError(`cannot read the coverage in ${path}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function parseDocument(path: string, text: string): CoverageDocument {
  const files = tryIstanbul(text)
  if (files) return { path, name: '', kind: 'istanbul', files }
  if (isLcov(text)) return { path, name: '', kind: 'lcov', files: parseLcov(text) }
  throw new UserError(`${path} is neither Istanbul JSON nor lcov; ${REMEDY}`)
}

function checked(document: CoverageDocument): CoverageDocument {
  if (document.files.length > 0) return document
  throw new UserError(`the coverage in ${document.path} is empty: it names no file; ${REMEDY}`)
}

/** The entries of a coverage map, or undefined when the text is something else. */
function tryIstanbul(text: string): FileCoverageData[] | undefined {
  let data: unknown
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
  if (!isRecord(data)) return undefined
  // nyc keeps the data of a file that was merged already under `data`.
  const entries = Object.values(data).map((entry) => (isRecord(entry) && isRecord(entry.data) ? entry.data : entry))
  return entries.every(isFileCoverage) ? entries : undefined
}

function isFileCoverage(value: unknown): value is FileCoverageData {
  if (!isRecord(value) || typeof value.path !== 'string' || value.path === '') return false
  const { statementMap, fnMap, branchMap, s, f, b } = value
  return match(statementMap, s, isRange, isCount)
    && match(fnMap, f, (item) => isRecord(item) && isRange(item.loc), isCount)
    && match(branchMap, b, (item) => isRecord(item) && Array.isArray(item.locations), Array.isArray)
}

/** Whether each place has its count and each count its place: merging relies on it. */
function match(
  places: unknown, counts: unknown, isPlace: (item: unknown) => boolean, isHits: (item: unknown) => boolean,
): boolean {
  if (!isRecord(places) || !isRecord(counts)) return false
  return Object.keys(counts).every((id) => id in places)
    && Object.entries(places).every(([id, place]) => isPlace(place) && isHits(counts[id]))
}

function isRange(item: unknown): boolean {
  return isRecord(item) && isRecord(item.start) && isRecord(item.end) && isCount(item.start.line) && isCount(item.end.line)
}

function isCount(item: unknown): boolean {
  return typeof item === 'number'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
