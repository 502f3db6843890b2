/** Paths that functions of Node are given. */
import { tmpdir } from 'node:os'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The absolute path that a function of Node is given; undefined when that is something else. */
export function asPath(path: unknown): string | undefined {
  try {
    if (typeof path === 'string') return path.startsWith('file:') ? fileURLToPath(path) : resolve(path)
    if (path instanceof URL && path.protocol === 'file:') return fileURLToPath(path)
    return Buffer.isBuffer(path) ? resolve(path.toString()) : undefined
  } catch {
    return undefined
  }
}

export function isBelow(folder: string, path: string): boolean {
  const inside = relative(folder, path)
  return inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)
}

export function isInPackage(path: string): boolean {
  return /[\\/]node_modules[\\/]/u.test(path)
}

/** Devices and what the system tells of processes: no files that anybody keeps. */
export function isOfSystem(path: string): boolean {
  return /^\/(?:proc|dev|sys)\//u.test(path)
}

/** A part of a name that another run does not give again: a time, a hash, a UUID. */
const RANDOM = /\d{10}|[\da-f]{12}|[\da-f]{8}-[\da-f]{4}-/iu

/** @param root absolute path of the project, which may have such a part in its own name */
export function isNamedAtRandom(root: string, path: string): boolean {
  const folder = [root, tmpdir()].find((each) => isBelow(each, path))
  return RANDOM.test(folder === undefined ? path : relative(folder, path))
}
