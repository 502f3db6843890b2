/** `mutate plan`: one dry run, then a file that says what each of several machines judges. */
import { ExitCode, UserError } from '../model/errors.js'
import type { PlanOptions } from '../options/resolve.js'
import { checkFolder, writeReport } from '../reporters/files.js'
import { planRun } from '../shards/make.js'

/** Runs the command. */
export async function plan(options: PlanOptions, signal: AbortSignal): Promise<ExitCode> {
  const { shards: count, out } = options
  if (count < 1) throw new UserError('mutate plan needs the number of machines: --shards 4')
  await checkFolder(out)
  const made = await planRun(options, count, () => undefined, signal)
  const file = await writeReport(out, 'plan.json', `${JSON.stringify(made)}\n`)
  const rows = made.shards.map(({ mutants, testFiles, costMs }, index) =>
    `shard ${index + 1}/${count}: ${mutants.length} mutants, ${testFiles.length} of ${made.testFiles.length} test files, about ${seconds(costMs)} of work`)
  process.stdout.write(`${rows.join('\n')}\n${file}\nEach machine: mutate run --shard i/${count} --plan ${file}; then: mutate merge <reports…>\n`)
  return ExitCode.passed
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
