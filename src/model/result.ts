/** The outcome of a whole run: everything reporters and gates need, as plain data. */
import type { Mutant } from './mutant.js'
import type { Shard } from './options.js'
import type { TestCase } from './test.js'
import type { Verdict } from './verdict.js'

/** Something the user should know that is no verdict: a skipped file, an unreliable test, a project left out. */
export interface Note {
  readonly level: 'info' | 'warning'
  /** One sentence, without a line break. */
  readonly text: string
  /** It says how the run went, not what the result is: a later run that takes the result over does not repeat it. */
  readonly passing?: true
}

export interface ReportedSource {
  /** Path relative to the root, with forward slashes. */
  readonly path: string
  readonly text: string
}

/** How a result differs from an earlier one, beside the mutants that it brings. */
export interface Comparison {
  /** Ids of the mutants that no test noticed before, and one does now. */
  readonly noticed: readonly string[]
  /** Survivors and mutants without a test whose code is no longer there. */
  readonly gone: readonly GoneMutant[]
  /** Ids of the mutants that had a verdict before, and have none now. */
  readonly unjudged: readonly string[]
  /** How many new mutants were noticed at once, or were not judged. */
  readonly added: number
  /** How many are as they were; open ones are what survives, or is not reached, then and now. */
  readonly unchanged: { readonly open: number; readonly others: number }
}

export type GoneMutant = Pick<Mutant, 'id' | 'file' | 'operator' | 'location' | 'original' | 'replacement'>

/** What a change to the code brings, as the reports tell it first. */
export interface Brought {
  /** What the change is measured from, in the words of the user: a git ref, or the path of an earlier report. */
  readonly since: string
  /** Ids of the mutants that the change brings, whatever their status, in the order of the result. */
  readonly mutants: readonly string[]
  /** What else the change did, where the result is compared with an earlier report. */
  readonly compared?: Comparison
}

export interface RunResult {
  /** Absolute path of the project. */
  readonly root: string
  /** All mutated source files, sorted by path. */
  readonly sources: readonly ReportedSource[]
  /** All mutants, by file and position. */
  readonly mutants: readonly Mutant[]
  /** One verdict a mutant, in the order of `mutants`. */
  readonly verdicts: readonly Verdict[]
  readonly tests: readonly TestCase[]
  /** Texts of the test files by relative path, for reports that show them. */
  readonly testSources: readonly ReportedSource[]
  readonly notes: readonly Note[]
  readonly runner: { readonly name: string; readonly version: string }
  /** Milliseconds. */
  readonly timings: {
    readonly total: number
    readonly dryRun: number
    readonly judging: number
    /** Looking at survivors once more, after judging; absent where none was looked at. */
    readonly checking?: number
  }
  /** Set when the run was stopped before every mutant was judged. */
  readonly interrupted: boolean
  /** Test files that were not opened, as the run was stopped or its time ran out: what they reach is not known. Default: none. */
  readonly unopened?: number
  /** Set when mutants are `Pending` because the time given ran out: how many count in the random sample, and the score of all with 95 % confidence, in percent. */
  readonly budget?: { readonly ms: number; readonly sample: number; readonly low?: number; readonly high?: number }
  /** Set when the run judged only its part: mutants of other shards are `Pending`. */
  readonly shard?: Shard
  /** Set when the run was asked what a change brings; absent, reports make no difference between new and old. */
  readonly brought?: Brought
}
