/** Puts together the result of a run from what the engine found out. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Catalog } from '../engine/catalog.js'
import type { FileState } from '../engine/file-state.js'
import type { Judged } from '../engine/bench.js'
import type { Runner } from '../engine/runner.js'
import type { Mutant } from '../model/mutant.js'
import type { Shard } from '../model/options.js'
import type { Note, ReportedSource, RunResult } from '../model/result.js'
import type { TestCase, TestId } from '../model/test.js'
import type { Failure, Status, Verdict } from '../model/verdict.js'
import { receiptOf, testsOf, type NumberTest } from './receipt.js'
import type { Kept, KeptVerdict } from '../store/journal.js'
import { renumber } from '../store/renumber.js'

export interface AssembleInput {
  readonly root: string
  readonly catalog: Catalog
  readonly judged: Judged
  /** What an earlier run found out. */
  readonly kept: Kept
  readonly runner: Runner
  readonly notes: readonly Note[]
  readonly totalMs: number
  readonly interrupted: boolean
  readonly shard?: Shard
}

export function assemble(input: AssembleInput): RunResult {
  const { root, catalog, judged, runner, totalMs, interrupted } = input
  const { tests, firstOf } = numberTests(judged.files)
  const covering = coveringTests(judged.files, firstOf)
  const order = catalog.mutants.map((_, index) => index).filter((index) => !catalog.unchosen.has(index)).sort(byPlace(catalog))
  const mutants = order.map((index) => catalog.mutants[index]!)
  const numberOf: NumberTest = (state, index) => firstOf.get(state)! + index
  const known = renumber(input.kept, tests)
  const verdicts = order.map((index) => verdictOf(input, index, covering, numberOf, known))
  return {
    root,
    sources: reportedSources(catalog, mutants),
    mutants,
    verdicts,
    tests,
    testSources: readTestSources(root, judged.files),
    notes: uniqueNotes(input.notes),
    runner: { name: runner.name, version: runner.version },
    timings: { total: totalMs, dryRun: judged.dryRunMs, judging: Math.max(0, totalMs - judged.dryRunMs) },
    interrupted,
    ...(judged.unopened > 0 && { unopened: judged.unopened }),
    ...(input.shard && { shard: input.shard }),
  }
}

/** Files all of whose mutants are no part of the run are none either. */
function reportedSources({ files, unchosen }: Catalog, mutants: readonly Mutant[]): ReportedSource[] {
  const used = new Set(mutants.map(({ file }) => file))
  return [...files.values()]
    .filter(({ path }) => unchosen.size === 0 || used.has(path))
    .map(({ path, text }) => ({ path, text }))
    .sort(byPath)
}

function byPlace({ mutants }: Catalog): (a: number, b: number) => number {
  return (a, b) => {
    const left = mutants[a]!
    const right = mutants[b]!
    if (left.file !== right.file) return left.file < right.file ? -1 : 1
    return left.span.start - right.span.start || right.span.end - left.span.end || a - b
  }
}

/** Gives each test its number, and each file the number of its first test. */
function numberTests(files: readonly FileState[]): { tests: TestCase[]; firstOf: Map<FileState, number> } {
  const tests: TestCase[] = []
  const firstOf = new Map<FileState, number>()
  for (const state of files) {
    firstOf.set(state, tests.length)
    for (const test of testsOf(state)) tests.push({ id: tests.length, ...test })
  }
  return { tests, firstOf }
}

/** The covering tests of each site over all files, in the order of the files: how long tests take differs from run to run. */
function coveringTests(
  files: readonly FileState[], firstOf: ReadonlyMap<FileState, number>,
): Map<number, TestId[]> {
  const covering = new Map<number, TestId[]>()
  for (const state of files) {
    const first = firstOf.get(state)!
    const all = state.dry?.tests.map((_, test) => test) ?? []
    for (const [site, coverage] of state.coverage) {
      const ids = (coverage.load ? all : coverage.tests).map((test) => first + test)
      const list = covering.get(site)
      if (list) list.push(...ids)
      else covering.set(site, ids)
    }
  }
  for (const ids of covering.values()) ids.sort((a, b) => a - b)
  return covering
}

function verdictOf(
  { catalog, judged }: AssembleInput,
  index: number,
  covering: ReadonlyMap<number, readonly TestId[]>,
  numberOf: NumberTest,
  known: ReadonlyMap<string, KeptVerdict>,
): Verdict {
  const mutant = catalog.mutants[index]!
  const site = catalog.siteOf[index]!
  const findings = judged.ledger.findingsOf(index)
  const before = findings.length === 0 && !catalog.elsewhere.has(index) ? known.get(mutant.id) : undefined
  const coveredBy = catalog.uncovered.has(index) ? [] : covering.get(site) ?? []
  const receipt = before?.receipt ?? receiptOf(findings, numberOf)
  const found = judged.ledger.statusOf(index) ?? before?.status
  const elsewhere = catalog.elsewhere.has(index)
  const status = elsewhere ? 'Pending' : statusOf(mutant.ignored !== undefined, found, coveredBy.length > 0 || judged.unopened > 0)
  const { failure } = receipt
  const reason = elsewhere ? 'another shard judges it'
    : mutant.ignored ? `${mutant.ignored.rule}: ${mutant.ignored.reason}` : reasonOf(status, failure, catalog.omitted.get(index))
  return {
    mutant: mutant.id,
    status,
    coveredBy,
    killedBy: status === 'Killed' && failure ? [failure.test ?? coveredBy[0] ?? 0].slice(0, coveredBy.length) : [],
    static: isStatic(catalog, judged.files, site),
    receipt,
    ...(reason !== undefined && { reason }),
  }
}

/** @param mayBeCovered a test reaches it, or may do so in a file that was not opened */
function statusOf(ignored: boolean, known: Status | undefined, mayBeCovered: boolean): Status {
  if (ignored) return 'Ignored'
  if (known) return known
  return mayBeCovered ? 'Pending' : 'NoCoverage'
}

function reasonOf(status: Status, failure: Failure | undefined, omitted: string | undefined): string | undefined {
  if (omitted !== undefined) return omitted
  if (status === 'RuntimeError') return 'tests reach this code, but never while the mutant was active: it could not be judged'
  return failure?.message
}

function isStatic(catalog: Catalog, files: readonly FileState[], site: number): boolean {
  return (catalog.sites[site]?.loadTime ?? false) || files.some(({ coverage }) => coverage.get(site)?.load)
}

function readTestSources(root: string, files: readonly FileState[]): ReportedSource[] {
  return [...new Set(files.map(({ file }) => file.path))].sort().flatMap((path) => {
    try {
      return [{ path, text: readFileSync(join(root, path), 'utf8') }]
    } catch {
      return []
    }
  })
}

function uniqueNotes(notes: readonly Note[]): Note[] {
  return [...new Map(notes.map((note) => [note.text, note])).values()]
}

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : 1
}
