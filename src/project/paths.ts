/** Path arguments: what a person types (`src/a.ts:12-40`, a folder, a glob) as selections relative to the root. */
import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'
import picomatch from 'picomatch'
import { UserError } from '../model/errors.js'
import type { PathSelection } from '../model/options.js'

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
  if (to < from) throw new UserError(`${text}: the first line comes after the last; write ${groups['file'] ?? ''}:${to}-${from}`)
  return { pattern: groups['file'] ?? '', lines: { from, to } }
}

/**
 * Path arguments as selections relative to the root. Each is looked for below `cwd` first, then below the root.
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
    const relative = toPosix(path.relative(root, candidate))
    if (relative !== '..' && !relative.startsWith('../') && !path.isAbsolute(relative)) return relative === '' ? '.' : relative
  }
  throw new UserError(`${text} lies outside the project ${root}; choose another project with --root`)
}

/** A glob relative to the root; it starts below `cwd` where its fixed beginning exists there. */
function globBelow(glob: string, text: string, root: string, cwd: string): string {
  const { base } = picomatch.scan(glob)
  const rest = glob.slice(base.length).replace(/^\/+/u, '')
  for (const start of [cwd, root]) {
    const absolute = path.resolve(start, unescapeGlob(base))
    if (existsSync(absolute)) {
      const relative = escapeGlob(belowRoot(absolute, text, root))
      return relative === '.' ? rest : `${relative}/${rest}`
    }
  }
  if (path.isAbsolute(text) || path.posix.normalize(glob).startsWith('..')) {
    throw new UserError(`nothing matches ${text}, and it lies outside the project ${root}`)
  }
  return path.posix.normalize(glob)
}

/** Escapes what picomatch would read as syntax. */
export function escapeGlob(text: string): string {
  return text.replace(/[\\*?[\]{}()!+@|^$]/gu, '\\$&')
}

/** Undoes `escapeGlob`. */
export function unescapeGlob(text: string): string {
  return text.replace(/\\(.)/gu, '$1')
}

/** A path with forward slashes. */
export function toPosix(text: string): string {
  return path.sep === '\\' ? text.replaceAll('\\', '/') : text
}
