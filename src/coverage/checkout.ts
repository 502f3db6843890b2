/** Finds the files of this project in paths that another tool, machine or operating system wrote. */
import { statSync } from 'node:fs'
import { join } from 'node:path'

/** Whether a relative path is a file of the project. */
export type Exists = (relative: string) => boolean

/**
 * Relative paths by the path as written. Paths under `root` are taken as they are. For others the checkout they were
 * written in is guessed: the folder under which the most of them exist here. What is not found is left out.
 */
export function mapPaths(
  written: readonly string[], root: string, exists: Exists = existsUnder(root),
): Map<string, string> {
  const here = segmentsOf(root)
  const mapped = new Map<string, string>()
  const foreign = new Map<string, readonly string[]>()
  for (const path of written) {
    const segments = segmentsOf(path)
    const inside = here.every((segment, index) => segments[index] === segment) ? segments.slice(here.length) : segments
    const relative = inside.join('/')
    if ((inside !== segments || !isAbsolute(path)) && exists(relative)) mapped.set(path, relative)
    else if (inside === segments) foreign.set(path, segments)
  }
  const base = guessBase([...foreign.values()], here, exists)
  if (base === undefined) return mapped
  for (const [path, segments] of foreign) {
    if (!base.every((segment, index) => segments[index] === segment)) continue
    const relative = segments.slice(base.length).join('/')
    if (exists(relative)) mapped.set(path, relative)
  }
  return mapped
}

function existsUnder(root: string): Exists {
  return (relative) => relative !== '' && statSync(join(root, relative), { throwIfNoEntry: false })?.isFile() === true
}

/** A folder that, put in the place of the root, makes paths exist: the most alike to the root, then the most useful, then the shortest. */
function guessBase(
  paths: readonly (readonly string[])[], here: readonly string[], exists: Exists,
): readonly string[] | undefined {
  const bases = new Map<string, { base: readonly string[]; files: number }>()
  for (const segments of paths) {
    for (let length = 0; length < segments.length; length++) {
      if (!exists(segments.slice(length).join('/'))) continue
      const base = segments.slice(0, length)
      const key = base.join('/')
      const known = bases.get(key)
      if (known) known.files++
      else bases.set(key, { base, files: 1 })
    }
  }
  const best = [...bases.values()].sort((a, b) =>
    commonTail(b.base, here) - commonTail(a.base, here) || b.files - a.files || a.base.length - b.base.length)[0]
  return best?.base
}

function commonTail(a: readonly string[], b: readonly string[]): number {
  let length = 0
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) length++
  return length
}

function isAbsolute(path: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:[\\/]|file:)/.test(path)
}

/** Windows separators, drive letters and file URLs are read as well; `.` and `..` are resolved. */
function segmentsOf(path: string): string[] {
  const plain = path.startsWith('file:') ? decodeURI(path.replace(/^file:\/*/, '/')) : path
  const segments: string[] = []
  for (const segment of plain.replace(/^\/?([A-Za-z]:)?/, '').split(/[\\/]+/)) {
    if (segment === '' || segment === '.') continue
    if (segment === '..' && segments.length > 0) segments.pop()
    else segments.push(segment)
  }
  return segments
}
