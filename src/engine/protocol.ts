/** The messages between the main process and a realm: plain data, one JSON text a line. */
import type { FailureKind } from '../model/verdict.js'

/** Hits of one owner (a test, the module load, a suite's hooks): site, count, site, count … */
export type Hits = readonly number[]

/** One mutant to run against one test file. */
export interface RunItem {
  /** Index of the mutant in this run. */
  readonly mutant: number
  readonly site: number
  readonly alternative: number
  /** The site whose hits count as reaching the mutant. */
  readonly counter: number
  /** Indexes of the tests to run, in file order; empty means all. */
  readonly tests: readonly number[]
  /** Tests to run first because they are the likeliest and cheapest killers; only where order does not matter. */
  readonly first: readonly number[]
  /** Allowed loop and function entries; see `Dry.tests[].cost`. */
  readonly budget: number
  /** Longest time one test may take, in milliseconds. */
  readonly testLimitMs: number
  /** Time after which the main process kills the realm, in milliseconds. */
  readonly watchdogMs: number
}

/** What a realm is opened for. */
export type Job =
  /** Dry run, validation, then batches of mutants. `cold` false: do not try re-evaluation. `canary`: show that a failure is noticed. */
  | { readonly kind: 'judge'; readonly cold: boolean; readonly canary: boolean }
  /** The file once, in reversed order, no mutant. */
  | { readonly kind: 'reversed' }
  /** The file once, in order, no mutant. */
  | { readonly kind: 'again' }
  /** The file once, in order, with this mutant active from before the first module loads. */
  | { readonly kind: 'fresh'; readonly item: RunItem }

export type ToWorker =
  | { readonly type: 'job'; readonly job: Job }
  /** After a dry run: go on to validation and ask for batches. */
  | { readonly type: 'judge' }
  | { readonly type: 'batch'; readonly tier: 'hot' | 'cold'; readonly items: readonly RunItem[] }
  | { readonly type: 'end' }

export interface DryTest {
  readonly path: readonly string[]
  readonly line?: number
  readonly column?: number
  readonly state: 'pass' | 'fail' | 'skip'
  readonly message?: string
  readonly durationMs: number
  readonly hits: Hits
  /** Loop and function entries that the test used up. */
  readonly cost: number
}

/** One execution of a whole file without a mutant. */
export interface Dry {
  readonly tests: readonly DryTest[]
  /** Hits while setup files and the test file were loading. */
  readonly load: Hits
  /** Loop and function entries used while loading. */
  readonly loadCost: number
  /** Hits in hooks of suites, with the tests they stand for. */
  readonly hooks: readonly { readonly tests: readonly number[]; readonly hits: Hits }[]
  /** Loop and function entries used in hooks of suites. */
  readonly hookCost: number
  /** Source files evaluated, relative paths. */
  readonly loaded: readonly string[]
  /** Errors that belong to no test: import, suite hooks, unhandled. */
  readonly errors: readonly string[]
  readonly durationMs: number
}

/** What validation found after the dry run. */
export interface Ready {
  /** Whether a test that had to fail was seen to fail; absent when nobody asked, or no test could be made to fail. */
  readonly canary?: 'died' | 'survived'
  /** The realm repeats the dry run hot, for these tests. */
  readonly hot: readonly boolean[]
  /** Re-evaluating all modules in the same worker repeats the dry run. */
  readonly cold: boolean
  /** Tests that behave differently in reversed order; undefined when that could not be found out in this realm. */
  readonly dependent?: readonly number[]
  /** Milliseconds of one hot run of the whole file. */
  readonly controlMs: number
}

export interface Outcome {
  readonly mutant: number
  readonly failure?: {
    /** Index of the test; absent for load and file-level failures. */
    readonly test?: number
    readonly kind: FailureKind
    readonly message: string
    readonly stack?: string
  }
  /** How often the site was passed while the mutant was active. */
  readonly reached: number
  readonly ran: readonly number[]
  readonly budgetExhausted: boolean
  /** False when the same tests fail without the mutant as well: the outcome says nothing. */
  readonly sound: boolean
  readonly durationMs: number
}

export type FromWorker =
  | { readonly type: 'hello'; readonly realm: number }
  | { readonly type: 'dry'; readonly dry: Dry }
  | { readonly type: 'ready'; readonly ready: Ready }
  | { readonly type: 'next' }
  | { readonly type: 'start'; readonly mutant: number }
  | { readonly type: 'outcome'; readonly outcome: Outcome }
  /** The run without a mutant after some outcomes: whether it repeated the dry run. */
  | { readonly type: 'control'; readonly passed: boolean; readonly durationMs: number }
  /** The realm will answer no more. */
  | { readonly type: 'done' }
