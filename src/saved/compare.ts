/** Compares two runs mutant by mutant: which changes to the code are noticed now, which no longer, and which are gone. */
import type { Brought, RunResult } from '../model/result.js'
import type { Status, Verdict } from '../model/verdict.js'

/**
 * What became of a mutant:
 * - `survives`: it survives now, and did not stand open before: it was noticed, was not judged, or was not there;
 * - `uncovered`: no test reaches it now, and it did not stand open before;
 * - `noticed`: it stood open before, and is killed or timed out now;
 * - `added`: it was not there before, and does not stand open;
 * - `unjudged`: it had a verdict before, and has none now (ignored, not run, an error);
 * - `gone`: the code it changes, or the operator that made it, is no longer there;
 * - `unchanged`: all others; what stood open before and still does is among them.
 *
 * *Open* is what survives and what no test reaches.
 */
export type Development = 'survives' | 'uncovered' | 'noticed' | 'added' | 'unjudged' | 'gone' | 'unchanged'

export interface Compared {
  /** Id of the mutant, the same in both runs. */
  readonly mutant: string
  readonly development: Development
  /** Absent when the mutant was not there. */
  readonly before?: Status
  /** Absent when the mutant is gone. */
  readonly after?: Status
}

/** What is known of a mutant by its id. */
export type KnownStatus = Pick<Verdict, 'mutant' | 'status'>

/** Every mutant of either run: those of `after` in their order, then those that are gone, in the order of `before`. */
export function compareVerdicts(before: readonly KnownStatus[], after: readonly KnownStatus[]): Compared[] {
  const then = new Map(before.map(({ mutant, status }) => [mutant, status]))
  const now = new Set(after.map(({ mutant }) => mutant))
  return [
    ...after.map(({ mutant, status }) => {
      const old = then.get(mutant)
      return { mutant, development: developmentOf(old, status), ...(old && { before: old }), after: status }
    }),
    ...before.filter(({ mutant }) => !now.has(mutant))
      .map(({ mutant, status }) => ({ mutant, development: 'gone' as const, before: status })),
  ]
}

/**
 * What the later result brings, for its reports.
 * @param since how the user knows the earlier one
 */
export function broughtSince(before: Pick<RunResult, 'mutants' | 'verdicts'>, after: Pick<RunResult, 'verdicts'>, since: string): Brought {
  const all = compareVerdicts(before.verdicts, after.verdicts)
  const ids = (...wanted: Development[]) => all.filter(({ development }) => wanted.includes(development)).map(({ mutant }) => mutant)
  const gone = new Set(all.filter((one) => one.development === 'gone' && isOpen(one.before!)).map(({ mutant }) => mutant))
  const unchanged = all.filter(({ development }) => development === 'unchanged')
  const open = unchanged.filter((one) => isOpen(one.after!)).length
  return {
    since,
    mutants: ids('survives', 'uncovered'),
    compared: {
      noticed: ids('noticed'),
      gone: before.mutants.filter(({ id }) => gone.has(id))
        .map(({ id, file, operator, location, original, replacement }) => ({ id, file, operator, location, original, replacement })),
      unjudged: ids('unjudged'),
      added: ids('added').length,
      unchanged: { open, others: unchanged.length - open },
    },
  }
}

function developmentOf(before: Status | undefined, after: Status): Development {
  const wasOpen = before !== undefined && isOpen(before)
  if (isOpen(after)) return wasOpen ? 'unchanged' : after === 'Survived' ? 'survives' : 'uncovered'
  if (before === undefined) return 'added'
  if (isDetected(after)) return wasOpen ? 'noticed' : 'unchanged'
  return wasOpen || isDetected(before) ? 'unjudged' : 'unchanged'
}

function isOpen(status: Status): boolean {
  return status === 'Survived' || status === 'NoCoverage'
}

function isDetected(status: Status): boolean {
  return status === 'Killed' || status === 'Timeout'
}
