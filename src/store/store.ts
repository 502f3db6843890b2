/** What a run needs of `.mutate/`: the lock, the verdicts of a run that was stopped, the journal, and the result at the end. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../model/errors.js'
import type { Note, RunResult } from '../model/result.js'
import { keepAnswer, readAnswer } from './answer.js'
import { keepDuration, readDuration } from './duration.js'
import { environmentOf } from './environment.js'
import { difference, fingerprint, type Fingerprint } from './fingerprint.js'
import { notKept, storePath } from './folder.js'
import { NOTHING_KEPT, openJournal, type Journal, type Kept } from './journal.js'
import { keepTrials, readTrials, type Trials, type TrialsName } from '../reuse/stored.js'
import { keepRun } from './last-run.js'
import { takeLock, type Lock } from './lock.js'
import { undoRest } from '../undo/log.js'

export interface Store {
  /** What a stopped run of the same project had found out. */
  readonly kept: Kept
  /** Undefined where nothing can be written. */
  readonly journal: Journal | undefined
  /** The project as it was when the run began; undefined where nothing can be written. */
  readonly found: Fingerprint | undefined
  /**
   * The result of an earlier run of this very project with these very options; undefined when something differs.
   * @param asked all options that a result depends on, as text
   */
  answer(asked: string): Omit<RunResult, 'timings'> | undefined
  /**
   * The trials of an earlier run, and what the project is now; undefined when there are none, or nothing can be told.
   * @param asked as in `answer`
   */
  trials(asked: string): { readonly trials: Trials; readonly now: Fingerprint } | undefined
  /** Milliseconds that the last run took that asked the same and judged everything itself; undefined where none is known. */
  earlierMs(asked: string): number | undefined
  /**
   * Keeps what is known for as long as nothing changes, or not much does: the result, which was given to `keep`, as the
   * answer, and the trials. Never throws.
   */
  keepLasting(asked: string, result: RunResult, what: Lasting): Promise<void>
  /** Keeps the result of the run; returns it with what there is to say about that. Never throws. */
  keep(result: RunResult): RunResult
  /** The result has been reported: of a run that judged everything the journal is not needed any more. */
  reported(result: RunResult): void
  /** Gives the lock back; the journal stays for the next run, when it was not removed. */
  close(): void
}

export interface Lasting {
  /** The result is the answer while nothing changes. */
  readonly answer: boolean
  readonly trials: Omit<Trials, 'of'>
  /** Milliseconds until all was judged; absent where verdicts of earlier runs were taken up. */
  readonly wholeMs?: number
}

export interface StoreInput {
  readonly root: string
  /** Absolute paths of folders that runs write to. */
  readonly leftOut: readonly string[]
  /** The options that verdicts depend on, as plain data. */
  readonly settings: unknown
  /** Whether the run is one of some paths alone. */
  readonly ofPaths: boolean
  readonly workers: number
  /** Version of this tool. */
  readonly tool: string
}

/**
 * Where the folder cannot be written the run goes on without it, with a note.
 * @throws UserError when another run is at work in the project
 */
export async function openStore(input: StoreInput): Promise<Store> {
  const { root, leftOut, tool } = input
  const trialsName: TrialsName = input.ofPaths ? 'trials-of-paths.json' : 'trials.json'
  const notes: Note[] = []
  let lock: Lock | undefined
  let journal: Journal | undefined
  let found: Fingerprint | undefined
  const settings = { tool, environment: environmentOf(process.env), asked: input.settings }
  try {
    lock = takeLock(root)
    if (undoRest(root)) notes.push({ level: 'info', text: 'an earlier run was killed while its tests had changed files: they are as they were before', passing: true })
    found = await fingerprint(root, leftOut, settings)
    journal = openJournal(storePath(root, 'journal'), found)
  } catch (error) {
    if (error instanceof UserError) throw error
    notes.push(notKept('this run is not kept and cannot be taken up when it is stopped', error))
  }
  const timed = (asked: string): string => JSON.stringify([asked, input.workers])
  return {
    kept: journal?.kept ?? NOTHING_KEPT,
    journal,
    found,
    answer: (asked) => found && readAnswer(root, withAsked(found, asked)),
    trials(asked) {
      const trials = found && readTrials(root, trialsName)
      return trials && { trials, now: withAsked(found!, asked) }
    },
    earlierMs: (asked) => readDuration(root, timed(asked)),
    async keepLasting(asked, result, { answer, trials, wholeMs }) {
      if (!found || !lock || result.interrupted || result.verdicts.some(({ status }) => status === 'Pending')) return
      try {
        // What was changed meanwhile may have been read before or after.
        const now = await fingerprint(root, leftOut, settings)
        if (difference(found, now) !== undefined) return
        if (answer) keepAnswer(root, withAsked(found, asked), result)
        keepTrials(root, trialsName, { of: withAsked(found, asked), ...trials })
        if (wholeMs !== undefined) keepDuration(root, timed(asked), wholeMs)
      } catch {
        // Without it the next run finds everything out again.
      }
    },
    keep(result) {
      if (lock && journal) {
        try {
          keepRun(result, tool)
        } catch (error) {
          notes.push(notKept('the result is not kept', error))
        }
      }
      return { ...result, notes: [...result.notes, ...notes, ...(journal?.notes ?? []).map((note) => ({ ...note, passing: true as const })), ...changedSources(result)] }
    },
    reported(result) {
      const goesOn = result.interrupted || result.budget !== undefined
      if (!goesOn || changedSources(result).length > 0) journal?.remove()
    },
    close() {
      journal?.close()
      lock?.release()
    },
  }
}

function withAsked(of: Fingerprint, asked: string): Fingerprint {
  return { ...of, settings: JSON.stringify([of.settings, asked]) }
}

/** Mutants of a file that is another one by now cannot be found in it. */
function changedSources({ root, sources }: RunResult): Note[] {
  return sources.flatMap(({ path, text }): Note[] => {
    const what = stateOf(join(root, path), text)
    return what === 'same' ? [] : [{
      level: 'warning', text: `${path} ${what} while it was judged; its verdicts are about the text before that`,
    }]
  })
}

function stateOf(path: string, text: string): 'same' | 'was changed' | 'was deleted' {
  try {
    return readFileSync(path, 'utf8') === text ? 'same' : 'was changed'
  } catch {
    return 'was deleted'
  }
}
