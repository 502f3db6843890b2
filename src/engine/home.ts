/** Which test file is made for which source, and how near they are, as far as their names tell. */

/** Names that say nothing of what is in a file: then its folder tells. */
const NAMELESS = new Set(['index', 'test', 'tests', 'spec', 'main', 'mod'])

/**
 * What a file is about: `src/schemas/string/string.test.ts`, `test/string.spec.ts` and `src/string/index.ts` are about `string`.
 * @param path relative, with `/`
 */
export function subjectOf(path: string): string {
  const parts = path.split('/')
  const name = parts.pop()!.replace(/(?:[.-](?:test|spec))?\.\w+$/, '')
  return NAMELESS.has(name) ? parts.findLast((part) => !/^(?:__)?(?:tests?|spec)(?:__)?$/.test(part)) ?? name : name
}

/** Folders that hold sources or tests, whatever those are about. */
const KINDS = new Set(['src', 'lib', 'source', 'test', 'tests', '__tests__', 'spec', 'specs'])

interface Place {
  /** The folders that lead to it without those: `packages`, `packages/core`. */
  readonly folders: readonly string[]
  readonly subject: string
}

function placeOf(path: string): Place {
  const parts = path.split('/').slice(0, -1).filter((part) => !KINDS.has(part))
  return { folders: parts.map((_, at) => parts.slice(0, at + 1).join('/')), subject: subjectOf(path) }
}

/** How near a test file is to sources: the folders that lead to both, and one more where it is about the same as one of them. */
function nearness(sources: readonly Place[]): (file: Place) => number {
  const common = new Set(sources.flatMap(({ folders }) => folders))
  const subjects = new Set(sources.map(({ subject }) => subject))
  return ({ folders, subject }) => folders.findLastIndex((folder) => common.has(folder)) + 1 + (subjects.has(subject) ? 1 : 0)
}

/** How near a test file is to the nearest of some sources. */
export function nearTo(sources: Iterable<string>): (path: string) => number {
  const near = nearness(Array.from(sources, placeOf))
  return (path) => near(placeOf(path))
}

/**
 * Says whether a test file is at home in a source: whether it is among the nearest to it, where some are nearer than others.
 * @param files all test files
 */
export function createHomes(files: readonly string[]): (file: string, source: string) => boolean {
  const places = files.map((path) => ({ path, place: placeOf(path) }))
  const homes = new Map<string, ReadonlySet<string>>()
  const findHomes = (source: string): ReadonlySet<string> => {
    const near = nearness([placeOf(source)])
    const all = places.map(({ path, place }) => ({ path, at: near(place) }))
    const most = all.reduce((found, { at }) => Math.max(found, at), 0)
    return new Set(all.every(({ at }) => at === most) ? [] : all.filter(({ at }) => at === most).map(({ path }) => path))
  }
  return (file, source) => {
    let found = homes.get(source)
    if (!found) homes.set(source, found = findHomes(source))
    return found.has(file)
  }
}
