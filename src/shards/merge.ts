/** Joins the reports of several machines into one result, and says what is missing. */
import type { MutationTestResult, TestDefinition } from 'mutation-testing-report-schema/api'
import { UserError } from '../model/errors.js'
import type { Mutant } from '../model/mutant.js'
import type { Note, RunResult } from '../model/result.js'
import type { TestCase, TestId } from '../model/test.js'
import type { Status, Verdict } from '../model/verdict.js'
import { configOf } from '../saved/config.js'
import { entriesOf } from '../saved/entries.js'
import { placesIn } from '../saved/places.js'
import { plural } from '../common/plural.js'

export interface NamedReport {
  /** As the user knows it, for messages. */
  readonly name: string
  readonly report: MutationTestResult
}

export interface Merged {
  readonly result: RunResult
  /** What is not complete, one sentence each; empty when nothing is missing. */
  readonly missing: readonly string[]
}

/**
 * @param root absolute path of the project
 * @throws UserError when the reports are of different states of the project
 */
export function mergeReports(reports: readonly NamedReport[], root: string): Merged {
  const notes: Note[] = []
  const sources = sourcesOf(reports)
  const tests = mergeTests(reports)
  const found = new Map<string, { mutant: Mutant; verdict: Verdict }>()
  const unlike = new Set<string>()
  reports.forEach(({ name, report }, number) => {
    const placeOf = placesIn(report)
    for (const [path, file] of Object.entries(report.files)) {
      for (const { mutant, verdict } of entriesOf(name, path, file, (id) => tests.numbers[number]!.get(id), placeOf)) {
        const { id } = mutant
        const known = found.get(id)
        if (!known) {
          found.set(id, { mutant, verdict: withoutOldReason(verdict) })
        } else if (known.verdict.status === 'Pending') {
          known.verdict = withoutOldReason(verdict)
        } else if (verdict.status !== 'Pending' && verdict.status !== known.verdict.status) {
          unlike.add(id)
          known.verdict = surer(known.verdict, verdict)
        }
      }
    }
  })
  if (unlike.size > 0) {
    notes.push({ level: 'warning', text: `${plural(unlike.size, 'mutant')} got different verdicts in different reports; detected counts` })
  }
  const all = [...found.values()].sort((a, b) => byPlace(a.mutant, b.mutant))
  const missing = missingIn(reports, all.filter(({ verdict }) => verdict.status === 'Pending').length)
  const framework = Object.entries(reports[0]?.report.framework?.dependencies ?? {})[0]
  return {
    missing,
    result: {
      root,
      sources: [...sources].map(([path, text]) => ({ path, text })).sort((a, b) => (a.path < b.path ? -1 : 1)),
      mutants: all.map(({ mutant }) => mutant),
      verdicts: all.map(({ verdict }) => verdict),
      tests: tests.cases,
      testSources: tests.sources,
      notes: [...notes, ...missing.map((text): Note => ({ level: 'warning', text }))],
      runner: { name: framework?.[0] ?? '', version: framework?.[1] ?? '' },
      timings: timingsOf(reports),
      // A gate must not pass on a part.
      interrupted: missing.length > 0,
      ...broughtIn(reports, new Set(found.keys())),
    },
  }
}

/** What a change brings is what it brings to any of the machines, as far as they speak of the same change. */
function broughtIn(reports: readonly NamedReport[], ids: ReadonlySet<string>): Pick<RunResult, 'brought'> {
  const parts = reports.flatMap(({ report }) => configOf(report).brought ?? [])
  const since = new Set(parts.map((part) => part.since))
  if (parts.length < reports.length || since.size !== 1) return {}
  const brought = new Set(parts.flatMap(({ mutants }) => mutants))
  return { brought: { since: parts[0]!.since, mutants: [...ids].filter((id) => brought.has(id)) } }
}

function sourcesOf(reports: readonly NamedReport[]): Map<string, string> {
  const sources = new Map<string, { text: string; name: string }>()
  for (const { name, report } of reports) {
    for (const [path, { source }] of Object.entries(report.files)) {
      const known = sources.get(path)
      if (known && known.text !== source) {
        throw new UserError(`${path} is not the same in ${known.name} and in ${name}: they are of different states of the project`)
      }
      sources.set(path, { text: source, name })
    }
  }
  return new Map([...sources].map(([path, { text }]) => [path, text]))
}

interface MergedTests {
  readonly cases: TestCase[]
  readonly sources: { path: string; text: string }[]
  /** For each report, its test ids by the numbers here. */
  readonly numbers: ReadonlyMap<string, TestId>[]
}

/** A test is the same in two reports when its file, name, place and turn among equals are. */
function mergeTests(reports: readonly NamedReport[]): MergedTests {
  const known = new Map<string, { file: string; test: TestDefinition; ordinal: number }>()
  const texts = new Map<string, string>()
  const keys = reports.map(({ report }) => {
    const own = new Map<string, string>()
    for (const [file, { tests, source }] of Object.entries(report.testFiles ?? {})) {
      if (source !== undefined) texts.set(file, source)
      const seen = new Map<string, number>()
      for (const test of tests) {
        const ordinal = seen.get(test.name) ?? 0
        seen.set(test.name, ordinal + 1)
        const key = JSON.stringify([file, test.name, ordinal])
        own.set(test.id, key)
        if (!known.has(key)) known.set(key, { file, test, ordinal })
      }
    }
    return own
  })
  const order = [...known].sort(([, a], [, b]) => (a.file === b.file ? 0 : a.file < b.file ? -1 : 1))
  const numbers = new Map(order.map(([key], index) => [key, index]))
  return {
    cases: order.map(([, { file, test, ordinal }], id) => ({
      id, project: '', file, path: [test.name], ordinal, durationMs: 0, ...(test.location && { location: test.location.start }),
    })),
    sources: [...texts].map(([path, text]) => ({ path, text })).sort((a, b) => (a.path < b.path ? -1 : 1)),
    numbers: keys.map((own) => new Map([...own].map(([id, key]) => [id, numbers.get(key)!]))),
  }
}

/** That another shard judges a mutant says nothing once the shards are joined. */
function withoutOldReason(verdict: Verdict): Verdict {
  if (verdict.status !== 'Pending') return verdict
  const { reason: _reason, ...rest } = verdict
  return rest
}

/** What was seen to be noticed is not unseen by a report that missed it. */
const SUREST: readonly Status[] = ['Killed', 'Timeout', 'Survived', 'NoCoverage']

function surer(a: Verdict, b: Verdict): Verdict {
  const rank = ({ status }: Verdict): number => (SUREST.includes(status) ? SUREST.indexOf(status) : SUREST.length)
  return rank(a) <= rank(b) ? a : b
}

function missingIn(reports: readonly NamedReport[], pending: number): string[] {
  const shards = reports.flatMap(({ report }) => configOf(report).shard ?? [])
  const counts = [...new Set(shards.map((shard) => shard.count))]
  const present = new Set(shards.map(({ index }) => index))
  const absent = counts.length === 1 ? Array.from({ length: counts[0]! }, (_, at) => at + 1).filter((index) => !present.has(index)) : []
  const sentences: string[] = []
  if (counts.length > 1) sentences.push(`the reports are of runs that were shared out differently: among ${counts.join(' and ')} shards`)
  if (absent.length > 0) sentences.push(`the report of ${plural(absent.length, 'shard')} is missing: ${absent.map((index) => `${index}/${counts[0]!}`).join(', ')}`)
  for (const { name, report } of reports) {
    if (configOf(report).interrupted) sentences.push(`${name} is the report of a run that was stopped`)
  }
  if (pending > 0) sentences.push(`${plural(pending, 'mutant')} ${pending === 1 ? 'was' : 'were'} judged in none of the reports`)
  return sentences
}

function timingsOf(reports: readonly NamedReport[]): RunResult['timings'] {
  const longest = (read: (report: MutationTestResult) => number | undefined): number => Math.max(0, ...reports.map(({ report }) => read(report) ?? 0))
  const dryRun = longest((report) => report.performance?.initialRun)
  const judging = longest((report) => report.performance?.mutation)
  return { total: dryRun + judging, dryRun, judging }
}

function byPlace(a: Mutant, b: Mutant): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  // Those at one place stay in the order that reports have them in, which is the same in all.
  return a.span.start - b.span.start || b.span.end - a.span.end
}
