/** Watches for what tests take from outside of the project's files: connections, child processes, files elsewhere. */
import childProcess from 'node:child_process'
import diagnostics from 'node:diagnostics_channel'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Hears of each kind of thing once; `what` completes the sentence "the tests …". */
export type HearOutside = (what: string) => void

/**
 * Stands in front of the functions of Node that reach out. Call it before anything of the project is loaded.
 * @param root absolute path of the project
 */
export function watchOutside(root: string, hear: HearOutside): void {
  const heard = new Set<string>()
  const tell = (what: string) => {
    if (heard.has(what)) return
    heard.add(what)
    hear(what)
  }
  diagnostics.subscribe('net.client.socket', () => { tell('open connections') })
  diagnostics.subscribe('worker_threads', () => { tell('start threads') })
  const spawning = childProcess.ChildProcess.prototype as unknown as Functions
  wrap(spawning, 'spawn', () => { tell('start processes') })
  for (const name of ['spawnSync', 'execSync', 'execFileSync']) {
    wrap(childProcess as unknown as Functions, name, () => { tell('start processes') })
  }
  const read = (path: unknown) => {
    const outside = placeOutside(root, path)
    if (outside !== undefined) tell(`read files ${outside}`)
  }
  for (const name of ['readFileSync', 'readFile', 'openSync', 'open', 'createReadStream', 'readdirSync', 'readdir']) {
    wrap(fs as unknown as Functions, name, read)
  }
  for (const name of ['readFile', 'open', 'readdir']) wrap(fs.promises as unknown as Functions, name, read)
  syncBuiltinESMExports()
}

type Functions = Record<string, ((this: unknown, ...args: unknown[]) => unknown) & object>

/** Keeps what hangs on the function, such as how it is made to return a promise. */
function wrap(owner: Functions, name: string, before: (first: unknown) => void): void {
  const original = owner[name]
  if (!original) return
  const wrapper = function (this: unknown, ...args: unknown[]): unknown {
    before(args[0])
    return original.apply(this, args)
  }
  Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(original))
  owner[name] = wrapper
}

/** Where a file lies that no fingerprint of the project holds; undefined for those that it holds, and for temporary ones. */
function placeOutside(root: string, path: unknown): string | undefined {
  const absolute = asPath(path)
  if (absolute === undefined) return undefined
  if (/[\\/]node_modules[\\/]/u.test(absolute) || isBelow(tmpdir(), absolute) || isBelow(OWN, absolute)) return undefined
  if (/^\/(?:proc|dev|sys)\//u.test(absolute)) return undefined
  if (!isBelow(root, absolute)) return 'outside of the project'
  const [first = '', ...rest] = relative(root, absolute).split(sep)
  const folders = [first, ...rest].slice(0, -1)
  const hidden = folders.find((folder) => folder.startsWith('.'))
    ?? (folders.length > 0 && ['coverage', 'reports'].includes(first) ? first : undefined)
  return hidden === undefined ? undefined : `in ${hidden}`
}

/** The folder of this tool itself. */
const OWN = join(fileURLToPath(import.meta.url), '../../../../..')

function asPath(path: unknown): string | undefined {
  try {
    if (typeof path === 'string') return path.startsWith('file:') ? fileURLToPath(path) : resolve(path)
    if (path instanceof URL && path.protocol === 'file:') return fileURLToPath(path)
    return Buffer.isBuffer(path) ? resolve(path.toString()) : undefined
  } catch {
    return undefined
  }
}

function isBelow(folder: string, path: string): boolean {
  const inside = relative(folder, path)
  return inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside)
}
