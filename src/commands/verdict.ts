/** What `mutate run` and `mutate merge` do with a result beside reporting it: comparison, gates, exit code. */
import { drawnSample } from '../outcome/budget.js'
import { applyGates, countParts, sampleParts } from '../outcome/gate.js'
import { ExitCode } from '../model/errors.js'
import type { RunOptions } from '../model/options.js'
import type { RunResult } from '../model/result.js'
import { countStatuses } from '../model/score.js'
import type { Comparison } from '../saved/new-survivors.js'

/** Reads an earlier report; gives what compares a result with it. */
export async function compare(path: string): Promise<(result: RunResult) => Comparison> {
  const [{ readReportFile }, { compareWith }] = await Promise.all([import('../saved/read.js'), import('../saved/new-survivors.js')])
  const report = readReportFile(path)
  return (result) => compareWith(report, result)
}

/** The mutants that an earlier report does not have are those that reports show first, unless a git ref says which. */
export function withBrought(result: RunResult, { noNewSurvivors }: RunOptions, comparison: Comparison | undefined): RunResult {
  if (!comparison || noNewSurvivors === undefined || result.brought) return result
  return { ...result, brought: { since: noNewSurvivors, mutants: comparison.brought } }
}

/** Prints the report alone. */
export async function printJson(result: RunResult): Promise<void> {
  const { buildReport } = await import('../reporters/report.js')
  process.stdout.write(`${JSON.stringify(buildReport(result))}\n`)
}

/** Applies the gates, tells what came of them, and gives the exit code. */
export function judge(result: RunResult, options: RunOptions, comparison: Comparison | undefined): ExitCode {
  const counts = countStatuses(result.verdicts.map(({ status }) => status))
  if (result.shard && hasGates(options)) {
    const { index, count } = result.shard
    process.stderr.write(`mutate: this is shard ${index} of ${count}: mutate merge joins the reports and applies the gates\n`)
    return ExitCode.passed
  }
  const { exitCode, sentences } = applyGates(counts, options, {
    interrupted: result.interrupted,
    parts: countParts(result, options.gates),
    ...(result.budget && { sample: drawnSample(result), partSamples: sampleParts(result, options.gates) }),
    ...(comparison && { newSurvivors: comparison.newSurvivors }),
    ...(options.since !== undefined && { since: options.since }),
  })
  for (const sentence of sentences) process.stderr.write(`mutate: ${sentence}\n`)
  return exitCode
}

function hasGates({ minScore, minCovered, maxSurvivors, gates, noNewSurvivors }: RunOptions): boolean {
  return [minScore, minCovered, maxSurvivors, gates, noNewSurvivors].some((gate) => gate !== undefined)
}
