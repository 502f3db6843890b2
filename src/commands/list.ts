/** `mutate list`: what would be mutated, running nothing. */
import { discoverAll } from '../mutants/discover.js'
import { ExitCode } from '../model/errors.js'
import type { SourceFile } from '../model/instrumentable.js'
import type { RunResult } from '../model/result.js'
import { NO_RECEIPT } from '../model/verdict.js'
import type { ListOptions } from '../options/resolve.js'
import { listText, suppressedText } from './list-text.js'

/** Runs the command. */
export async function list(options: ListOptions): Promise<ExitCode> {
  const found = await discoverAll(options, note)
  const files = options.suppressed ? found.map(onlyIgnored) : found
  if (options.json) await printJson(options.root, files)
  else process.stdout.write(`${options.suppressed ? suppressedText(files, options.diff) : listText(files, options.diff)}\n`)
  return ExitCode.passed
}

function onlyIgnored(file: SourceFile): SourceFile {
  return { ...file, mutants: file.mutants.filter(({ ignored }) => ignored !== undefined) }
}

/** Standard output is for the list alone. */
function note(sentence: string): void {
  process.stderr.write(`mutate: ${sentence}\n`)
}

async function printJson(root: string, files: readonly SourceFile[]): Promise<void> {
  const { buildReport } = await import('../reporters/report.js')
  process.stdout.write(`${JSON.stringify(buildReport(asResult(root, files)))}\n`)
}

/** A result in which nothing has been run. */
function asResult(root: string, files: readonly SourceFile[]): RunResult {
  const mutants = files.flatMap((file) => file.mutants)
  return {
    root,
    sources: files.map(({ path, text }) => ({ path, text })),
    mutants,
    verdicts: mutants.map((mutant) => ({
      mutant: mutant.id,
      status: mutant.ignored === undefined ? 'Pending' : 'Ignored',
      coveredBy: [],
      killedBy: [],
      static: false,
      receipt: NO_RECEIPT,
      ...(mutant.ignored && { reason: `${mutant.ignored.rule}: ${mutant.ignored.reason}` }),
    })),
    tests: [],
    testSources: [],
    notes: [],
    runner: { name: '', version: '' },
    timings: { total: 0, dryRun: 0, judging: 0 },
    interrupted: false,
  }
}
