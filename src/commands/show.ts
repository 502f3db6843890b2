/** `mutate show`: one mutant of the last run, or of a report, with everything that is known of it. */
import { ExitCode, UserError } from '../model/errors.js'
import type { TestCase, TestId } from '../model/test.js'
import type { ShowOptions } from '../options/resolve.js'
import { findMutant, type KeptMutant } from '../store/find.js'
import { readRun, unchangedText, type KeptRun } from '../store/last-run.js'
import { mutantPatch } from './patch.js'

/** Runs the command. */
export async function show({ root, ids, json, report }: ShowOptions): Promise<ExitCode> {
  const [id] = ids
  if (id === undefined || ids.length > 1) throw new UserError('mutate show takes the id of one mutant, as the reports show it')
  const shown = report === undefined ? ofLastRun(root, id) : await ofReport(report, id)
  const output = json ? JSON.stringify(asJson(shown), null, 2) : await inWords(shown, root)
  process.stdout.write(`${output}\n`)
  return ExitCode.passed
}

interface Shown extends KeptMutant, Pick<KeptRun, 'runner'> {
  /** By their ids. */
  readonly tests: readonly TestCase[]
  /** The source that was judged; undefined when it was changed since. */
  readonly text: string | undefined
  /** The version that judged it, where that is known. */
  readonly tool?: string
  readonly fromReport: boolean
}

function ofLastRun(root: string, id: string): Shown {
  const run = readRun(root)
  if (!run) throw new UserError(`no run is kept in ${root}; run mutate first, or name a report with --report`)
  const { runner, tests, tool } = run
  const found = findMutant(run, id)
  const file = run.sources.find(({ path }) => path === found.mutant.file)
  return { ...found, runner, tests, tool, text: file && unchangedText(root, file), fromReport: false }
}

async function ofReport(path: string, id: string): Promise<Shown> {
  const [{ readReport }, { displayPath }] = await Promise.all([import('../saved/result.js'), import('../reporters/files.js')])
  const { runner, sources, tests, ...mutants } = readReport(path)
  const found = findMutant(mutants, id, displayPath(path))
  const text = sources.find((source) => source.path === found.mutant.file)?.text
  const byId: TestCase[] = []
  for (const test of tests) byId[test.id] = test
  return { ...found, runner, tests: byId, text, fromReport: true }
}

async function inWords(shown: Shown, root: string): Promise<string> {
  const { mutantReport } = await import('../reporters/text-show.js')
  const { terminalStyle } = await import('../reporters/text-style.js')
  return mutantReport({ ...shown, root }, terminalStyle(process.stdout, process.env)).join('\n')
}

/** For other programs: tests by what they are called, and the diff where the source is what the run read. */
function asJson({ mutant, verdict, tests, text, runner, tool, fromReport }: Shown): object {
  const { receipt } = verdict
  const named = (ids: readonly TestId[]) => ids.flatMap((id) => asName(tests[id]))
  const { failure } = receipt
  return {
    mutant,
    status: verdict.status,
    reason: verdict.reason,
    static: verdict.static,
    coveredBy: named(verdict.coveredBy),
    killedBy: named(verdict.killedBy),
    receipt: fromReport ? { durationMs: receipt.durationMs } : {
      ...receipt,
      ran: named(receipt.ran),
      ...(failure && { failure: { ...failure, test: failure.test === undefined ? undefined : named([failure.test])[0] } }),
    },
    sourceChanged: text === undefined,
    diff: text === undefined ? undefined : mutantPatch(text, mutant),
    runner,
    tool,
  }
}

function asName(test: TestCase | undefined): object[] {
  if (!test) return []
  const { project, file, path, location, durationMs } = test
  return [{ ...(project !== '' && { project }), file, name: path.join(' > '), path, location, durationMs }]
}
