/** Puts back what tests have changed on disk: with a mutant they may leave files that other mutants, and the next plain run, would meet. */
import { dirname, join } from 'node:path'
import { relativePath } from '../../../common/relative-path.js'
import type { UndoLog } from '../../../undo/log.js'
import * as files from '../../../undo/real-files.js'
import { look, NONE, signOf, undoAll, type Entry, type Step } from '../../../undo/steps.js'
import { isBelow, isNamedAtRandom } from './places.js'
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

/** So much is kept of what the tests of one run change, in bytes of memory and in steps; where there are more, all stays as they leave it. */
const MOST_BYTES = 8 * 2 ** 20
const MOST_STEPS = 20_000

/**
 * @param root absolute path of the project
 * @param log holds each step before what it is about happens
 */
export function openDisk(root: string, log: UndoLog): Disk {
  let steps: Step[] = []
  /** Paths that need no other step, until something is moved. */
  const known = new Set<string>()
  /** Files that tests have made in this run where nobody meets them. */
  const made = new Set<string>()
  let bytes = 0
  let isUndoable = true
  let isClosed = false
  const add = (step: Step): void => {
    steps.push(step)
    if (steps.length > MOST_STEPS) giveUp()
    else log.add(step)
  }
  const giveUp = (): void => {
    isUndoable = false
    log.end()
  }
  /** @param goes whether what is there goes away, so that another name for a large file keeps it */
  const take = (path: string, goes = false, isWhole = false): void => {
    if (!isUndoable || known.has(path)) return
    known.add(path)
    const found = look(path, MOST_BYTES - bytes)
    const keptAt = found.kind === 'large' && goes ? log.keep(path) : undefined
    const was = keptAt === undefined ? found : { ...found, keptAt } as Entry
    if (was.kind === 'file') bytes += was.bytes.length
    if (was.kind === 'large' && goes && keptAt === undefined) giveUp()
    else add({ path, was, isWhole: isWhole && was.kind === 'nothing' })
  }
  /** What is in a folder before the folder, which has to be there again first. */
  const takeWhole = (path: string, isWhole = false): void => {
    for (const name of isUndoable ? namesIn(path) : []) takeWhole(join(path, name))
    take(path, true, isWhole)
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
    log.end()
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
        take(target, false, true)
        takePlaces(target, change.from)
      } else takeWhole(target, made.has(path))
      if (does !== 'moves' || made.has(path) || !isUndoable) return
      add({ path: target, from: path, was: look(path, NONE) })
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
