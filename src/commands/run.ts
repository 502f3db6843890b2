/** `mutate run`: judges the mutants, lets the reporters write, and applies the gates. */
import { applyGates } from '../gate.js'
import type { ExitCode } from '../model/errors.js'
import type { RunOptions } from '../model/options.js'
import type { RunResult } from '../model/result.js'
import { countStatuses } from '../model/score.js'
import { finishAll } from '../reporters/finish.js'
import { createReporters } from '../reporters/index.js'
import { run as judgeAll } from '../run.js'

/**
 * Runs the command.
 * @param signal asks to stop and to report what is known so far
 */
export async function run(options: RunOptions, signal: AbortSignal): Promise<ExitCode> {
  const { root, out, json, all } = options
  const { stdout, stderr, env } = process
  const reporters = await createReporters(options.reporters, { root, out, json, all, stdout, stderr, env })
  try {
    const result = await judgeAll(options, (event) => {
      for (const reporter of reporters) reporter.onEvent?.(event)
    }, signal, async (reported) => {
      if (json) await printJson(reported)
      await finishAll(reporters, reported)
    })
    return judge(result, options)
  } finally {
    for (const reporter of reporters) reporter.dispose?.()
  }
}

async function printJson(result: RunResult): Promise<void> {
  const { buildReport } = await import('../reporters/report.js')
  process.stdout.write(`${JSON.stringify(buildReport(result))}\n`)
}

function judge(result: RunResult, options: RunOptions): ExitCode {
  const counts = countStatuses(result.verdicts.map(({ status }) => status))
  const { exitCode, sentences } = applyGates(counts, options, {
    interrupted: result.interrupted,
    ...(options.since !== undefined && { since: options.since }),
  })
  for (const sentence of sentences) process.stderr.write(`mutate: ${sentence}\n`)
  return exitCode
}
