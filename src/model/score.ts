/** Counts by status and the two scores. */
import type { Status } from './verdict.js'

export type Counts = Record<Status, number>

export function emptyCounts(): Counts {
  return {
    Killed: 0, Survived: 0, NoCoverage: 0, Timeout: 0,
    RuntimeError: 0, CompileError: 0, Ignored: 0, Pending: 0,
  }
}

export function countStatuses(statuses: Iterable<Status>): Counts {
  const counts = emptyCounts()
  for (const status of statuses) counts[status]++
  return counts
}

/** Percent of the valid mutants that were detected, 0 to 100; undefined when there is no valid mutant. */
export function score(counts: Counts): number | undefined {
  return percent(detected(counts), detected(counts) + counts.Survived + counts.NoCoverage)
}

/** Like `score`, over the covered mutants alone. */
export function scoreOfCovered(counts: Counts): number | undefined {
  return percent(detected(counts), detected(counts) + counts.Survived)
}

export function detected(counts: Counts): number {
  return counts.Killed + counts.Timeout
}

function percent(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : (100 * part) / whole
}
