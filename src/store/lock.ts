/** The lock of a project: one run at a time, and one that is gone holds nobody up. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { isRunning } from '../common/is-running.js'
import { UserError } from '../model/errors.js'
import { makeStore, STORE_FOLDER, storePath } from './folder.js'

export interface Lock {
  release(): void
}

interface Holder {
  readonly pid: number
  readonly host: string
  /** When the process began, as the system counts; tells it from a later one with its number. Empty where nobody tells. */
  readonly began: string
}

/** So often a stale lock is taken away before somebody else is believed to be faster. */
const ATTEMPTS = 5

/**
 * Takes the lock of the project.
 * @throws UserError when another run holds it
 * @throws what the file system throws when the folder cannot be written
 */
export function takeLock(root: string): Lock {
  makeStore(root)
  const path = storePath(root, 'lock')
  const taken = claim(path)
  if ('release' in taken) return taken
  throw taken.pid === undefined ? new UserError(`another run is starting in ${root}; try again when it is done`) : held(root, taken as Holder)
}

/**
 * Takes a lock that may belong to nothing but a file; what is known of its holder when another process has it.
 * @throws what the file system throws when the file cannot be written
 */
export function claim(path: string): Lock | Partial<Holder> {
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), began: beganAt(process.pid) } satisfies Holder)
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (create(path, mine)) return { release: () => release(path, mine) }
    const text = read(path)
    if (text === undefined) continue
    const holder = parse(text)
    if (holder && isAlive(holder)) return holder
    takeAway(path, text)
  }
  return {}
}

/** Whether a lock was left behind by a process that is gone. */
export function isStale(path: string): boolean {
  const holder = parse(read(path) ?? '')
  return holder !== undefined && !isAlive(holder)
}

/** In one step and with its content, so that nobody reads half a lock. */
function create(path: string, text: string): boolean {
  const temporary = `${path}.${process.pid}.tmp`
  writeFileSync(temporary, text)
  try {
    linkSync(temporary, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    // Some file systems know no links.
    return createWithoutLink(path, text)
  } finally {
    rmSync(temporary, { force: true })
  }
}

function createWithoutLink(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Removes a stale lock; when somebody else was faster, his new lock is put back. */
function takeAway(path: string, stale: string): void {
  const aside = `${path}.${process.pid}.stale`
  try {
    renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const text = read(aside)
  if (text !== undefined && text !== stale) create(path, text)
  rmSync(aside, { force: true })
}

function release(path: string, mine: string): void {
  if (read(path) === mine) rmSync(path, { force: true })
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function parse(text: string): Holder | undefined {
  try {
    const { pid, host, began } = JSON.parse(text) as Partial<Holder>
    return typeof pid === 'number' ? { pid, host: host ?? '', began: began ?? '' } : undefined
  } catch {
    return undefined
  }
}

/** A process of another machine cannot be asked: it counts as alive. */
function isAlive({ pid, host, began }: Holder): boolean {
  if (host !== hostname()) return true
  return isRunning(pid) && (began === '' || began === beganAt(pid))
}

/** Field 22 of `/proc/<pid>/stat`; the name of the command before it may hold anything but ends at the last `)`. */
function beganAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

function held(root: string, { pid, host }: Holder): UserError {
  const where = host === hostname() ? '' : ` on ${host}`
  const otherwise = where === '' ? '' : `; if it is gone, delete ${STORE_FOLDER}/lock`
  return new UserError(`another run (process ${pid}${where}) is at work in ${root}; wait for it or stop it${otherwise}`)
}
