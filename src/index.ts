/** All that other programs can import; each name stands here. */
import type { CustomOperator, CustomRule } from './model/custom.js'
import type { MutateConfig } from './options/user-config.js'
import type { CreateReporter } from './reporters/user.js'

export { discover, mutate } from './api.js'
export type { Discovery, MutateOptions, ProjectOptions } from './api.js'
export { compareVerdicts } from './saved/compare.js'
export type { Compared, Development, KnownStatus } from './saved/compare.js'
export type { Code, CustomCandidate, CustomOperator, CustomRule, Override, Replacement } from './model/custom.js'
export { ExitCode, UserError } from './model/errors.js'
export type { Phase, RunEvent } from './model/events.js'
export type { Ignored, Mutant } from './model/mutant.js'
export type { Reporter } from './model/reporter.js'
export type { Brought, Note, ReportedSource, RunResult } from './model/result.js'
export { countStatuses, score, scoreOfCovered } from './model/score.js'
export type { Counts } from './model/score.js'
export type { Location, Position, Span } from './model/span.js'
export type { TestCase, TestId } from './model/test.js'
export type { Failure, FailureKind, Receipt, Status, Tier, Verdict } from './model/verdict.js'
export type { MutateConfig } from './options/user-config.js'
export type { ReporterContext } from './reporters/context.js'
export { buildReport } from './reporters/report.js'
export type { CreateReporter } from './reporters/user.js'
export { readReport } from './saved/result.js'

/** Returns the config as it is; editors then know its keys. */
export function defineConfig(config: MutateConfig): MutateConfig {
  return config
}

/** Returns the operator as it is; editors then know what belongs to one. */
export function defineOperator(operator: CustomOperator): CustomOperator {
  return operator
}

/** Returns the suppression rule as it is; editors then know what belongs to one. */
export function defineRule(rule: CustomRule): CustomRule {
  return rule
}

/** Returns the function as it is; editors then know what a reporter gets and may have. */
export function defineReporter(create: CreateReporter): CreateReporter {
  return create
}
