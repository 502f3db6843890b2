/** Which test files a run needs, by what coverage knows of each; and what of that knowledge the tests contradict. */
import type { Catalog } from '../engine/catalog.js'
import type { FileState } from '../engine/file-state.js'
import type { TestFile } from '../engine/runner.js'
import type { Note } from '../model/result.js'
import type { Location } from '../model/span.js'
import { plural } from '../common/plural.js'
import type { ByTest } from './by-test.js'

/** A source file with mutants to judge. */
export interface WantedSource {
  readonly path: string
  /** The places of those mutants; undefined where all of the file is wanted. Asked only when it matters. */
  locations(): readonly Location[] | undefined
}

export interface Needed {
  readonly files: readonly TestFile[]
  /** Sources that only test files load which are left out: they are judged all the same. */
  readonly unloaded: readonly string[]
  readonly notes: readonly Note[]
}

/**
 * The test files that may reach a wanted mutant, and those of which nothing is known.
 * @param deciding whether the mutants that a test file reaches are wanted too, wherever they are
 */
export function neededFiles(
  all: readonly TestFile[], byTest: ByTest, wanted: readonly WantedSource[], deciding: (file: TestFile) => boolean,
): Needed {
  const choosing = all.filter(deciding).map((file) => byTest.reachOf(file))
  if (choosing.includes(undefined)) return { files: all, unloaded: [], notes: [] }
  const isWhole = (path: string): boolean => choosing.some((reach) => reach!.mayReach(path))
  const memory = new Map<string, readonly Location[] | undefined>()
  const locationsIn = (source: WantedSource): readonly Location[] | undefined => {
    if (!memory.has(source.path)) memory.set(source.path, isWhole(source.path) ? undefined : source.locations())
    return memory.get(source.path)
  }
  const isNeeded = (file: TestFile): boolean => {
    const reach = byTest.reachOf(file)
    if (!reach || deciding(file)) return true
    return wanted.some((source) => reach.mayReach(source.path)
      && (locationsIn(source)?.some((location) => reach.mayReachAt(source.path, location)) ?? true))
  }
  const files = all.filter(isNeeded)
  const paths = new Set(wanted.map(({ path }) => path))
  const left = all.filter((file) => !files.includes(file))
  const unloaded = [...new Set(left.flatMap((file) => byTest.reachOf(file)?.loaded ?? []))].filter((path) => paths.has(path))
  return { files, unloaded: unloaded.sort(), notes: notesOn(all, files, byTest) }
}

function notesOn(all: readonly TestFile[], files: readonly TestFile[], byTest: ByTest): Note[] {
  const unknown = files.filter((file) => byTest.reachOf(file) === undefined).length
  const left = all.length - files.length
  const stale = `the coverage of ${plural(byTest.stale, 'test file')} is of another state of the project`
  const notes: Note[] = []
  if (byTest.stale > 0) notes.push({ level: 'info', text: `${stale}, so that is not believed` })
  if (left > 0) {
    const why = unknown > 0 ? `, ${unknown} of them because nothing is known of what they reach` : ''
    notes.push({ level: 'info', text: `${files.length} of ${plural(all.length, 'test file')} run${why}: by the coverage given the others reach no mutant of this run` })
  }
  return notes
}

/** At most this many test files are named. */
const MOST_NAMED = 3

/** Test files that reach what the coverage said they do not: it may be as wrong about those that were left out. */
export function contradicted(states: readonly FileState[], catalog: Catalog, byTest: ByTest): Note[] {
  const wrong = states.filter(({ file, coverage }) => {
    const reach = byTest.reachOf(file)
    return reach !== undefined && [...coverage.keys()].some((site) => {
      const { firstMutant, file: source } = catalog.sites[site]!
      const { location } = catalog.mutants[firstMutant]!
      return !reach.mayReachAt(source, location)
    })
  })
  if (wrong.length === 0) return []
  const named = wrong.slice(0, MOST_NAMED).map(({ file }) => file.path).join(', ')
  const more = wrong.length > MOST_NAMED ? ` and ${wrong.length - MOST_NAMED} more` : ''
  return [{
    level: 'warning',
    text: `${named}${more} reach${wrong.length === 1 ? 'es' : ''} code that the coverage given says ${wrong.length === 1 ? 'it does' : 'they do'} not, `
      + 'and test files that were left out may do so too: collect it anew',
  }]
}
