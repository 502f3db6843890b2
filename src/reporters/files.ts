/** Writes report files: whole or not at all, and with a clear sentence when the folder cannot be written. */
import { mkdir, mkdtemp, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { UserError } from '../model/errors.js'

/**
 * Writes `content` to `out/name` under a temporary name first, so that nobody ever reads half a report.
 * @returns the absolute path
 * @throws UserError when the folder or the file cannot be written
 */
export async function writeReport(out: string, name: string, content: string): Promise<string> {
  const path = join(out, name)
  const temporary = join(out, `.${name}.${process.pid}.tmp`)
  try {
    await mkdir(out, { recursive: true })
    await writeFile(temporary, content)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw unwritable(path, error)
  }
  return path
}

/**
 * Looks, before anything is run, whether the report folder can be made and written; leaves nothing behind.
 * @throws UserError
 */
export async function checkFolder(out: string): Promise<void> {
  let path = out
  for (;;) {
    try {
      if (!(await stat(path)).isDirectory()) throw unwritable(out, new Error(`${path} is a file`))
      await tryIn(path, out)
      return
    } catch (error) {
      if (error instanceof UserError) throw error
      const parent = dirname(path)
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === path) throw unwritable(out, error)
      path = parent
    }
  }
}

/** Rights alone do not tell: of /proc they say that all is allowed, and there Node tries for ever to make what is missing. */
async function tryIn(folder: string, out: string): Promise<void> {
  try {
    await rmdir(await mkdtemp(join(folder, '.mutate-')))
  } catch (error) {
    throw unwritable(out, new Error(`${(error as NodeJS.ErrnoException).code ?? 'error'}: nothing can be made in ${folder}`, { cause: error }))
  }
}

function unwritable(path: string, error: unknown): UserError {
  const why = error instanceof Error ? error.message : String(error)
  return new UserError(
    `the report cannot be written to ${path}: ${why}; make the folder writable, or name another one with --out`,
    undefined,
    { cause: error },
  )
}

/** A path as a person at a terminal wants it: relative where that is shorter, with forward slashes. */
export function displayPath(path: string, from = process.cwd()): string {
  const short = relative(from, path)
  return (short.startsWith('..') || short === '' ? path : short).replaceAll('\\', '/')
}
