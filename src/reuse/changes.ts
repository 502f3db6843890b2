/** What changed since a run whose trials are kept, and which of it may concern everything. */
import type { Fingerprint } from '../store/fingerprint.js'
import type { Trials } from './stored.js'

export interface Changes {
  /** Files that were changed, are new or are gone. */
  readonly changed: ReadonlySet<string>
  /** Those of them that are new or gone. */
  readonly moved: readonly string[]
  /** Why nothing that is kept holds, as the beginning of a sentence. */
  readonly everything: string | undefined
}

const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte)$/u
/** These decide how all others are read, wherever they are. */
const FOR_ALL = /(?:^|\/)(?:package\.json|[jt]sconfig[^/]*\.json|[^/]*\.config\.[^/]+|[^/]*\.workspace\.[^/]+|\.[^/]+|[^/]*(?:lock|shrinkwrap)[^/]*|node_modules\/.*)$/u

/**
 * @param configFiles those of this run
 * @param testFiles test files of this run
 */
export function changesSince(
  { of: before, configFiles: oldConfig, files }: Trials, now: Fingerprint, configFiles: readonly string[], testFiles: readonly string[],
): Changes {
  const hashes = new Map(before.files)
  const moved: string[] = []
  const changed = new Set<string>()
  for (const [path, hash] of now.files) {
    const old = hashes.get(path)
    if (old === undefined) moved.push(path)
    if (old !== hash) changed.add(path)
    hashes.delete(path)
  }
  moved.push(...hashes.keys())
  for (const path of moved) changed.add(path)
  return { changed, moved, everything: forAll(changed) }

  function forAll(paths: ReadonlySet<string>): string | undefined {
    if (before.settings !== now.settings) return 'other options, environment variables or versions are used'
    const config = new Set([...oldConfig, ...configFiles])
    const known = new Set([...testFiles, ...files.flatMap(({ path, modules, reads }) =>
      [path, ...reads, ...modules.map(([module]) => fileOf(module))])])
    const listed = files.flatMap(({ folders }) => folders)
    for (const path of paths) {
      const isMock = moved.includes(path) && /(?:^|\/)__mocks__\//u.test(path)
      const isKnown = known.has(path) || CODE.test(path) || (moved.includes(path) && listed.some((folder) => isBelow(folder, path)))
      if (config.has(path) || FOR_ALL.test(path) || isMock || !isKnown) return `${path} was changed`
    }
    return undefined
  }
}

/** The file of a module without its query. */
export function fileOf(module: string): string {
  return module.replace(/\?.*$/u, '')
}

export function isBelow(folder: string, path: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`)
}
