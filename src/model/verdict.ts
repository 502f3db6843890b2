/** What was found out about a mutant, and the evidence for it. */
import type { TestId } from './test.js'

/** The statuses of the mutation-testing report schema. */
export type Status =
  | 'Killed'
  | 'Survived'
  | 'NoCoverage'
  | 'Timeout'
  | 'RuntimeError'
  | 'CompileError'
  | 'Ignored'
  | 'Pending'

/** How a test, or what surrounds it, noticed a mutant. */
export type FailureKind =
  | 'assertion'
  | 'exception'
  | 'hook'
  | 'load'
  | 'timeout'
  | 'budget'
  | 'crash'
  | 'unhandled'
  | 'snapshot'

export interface Failure {
  /** The first test that failed; absent when the failure belongs to no single test (load, hooks of a suite). */
  readonly test?: TestId
  /** The test file it happened in; absent in what an older version kept. */
  readonly file?: string
  readonly kind: FailureKind
  /** First line or lines of the error, as the runner reports it. */
  readonly message: string
  /** The stack with original positions, when the runner gave one. */
  readonly stack?: string
}

/**
 * How warm the realm was that a verdict was taken in.
 * `hot`: modules loaded before; `warm`: the same, but the test file is loaded anew; `cold`: all modules evaluated anew in the same
 * worker; `fresh`: a new worker;
 * `none`: nothing was run (no coverage, ignored, pending).
 */
export type Tier = 'hot' | 'warm' | 'cold' | 'fresh' | 'none'

/** The evidence of one verdict. */
export interface Receipt {
  /** How often the mutated code ran while the mutant was active, over all realms that judged it. */
  readonly reached: number
  /** The tests that ran with the mutant active, in the order they ran. */
  readonly ran: readonly TestId[]
  readonly failure?: Failure
  /** How the run of the same tests without a mutant went, in the same realm. */
  readonly control: 'passed' | 'none'
  readonly tier: Tier
  /** Pure time of the runs with the mutant active, in milliseconds. */
  readonly durationMs: number
}

export interface Verdict {
  /** Id of the mutant. */
  readonly mutant: string
  readonly status: Status
  /** The tests that reach the mutated code without it being active, in the order of their files. */
  readonly coveredBy: readonly TestId[]
  /** The tests that noticed; non-empty exactly when `status` is `Killed` by a test. */
  readonly killedBy: readonly TestId[]
  /** The mutated code runs while modules load. */
  readonly static: boolean
  readonly receipt: Receipt
  /** A sentence for the reader: why it died, why it was ignored, why it could not be judged. */
  readonly reason?: string
}

/** The receipt of a mutant that nothing was run for. */
export const NO_RECEIPT: Receipt = { reached: 0, ran: [], control: 'none', tier: 'none', durationMs: 0 }
