/** Keeps Vitest from writing out what a failed assertion compared: of a trial nobody reads more than its message. */
import { isSnapshotMismatch } from './trial.js'

/** What assertion libraries give their errors, for runners to show. */
interface Compared { message?: unknown; showDiff?: boolean; actual?: unknown; expected?: unknown }

/** Takes out of an error what was compared. How a snapshot differs is told, as its message does not say it. */
export function withoutDiff(error: unknown): void {
  if (typeof error !== 'object' || error === null || !('actual' in error || 'expected' in error)) return
  const compared: Compared = error
  if (isSnapshotMismatch(String(compared.message))) return
  try {
    Object.assign(compared, { showDiff: false, actual: undefined, expected: undefined })
  } catch {
    // A frozen error is written out.
  }
}
