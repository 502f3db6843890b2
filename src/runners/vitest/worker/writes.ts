/** Stands in front of the functions of Node that change something on disk. */
import { constants } from 'node:fs'
import { asPath, isInPackage, isOfSystem } from './places.js'
import { wrapFiles } from './wrap.js'

/** What is about to happen to an absolute path. */
export type Change =
  /** A file is made or changed, or a folder made. */
  | { readonly does: 'writes'; readonly path: string }
  /** What is there goes away, with all that it holds. */
  | { readonly does: 'takes'; readonly path: string }
  /** What comes is a copy of what is elsewhere, with all that that holds. */
  | { readonly does: 'brings'; readonly path: string; readonly from: string }
  /** All that is there goes to another place. */
  | { readonly does: 'moves'; readonly path: string; readonly to: string }

/** Functions that write at their first argument, or at the second; `link` gives another name to what is written then. */
const FIRST = ['writeFile', 'appendFile', 'createWriteStream', 'truncate', 'mkdir', 'chmod', 'link']
const SECOND = ['copyFile', 'link', 'symlink']

/**
 * Packages, what is below a folder of `mkdtemp`, and what is not on disk do not count. Call it before anything of the project is loaded.
 * @param before hears of each change before it is made, and may throw
 */
export function watchWrites(before: (change: Change) => void): void {
  const temporary = new Set<string>()
  const placeOf = (given: unknown): string | undefined => {
    const path = asPath(given)
    return path === undefined || isInPackage(path) || isOfSystem(path) || [...temporary].some((prefix) => isMadeOf(prefix, path)) ? undefined : path
  }
  const tell = (does: 'writes' | 'takes', given: unknown): void => {
    const path = placeOf(given)
    if (path !== undefined) before({ does, path })
  }
  const bring = (from: unknown, to: unknown): void => {
    const path = placeOf(to)
    if (path !== undefined) before({ does: 'brings', path, from: asPath(from) ?? path })
  }
  wrapFiles(FIRST, (path) => { tell('writes', path) })
  wrapFiles(SECOND, (_, path) => { tell('writes', path) })
  wrapFiles(['rm', 'rmdir', 'unlink'], (path) => { tell('takes', path) })
  wrapFiles(['cp'], bring)
  wrapFiles(['open'], (path, flags) => { if (mayWrite(flags)) tell('writes', path) })
  wrapFiles(['rename'], (from, second) => {
    const [path, to] = [placeOf(from), placeOf(second)]
    if (path !== undefined && to !== undefined) before({ does: 'moves', path, to })
    else if (path !== undefined) tell('takes', path)
    else bring(from, second)
  })
  wrapFiles(['mkdtemp'], (prefix) => { if (typeof prefix === 'string') temporary.add(asPath(`${prefix}x`)!.slice(0, -1)) })
}

function mayWrite(flags: unknown): boolean {
  if (typeof flags === 'number') return (flags & (constants.O_WRONLY | constants.O_RDWR)) !== 0
  return typeof flags === 'string' && /[wa+]/u.test(flags)
}

/** Whether a path is that of a folder that `mkdtemp` made, or below: it adds six letters. */
function isMadeOf(prefix: string, path: string): boolean {
  return path.startsWith(prefix) && /^\w{6}(?:$|[\\/])/u.test(path.slice(prefix.length))
}
