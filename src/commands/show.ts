/** `mutate show`: one mutant of the last run, with everything that is known of it. */
import { ExitCode, UserError } from '../model/errors.js'
import type { TestCase, TestId } from '../model/test.js'
import type { ShowOptions } from '../options/resolve.js'
import { findMutant, type KeptMutant } from '../store/find.js'
import { readRun, unchangedText, type KeptRun } from '../store/last-run.js'
import { mutantPatch } from './patch.js'

/** Runs the command. */
export async function show({ root, ids, json }: ShowOptions): Promise<ExitCode> {
  const [id] = ids
  if (id === undefined || ids.length > 1) throw new UserError('mutate show takes the id of one mutant, as the reports show it')
  const run = readRun(root)
  if (!run) throw new UserError(`no run is kept in ${root}; run mutate first`)
  const found = findMutant(run, id)
  const file = run.sources.find(({ path }) => path === found.mutant.file)
  const text = file && unchangedText(root, file)
  const output = json ? JSON.stringify(asJson(run, found, text), null, 2) : await inWords(run, found, text)
  process.stdout.write(`${output}\n`)
  return ExitCode.passed
}

async function inWords(run: KeptRun, found: KeptMutant, text: string | undefined): Promise<string> {
  const { mutantReport } = await import('../reporters/text-show.js')
  const { terminalStyle } = await import('../reporters/text-style.js')
  return mutantReport({ ...found, tests: run.tests, text }, terminalStyle(process.stdout, process.env)).join('\n')
}

/** For other programs: tests by what they are called, and the diff where the source is what the run read. */
function asJson(run: KeptRun, { mutant, verdict }: KeptMutant, text: string | undefined): object {
  const { receipt } = verdict
  const named = (ids: readonly TestId[]) => ids.flatMap((id) => asName(run.tests[id]))
  const { failure } = receipt
  return {
    mutant,
    status: verdict.status,
    reason: verdict.reason,
    static: verdict.static,
    coveredBy: named(verdict.coveredBy),
    killedBy: named(verdict.killedBy),
    receipt: {
      ...receipt,
      ran: named(receipt.ran),
      ...(failure && { failure: { ...failure, test: failure.test === undefined ? undefined : named([failure.test])[0] } }),
    },
    sourceChanged: text === undefined,
    diff: text === undefined ? undefined : mutantPatch(text, mutant),
    runner: run.runner,
    tool: run.tool,
  }
}

function asName(test: TestCase | undefined): object[] {
  if (!test) return []
  const { project, file, path, location, durationMs } = test
  return [{ ...(project !== '' && { project }), file, name: path.join(' > '), path, location, durationMs }]
}
