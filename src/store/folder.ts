/** The folder `.mutate/`, where a run keeps what later commands need; git ignores it by its own `.gitignore`. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Note } from '../model/result.js'

export const STORE_FOLDER = '.mutate'

/** The absolute path of a file of the folder. */
export function storePath(root: string, name: string): string {
  return join(root, STORE_FOLDER, name)
}

/** Makes the folder when it is not there. Throws what the file system throws. */
export function makeStore(root: string): void {
  const folder = join(root, STORE_FOLDER)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, '.gitignore'), '*\n')
}

/** Writes under another name first, so that nobody ever reads half a file. Throws what the file system throws. */
export function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.tmp`
  try {
    writeFileSync(temporary, text)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** What the user is told when the folder cannot be written; the run itself goes on. */
export function notKept(what: string, error: unknown): Note {
  const why = error instanceof Error ? error.message : String(error)
  return { level: 'warning', text: `${what}, because ${STORE_FOLDER} cannot be written: ${why.replaceAll('\n', ' ')}` }
}
