/** A run with a limited time: the order in which mutants are drawn, and what those that were judged say about all. */
import { hashNumber } from '../common/hash.js'
import type { Mutant } from '../model/mutant.js'
import type { RunResult } from '../model/result.js'
import { type Counts, countStatuses, detected, score } from '../model/score.js'

/** Bounds in percent, 0 to 100. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/**
 * The place of a mutant in the draw, from 0 to below 1: the same on every machine and in every run, and independent of
 * what the mutant is. Mutants below any limit are a random sample of all.
 */
export function placeInDraw({ id }: Pick<Mutant, 'id'>): number {
  // Not the hash that shards go by: each shard would draw from a part of the places.
  return hashNumber(`draw ${id}`) / 2 ** 32
}

/**
 * The counts of the longest beginning of the draw in which every mutant has its verdict. What was judged beyond is no
 * random choice (mutants that are judged fast come to their verdicts first) and is left out. While test files are not opened,
 * none but noticed ones have verdicts: those are no sample of anything.
 */
export function drawnSample({ mutants, verdicts, unopened = 0 }: Pick<RunResult, 'mutants' | 'verdicts' | 'unopened'>): Counts {
  if (unopened > 0) return countStatuses([])
  const drawn = verdicts
    .map(({ status }, index) => ({ status, place: placeInDraw(mutants[index]!) }))
    .sort((a, b) => a.place - b.place)
  const end = drawn.findIndex(({ status }) => status === 'Pending')
  return countStatuses((end === -1 ? drawn : drawn.slice(0, end)).map(({ status }) => status))
}

/** The quantile of the normal distribution for 95 %, two-sided. */
const Z = 1.959964

/**
 * The 95 % confidence interval of a proportion by the score method: E. B. Wilson, "Probable Inference, the Law of
 * Succession, and Statistical Inference", Journal of the American Statistical Association 22 (1927), 209-212. Unlike the
 * plain normal interval it holds for small samples and for proportions near 0 and 1.
 * @returns undefined for an empty sample
 */
export function wilson(hits: number, total: number): Interval | undefined {
  if (total === 0) return undefined
  const share = hits / total
  const scale = 1 + Z ** 2 / total
  const centre = (share + Z ** 2 / (2 * total)) / scale
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / total + Z ** 2 / (4 * total ** 2))
  return { low: hits === 0 ? 0 : 100 * (centre - half), high: hits === total ? 100 : 100 * (centre + half) }
}

/** The interval of the score that a sample gives; undefined when none of it can count. */
export function estimateScore(sample: Counts): Interval | undefined {
  return wilson(detected(sample), detected(sample) + sample.Survived + sample.NoCoverage)
}

/** Like `estimateScore`, over the covered mutants alone. */
export function estimateScoreOfCovered(sample: Counts): Interval | undefined {
  return wilson(detected(sample), detected(sample) + sample.Survived)
}

/** What is likely, within what is certain whatever the mutants left come to. */
function bounded(likely: Interval | undefined, counts: Counts): Interval | undefined {
  return likely && {
    low: Math.max(likely.low, score({ ...counts, Survived: counts.Survived + counts.Pending }) ?? 0),
    high: Math.min(likely.high, score({ ...counts, Killed: counts.Killed + counts.Pending }) ?? 100),
  }
}

/** The result with what its sample says, when mutants are left because the time ran out. */
export function withEstimate(result: RunResult, budgetMs: number | undefined): RunResult {
  const { unopened = 0 } = result
  const left = result.verdicts.filter(({ status }) => status === 'Pending').length
  if (budgetMs === undefined || result.interrupted || left === 0) return result
  const sample = drawnSample(result)
  const of = detected(sample) + sample.Survived + sample.NoCoverage
  const interval = bounded(estimateScore(sample), countStatuses(result.verdicts.map(({ status }) => status)))
  const tooFew = unopened > 0
    ? `${unopened === 1 ? 'one test file was' : `${unopened} test files were`} not opened by then, so no mutant can be called surviving or not covered, `
      + 'and the score is that of the noticed ones alone: give more time'
    : 'too few are known to estimate the score'
  const says = interval === undefined
    ? tooFew
    : `by a random sample of ${of} the score of all is about ${rounded(within(interval, (100 * detected(sample)) / of))} %, `
      + `between ${rounded(interval.low)} and ${rounded(interval.high)} % with 95 % confidence`
  const text = `the time given by --budget ran out with ${left} of ${result.mutants.length} mutants not judged: ${says}; the next run goes on from here`
  return { ...result, budget: { ms: budgetMs, sample: of, ...interval }, notes: [{ level: 'info', text }, ...result.notes] }
}

function within({ low, high }: Interval, value: number): number {
  return Math.min(high, Math.max(low, value))
}

function rounded(value: number): string {
  return value.toFixed(1)
}
