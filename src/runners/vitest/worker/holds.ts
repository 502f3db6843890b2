/**
 * Watches for what tests would share with themselves, were their file run in two workers at the same time: files at fixed places that
 * they write, ports, and what processes that they start may do.
 */
import dgram from 'node:dgram'
import fs from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { relative } from 'node:path'
import { asPath, isBelow, isInPackage, isOfSystem } from './places.js'
import { watchProcesses, wrap, wrapFiles, type Functions } from './wrap.js'

/** Functions that write, with the indexes of the arguments that say where. */
const WRITING: Readonly<Record<string, readonly number[]>> = {
  writeFile: [0], appendFile: [0], createWriteStream: [0], truncate: [0], mkdir: [0], rm: [0], rmdir: [0], unlink: [0],
  rename: [0, 1], copyFile: [1], cp: [1], link: [1], symlink: [1],
}

/** A part of a name that another run does not give again: a time, a hash, a UUID. */
const RANDOM = /\d{10}|[\da-f]{12}|[\da-f]{8}-[\da-f]{4}-/iu

/**
 * Stands in front of the functions that write and listen. Call it before anything of the project is loaded.
 * @param root absolute path of the project, which may have such a part in its own name
 * @param hear hears of each time what is held, such as `port 3000`
 */
export function watchHolds(root: string, hear: (what: string) => void): void {
  const temporary = new Set<string>()
  const write = (path: unknown): void => {
    const absolute = asPath(path)
    if (absolute === undefined || isInPackage(absolute) || isOfSystem(absolute) || RANDOM.test(nameWithin([root, tmpdir()], absolute))) return
    if (![...temporary].some((prefix) => isMadeOf(prefix, absolute))) hear(absolute)
  }
  for (const [name, places] of Object.entries(WRITING)) wrapFiles([name], (...args) => { for (const place of places) write(args[place]) })
  wrapFiles(['open'], (path, flags) => { if (mayWrite(flags)) write(path) })
  wrapFiles(['mkdtemp'], (prefix) => { if (typeof prefix === 'string') temporary.add(asPath(`${prefix}x`)!.slice(0, -1)) })
  const known = new Set<string>()
  // Who asks for a free port first gets another one each time; the file runs more than once before it has a second worker.
  const listen = (args: readonly unknown[]): void => {
    for (const what of placesIn(args)) {
      if (known.has(what)) hear(what)
      known.add(what)
    }
  }
  wrap(net.Server.prototype as unknown as Functions, 'listen', (...args) => { listen(args) })
  wrap(dgram.Socket.prototype as unknown as Functions, 'bind', (...args) => { listen(args) })
  watchProcesses(() => { hear('processes') })
}

/** The path below the first of these folders that it is below; else the whole path. */
function nameWithin(folders: readonly string[], path: string): string {
  const folder = folders.find((each) => isBelow(each, path))
  return folder === undefined ? path : relative(folder, path)
}

/** Whether a path is that of a folder that `mkdtemp` made, or below: it adds six letters. */
function isMadeOf(prefix: string, path: string): boolean {
  return path.startsWith(prefix) && /^\w{6}(?:$|[\\/])/u.test(path.slice(prefix.length))
}

function mayWrite(flags: unknown): boolean {
  if (typeof flags === 'number') return (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) !== 0
  return typeof flags === 'string' && /[wa+]/u.test(flags)
}

/** `listen(3000)`, `listen({ port })`, `listen('/tmp/socket')`; nothing where the system chooses the port. */
function placesIn([first]: readonly unknown[]): string[] {
  const { port, path } = (typeof first === 'object' && first !== null ? first : { port: first }) as { readonly port?: unknown; readonly path?: unknown }
  if (Number(port) > 0) return [`port ${Number(port)}`]
  return [port, path].filter((place) => typeof place === 'string').filter((place) => place !== '' && Number.isNaN(Number(place)))
}
