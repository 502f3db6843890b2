/** Which tests cover a change, by the coverage that the last whole run kept; what nobody knows widens the answer. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { coverageOf, type CoverageIndex, type IndexedSource } from '../coverage/coverage-index.js'
import { sha256 } from '../common/hash.js'
import { isCandidateName } from '../project/candidates.js'
import { textBefore, touches, type Change, type ChangedLines } from './change.js'
import { readText } from '../project/read-text.js'
import { findSupport } from './tests.js'

export interface AffectedFile {
  readonly project: string
  /** Relative to the root. */
  readonly file: string
  /** The tests as their suites and names; absent: all tests of the file. */
  readonly tests?: readonly (readonly string[])[]
}

export interface Affected {
  /** Every test may be affected; `files` are then all that are known. */
  readonly all: boolean
  /** Why the answer is wider than the lines alone would make it, one sentence each. */
  readonly widened: readonly string[]
  /** By file and project. */
  readonly files: readonly AffectedFile[]
}

const TEST_NAME = /\.(?:test|spec)\.[cm]?[jt]sx?$/u

/** @param index what the last whole run kept; undefined when there is nothing */
export async function affectedTests(root: string, change: Change, index: CoverageIndex | undefined): Promise<Affected> {
  const known = new Set(index?.testFiles.map(({ file }) => file))
  const isTest = (path: string): boolean => known.has(path) || TEST_NAME.test(path)
  const changedTests = [...change.files.values()].filter(({ path, deleted }) => !deleted && isTest(path)).map(({ path }) => path)
  if (!index) {
    if (change.files.size === 0) return { all: false, widened: [], files: [] }
    // Naming the changed ones alone would look like an answer.
    return { all: true, widened: ['no run has kept its coverage here, so every test may be affected; run mutate once, on the whole project'], files: [] }
  }
  const widened: string[] = []
  const whole = new Set<string>(changedTests)
  const single = new Set<number>()
  let all = false
  const sources = new Map(index.sources.map((source) => [source.path, source]))
  const isSource = (path: string): boolean => sources.has(path) || isCandidateName(path)
  const present = [...known].filter((path) => existsSync(join(root, path)))
  const { users, unknown } = findSupport(root, change, [...new Set([...present, ...changedTests])], isSource)
  for (const path of users) whole.add(path)
  for (const path of unknown) {
    all = true
    widened.push(`no coverage knows ${path}, so every test may be affected`)
  }
  for (const file of change.files.values()) {
    const source = sources.get(file.before ?? file.path) ?? sources.get(file.path)
    if (isTest(file.path) || !isSource(file.path)) continue
    if (!source) {
      all = true
      widened.push(`no coverage knows ${file.path}, so every test may be affected`)
      continue
    }
    const lines = await linesIn(root, change, source, file.path)
    if (lines === undefined && !file.deleted) widened.push(`the coverage of ${file.path} is of another text, so all tests count that reach the file`)
    const sites = lines === undefined ? allSites(source) : sitesAt(source, lines)
    if (lines && lines.length > 0 && sites.length === source.sites.length) {
      widened.push(`${file.path} was changed outside of functions, so all tests count that reach the file`)
    }
    for (const site of sites) for (const test of coverageOf(index, site).tests) single.add(test)
    // Code without a mutant has no site: of all that a file holds only those know that load it.
    if (sites.length === source.sites.length && lines?.length !== 0) {
      for (const { file: test, loaded } of index.testFiles) if (loaded?.includes(source.path)) whole.add(test)
    }
  }
  return { all, widened, files: gather(root, index, all, whole, single, changedTests) }
}

/** The changed lines in the text that the coverage is of; undefined when that is neither the text now nor that of the base. */
async function linesIn(root: string, change: Change, source: IndexedSource, path: string): Promise<readonly ChangedLines[] | undefined> {
  const file = change.files.get(path)!
  if (!file.deleted && sha256(readText(root, path)) === source.sha256) return file.lines
  const before = file.before === undefined ? undefined : await textBefore(root, change, file.before)
  if (before === undefined || sha256(before) !== source.sha256) return undefined
  return file.deleted ? undefined : change.linesBefore.get(path) ?? []
}

function allSites({ firstSite, sites }: IndexedSource): number[] {
  return sites.map((_, site) => firstSite + site)
}

/**
 * The places of the innermost known function around each changed line, and all that the line touches itself. Of a line
 * outside of functions nobody knows who depends on it: all places of the file.
 */
function sitesAt(source: IndexedSource, lines: readonly ChangedLines[]): number[] {
  const found = new Set<number>()
  for (const changed of lines) {
    for (const each of apart(changed)) {
      const around = source.sites
        .map(({ location, functionName }) => ({ from: location.start.line, to: location.end.line, isFunction: functionName !== undefined }))
      const functions = around.filter((site) => site.isFunction && touches(each, site.from, site.to))
      const inner = functions.sort((a, b) => (a.to - a.from) - (b.to - b.from))[0]
      if (!inner) return allSites(source)
      around.forEach((site, index) => {
        const inside = inner.from <= site.from && site.to <= inner.to
        if (inside || touches(each, site.from, site.to)) found.add(source.firstSite + index)
      })
    }
  }
  return [...found]
}

function apart({ from, to }: ChangedLines): ChangedLines[] {
  if (from > to || !Number.isFinite(to)) return [{ from, to }]
  return Array.from({ length: to - from + 1 }, (_, at) => ({ from: from + at, to: from + at }))
}

function gather(
  root: string, index: CoverageIndex, all: boolean, whole: ReadonlySet<string>, single: ReadonlySet<number>, added: readonly string[],
): AffectedFile[] {
  const files: AffectedFile[] = []
  for (const { project, file, firstTest, tests } of index.testFiles) {
    if (!existsSync(join(root, file))) continue
    const chosen = tests.filter((_, at) => single.has(firstTest + at))
    if (all || whole.has(file) || (chosen.length > 0 && chosen.length === tests.length)) files.push({ project, file })
    else if (chosen.length > 0) files.push({ project, file, tests: chosen.map(({ path }) => path) })
  }
  const known = new Set(index.testFiles.map(({ file }) => file))
  files.push(...added.filter((file) => !known.has(file)).map((file) => ({ project: '', file })))
  return files.sort((a, b) => (a.file === b.file ? (a.project < b.project ? -1 : 1) : a.file < b.file ? -1 : 1))
}
