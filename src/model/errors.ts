/** Exit codes and the errors that carry them: every expected failure is a UserError with one clear sentence. */

/** Documented process exit codes; each has one meaning. */
export const ExitCode = {
  passed: 0,
  gateFailed: 1,
  usage: 2,
  baselineRed: 3,
  inconclusive: 4,
  internal: 70,
  interrupted: 130,
  terminated: 143,
} as const

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode]

/** A failure the user can do something about. Its message says what happened, where, and what to do. */
export class UserError extends Error {
  readonly exitCode: ExitCode

  constructor(message: string, exitCode: ExitCode = ExitCode.usage, options?: ErrorOptions) {
    super(message, options)
    this.name = 'UserError'
    this.exitCode = exitCode
  }
}
