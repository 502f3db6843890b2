/** Puts back what tests have changed on disk: with a mutant they may leave files that other mutants, and the next plain run, would meet. */
import { dirname, join } from 'node:path'
import { sha256 } from '../../../common/hash.js'
import { relativePath } from '../../../common/relative-path.js'
import { isBelow, isNamedAtRandom } from './places.js'
import * as files from './real-files.js'
import type { Note } from './surroundings.js'
import type { Change } from './writes.js'

export interface Disk {
  /** Hears of each change before it is made. */
  before(change: Change): void
  /** What is changed from now on is put back by `reset`. */
  begin(): void
  /** Puts back what was changed since it was done last, at places that another run names as well. @param note is told of each of them */
  reset(note: Note): void
  /** Nothing may be changed any more, until `begin`: the worker is about to be ended, whatever it writes. */
  close(): void
}

/** What is at a path: nothing, a folder without what is in it, a file, a file that is too large to be kept, a link, a socket or the like. */
type Entry =
  | { readonly kind: 'nothing' | 'folder' | 'other' }
  | { readonly kind: 'file'; readonly bytes: Buffer; readonly mode: number }
  | { readonly kind: 'large'; readonly sign: string }
  | { readonly kind: 'link'; readonly to: string }

/** How to undo a change: what was at a path, or from where it came. `isWhole`: what is there came as one, and may go as one. */
type Step = { readonly path: string; readonly was: Entry; readonly isWhole: boolean } | { readonly path: string; readonly from: string; readonly was: Entry }

/** So much is kept of what the tests of one run change, in bytes and in steps. Where more would be lost, all stays as they leave it. */
const MOST_BYTES = 8 * 2 ** 20
const MOST_STEPS = 2000
/** Room for no contents at all. */
const NONE = -1

/** @param root absolute path of the project */
export function openDisk(root: string): Disk {
  let steps: Step[] = []
  /** Paths that need no other step, until something is moved. */
  const known = new Set<string>()
  /** Files that tests have made in this run where nobody meets them. */
  const made = new Set<string>()
  let bytes = 0
  let isUndoable = true
  let isClosed = false
  const take = (path: string, isWhole = false): Entry | undefined => {
    if (!isUndoable || known.has(path)) return undefined
    const was = look(path, MOST_BYTES - bytes)
    known.add(path)
    steps.push({ path, was, isWhole: isWhole && was.kind === 'nothing' })
    if (was.kind === 'file') bytes += was.bytes.length
    if (steps.length > MOST_STEPS) isUndoable = false
    return was
  }
  const takeWhole = (path: string, isWhole = false): void => {
    if (take(path, isWhole)?.kind === 'large') isUndoable = false
    for (const name of isUndoable ? namesIn(path) : []) takeWhole(join(path, name))
  }
  /** The places in a folder that what is copied there will have. */
  const takePlaces = (path: string, from: string): void => {
    take(path)
    for (const name of isUndoable ? namesIn(from) : []) takePlaces(join(path, name), join(from, name))
  }
  /** Folders that are made on the way: the outermost first. */
  const takeFolders = (path: string): void => {
    const folder = dirname(path)
    if (known.has(folder) || look(folder, NONE).kind !== 'nothing') return
    takeFolders(folder)
    take(folder)
  }
  const forget = (): void => {
    steps = []
    known.clear()
    made.clear()
    bytes = 0
    isUndoable = true
  }
  return {
    before(change) {
      const { does, path } = change
      if (isClosed) throw Object.assign(new Error(`EPERM: the mutant is judged, and ${path} stays as it is`), { code: 'EPERM', path })
      const target = does === 'moves' ? change.to : path
      if (isNamedAtRandom(root, target) && (does !== 'moves' || isNamedAtRandom(root, path))) {
        if (does === 'writes' && look(path, NONE).kind === 'nothing') made.add(path)
        return
      }
      if (does !== 'takes') takeFolders(target)
      if (does === 'writes') {
        take(target)
        const behind = targetOf(target)
        if (behind !== undefined) take(behind)
      } else if (does === 'brings') {
        take(target, true)
        takePlaces(target, change.from)
      } else takeWhole(target, made.has(path))
      if (does !== 'moves' || made.has(path) || !isUndoable) return
      steps.push({ path: target, from: path, was: look(path, NONE) })
      known.clear()
    },
    begin() {
      forget()
      isClosed = false
    },
    close() { isClosed = true },
    reset(note) {
      if (steps.length === 0) return
      for (const [path, was] of beginningOf(steps)) {
        const is = look(path, was.kind === 'large' ? NONE : MOST_BYTES)
        if (signOf(is) !== signOf(was)) note(`file ${relativePath(root, path)}`, signOf(is))
      }
      if (isUndoable) undoAll(steps)
      forget()
    },
  }
}

/** What was at each path at first, in their order, but for what came as one with something else. */
function beginningOf(steps: readonly Step[]): ReadonlyMap<string, Entry> {
  const first = new Map<string, Entry>()
  const whole: string[] = []
  for (const step of steps) {
    const path = 'from' in step ? step.from : step.path
    if (first.has(path) || whole.some((folder) => path !== folder && isBelow(folder, path))) continue
    first.set(path, step.was)
    if ('isWhole' in step && step.isWhole) whole.push(path)
  }
  return new Map([...first].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The last first. Ends where something cannot be moved back: nobody knows what lies there. */
function undoAll(steps: readonly Step[]): void {
  for (const step of [...steps].reverse()) {
    try {
      if ('from' in step) moveBack(step.path, step.from)
      else putBack(step.path, step.was, step.isWhole)
    } catch {
      if ('from' in step) return
    }
  }
}

function moveBack(path: string, from: string): void {
  if (look(from, NONE).kind !== 'nothing') throw new Error('something is there')
  files.mkdirSync(dirname(from), { recursive: true })
  files.renameSync(path, from)
}

function putBack(path: string, was: Entry, isWhole: boolean): void {
  const is = look(path, MOST_BYTES)
  if (was.kind === 'large' || was.kind === 'other' || signOf(is) === signOf(was)) return
  if (is.kind === 'folder' && isWhole) files.rmSync(path, { recursive: true })
  // Fails where others have put something into it by now.
  else if (is.kind === 'folder') files.rmdirSync(path)
  else if (is.kind !== 'nothing' && was.kind !== 'file') files.unlinkSync(path)
  if (was.kind === 'nothing') return
  files.mkdirSync(was.kind === 'folder' ? path : dirname(path), { recursive: true })
  if (was.kind === 'link') files.symlinkSync(was.to, path)
  if (was.kind === 'file') {
    if (is.kind === 'link') files.unlinkSync(path)
    files.writeFileSync(path, was.bytes)
    files.chmodSync(path, was.mode)
  }
}

/** Of what is in a folder; none elsewhere. */
function namesIn(path: string): readonly string[] {
  return look(path, NONE).kind === 'folder' ? files.readdirSync(path) : []
}

/** Where a link leads to, if anywhere. */
function targetOf(path: string): string | undefined {
  if (look(path, NONE).kind !== 'link') return undefined
  try {
    return files.realpathSync(path)
  } catch {
    return undefined
  }
}

/** @param room longest file whose contents are read, in bytes */
function look(path: string, room: number): Entry {
  try {
    const stat = files.lstatSync(path, { throwIfNoEntry: false })
    if (!stat) return { kind: 'nothing' }
    if (stat.isDirectory()) return { kind: 'folder' }
    if (stat.isSymbolicLink()) return { kind: 'link', to: files.readlinkSync(path) }
    if (!stat.isFile()) return { kind: 'other' }
    return stat.size <= room ? { kind: 'file', bytes: files.readFileSync(path), mode: stat.mode } : { kind: 'large', sign: `${stat.size} ${stat.mtimeMs}` }
  } catch (error) {
    return { kind: 'large', sign: String((error as NodeJS.ErrnoException).code) }
  }
}

function signOf(entry: Entry): string {
  if (entry.kind === 'file') return `${entry.mode} ${sha256(entry.bytes)}`
  if (entry.kind === 'link') return `to ${entry.to}`
  return entry.kind === 'large' ? entry.sign : entry.kind
}
