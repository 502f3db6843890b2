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
  /** What comes may hold something. */
  | { readonly does: 'brings'; readonly path: string }
  /** All that is there goes to another place. */
  | { readonly does: 'moves'; readonly path: string; readonly to: string }

/** What these functions do to their first argument, or to the second, where that is another place. */
const FIRST = { writeFile: 'writes', appendFile: 'writes', createWriteStream: 'writes', truncate: 'writes', mkdir: 'writes', rm: 'takes', rmdir: 'takes', unlink: 'takes' } as const
const SECOND = { copyFile: 'writes', link: 'writes', symlink: 'writes', cp: 'brings' } as const

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
  const tell = (does: 'writes' | 'takes' | 'brings', given: unknown): void => {
    const path = placeOf(given)
    if (path !== undefined) before({ does, path })
  }
  for (const [name, does] of Object.entries(FIRST)) wrapFiles([name], (path) => { tell(does, path) })
  for (const [name, does] of Object.entries(SECOND)) wrapFiles([name], (_, path) => { tell(does, path) })
  wrapFiles(['open'], (path, flags) => { if (mayWrite(flags)) tell('writes', path) })
  wrapFiles(['rename'], (from, second) => {
    const [path, to] = [placeOf(from), placeOf(second)]
    if (path !== undefined && to !== undefined) before({ does: 'moves', path, to })
    else if (path !== undefined) before({ does: 'takes', path })
    else if (to !== undefined) before({ does: 'brings', path: to })
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
