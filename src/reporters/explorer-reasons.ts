/** Why each mutant has its status, in the colours of a terminal, which the explorer shows: evidence, error, stack. */
import { Chalk } from 'chalk'
import type * as schema from 'mutation-testing-report-schema/api'
import type { RunResult } from '../model/result.js'
import { fullName, type TestCase } from '../model/test.js'
import { evidence } from './evidence.js'
import type { Judged } from './summary.js'
import { stripAnsi } from './terminal.js'

const chalk = new Chalk({ level: 1 })

/** So many lines of an error are shown. */
const LINES = 20

/** The same report with longer reasons for what was run; files of the project are named as seen from its root. */
export function withReasons(report: schema.MutationTestResult, result: RunResult): schema.MutationTestResult {
  const judged = new Map(result.mutants.map((mutant, index) => [mutant.id, { mutant, verdict: result.verdicts[index]! }]))
  const tests = new Map(result.tests.map((test) => [test.id, test]))
  const files = Object.entries(report.files).map(([path, file]) => {
    const mutants = file.mutants.map((mutant) => {
      const one = judged.get(mutant.id)
      const statusReason = one && reasonOf(one, tests)?.replaceAll(`${result.root}/`, '')
      return statusReason === undefined ? mutant : { ...mutant, statusReason }
    })
    return [path, { ...file, mutants }] as const
  })
  // The explorer shows nothing of `config`, and for many mutants it is long.
  const { config: _config, ...shown } = report
  return { ...shown, files: Object.fromEntries(files) }
}

function reasonOf(one: Judged, tests: ReadonlyMap<number, TestCase>): string | undefined {
  const { failure, tier } = one.verdict.receipt
  if (tier === 'none') return undefined
  if (!failure) return [one.verdict.reason, chalk.dim(evidence(one))].filter((part) => part !== undefined).join('\n')
  const test = failure.test === undefined ? undefined : tests.get(failure.test)
  const frames = stripAnsi(failure.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return [
    ...(test ? [chalk.bold(fullName(test))] : []),
    ...stripAnsi(failure.message).split('\n').slice(0, LINES).map((line) => chalk.red(line)),
    ...frames.map((line) => chalk.dim(line.trim())),
    chalk.dim(evidence(one)),
  ].join('\n')
}
