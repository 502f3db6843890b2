/** Paths as they are kept, compared and shown: relative, with forward slashes on every system. */
import { relative, sep } from 'node:path'

/** A path with forward slashes. */
export function toPosix(path: string): string {
  return sep === '\\' ? path.replaceAll('\\', '/') : path
}

/** The way from a folder to a path, both absolute, with forward slashes. */
export function relativePath(folder: string, path: string): string {
  return toPosix(relative(folder, path))
}
