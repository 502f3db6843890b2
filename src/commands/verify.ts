/** `mutate verify`: checks verdicts of the last run against the plain suite on copies that really are mutated. */
import { randomInt } from 'node:crypto'
import { ExitCode, UserError } from '../model/errors.js'
import type { VerifyOptions } from '../options/resolve.js'
import { packageVersion } from '../common/version.js'
import { openOracle, type Oracle } from '../oracle/oracle.js'
import { draw } from '../oracle/sample.js'
import { candidates, changedTests, compare, skippedTests, type Comparison } from '../oracle/verify.js'
import { findMutant, keptMutants } from '../store/find.js'
import { asKept, readRun, unchangedText, type KeptRun } from '../store/last-run.js'
import { comparisonAsJson } from './verify-json.js'
import { createVerifyProgress } from './verify-progress.js'

/** Seeds are small enough to be typed. */
const MOST_SEEDS = 1_000_000

/**
 * Runs the command.
 * @param signal asks to stop and to report what is known so far
 */
export async function verify(options: VerifyOptions, signal: AbortSignal): Promise<ExitCode> {
  const { root, out, exclude, plainRuns, sample } = options
  const run = await lastRun(options, signal)
  const seed = options.seed ?? randomInt(MOST_SEEDS)
  const chosen = choose(run, options, seed)
  if (chosen.askable.length === 0) throw new UserError(nothing(chosen.notCompared), ExitCode.inconclusive)
  const workers = Math.min(plainRuns, chosen.askable.length)
  const skipped = skippedTests(run, options.ignoreTests)
  const progress = createVerifyProgress(process.stderr, process.env)
  progress.copying(workers)
  const oracle = await openOracle({ root, leftOut: [out], exclude, skip: skipped.map(({ path }) => path), choice: { ...options, projects: projectsOf(run, options.projects) }, workers, signal })
  try {
    const drawn = sample !== undefined && options.ids.length === 0
    progress.asking(chosen.askable.length, workers, oracle.plain.ms)
    const comparison = await compare(oracle, run, chosen.askable, skipped, ({ agrees }) => { progress.answered(agrees) })
    const whole = { ...comparison, notCompared: [...chosen.notCompared, ...comparison.notCompared] }
    progress.done()
    await print(whole, { run, oracle, seed: drawn ? seed : undefined, options })
    return exitCode(whole)
  } finally {
    progress.done()
    await oracle.close()
  }
}

/** What is kept, or the result of a run of its own. */
async function lastRun(options: VerifyOptions, signal: AbortSignal): Promise<KeptRun> {
  const kept = readRun(options.root)
  if (kept) {
    const changed = changedTests(options.root, kept)
    if (changed.length === 0) return kept
    throw new UserError(
      `${changed.slice(0, 3).join(', ')}${changed.length > 3 ? ` and ${changed.length - 3} more` : ''} changed since the last run, `
        + 'so its verdicts cannot be compared; run mutate again first',
      ExitCode.inconclusive)
  }
  process.stderr.write('mutate: no run is kept yet, so the mutants are judged first\n')
  const [{ run }, { createReporters }] = await Promise.all([import('../run.js'), import('../reporters/index.js')])
  const { root, out } = options
  const { stdout, stderr, env } = process
  const reporters = await createReporters([], { root, out, json: true, all: false, stdout, stderr, env })
  try {
    const result = await run(options, (event) => {
      for (const reporter of reporters) reporter.onEvent?.(event)
    }, signal)
    if (signal.aborted) throw new UserError('stopped while the mutants were judged, so nothing was compared; run it again to go on', ExitCode.interrupted)
    return asKept(result, packageVersion())
  } finally {
    for (const reporter of reporters) reporter.dispose?.()
  }
}

/** Those whose tests have judged the mutants: others may have tests that fail. */
function projectsOf({ tests }: KeptRun, asked: readonly string[]): readonly string[] {
  const used = [...new Set(tests.map(({ project }) => project))]
  return asked.length > 0 || used.includes('') ? asked : used
}

function choose(run: KeptRun, { root, ids, sample }: VerifyOptions, seed: number): ReturnType<typeof candidates> {
  if (ids.length > 0) {
    const found = [...new Map(ids.map((id) => findMutant(run, id)).map((one) => [one.mutant.id, one])).values()]
    return candidates(root, run, found)
  }
  const { askable, notCompared } = candidates(root, run, keptMutants(run))
  return { askable: sample === undefined ? askable : draw(askable, sample, seed), notCompared }
}

function nothing(notCompared: Comparison['notCompared']): string {
  const [first] = notCompared
  if (!first) return 'there is nothing to compare'
  const more = notCompared.length > 1 ? `, and ${notCompared.length - 1} more cannot be compared either` : ''
  return `there is nothing to compare: ${first.mutant.id} ${first.why}${more}`
}

interface Printed {
  readonly run: KeptRun
  readonly oracle: Oracle
  readonly seed: number | undefined
  readonly options: VerifyOptions
}

async function print(comparison: Comparison, { run, seed, options, oracle }: Printed): Promise<void> {
  if (options.json) {
    process.stdout.write(`${JSON.stringify(comparisonAsJson(comparison, run, seed), null, 2)}\n`)
    return
  }
  const [{ comparisonReport }, { terminalStyle }] = await Promise.all([
    import('./verify-text.js'), import('../reporters/text-style.js'),
  ])
  const texts = new Map(run.sources.map((file) => [file.path, unchangedText(options.root, file) ?? '']))
  const input = { ...comparison, tests: run.tests, seed, texts, limitMs: oracle.limitMs }
  const lines = comparisonReport(input, terminalStyle(process.stdout, process.env))
  process.stdout.write(`${lines.join('\n')}\n`)
}

function exitCode({ agreeing, disagreeing }: Comparison): ExitCode {
  if (disagreeing.length > 0) return ExitCode.gateFailed
  return agreeing.length > 0 ? ExitCode.passed : ExitCode.inconclusive
}
