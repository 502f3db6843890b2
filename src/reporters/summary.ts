/** Sums up a result the way every report needs it: by file, by status, and in words. */
import type { Mutant } from '../model/mutant.js'
import type { RunResult } from '../model/result.js'
import type { Counts } from '../model/score.js'
import { countStatuses, emptyCounts } from '../model/score.js'
import type { TestCase } from '../model/test.js'
import { fullName } from '../model/test.js'
import type { Verdict } from '../model/verdict.js'
import { NO_RECEIPT } from '../model/verdict.js'
import type { Ranked } from '../outcome/rank.js'
import { byUsefulness } from '../outcome/rank.js'

/** A mutant together with what was found out about it. */
export type Judged = Ranked

export interface FileSummary {
  readonly path: string
  readonly counts: Counts
  readonly judged: readonly Judged[]
}

export interface Summary {
  readonly total: Counts
  /** Every source file, those without a mutant too, sorted by path. */
  readonly files: readonly FileSummary[]
  readonly judged: readonly Judged[]
}

export function summarise(result: RunResult): Summary {
  const verdicts = new Map(result.verdicts.map((verdict) => [verdict.mutant, verdict]))
  const files = new Map<string, { path: string; counts: Counts; judged: Judged[] }>()
  for (const { path } of result.sources) files.set(path, { path, counts: emptyCounts(), judged: [] })
  const total = emptyCounts()
  const judged = result.mutants.map((mutant) => ({ mutant, verdict: verdicts.get(mutant.id) ?? pending(mutant) }))
  for (const one of judged) {
    const path = one.mutant.file
    const file = files.get(path) ?? { path, counts: emptyCounts(), judged: [] }
    files.set(path, file)
    file.judged.push(one)
    file.counts[one.verdict.status]++
    total[one.verdict.status]++
  }
  return { total, files: [...files.values()].sort((a, b) => compare(a.path, b.path)), judged }
}

function pending(mutant: Mutant): Verdict {
  return { mutant: mutant.id, status: 'Pending', coveredBy: [], killedBy: [], static: false, receipt: NO_RECEIPT }
}

/** Which mutants a change brings; undefined when the run was not asked. */
export function broughtIn({ brought }: RunResult): { readonly since: string; has(one: Judged): boolean } | undefined {
  if (!brought) return undefined
  const ids = new Set(brought.mutants)
  return { since: brought.since, has: ({ mutant }) => ids.has(mutant.id) }
}

/** The same summary with some of the mutants alone. */
export function only(summary: Summary, keep: (one: Judged) => boolean): Summary {
  const files = summary.files.map(({ path, judged }) => {
    const kept = judged.filter(keep)
    return { path, judged: kept, counts: countStatuses(kept.map(({ verdict }) => verdict.status)) }
  })
  const judged = summary.judged.filter(keep)
  return { files, judged, total: countStatuses(judged.map(({ verdict }) => verdict.status)) }
}

/** The survivors of one function, or of the top level of a file. */
export interface SurvivorGroup {
  /** The change brings them; false where that was not asked. */
  readonly brought: boolean
  readonly file: string
  /** Empty at the top level. */
  readonly scope: string
  /** Most useful first, at least one. */
  readonly survivors: readonly Judged[]
}

/** All survivors by function, the group with the most useful one first. */
export function survivorGroups(result: RunResult, summary: Summary): SurvivorGroup[] {
  const survivors = summary.judged.filter((one) => one.verdict.status === 'Survived').sort(byUsefulness(result))
  const brought = broughtIn(result)
  const groups = new Map<string, { brought: boolean; file: string; scope: string; survivors: Judged[] }>()
  for (const one of survivors) {
    const { file, scope } = one.mutant
    const isNew = brought?.has(one) ?? false
    const key = `${String(isNew)}\0${scope}\0${file}`
    const group = groups.get(key)
    if (group) group.survivors.push(one)
    else groups.set(key, { brought: isNew, file, scope, survivors: [one] })
  }
  return [...groups.values()]
}

/** At most `count` of the list, those with the highest rank, in the order they come in. */
export function most<T>(list: readonly T[], count: number, rank: (one: T) => number): readonly T[] {
  if (list.length <= count) return list
  const kept = new Set([...list].sort((a, b) => rank(b) - rank(a)).slice(0, count))
  return list.filter((one) => kept.has(one))
}

/** By code unit, the same on every machine whatever its language. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** A score in percent with two digits, cut rather than rounded so that only a full score reads 100; or `n/a`. */
export function formatScore(value: number | undefined): string {
  return value === undefined ? 'n/a' : (Math.floor(value * 100 + 1e-6) / 100).toFixed(2)
}

/** Milliseconds in words: `840 ms`, `3.4 s`, `2 min 5 s`, `1 h 3 min`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return '?'
  if (ms < 1) return '<1 ms'
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}

/** Sorted numbers as ranges: `3, 7-9`. */
export function ranges(numbers: Iterable<number>): string {
  const parts: string[] = []
  let from: number | undefined
  let to = 0
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    if (from !== undefined && number === to + 1) {
      to = number
      continue
    }
    if (from !== undefined) parts.push(from === to ? `${from}` : `${from}-${to}`)
    from = number
    to = number
  }
  if (from !== undefined) parts.push(from === to ? `${from}` : `${from}-${to}`)
  return parts.join(', ')
}

/** The test's name with its project in front, where there are several. */
export function testName(test: Pick<TestCase, 'path' | 'project'>): string {
  return test.project === '' ? fullName(test) : `[${test.project}] ${fullName(test)}`
}
