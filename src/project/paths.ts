/** Path arguments: what a person types (`src/a.ts:12-40`, a folder, a glob) as selections below the root. */
import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'
import picomatch from 'picomatch'
import { UserError } from '../model/errors.js'
import type { PathSelection } from '../model/options.js'
import { relativePath, toPosix } from '../common/relative-path.js'

const WITH_LINES = /^(?<file>.+?):(?<from>\d+)(?:-(?<to>\d+))?$/su

/**
 * Splits a path argument into its path and its lines, without looking at the disk.
 * @throws UserError when the path is empty or the lines are none
 */
export function parsePathArgument(text: string): PathSelection {
  if (text.trim() === '') throw new UserError('a path argument is empty')
  const groups = WITH_LINES.exec(text)?.groups
  if (groups === undefined) return { pattern: text }
  const from = Number(groups['from'])
  const to = Number(groups['to'] ?? from)
  if (from < 1) throw new UserError(`${text}: lines count from 1`)
  if (to < from) {
    const right = `${groups['file'] ?? ''}:${to}-${from}`
    throw new UserError(`${text}: the first line comes after the last; write ${right}`)
  }
  return { pattern: groups['file'] ?? '', lines: { from, to } }
}

/**
 * Path arguments as selections relative to the root. Each is looked for below `cwd` first, then below `root`.
 * A name that exists as it stands is taken by its letter: what would be glob syntax in it is escaped.
 * @param root absolute, without symbolic links
 * @throws UserError when one lies outside the root
 */
export function locatePaths(texts: readonly string[], root: string, cwd: string): PathSelection[] {
  return texts.map((text) => {
    const whole = literal(text, root, cwd)
    if (whole !== undefined) return { pattern: whole }
    const { pattern, lines } = parsePathArgument(text)
    const located = literal(pattern, root, cwd) ?? globBelow(toPosix(pattern), text, root, cwd)
    return lines === undefined ? { pattern: located } : { pattern: located, lines }
  })
}

/** The escaped path, relative to the root, of a name that exists; undefined when it does not. */
function literal(text: string, root: string, cwd: string): string | undefined {
  if (text.trim() === '') return undefined
  for (const base of [cwd, root]) {
    const absolute = path.resolve(base, text)
    if (existsSync(absolute)) return escapeGlob(belowRoot(absolute, text, root))
  }
  return undefined
}

function belowRoot(absolute: string, text: string, root: string): string {
  for (const candidate of [absolute, realpathSync(absolute)]) {
    const relative = relativePath(root, candidate)
    if (!isOutside(relative)) return relative === '' ? '.' : relative
  }
  throw new UserError(`${text} lies outside the project ${root}; choose another project with --root`)
}

/** Whether a relative path leads out of where it starts; on another Windows drive it is absolute. */
export function isOutside(relative: string): boolean {
  return relative === '..' || relative.startsWith('../') || path.isAbsolute(relative)
}

/**
 * A glob relative to the root. Of the working directory and the root it starts where more of it exists by its
 * letter, and that part is escaped: where there is a folder `app/(shop)`, only the star of `app/(shop)/*.ts` is
 * glob syntax.
 */
function globBelow(glob: string, text: string, root: string, cwd: string): string {
  const { base } = picomatch.scan(path.posix.normalize(glob))
  const places = [cwd, root]
    .filter((start) => existsSync(path.resolve(start, unescapeGlob(base))))
    .map((start) => relativePath(root, path.resolve(start, glob)))
    .filter((relative) => !isOutside(relative))
    .map((relative) => splitLiteral(relative, root))
  const fewest = Math.min(...places.map(({ rest }) => rest.length))
  const best = places.find(({ rest }) => rest.length === fewest)
  if (best !== undefined) return [...best.literal.map(escapeGlob), ...best.rest].join('/')
  const relative = path.isAbsolute(glob) ? relativePath(root, glob) : path.posix.normalize(glob)
  if (!isOutside(relative)) return relative
  throw new UserError(`nothing matches ${text}, and it lies outside the project ${root}`)
}

interface Split {
  /** Leading names of folders that exist. */
  readonly literal: readonly string[]
  readonly rest: readonly string[]
}

function splitLiteral(relative: string, root: string): Split {
  const parts = relative.split('/')
  let length = 0
  while (length < parts.length && existsSync(path.join(root, ...parts.slice(0, length + 1)))) length++
  return { literal: parts.slice(0, length), rest: parts.slice(length) }
}

/** Escapes what picomatch would read as syntax. */
export function escapeGlob(text: string): string {
  return text.replace(/[\\*?[\]{}()!+@|^$]/gu, '\\$&')
}

/** Undoes `escapeGlob`. */
export function unescapeGlob(text: string): string {
  return text.replace(/\\(.)/gu, '$1')
}
