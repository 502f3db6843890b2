/** Reads a `mutation.json` back into a result, for comparisons and for reports made later. */
import type * as schema from 'mutation-testing-report-schema/api'
import type { RunResult } from '../model/result.js'
import type { TestCase } from '../model/test.js'
import { configOf } from './config.js'
import { entriesOf } from './entries.js'
import { placesIn } from './places.js'
import { readReportFile, unfit } from './read.js'

/**
 * The result a report was written from, as far as the report tells: it holds receipts without failures, no notes.
 * What a change brings (`brought`) and which shard it was are read back where the report says so.
 * @param path absolute, or relative to the working directory
 * @throws UserError when there is no such file, it is no report of the published schema, or another tool wrote it, whose
 * ids say nothing about the content of a mutant
 */
export function readReport(path: string): RunResult {
  const report: Partial<schema.MutationTestResult> & Pick<schema.MutationTestResult, 'files'> = readReportFile(path)
  const { files } = report
  if (typeof report.schemaVersion !== 'string') throw unfit(path, 'it is no mutation testing report')
  const tool = report.framework?.name
  if (tool !== 'mutate') throw unfit(path, `it was written by ${tool ?? 'another tool'}, whose ids cannot be compared`)
  const placeOf = placesIn(report)
  const entries = Object.entries(files).flatMap(([file, one]) => entriesOf(path, file, one, Number, placeOf))
  return {
    root: report.projectRoot ?? '',
    sources: Object.entries(files).map(([file, { source }]) => ({ path: file, text: source })),
    mutants: entries.map(({ mutant }) => mutant),
    verdicts: entries.map(({ verdict }) => verdict),
    ...testsOf(report),
    notes: [],
    runner: runnerOf(report),
    timings: timingsOf(report),
    ...configOf(report),
  }
}

function testsOf({ testFiles = {} }: Partial<schema.MutationTestResult>): Pick<RunResult, 'tests' | 'testSources'> {
  const tests = Object.entries(testFiles).flatMap(([file, one]) => one.tests.map((test): TestCase => ({
    id: Number(test.id), project: '', file, path: [test.name], ordinal: 0, durationMs: 0,
    ...(test.location && { location: test.location.start }),
  })))
  const testSources = Object.entries(testFiles).flatMap(([path, { source }]) => source === undefined ? [] : [{ path, text: source }])
  return { tests: tests.sort((a, b) => a.id - b.id), testSources }
}

function runnerOf({ framework }: Partial<schema.MutationTestResult>): RunResult['runner'] {
  const [name, version] = Object.entries(framework?.dependencies ?? {})[0] ?? ['', '']
  return { name, version }
}

function timingsOf({ performance }: Partial<schema.MutationTestResult>): RunResult['timings'] {
  const { setup = 0, initialRun = 0, mutation = 0 } = performance ?? {}
  return { total: setup + initialRun + mutation, dryRun: initialRun, judging: mutation }
}
