/** The end of a run for its reporters. */
import type { Reporter } from '../model/reporter.js'
import type { RunResult } from '../model/result.js'

/** Lets all reporters write; one that fails keeps no other from writing, and its error comes at the end. */
export async function finishAll(reporters: readonly Reporter[], result: RunResult): Promise<void> {
  const errors: unknown[] = []
  for (const reporter of reporters) {
    try {
      await reporter.onFinish?.(result)
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length > 0) throw errors[0]
}
