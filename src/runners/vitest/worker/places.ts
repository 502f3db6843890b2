/** Paths that functions of Node are given. */
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
