/** Coverage that is already there: read, merged, and asked whether any test ran a piece of code. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import libCoverage, { type CoverageMap, type FileCoverageData, type Range } from 'istanbul-lib-coverage'
import { UserError } from '../model/errors.js'
import type { Note } from '../model/result.js'
import type { Location } from '../model/span.js'
import { mapPaths } from './checkout.js'
import { readDocuments, type CoverageDocument } from './documents.js'
import { innermost, placeAt, placesOf, ranInside, type Place } from './places.js'
import { isStale } from './stale.js'

/** What coverage data answers when asked about code. */
export interface Answers {
  /** Relative paths of the files it knows, sorted. */
  readonly files: readonly string[]
  /**
   * Whether any test ran the code at `location`. False only when the innermost statement, function or branch around it
   * has a count of zero; undefined when the coverage does not say: unknown or changed file, or code between statements.
   */
  isCovered(file: string, location: Location): boolean | undefined
}

/** A document with relative paths, about files that are here. */
export interface OwnDocument extends CoverageDocument {
  /** Files that were changed since, which are not in `files`; only those of which something ran. */
  readonly stale: readonly string[]
}

export interface Coverage extends Answers {
  /** Files that were left out, and why. */
  readonly notes: readonly Note[]
  /** Where each part comes from. */
  readonly documents: readonly OwnDocument[]
}

/**
 * Reads Istanbul JSON, lcov and folders of either, and merges them.
 * @param paths absolute
 * @throws UserError when a path is missing, malformed or empty, or when no file of the project is in it
 */
export function readCoverage(paths: readonly string[], root: string): Coverage {
  const notes: Note[] = []
  const documents = readDocuments(paths).map((document) => ofThisProject(document, root, notes))
  const answers = answersOf(documents)
  if (answers.files.length === 0 && notes.length === 0) throw nothingKnown(paths, root)
  return { ...answers, notes, documents }
}

/** What these documents say together. */
export function answersOf(documents: readonly OwnDocument[]): Answers {
  const exact = mergeKind(documents, 'istanbul')
  const lines = mergeKind(documents, 'lcov')
  const files = [...new Set([...exact.files(), ...lines.files()])].sort()
  const statements = lazily((file) => (file in exact.data ? placesOf(dataOf(exact, file)) : undefined))
  const lineCounts = lazily((file) => (file in lines.data ? countLines(dataOf(lines, file)) : undefined))
  return {
    files,
    isCovered(file, location) {
      const byStatement = statementRan(statements(file), location)
      if (byStatement === true) return true
      const byLine = lineRan(lineCounts(file), location)
      return byLine === true ? true : byStatement ?? byLine
    },
  }
}

function statementRan(places: readonly Place[] | undefined, location: Location): boolean | undefined {
  if (!places) return undefined
  const index = innermost(places, placeAt(location))
  if (index < 0) return undefined
  return places[index]!.hits > 0 || ranInside(places, index)
}

interface LineCounts {
  /** By line. */
  readonly hits: ReadonlyMap<number, number>
  /** Lines on which functions begin. */
  readonly functions: ReadonlySet<number>
}

function countLines(file: FileCoverageData): LineCounts {
  const hits = new Map<number, number>()
  for (const [id, { start }] of Object.entries(file.statementMap)) {
    hits.set(start.line, Math.max(hits.get(start.line) ?? 0, file.s[id] ?? 0))
  }
  return { hits, functions: new Set(Object.values(file.fnMap).map(({ line }) => line)) }
}

/**
 * A line's count is that of what begins on it. A function that begins there may be all that did not run, while code
 * beside it belongs to a statement further up: then the line does not say.
 */
function lineRan(lines: LineCounts | undefined, { start }: Location): boolean | undefined {
  const hits = lines?.hits.get(start.line)
  if (lines === undefined || hits === undefined) return undefined
  if (hits > 0) return true
  return lines.functions.has(start.line) ? undefined : false
}

/** The document with relative paths, without files that are not here or were changed since. */
function ofThisProject(document: CoverageDocument, root: string, notes: Note[]): OwnDocument {
  const relative = mapPaths(document.files.map(({ path }) => path), root)
  const files: FileCoverageData[] = []
  const stale: string[] = []
  for (const file of document.files) {
    const path = relative.get(file.path)
    if (path === undefined) continue
    const text = readFileSync(join(root, path), 'utf8')
    if (isStale(file, text)) {
      notes.push({ level: 'warning', text: `${path} was changed after the coverage in ${document.path} was taken, which is not used for it` })
      if (ranAtAll(file)) stale.push(path)
    } else {
      files.push({ ...file, path, ...withExactArms(file, text) })
    }
  }
  return { ...document, files, stale }
}

/** Whether anything of a file ran. */
export function ranAtAll({ s, f }: FileCoverageData): boolean {
  return [...Object.values(s), ...Object.values(f)].some((hits) => hits > 0)
}

/** How the code begins that V8 counts as an arm: with what leads to it. */
const ARM = /^\s*(?:\?|:|\|\||&&|\{|(?:else|catch|finally)\b)/u

/**
 * Data that comes from V8 has a branch for each `case`, whose test runs even when the case is not taken. And where it went
 * through a source map, an arm may begin at the test before it: only those count that begin as an arm does.
 */
function withExactArms(file: FileCoverageData, text: string): Pick<FileCoverageData, 'branchMap' | 'b'> {
  const lines = text.split('\n')
  const kept = Object.entries(file.branchMap).filter(([, { type, loc }]) =>
    type !== 'branch' || ARM.test(textAt(lines, (loc as Range | undefined)?.start)))
  return { branchMap: Object.fromEntries(kept), b: Object.fromEntries(kept.map(([id]) => [id, file.b[id]!])) }
}

function textAt(lines: readonly string[], start: Range['start'] | undefined): string {
  return start ? (lines[start.line - 1] ?? '').slice(start.column) : ''
}

function mergeKind(documents: readonly CoverageDocument[], kind: CoverageDocument['kind']): CoverageMap {
  const map = libCoverage.createCoverageMap({})
  for (const document of documents) {
    if (document.kind !== kind) continue
    for (const file of document.files) map.addFileCoverage(copyOf(file))
  }
  return map
}

/** Merging writes into what it is given first. */
function copyOf(file: FileCoverageData): FileCoverageData {
  return { ...file, b: Object.fromEntries(Object.entries(file.b).map(([id, arms]) => [id, [...arms]])) }
}

function dataOf(map: CoverageMap, file: string): FileCoverageData {
  return map.fileCoverageFor(file).data
}

function lazily<T>(make: (file: string) => T): (file: string) => T {
  const made = new Map<string, T>()
  return (file) => {
    if (!made.has(file)) made.set(file, make(file))
    return made.get(file) as T
  }
}

function nothingKnown(paths: readonly string[], root: string): UserError {
  return new UserError(
    `the coverage in ${paths.join(', ')} names no file of ${root}; give coverage of this project, or the right --root`)
}
