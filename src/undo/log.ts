/** Steps on disk as well: where a worker was ended, and could undo nothing itself, another process does. */
import { join } from 'node:path'
import { storePath } from '../store/folder.js'
import * as files from './real-files.js'
import { undoAll, type Entry, type Step } from './steps.js'

export interface UndoLog {
  add(step: Step): void
  /** Gives a file another name, under which it stays when it goes away; undefined where that cannot be. */
  keep(path: string): string | undefined
  /** Forgets all: it is undone, or shall stay. */
  end(): void
}

/** Below `.mutate/`, one folder for each worker. */
const FOLDER = 'undo'
const STEPS = 'steps.jsonl'

/**
 * Writes nothing before there is a step, and nothing at all where that cannot be written.
 * @param root absolute path of the project
 * @param worker a number of its own in a run
 */
export function openUndoLog(root: string, worker: number): UndoLog {
  const folder = join(storePath(root, FOLDER), String(worker))
  let file: number | undefined
  let kept = 0
  const begin = (): number => {
    files.mkdirSync(folder, { recursive: true })
    return files.openSync(join(folder, STEPS), 'a')
  }
  return {
    add(step) {
      try {
        files.writeSync(file ??= begin(), `${JSON.stringify({ ...step, was: withText(step.was) })}\n`)
      } catch {
        // The worker undoes it, as long as nobody ends it.
      }
    },
    keep(path) {
      try {
        file ??= begin()
        const name = join(folder, String(++kept))
        files.linkSync(path, name)
        return name
      } catch {
        return undefined
      }
    },
    end() {
      if (file === undefined) return
      files.closeSync(file)
      file = undefined
      files.rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Undoes what is left in the log of a worker that is gone; says whether there was something. */
export function undoWorker(root: string, worker: number): boolean {
  const folder = join(storePath(root, FOLDER), String(worker))
  const text = textOf(join(folder, STEPS))
  if (text === undefined) return false
  undoAll(stepsIn(text))
  files.rmSync(folder, { recursive: true, force: true })
  return true
}

/** Undoes what is left of a run that was killed; says whether there was something. Call it while no other run is at work. */
export function undoRest(root: string): boolean {
  const folder = storePath(root, FOLDER)
  const workers = files.existsSync(folder) ? files.readdirSync(folder) : []
  const undone = workers.map((worker) => undoWorker(root, Number(worker)))
  files.rmSync(folder, { recursive: true, force: true })
  return undone.includes(true)
}

function textOf(path: string): string | undefined {
  try {
    return files.readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** The last line may be cut off: what it was about has not happened yet. */
function stepsIn(text: string): Step[] {
  return text.split('\n').slice(0, -1).map((line) => {
    const step = JSON.parse(line) as Step
    return { ...step, was: withBytes(step.was) }
  })
}

/** JSON would tell bytes as a list of numbers. */
function withText(entry: Entry): object {
  return entry.kind === 'file' ? { ...entry, bytes: entry.bytes.toString('base64') } : entry
}

function withBytes(entry: Entry): Entry {
  return entry.kind === 'file' ? { ...entry, bytes: Buffer.from(entry.bytes as unknown as string, 'base64') } : entry
}
