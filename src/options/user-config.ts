/** The type of a config file; written from the option table by scripts/generate.js, do not edit. */

import type { CustomOperator, CustomRule, Override } from '../model/custom.js'
import type { PathGate } from '../model/options.js'
import type { Reporter } from '../model/reporter.js'
import type { CreateReporter } from '../reporters/user.js'

export interface MutateConfig {
  /**
   * Files, folders, globs, or lines of a file (`src/cart.ts:12-40`) to mutate.
   * Default: what the tests load, and `src` and `lib`.
   */
  readonly paths?: readonly string[]
  /**
   * A level (`default`, `all`, `stryker`) and/or operator names; `-Name` leaves one out.
   * Default: `["default"]`.
   */
  readonly operators?: readonly string[]
  /**
   * Whether rules may leave out mutants that are not worth judging; comments in the code always may.
   * Default: `true`.
   */
  readonly suppress?: boolean
  /**
   * Ids of the suppression rules that apply, `all` for every one; `-id` leaves one out.
   * Default: `["all"]`.
   */
  readonly rules?: readonly string[]
  /**
   * Other `operators`, `rules` or `suppress` for some `paths`; later ones win.
   * Default: none.
   */
  readonly overrides?: readonly Override[]
  /**
   * Operators of your own, in a config that is code.
   * Default: none.
   */
  readonly customOperators?: readonly CustomOperator[]
  /**
   * Suppression rules of your own, in a config that is code.
   * Default: none.
   */
  readonly customRules?: readonly CustomRule[]
  /**
   * How many workers run tests at the same time, as a number or as a share of the cores; from 2 on up to eight times as many where tests mostly wait.
   * Default: all cores; for `verify` 2 plain runs.
   */
  readonly concurrency?: number | `${number}%`
  /**
   * Open no test file and start no mutant after this time (`90s`, `5m`): mutants are drawn at random, the score comes with a confidence interval, and the next run goes on.
   * Default: no limit.
   */
  readonly budget?: string
  /**
   * Projects of the Vitest config whose tests run, `*` for any text, `!name` for all but one; may repeat.
   * Default: all.
   */
  readonly projects?: readonly string[]
  /**
   * The config file of Vitest.
   * Default: what Vitest finds in the root.
   */
  readonly vitestConfig?: string
  /**
   * How often the tests run without a mutant at first; more find tests that fail now and then.
   * Default: 1.
   */
  readonly dryRuns?: number
  /**
   * Whether a test file may follow another in one worker, when that one left nothing behind.
   * Default: `true`.
   */
  readonly shareWorkers?: boolean
  /**
   * Tests to leave out, as `file > suite > test` or a part of it from the end, `*` for any text; may repeat.
   * Default: none.
   */
  readonly ignoreTests?: readonly string[]
  /**
   * Whether the types of the project help to choose mutants: fewer that cannot matter, for a slower start.
   * Default: `false`.
   */
  readonly types?: boolean
  /**
   * Whether survivors are type-checked, where the project has a tsconfig.json and TypeScript; what does not compile is left out of the score.
   * Default: `true`.
   */
  readonly typeCheck?: boolean
  /**
   * Whether survivors are minified and left out when they are the same program as the original.
   * Default: `false`.
   */
  readonly minify?: boolean
  /**
   * Coverage data to read; what it says no test covers is reported without being run, and test files that it says are not needed are left out.
   * Default: none.
   */
  readonly coverage?: readonly string[]
  /**
   * What to write about the run; a path or a package is a reporter of your own, and a config that is code may hold one itself.
   * Default: `text`, `json`, `html`; for `diff` `text`.
   */
  readonly reporters?: readonly ('text' | 'json' | 'html' | 'sarif' | 'github' | 'gitlab' | 'junit' | 'markdown' | 'badge' | (string & Record<never, never>) | Reporter | CreateReporter)[]
  /**
   * The folder that reports are written to.
   * Default: `"reports/mutation"`.
   */
  readonly out?: string
  /**
   * Fail when fewer than this percentage of the mutants are detected.
   * Default: no gate.
   */
  readonly minScore?: number
  /**
   * Fail when fewer than this percentage of the mutants that tests reach are detected.
   * Default: no gate.
   */
  readonly minCovered?: number
  /**
   * Fail when more than this many mutants survive.
   * Default: no gate.
   */
  readonly maxSurvivors?: number
  /**
   * Fail when a mutant survives that did not in this earlier mutation.json; code that moved is the same.
   * Default: no gate.
   */
  readonly noNewSurvivors?: string
  /**
   * Gates of parts of the project: `minScore`, `minCovered` and `maxSurvivors` by glob or path.
   * Default: no gate.
   */
  readonly gates?: Readonly<Record<string, PathGate>>
}
