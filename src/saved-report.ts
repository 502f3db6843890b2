/** Reads a `mutation.json` back into a result, for comparisons and for reports made later. */
import { readFileSync } from 'node:fs'
import type * as schema from 'mutation-testing-report-schema/api'
import { UserError } from './model/errors.js'
import type { Mutant } from './model/mutant.js'
import type { Shard } from './model/options.js'
import type { Brought, Comparison, GoneMutant, RunResult } from './model/result.js'
import type { Location, Position, Span } from './model/span.js'
import type { TestCase } from './model/test.js'
import type { Status, Verdict } from './model/verdict.js'
import { NO_RECEIPT } from './model/verdict.js'

const STATUSES: Readonly<Record<Status, true>> = {
  Killed: true, Survived: true, NoCoverage: true, Timeout: true,
  RuntimeError: true, CompileError: true, Ignored: true, Pending: true,
}

/**
 * The result a report was written from, as far as the report tells: it holds no scopes, receipts without failures, no notes.
 * What a change brings (`brought`) and which shard it was are read back where the report says so.
 * @param path absolute, or relative to the working directory
 * @throws UserError when there is no such file, it is no report of the published schema, or another tool wrote it, whose
 * ids say nothing about the content of a mutant
 */
export function readReport(path: string): RunResult {
  const report = parse(path)
  const { files } = report
  if (files === null || typeof files !== 'object' || typeof report.schemaVersion !== 'string') throw unfit(path, 'it is no mutation testing report')
  const tool = report.framework?.name
  if (tool !== 'mutate') throw unfit(path, `it was written by ${tool ?? 'another tool'}, whose ids cannot be compared`)
  const pairs = Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const offset = offsetsIn(source)
    return mutants.map((mutant) => asPair(path, file, source, mutant, offset))
  })
  return {
    root: report.projectRoot ?? '',
    sources: Object.entries(files).map(([file, { source }]) => ({ path: file, text: source })),
    mutants: pairs.map(({ mutant }) => mutant),
    verdicts: pairs.map(({ verdict }) => verdict),
    ...testsOf(report),
    notes: [],
    runner: runnerOf(report),
    timings: timingsOf(report),
    ...configOf(report),
  }
}

function parse(path: string): Partial<schema.MutationTestResult> {
  let report: unknown
  try {
    report = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw unfit(path, missing ? 'there is no such file' : error instanceof Error ? error.message : String(error))
  }
  if (report === null || typeof report !== 'object') throw unfit(path, 'it is no mutation testing report')
  return report
}

function unfit(path: string, why: string): UserError {
  return new UserError(`${path} cannot be read as a report: ${why}; give a mutation.json that mutate wrote`)
}

function asPair(
  path: string, file: string, source: string, one: schema.MutantResult, offset: (position: Position) => number,
): { mutant: Mutant; verdict: Verdict } {
  if (!Object.hasOwn(STATUSES, one.status) || typeof one.id !== 'string' || !isLocation(one.location)) {
    throw unfit(path, `a mutant of ${file} has no id, no place, or an unknown status`)
  }
  const span: Span = { start: offset(one.location.start), end: offset(one.location.end) }
  const [rule, ...reason] = (one.statusReason ?? '').split(': ')
  return {
    mutant: {
      id: one.id, file, operator: one.mutatorName, span, location: one.location,
      original: source.slice(span.start, span.end), replacement: one.replacement ?? '', scope: '', ordinal: 0,
      ...(one.status === 'Ignored' && { ignored: { rule: rule ?? '', reason: reason.join(': ') } }),
    },
    verdict: {
      mutant: one.id, status: one.status,
      coveredBy: (one.coveredBy ?? []).map(Number), killedBy: (one.killedBy ?? []).map(Number),
      static: one.static ?? false,
      receipt: { ...NO_RECEIPT, durationMs: one.duration ?? 0 },
      ...(one.statusReason !== undefined && { reason: one.statusReason }),
    },
  }
}

function isLocation(location: unknown): location is Location {
  const { start, end } = (location ?? {}) as Partial<Location>
  return [start?.line, start?.column, end?.line, end?.column].every((number) => Number.isSafeInteger(number))
}

/** Where a line and column stand in a text; a place behind its end is its end. */
function offsetsIn(text: string): (position: Position) => number {
  const starts = [0]
  for (const match of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(match.index + match[0].length)
  return ({ line, column }) => Math.min(text.length, (starts[line - 1] ?? text.length) + column - 1)
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

/** What the schema has no place for; what is not as `mutate` writes it is left out. */
function configOf({ config }: Partial<schema.MutationTestResult>): Pick<RunResult, 'interrupted' | 'brought' | 'shard'> {
  const { interrupted, brought, shard } = (config ?? {}) as { interrupted?: unknown; brought?: unknown; shard?: unknown }
  return {
    interrupted: interrupted === true,
    ...(isBrought(brought) && { brought }),
    ...(isShard(shard) && { shard }),
  }
}

function isBrought(value: unknown): value is Brought {
  const { since, mutants, compared } = (value ?? {}) as Partial<Brought>
  return typeof since === 'string' && isIds(mutants) && (compared === undefined || isComparison(compared))
}

function isComparison(value: unknown): value is Comparison {
  const { noticed, gone, unjudged, added, unchanged } = (value ?? {}) as Partial<Comparison>
  return isIds(noticed) && isIds(unjudged) && Number.isSafeInteger(added)
    && Number.isSafeInteger(unchanged?.open) && Number.isSafeInteger(unchanged?.others)
    && Array.isArray(gone) && gone.every((one: Partial<GoneMutant> | null) => isLocation(one?.location)
      && [one?.id, one?.file, one?.operator, one?.original, one?.replacement].every((text) => typeof text === 'string'))
}

function isIds(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((id) => typeof id === 'string')
}

function isShard(value: unknown): value is Shard {
  const { index, count } = (value ?? {}) as Partial<Shard>
  return Number.isSafeInteger(index) && Number.isSafeInteger(count)
}

function timingsOf({ performance }: Partial<schema.MutationTestResult>): RunResult['timings'] {
  const { setup = 0, initialRun = 0, mutation = 0 } = performance ?? {}
  return { total: setup + initialRun + mutation, dryRun: initialRun, judging: mutation }
}
