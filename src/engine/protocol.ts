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
  /** How many of them one test may use: so many, or so many times what it used in the dry run, whichever is more. */
  readonly testBudget: { readonly least: number; readonly times: number }
  /** Longest time one test may take, in milliseconds. */
  readonly testLimitMs: number
  /** Time after which the main process kills the realm, in milliseconds. */
  readonly watchdogMs: number
  /** What another mutant has left may be why tests fail: that counts when they pass without this one then, and fail with it again. */
  readonly twice?: true
}

/**
 * How a used worker runs tests again: on the loaded modules (`hot`), with the test file, its set-up files and helpers loaded anew and
 * the sources kept (`warm`), or with all modules evaluated anew (`cold`).
 */
export type RerunTier = 'hot' | 'warm' | 'cold'

/** The cheapest first. */
export const RERUN_TIERS: readonly RerunTier[] = ['hot', 'warm', 'cold']

/** What a realm is opened for. */
export type Job = Task & {
  /** Tables that are written where modules load stay plain: tests fail when these count their reads. */
  readonly plain: boolean
}

export type Task =
  /** Dry run, validation, then batches of mutants. `cold` false: do not try re-evaluation. `alone`: in a worker of its own. */
  | { readonly kind: 'judge'; readonly cold: boolean; readonly alone: boolean }
  /** The file once, in reversed order, no mutant. */
  | { readonly kind: 'reversed' }
  /** The file once, in order, no mutant. */
  | { readonly kind: 'again' }
  /** The file once, in order, with this mutant active from before the first module loads. `costs`: `Dry.tests[].cost` of each test. */
  | { readonly kind: 'fresh'; readonly item: RunItem; readonly costs: readonly number[] }
  /** The same with a mutant that changes nothing; tests from this number on get no budget, so that one must fail. */
  | { readonly kind: 'canary'; readonly starvedFrom: number }

/**
 * Shows that a realm notices failures: the tests of a flight pass with a mutant that changes nothing, and fail when they get
 * no budget. Flights are tried in turn until one does both.
 */
export interface Canary {
  /** `test`: the one that is meant, the last of `tests`, which it may depend on. */
  readonly flights: readonly { readonly test: number; readonly tests: readonly number[] }[]
}

/** `died`: as it must be; `unnoticed`: what had to fail passed; `restless`: what had to pass failed. */
export type CanaryFate = 'died' | 'unnoticed' | 'restless'

/**
 * Whether another test file may follow in the same worker: none, or one when this file leaves nothing behind. With `packages`
 * what Node loaded for it may stay, as long as the tests did not change it.
 */
export type Sharing = 'none' | 'clean' | 'packages'

/** Errors that nobody caught count as failures, or do not (`dangerouslyIgnoreUnhandledErrors`), or the config is asked (`onUnhandledError`). */
export type UnhandledRule = 'count' | 'ask' | 'ignore'

export type ToWorker =
  | { readonly type: 'job'; readonly job: Job; readonly sharing: Sharing; readonly unhandled: UnhandledRule }
  /** After a dry run: go on to validation and ask for batches. `warm`: how many mutants may be judged so, should it be possible and pay;
   * `putsBack`: what modules keep, as far as it is data, is put back after each run on loaded modules, if that repeats the dry run;
   * `unsteady`: tests known to be so, as in `Ready`; `globals`: names such as `globalThis.flag` of what is put back after each run;
   * `isInOrder`: tests are known to depend on those before them. */
  | { readonly type: 'judge'; readonly warm: number; readonly putsBack: PutsBack; readonly keeps: Keeps; readonly unsteady: readonly number[]; readonly globals: readonly string[]; readonly isInOrder: boolean }
  /** `canary` flies first, in the same tier; unless it dies, nothing that is said of the items is heard. */
  | { readonly type: 'batch'; readonly tier: RerunTier; readonly items: readonly RunItem[]; readonly canary?: Canary }
  | { readonly type: 'end' }

export interface DryTest {
  readonly path: readonly string[]
  readonly line?: number
  readonly column?: number
  readonly state: 'pass' | 'fail' | 'skip'
  readonly message?: string
  readonly durationMs: number
  readonly hits: Hits
  /** Numbers of the bodies of outermost functions that were entered. */
  readonly entered: readonly number[]
  /** Loop and function entries that the test used up. */
  readonly cost: number
  /** The test passes when it fails (`test.fails`). */
  readonly fails?: true
}

/** One execution of a whole file without a mutant. */
export interface Dry {
  readonly tests: readonly DryTest[]
  /** Hits while setup files and the test file were loading. */
  readonly load: Hits
  /** Bodies entered meanwhile, as in `DryTest`. */
  readonly loadEntered: readonly number[]
  /** Loop and function entries used while loading. */
  readonly loadCost: number
  /** Hits in hooks of suites, with the tests they stand for. */
  readonly hooks: readonly { readonly tests: readonly number[]; readonly hits: Hits; readonly entered: readonly number[] }[]
  /** Loop and function entries used in hooks of suites. */
  readonly hookCost: number
  /** Source files evaluated while the test file was loaded, relative paths. */
  readonly loaded: readonly string[]
  /** Those that tests evaluated; absent: nobody looked. */
  readonly loadedLater?: readonly string[]
  /** Absent: nobody looked. */
  readonly restorable?: Restorable
  /** Tables of sources count their reads. */
  readonly tables?: true
  /** Errors that belong to no test: import, suite hooks, unhandled. */
  readonly errors: readonly string[]
  readonly durationMs: number
  /** The share of the time of its tests, from 0 to 1, in which the worker had nothing to do; absent: nobody looked. */
  readonly idle?: number
}

/** What modules and test files keep, and what could be put back after each run on loaded modules. Paths are relative. */
export interface Restorable {
  /** Files that handed out what they keep, all of it such that it can be put back. */
  readonly files: readonly string[]
  /** Files whose functions handed out variables that others go on to use; where one is not among `files`, those cannot be put back. */
  readonly makers: readonly string[]
  /** Those of `files` whose data a test left changed. */
  readonly unsettled: readonly string[]
  /** The first test that did: those after it begin with what it left. */
  readonly unsettledBy?: number
  /** Properties that were given other attributes count as changed. */
  readonly isThorough: boolean
  /** The path of something else that the tests have left changed in what modules hold; absent: there was nothing. */
  readonly changed?: string
  /** That of a function or an instance in the test file. */
  readonly ownChanged?: string
}

/**
 * What is put back after each run: nothing, the data that each test left as it was, or all data. `by need`: all before runs that begin
 * with the first test; other runs begin with what the tests of the first run have left.
 */
export type PutsBack = 'nothing' | 'settled' | 'all' | 'by need'

/** What lives on from run to run: nothing, data that can be put back, or something else as well. */
export type Keeps = 'nothing' | 'data' | 'more'

/** What validation found after the dry run. */
export interface Ready {
  /** The realm repeats the dry run hot, for these tests. */
  readonly hot: readonly boolean[]
  /** Re-evaluating all modules in the same worker repeats the dry run. */
  readonly cold: boolean
  /**
   * Loading the test file anew on the loaded sources repeats the dry run: these sites are passed as often then, so that no source
   * passes them while it loads. Absent when that was not asked for, or is not so.
   */
  readonly warm?: readonly number[]
  /** Trying that has made the file behave in another way: it is to be opened again, and not to be asked. */
  readonly warmHarms?: true
  /** Tests that behave differently in reversed order; undefined when that could not be found out in this realm. */
  readonly dependent?: readonly number[]
  /** What modules keep is put back after each run on loaded modules. */
  readonly putsBack?: true
  /** Tests leave globals changed, and fail when these are put back, or some cannot be. */
  readonly keepsGlobals?: true
  /** Tests that pass each time, but go now more, now less often through some place: by that nothing is told. Absent: nobody looked. */
  readonly unsteady?: readonly number[]
  /** Milliseconds of one run of the whole file with all modules evaluated anew; absent: there was none. */
  readonly coldMs?: number
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
  /** Bodies entered while the mutant was active, as in `DryTest`; absent where nobody could count. */
  readonly entered?: readonly number[]
  readonly ran: readonly number[]
  /** Where a test took too long: the share of the time, from 0 to 1, in which the worker had nothing to do. */
  readonly idle?: number
  readonly budgetExhausted: boolean
  /** What became of data that is put back after each run: it had changed, or it cannot be put back any more. Absent: nothing. */
  readonly left?: 'changed' | 'lost'
  /** False when the same tests fail without the mutant as well: the outcome says nothing. */
  readonly sound: boolean
  /** It failed in the same way as the one before it: where it is not sound, that one is not. */
  readonly repeats?: true
  /** Sources have set up something else in packages than without the mutant, or have left it out; packages stay as they are from run to run. */
  readonly tellsOther?: true
  /** It failed twice, as `RunItem.twice` says. */
  readonly twice?: true
  readonly durationMs: number
}

export type FromWorker =
  /** `pid`: the process that the worker is, or is in. */
  | { readonly type: 'hello'; readonly realm: number; readonly pid: number }
  | { readonly type: 'dry'; readonly dry: Dry }
  | { readonly type: 'ready'; readonly ready: Ready }
  | { readonly type: 'next' }
  | { readonly type: 'canary'; readonly fate: CanaryFate }
  | { readonly type: 'start'; readonly mutant: number }
  /** In a realm for one mutant a test begins or ends: should the realm die, it is known in which. */
  | { readonly type: 'test'; readonly test: number; readonly over: boolean }
  | { readonly type: 'outcome'; readonly outcome: Outcome }
  /** Tests go on without a mutant: many of them, or the same ones again and again. */
  | { readonly type: 'alive' }
  /**
   * The run without a mutant after some outcomes: whether it repeated the dry run; `mended`: it does now, after globals were put back;
   * `spent`: the last mutant has left some that nobody can put back;
   * `unsteady`: all tests that were found to be so, as in `Ready`.
   */
  | { readonly type: 'control'; readonly passed: boolean; readonly mended: boolean; readonly spent: boolean; readonly unsteady: readonly number[]; readonly durationMs: number }
  /** The realm will answer no more. */
  | { readonly type: 'done' }
