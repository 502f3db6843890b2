/** The resolved options of a run: after flags, config file and defaults are merged. */
import type { GenerationOptions } from './custom.js'

/** One path argument: a glob or path relative to the root, with an optional range of lines. */
export interface PathSelection {
  readonly pattern: string
  readonly lines?: { readonly from: number; readonly to: number }
}

/** One of several machines that share a run. */
export interface Shard {
  /** From 1. */
  readonly index: number
  readonly count: number
}

/** What is asked of one part of the project. */
export interface PathGate {
  /** Percent, 0 to 100. */
  readonly minScore?: number
  /** Percent, 0 to 100. */
  readonly minCovered?: number
  readonly maxSurvivors?: number
}

/** Which tests of a project are its tests, as Vitest is told. */
export interface TestChoice {
  /** Names of Vitest's projects, as Vitest filters them; none for all. */
  readonly projects: readonly string[]
  /** The config of Vitest, relative to the root; default: what Vitest finds. */
  readonly vitestConfig?: string
}

export interface RunOptions extends GenerationOptions, TestChoice {
  /** Absolute path of the project. */
  readonly root: string
  /** What to mutate; empty means the default choice. */
  readonly paths: readonly PathSelection[]
  /** A git ref: only what changed since the merge base with it counts. */
  readonly since?: string
  /** Only this part of the mutants is judged; the others are `Pending`. */
  readonly shard?: Shard
  /** Absolute path of the plan that says which. */
  readonly plan?: string
  /** Coverage files or folders to read; absolute. */
  readonly coverage: readonly string[]
  /** Number of workers, at least 1. */
  readonly concurrency: number
  /** Names of reporters; absolute paths and names of packages are modules of the user. */
  readonly reporters: readonly string[]
  /** Absolute path of the report folder. */
  readonly out: string
  /** Print the JSON report on stdout and nothing else there. */
  readonly json: boolean
  /** Show every survivor on the terminal, not only the most useful one of each line. */
  readonly all: boolean
  /** Percent, 0 to 100; undefined: no gate. */
  readonly minScore?: number
  readonly minCovered?: number
  readonly maxSurvivors?: number
  /** Gates of parts of the project, by glob or path relative to the root. */
  readonly gates?: Readonly<Record<string, PathGate>>
  /** Absolute path of an earlier mutation.json: a survivor that was detected there, or is not in it, fails. */
  readonly noNewSurvivors?: string
  /** How often each test file runs without a mutant before anything is judged; at least 1. */
  readonly dryRuns: number
  /** Whether a test file may follow another in one worker, when that one left nothing behind. */
  readonly shareWorkers: boolean
  /** Names of tests that are left out; see `namesTest`. */
  readonly ignoreTests: readonly string[]
  /** Judge every mutant alone, each in a new worker. */
  readonly fresh: boolean
  /** Milliseconds after which no further mutant is started. */
  readonly budget?: number
  /** Judge everything, also what cannot have changed since the last run. */
  readonly force: boolean
  /** Print where the time went. */
  readonly profile: boolean
  /** Ask the type checker while mutants are chosen. */
  readonly types: boolean
  /** Type-check survivors with the compiler of the project. */
  readonly typeCheck: boolean
  /** Leave survivors out that are the same program after minification. */
  readonly minify: boolean
}
