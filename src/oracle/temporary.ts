/** Folders of our own in the temporary folder: removed at the latest when the process ends, or by the next one when it was killed. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRunning } from '../common/is-running.js'
import { claim, isStale } from '../store/lock.js'

export interface TemporaryFolder {
  /** Absolute, without symbolic links. Holds a `lock` that says whose it is. */
  readonly path: string
  remove(): Promise<void>
}

const FOLDER = 'mutate-oracle-'
const RESULTS = 'mutate-suite-'

/** Makes a folder, and removes those of processes that are gone. */
export async function openTemporaryFolder(): Promise<TemporaryFolder> {
  await sweep()
  const path = realpathSync(mkdtempSync(join(tmpdir(), FOLDER)))
  const atExit = () => { rmSync(path, { recursive: true, force: true, maxRetries: 3 }) }
  process.once('exit', atExit)
  claim(join(path, 'lock'))
  return {
    path,
    async remove() {
      await rm(path, { recursive: true, force: true, maxRetries: 3 })
      process.off('exit', atExit)
    },
  }
}

let files = 0

/** The path of a file that a plain run of the tests writes its results to. */
export function resultsFile(): string {
  return join(tmpdir(), `${RESULTS}${process.pid}-${++files}.json`)
}

async function sweep(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => [])
  const left = names.filter((name) => isLeft(name)).map((name) => join(tmpdir(), name))
  // What belongs to somebody else stays.
  await Promise.all(left.map((path) => rm(path, { recursive: true, force: true }).catch(() => undefined)))
}

function isLeft(name: string): boolean {
  if (name.startsWith(RESULTS)) return !isRunning(Number.parseInt(name.slice(RESULTS.length)))
  try {
    return name.startsWith(FOLDER) && isStale(join(tmpdir(), name, 'lock'))
  } catch {
    return false
  }
}
