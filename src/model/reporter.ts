/** What a reporter is: something that listens to a run and writes it down; it never decides anything. */
import type { RunEvent } from './events.js'
import type { RunResult } from './result.js'

export interface Reporter {
  /** What errors call it; that of a module of the user is not read, as its path says more. */
  readonly name?: string
  onEvent?(event: RunEvent): void
  /** Called once with the finished result; writes files or prints. */
  onFinish?(result: RunResult): void | Promise<void>
  /** Called last, also when the run failed: gives back the terminal. May be called more than once. */
  dispose?(): void
}
