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

/** The folders of a path, from the outermost on, without those. */
function foldersOf(path: string): string[] {
  return path.split('/').slice(0, -1).filter((part) => !KINDS.has(part))
}

/** How near a test file is to sources: the folders that lead to both, and one more where it is about the same as one of them. */
function nearness(common: number, isSubject: boolean): number {
  return common + (isSubject ? 1 : 0)
}

/** How near a test file is to the nearest of some sources. */
export function nearTo(sources: Iterable<string>): (path: string) => number {
  const beginnings = new Set<string>()
  const subjects = new Set<string>()
  for (const path of sources) {
    subjects.add(subjectOf(path))
    foldersOf(path).forEach((_, at, parts) => beginnings.add(parts.slice(0, at + 1).join('/')))
  }
  return (path) => nearness(
    foldersOf(path).findLastIndex((_, at, parts) => beginnings.has(parts.slice(0, at + 1).join('/'))) + 1,
    subjects.has(subjectOf(path)),
  )
}

/**
 * Says whether a test file is at home in a source: whether it is among the nearest to it, where some are nearer than others.
 * @param files all test files
 */
export function createHomes(files: readonly string[]): (file: string, source: string) => boolean {
  const places = new Map(files.map((path) => [path, { folders: foldersOf(path), subject: subjectOf(path) }]))
  const homes = new Map<string, ReadonlySet<string>>()
  const findHomes = (source: string): ReadonlySet<string> => {
    const [folders, subject] = [foldersOf(source), subjectOf(source)]
    const near = new Map([...places].map(([path, of]) => [path, nearness(commonBeginning(folders, of.folders), of.subject === subject)]))
    const [least, most] = [Math.min(...near.values()), Math.max(...near.values())]
    return new Set(least === most ? [] : files.filter((path) => near.get(path) === most))
  }
  return (file, source) => {
    let found = homes.get(source)
    if (!found) homes.set(source, found = findHomes(source))
    return found.has(file)
  }
}

function commonBeginning(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((part, index) => part !== b[index])
  return at === -1 ? a.length : at
}
