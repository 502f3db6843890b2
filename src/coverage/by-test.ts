/** What coverage knows of single test files: which sources each reaches, so that files that reach none of a run need not run. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { importersOf } from '../change/tests.js'
import type { Location } from '../model/span.js'
import { istanbulOf, readIndex, takenOf, type FileHashes, type TakenOf } from './keep.js'
import type { CoverageIndex } from './coverage-index.js'
import { answersOf, ranAtAll, type Coverage, type OwnDocument } from './read.js'

/** A test file as a runner names it. */
export interface NamedTestFile {
  readonly project: string
  /** Relative to the root, with forward slashes. */
  readonly path: string
}

/** What one test file reaches. */
export interface Reach {
  /** Whether it may run anything of a source file; true where nobody knows. */
  mayReach(source: string): boolean
  /** Whether it may run the code at a place; true where nobody knows. */
  mayReachAt(source: string, location: Location): boolean
  /** Sources that it loads; empty where that is not known. */
  readonly loaded: readonly string[]
}

export interface ByTest {
  /** Undefined for a test file of which nothing is known, or only what was true of another state of the project. */
  reachOf(file: NamedTestFile): Reach | undefined
  /** How many test files are known from a state that is no longer. */
  readonly stale: number
}

export interface ByTestInput {
  readonly coverage: Coverage
  /** What was given as coverage, absolute. */
  readonly paths: readonly string[]
  readonly root: string
  readonly testFiles: readonly NamedTestFile[]
  /** The project as it is, and what is asked; undefined when that is not known. */
  readonly now: TakenOf | undefined
}

/** Undefined when the coverage tells nothing about single test files. */
export function readByTest(input: ByTestInput): ByTest | undefined {
  const folder = input.paths.find((path) => existsSync(join(path, 'index', 'tests.json')))
  const index = folder === undefined ? undefined : readIndex(input.root, folder)
  const known = index ? ofIndex(index, takenOf(folder!), input) : ofDocuments(input)
  return known.size === 0 ? undefined : {
    reachOf: (file) => known.get(keyOf(file)) ?? undefined,
    stale: [...known.values()].filter((reach) => reach === undefined).length,
  }
}

/** By test file; undefined for those whose coverage is of another state. */
type Known = Map<string, Reach | undefined>

function keyOf({ project, path }: NamedTestFile): string {
  return JSON.stringify([project, path])
}

/** This tool's own coverage says which files it was taken of. */
function ofIndex(index: CoverageIndex, then: TakenOf | undefined, { root, testFiles, now }: ByTestInput): Known {
  const sources = new Set(index.sources.map(({ path }) => path))
  const tests = new Set([...index.testFiles.map(({ file }) => file), ...testFiles.map(({ path }) => path)])
  const changed = then && now && differing(then.files, now.files)
  const everything = !changed || changed.some((path) => !sources.has(path) && !tests.has(path))
  const importers = everything ? new Set<string>() : importersOf(root, changed.filter((path) => tests.has(path)), [...tests])
  const changedPaths = new Set(changed)
  const isCurrent = (path: string, loaded: readonly string[]): boolean =>
    !everything && !changedPaths.has(path) && !importers.has(path) && !loaded.some((source) => changedPaths.has(source))
  const known: Known = new Map()
  index.testFiles.forEach(({ project, file: path, loaded }, number) => {
    const current = loaded !== undefined && isCurrent(path, loaded)
    // With other options mutants stand in other places: only what a test file loads says something of them.
    const reach = then?.settings === now?.settings ? ofTestFile : ofLoaded
    known.set(keyOf({ project, path }), current ? reach(loaded, sources, index, number, root) : undefined)
  })
  return known
}

/** Paths that were changed, came or went. */
function differing(then: FileHashes, now: FileHashes): string[] {
  const before = new Map(then)
  const changed = now.filter(([path, hash]) => before.get(path) !== hash).map(([path]) => path)
  const present = new Set(now.map(([path]) => path))
  return [...changed, ...then.map(([path]) => path).filter((path) => !present.has(path))]
}

function ofLoaded(loaded: readonly string[], sources: ReadonlySet<string>): Reach {
  const mayReach = (source: string): boolean => loaded.includes(source) || !sources.has(source)
  return { mayReach, mayReachAt: mayReach, loaded }
}

function ofTestFile(
  loaded: readonly string[], sources: ReadonlySet<string>, index: CoverageIndex, number: number, root: string,
): Reach {
  const owners = index.owned.flatMap(({ file }, owner) => (file === number ? [owner] : []))
  let document: OwnDocument | undefined
  const documents = (): OwnDocument[] => {
    document ??= asDocument(index, owners, root)
    return [document]
  }
  return { ...reachIn(documents, (source) => sources.has(source)), loaded }
}

function asDocument(index: CoverageIndex, owners: readonly number[], root: string): OwnDocument {
  const map = istanbulOf(index, owners, root)
  const files = index.sources.map(({ path }) => ({ ...map.fileCoverageFor(join(root, path)).data, path }))
  return { path: '', name: '', kind: 'istanbul', files, stale: [] }
}

/** A folder with one file, or one folder, for each test file, which is called like it. */
function ofDocuments({ coverage, testFiles }: ByTestInput): Known {
  const known: Known = new Map()
  const named = new Map<NamedTestFile, OwnDocument[]>()
  for (const document of coverage.documents) {
    const file = document.name === '' ? undefined : testFileOf(document.name, testFiles)
    if (file) named.set(file, [...named.get(file) ?? [], document])
  }
  const sources = new Set([...coverage.files, ...coverage.documents.flatMap(({ stale }) => stale)])
  for (const [file, documents] of named) {
    const changed = documents.some(({ stale }) => stale.length > 0)
    known.set(keyOf(file), changed ? undefined : { ...reachIn(() => documents, (source) => sources.has(source)), loaded: [] })
  }
  return known
}

/** By its path or the end of it, with slashes or what file names have in their place; nobody when that fits several. */
function testFileOf(name: string, testFiles: readonly NamedTestFile[]): NamedTestFile | undefined {
  const flat = (path: string): string => path.replaceAll(/[\\/_-]+/gu, '-')
  const fits = (wanted: string, path: string): boolean => path === wanted || path.endsWith(`/${wanted}`) || flat(path) === flat(wanted)
  const whole = testFiles.filter(({ path }) => fits(name, path))
  const found = whole.length > 0 ? whole : testFiles.filter(({ path }) => fits(name, path.replace(/\.[cm]?[jt]sx?$/u, '')))
  return found.length === 1 ? found[0] : undefined
}

function reachIn(documents: () => readonly OwnDocument[], isKnown: (source: string) => boolean): Omit<Reach, 'loaded'> {
  let ran: ReadonlySet<string> | undefined
  let answers: ReturnType<typeof answersOf> | undefined
  const mayReach = (source: string): boolean => {
    ran ??= new Set(documents().flatMap(({ files }) => files.filter(ranAtAll).map(({ path }) => path)))
    return ran.has(source) || !isKnown(source)
  }
  return {
    mayReach,
    mayReachAt(source, location) {
      if (!mayReach(source)) return false
      answers ??= answersOf(documents())
      return answers.isCovered(source, location) !== false
    },
  }
}
