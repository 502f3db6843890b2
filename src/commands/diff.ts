/** `mutate diff`: what became of each mutant between two reports. */
import { ExitCode, UserError } from '../model/errors.js'
import type { RunResult } from '../model/result.js'
import type { DiffOptions } from '../options/resolve.js'
import { broughtSince, compareVerdicts } from '../saved/compare.js'
import { readReport } from '../saved/result.js'

/** Runs the command. */
export async function diff(options: DiffOptions): Promise<ExitCode> {
  const [oldPath, newPath] = options.reports
  if (oldPath === undefined || newPath === undefined || options.reports.length > 2) {
    throw new UserError('mutate diff takes two reports, the old one first: mutate diff old/mutation.json new/mutation.json')
  }
  const before = readReport(oldPath)
  const after = readReport(newPath)
  if (options.json) {
    process.stdout.write(`${JSON.stringify(asJson(before, after), null, 2)}\n`)
    return ExitCode.passed
  }
  const { displayPath } = await import('../reporters/files.js')
  await report({ ...after, brought: broughtSince(before, after, displayPath(oldPath)) }, options)
  return ExitCode.passed
}

/** The terminal gets the comparison; files get the whole report of the later result, with the comparison in it. */
async function report(result: RunResult, { root, out, all, reporters: names }: DiffOptions): Promise<void> {
  const { stdout, stderr, env } = process
  const [{ createReporters }, { finishAll }] = await Promise.all([
    import('../reporters/index.js'), import('../reporters/finish.js'),
  ])
  if (names.includes('text')) await printComparison(result, all)
  const others = names.filter((name) => name !== 'text')
  // What is known already has no progress.
  const reporters = others.length === 0 ? [] : (await createReporters(others, { root, out, json: false, all, stdout, stderr, env })).slice(1)
  try {
    await finishAll(reporters, result)
  } finally {
    for (const reporter of reporters) reporter.dispose?.()
  }
}

async function printComparison(result: RunResult, all: boolean): Promise<void> {
  const [{ comparisonReport }, { terminalStyle }, { print }] = await Promise.all([
    import('../reporters/text.js'), import('../reporters/text-style.js'), import('../reporters/terminal.js'),
  ])
  await print(process.stdout, `${comparisonReport(result, { ...terminalStyle(process.stdout, process.env), all })}\n`)
}

/** For other programs: every mutant whose state differs, and how many there are of each development. */
function asJson(before: RunResult, after: RunResult): object {
  const compared = compareVerdicts(before.verdicts, after.verdicts)
  const mutants = new Map([...before.mutants, ...after.mutants].map((mutant) => [mutant.id, mutant]))
  const counts: Record<string, number> = {}
  for (const { development } of compared) counts[development] = (counts[development] ?? 0) + 1
  return {
    counts,
    mutants: compared.filter(({ development }) => development !== 'unchanged').map(({ mutant: id, ...one }) => {
      const { file, operator, location, original, replacement } = mutants.get(id)!
      return { id, ...one, file, operator, location, original, replacement }
    }),
  }
}
