/** Steps that take files back to how they were, the last one first. */
import { dirname } from 'node:path'
import { sha256 } from '../common/hash.js'
import * as files from './real-files.js'

/** What is at a path: nothing, a folder without what is in it, a file, a large file, which may be kept elsewhere, a link, a socket or the like. */
export type Entry =
  | { readonly kind: 'nothing' | 'folder' | 'other' }
  | { readonly kind: 'file'; readonly bytes: Buffer; readonly mode: number }
  | { readonly kind: 'large'; readonly sign: string; readonly keptAt?: string }
  | { readonly kind: 'link'; readonly to: string }

/** What was at a path before it was changed. `isWhole`: what is there now came as one, and may go as one. */
export interface ChangeStep { readonly path: string; readonly was: Entry; readonly isWhole: boolean }

/** What was at another path is at this one. */
export interface MoveStep { readonly path: string; readonly from: string; readonly was: Entry }

export type Step = ChangeStep | MoveStep

/** Room for no contents at all. */
export const NONE = -1

/** @param room longest file whose contents are read, in bytes */
export function look(path: string, room: number): Entry {
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

/** A text that is the same for the same thing. */
export function signOf(entry: Entry): string {
  if (entry.kind === 'file') return `${entry.mode} ${sha256(entry.bytes)}`
  if (entry.kind === 'link') return `to ${entry.to}`
  return entry.kind === 'large' ? entry.sign : entry.kind
}

/** The last first. Ends where something cannot be moved back: nobody knows what lies there. */
export function undoAll(steps: readonly Step[]): void {
  for (const step of [...steps].reverse()) {
    try {
      if ('from' in step) moveBack(step)
      else putBack(step)
    } catch {
      if ('from' in step) return
    }
  }
}

function moveBack({ path, from, was }: MoveStep): void {
  const is = look(from, NONE)
  // The call failed.
  if (was.kind === 'nothing' || signOf(is) === signOf(was)) return
  if (is.kind !== 'nothing') throw new Error('something is there')
  files.mkdirSync(dirname(from), { recursive: true })
  files.renameSync(path, from)
}

function putBack({ path, was, isWhole }: ChangeStep): void {
  const is = look(path, was.kind === 'file' ? was.bytes.length : NONE)
  if (was.kind === 'other' || signOf(is) === signOf(was) || (was.kind === 'large' && was.keptAt === undefined)) return
  takeAway(path, was, is, isWhole)
  if (was.kind === 'nothing') return
  files.mkdirSync(was.kind === 'folder' ? path : dirname(path), { recursive: true })
  if (was.kind === 'link') files.symlinkSync(was.to, path)
  if (was.kind === 'large') files.renameSync(was.keptAt!, path)
  if (was.kind === 'file') {
    files.writeFileSync(path, was.bytes)
    files.chmodSync(path, was.mode)
  }
}

function takeAway(path: string, was: Entry, is: Entry, isWhole: boolean): void {
  if (is.kind === 'nothing') return
  if (is.kind === 'folder' && isWhole) files.rmSync(path, { recursive: true })
  // Fails where others have put something into it by now.
  else if (is.kind === 'folder') files.rmdirSync(path)
  // A file is written over, as it may have other names.
  else if (was.kind !== 'file' || is.kind === 'link' || is.kind === 'other') files.unlinkSync(path)
}
