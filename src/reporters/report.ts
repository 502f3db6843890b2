/** Builds the mutation testing report of the published schema, which other tools read too. */
import type * as schema from 'mutation-testing-report-schema/api'
import type { RunResult } from '../model/result.js'
import type { TestCase } from '../model/test.js'
import { IN_PSEUDO_TESTED, PSEUDO_TESTED, pseudoTested } from '../outcome/pseudo-tested.js'
import { evidence } from './evidence.js'
import type { Judged, Summary } from './summary.js'
import { compare, summarise, testName } from './summary.js'
import { THRESHOLDS } from './thresholds.js'
import { placesOf } from '../saved/places.js'
import { packageVersion } from '../common/version.js'
import { plural } from '../common/plural.js'

/** The whole result as a `MutationTestResult` of the mutation-testing-report-schema, version 2. */
export function buildReport(result: RunResult): schema.MutationTestResult {
  const texts = new Map(result.sources.map((source) => [source.path, source.text]))
  const summary = summarise(result)
  const pseudo = pseudoReasons(summary)
  const places = placesOf(result.mutants)
  return {
    schemaVersion: '2',
    thresholds: { ...THRESHOLDS },
    projectRoot: result.root,
    framework: {
      name: 'mutate',
      version: packageVersion(),
      ...(result.runner.name !== '' && { dependencies: { [result.runner.name]: result.runner.version } }),
    },
    ...((result.interrupted || result.budget || result.brought || result.shard || places || result.notes.length > 0) && {
      config: {
        ...(result.interrupted && { interrupted: true }),
        ...(result.budget && { budget: result.budget }),
        ...(result.brought && { brought: result.brought }),
        ...(result.shard && { shard: result.shard }),
        ...places,
        ...(result.notes.length > 0 && { notes: result.notes.map(({ level, text }) => ({ level, text })) }),
      },
    }),
    ...(result.timings.total > 0 && { performance: performanceOf(result.timings) }),
    // `fromEntries` defines own properties, whatever the path is called.
    files: Object.fromEntries(
      summary.files.map(({ path, judged }) => [
        path,
        {
          language: languageOf(path),
          source: texts.get(path) ?? '',
          mutants: judged.map((one) => mutantResult(one, pseudo.get(one.mutant.id))),
        },
      ]),
    ),
    testFiles: testFiles(result),
  }
}

/** What is said of survivors in functions that nothing is checked of, by id. */
function pseudoReasons({ judged }: Summary): Map<string, string> {
  const reasons = new Map<string, string>()
  for (const { head, finer } of pseudoTested(judged).values()) {
    const others = finer.length === 0 ? '' : `; ${plural(finer.length, 'finer mutant')} in it survived too`
    reasons.set(head.mutant.id, `${PSEUDO_TESTED}${others}`)
    for (const { mutant } of finer) reasons.set(mutant.id, `${IN_PSEUDO_TESTED} ${head.mutant.id}`)
  }
  return reasons
}

function mutantResult({ mutant, verdict }: Judged, pseudo: string | undefined): schema.MutantResult {
  const reason = pseudo ?? reasonOf({ mutant, verdict })
  const judged = verdict.status !== 'Ignored' && verdict.status !== 'Pending'
  return {
    id: mutant.id,
    mutatorName: mutant.operator,
    location: { start: { ...mutant.location.start }, end: { ...mutant.location.end } },
    replacement: mutant.replacement,
    status: verdict.status,
    ...(reason !== undefined && { statusReason: reason }),
    ...(judged && {
      static: verdict.static,
      coveredBy: verdict.coveredBy.map(String),
      killedBy: verdict.killedBy.map(String),
      testsCompleted: verdict.receipt.ran.length,
      duration: round(verdict.receipt.durationMs),
    }),
  }
}

/** For what no test noticed, the evidence in words. */
function reasonOf(one: Judged): string | undefined {
  const { mutant, verdict } = one
  const reason = verdict.reason ?? verdict.receipt.failure?.message ?? mutant.ignored?.reason
  return reason ?? (verdict.status === 'Survived' && verdict.receipt.tier !== 'none' ? evidence(one) : undefined)
}

function testFiles(result: RunResult): schema.TestFileDefinitionDictionary {
  const sources = new Map(result.testSources.map((source) => [source.path, source.text]))
  const byFile = new Map<string, TestCase[]>()
  for (const test of result.tests) {
    const tests = byFile.get(test.file)
    if (tests) tests.push(test)
    else byFile.set(test.file, [test])
  }
  const paths = [...byFile.keys()].sort(compare)
  return Object.fromEntries(
    paths.map((path) => {
      const source = sources.get(path)
      return [path, { ...(source !== undefined && { source }), tests: (byFile.get(path) ?? []).map(testDefinition) }]
    }),
  )
}

function testDefinition(test: TestCase): schema.TestDefinition {
  return {
    id: String(test.id),
    name: testName(test),
    ...(test.location && { location: { start: { line: test.location.line, column: test.location.column } } }),
  }
}

function performanceOf(timings: RunResult['timings']): schema.PerformanceStatistics {
  const mutation = timings.judging + (timings.checking ?? 0)
  const setup = Math.max(0, timings.total - timings.dryRun - mutation)
  return { setup: round(setup), initialRun: round(timings.dryRun), mutation: round(mutation) }
}

/** The name the report's viewer highlights the language by. */
function languageOf(path: string): 'typescript' | 'javascript' {
  return /\.[cm]?tsx?$/i.test(path) ? 'typescript' : 'javascript'
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100
}
