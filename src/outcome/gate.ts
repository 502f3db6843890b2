/** Decides whether a run passed its gates: three outcomes, each with its own exit code. */
import { ExitCode } from '../model/errors.js'
import type { Mutant } from '../model/mutant.js'
import type { PathGate, RunOptions } from '../model/options.js'
import type { RunResult } from '../model/result.js'
import { type Counts, countStatuses, detected, score, scoreOfCovered } from '../model/score.js'
import { drawnSample, estimateScore, estimateScoreOfCovered, type Interval } from './budget.js'
import { globMatcher } from '../project/select.js'
import { plural } from '../common/plural.js'

export type GateOptions = Pick<RunOptions, 'minScore' | 'minCovered' | 'maxSurvivors' | 'gates' | 'noNewSurvivors'>

export type GateOutcome = 'passed' | 'failed' | 'inconclusive'

export interface GateResult {
  readonly outcome: GateOutcome
  readonly exitCode: ExitCode
  /** What to tell the user, one sentence each; empty when no gate was asked for and there is nothing odd. */
  readonly sentences: readonly string[]
}

export interface GateContext {
  /** The run was stopped; then no gate passes. */
  readonly interrupted?: boolean
  /** The git ref, when only the change since then was judged: a change that holds nothing to mutate passes. */
  readonly since?: string
  /** Counts of each part of the project that has gates of its own, by its path. */
  readonly parts?: Readonly<Record<string, Counts>>
  /** Counts of the random sample, when the time given ran out. */
  readonly sample?: Counts
  /** The same of each part. */
  readonly partSamples?: Readonly<Record<string, Counts>>
  /** Survivors that the earlier report does not have; undefined when none was given. */
  readonly newSurvivors?: readonly Pick<Mutant, 'file' | 'location'>[]
}

interface Finding {
  readonly outcome: GateOutcome
  readonly sentence: string
}

/** Counts of the parts of the project that have gates of their own. */
export function countParts({ mutants, verdicts }: Pick<RunResult, 'mutants' | 'verdicts'>, gates: GateOptions['gates'] = {}) {
  return Object.fromEntries(Object.keys(gates).map((path) => {
    const isInside = globMatcher([path])
    return [path, countStatuses(verdicts.filter((_, index) => isInside(mutants[index]!.file)).map(({ status }) => status))]
  }))
}

/** Counts of the random samples of such parts. */
export function sampleParts(result: Pick<RunResult, 'mutants' | 'verdicts' | 'unopened'>, gates: GateOptions['gates'] = {}) {
  return Object.fromEntries(Object.keys(gates).map((path) => {
    const isInside = globMatcher([path])
    const { mutants, verdicts } = result
    const inside = mutants.map(({ file }) => isInside(file))
    return [path, drawnSample({ ...result, mutants: mutants.filter((_, at) => inside[at]), verdicts: verdicts.filter((_, at) => inside[at]) })]
  }))
}

/**
 * Applies the gates that were asked for.
 * Mutants that were not judged (`Pending`) leave a gate open, unless their verdicts could not change it, or the interval
 * of a random sample lies on one side of it.
 */
export function applyGates(counts: Counts, options: GateOptions, context: GateContext = {}): GateResult {
  const { interrupted = false, since, parts = {}, newSurvivors, sample, partSamples = {} } = context
  if (since !== undefined && isEmpty(counts) && !interrupted) return result('passed', [emptyChange(counts, since)])
  const findings = gatesOf(counts, options, '', sample)
  for (const [path, gates] of Object.entries(options.gates ?? {})) {
    const part = parts[path]
    // A change need not touch every part.
    if (part && !(since !== undefined && isEmpty(part))) findings.push(...gatesOf(part, gates, ` of ${path}`, partSamples[path]))
  }
  if (options.noNewSurvivors !== undefined) findings.push(newSurvivorGate(counts, newSurvivors ?? []))
  const nothing = total(counts) === 0 ? ['there is no mutant to judge'] : []
  if (findings.length === 0) return result('passed', nothing)
  if (interrupted) findings.push(inconclusive('the run was stopped before all mutants were judged'))
  const slow = tooManyTimeouts(counts)
  if (slow !== undefined) findings.push(inconclusive(slow))
  const outcome = worst(findings)
  const hints = outcome === 'passed' && since === undefined ? raises(counts, options, parts) : []
  return result(outcome, [...findings.map(({ sentence }) => sentence), ...hints])
}

const exitCodes = {
  passed: ExitCode.passed,
  failed: ExitCode.gateFailed,
  inconclusive: ExitCode.inconclusive,
} as const

function result(outcome: GateOutcome, sentences: readonly string[]): GateResult {
  return { outcome, exitCode: exitCodes[outcome], sentences }
}

/** A gate that failed has failed, whatever else could not be judged. */
function worst(findings: readonly Finding[]): GateOutcome {
  const outcomes = findings.map(({ outcome }) => outcome)
  if (outcomes.includes('failed')) return 'failed'
  return outcomes.includes('inconclusive') ? 'inconclusive' : 'passed'
}

type Measure = (counts: Counts) => number | undefined

/** @param of what the counts are of, to follow a noun; empty for the whole project */
function gatesOf(
  counts: Counts, { minScore, minCovered, maxSurvivors }: PathGate, of: string, sample: Counts | undefined,
): Finding[] {
  const findings: Finding[] = []
  if (minScore !== undefined) findings.push(scoreGate(`score${of}`, counts, minScore, score, sample && estimateScore(sample)))
  if (minCovered !== undefined) findings.push(scoreGate(`score of covered code${of}`, counts, minCovered, scoreOfCovered, sample && estimateScoreOfCovered(sample)))
  if (maxSurvivors !== undefined) findings.push(survivorGate(counts, maxSurvivors, of))
  return findings
}

function scoreGate(name: string, counts: Counts, minimum: number, measure: Measure, estimate: Interval | undefined): Finding {
  const asked = `at least ${minimum} % was asked for`
  if (measure(counts) === undefined) return unjudged(`a ${name} of ${asked}`, counts)
  const highest = measure({ ...counts, Killed: counts.Killed + counts.Pending }) ?? 0
  const lowest = measure({ ...counts, Survived: counts.Survived + counts.Pending }) ?? 0
  if (highest < minimum) return failed(`the ${name} is ${percent(highest)}, but ${asked}`)
  if (lowest >= minimum) return passed(`the ${name} is ${percent(lowest)}, and ${asked}`)
  const open = `${plural(counts.Pending, 'mutant')} not judged`
  if (estimate) {
    // What is certain bounds what is likely.
    const low = Math.max(lowest, estimate.low)
    const high = Math.min(highest, estimate.high)
    const likely = `the ${name} lies between ${percent(low)} and ${percent(high)} with 95 % confidence and ${open}`
    if (high < minimum) return failed(`${likely}, but ${asked}`)
    return low >= minimum ? passed(`${likely}, and ${asked}`) : inconclusive(`${likely}, and ${asked}`)
  }
  const between = `between ${percent(lowest)} and ${percent(highest)}`
  return inconclusive(`the ${name} lies ${between} with ${open}, and ${asked}`)
}

function survivorGate(counts: Counts, maximum: number, of: string): Finding {
  const asked = `at most ${maximum} ${maximum === 1 ? 'is' : 'are'} allowed`
  if (score(counts) === undefined) return unjudged(`of survivors${of} ${asked}`, counts)
  const survived = `${plural(counts.Survived, 'mutant')}${of} survived`
  if (counts.Survived > maximum) return failed(`${survived}, but ${asked}`)
  if (counts.Survived + counts.Pending <= maximum) return passed(`${survived}, and ${asked}`)
  return inconclusive(`${survived} and ${counts.Pending} were not judged, and ${asked}`)
}

/** So many new survivors are named by their place. */
const MOST_NAMED = 3

function newSurvivorGate(counts: Counts, found: readonly Pick<Mutant, 'file' | 'location'>[]): Finding {
  if (found.length > 0) {
    const places = found.slice(0, MOST_NAMED).map(({ file, location }) => `${file}:${location.start.line}`).join(', ')
    const more = found.length > MOST_NAMED ? ` and ${found.length - MOST_NAMED} more` : ''
    return failed(`${plural(found.length, 'mutant')} went unnoticed that did not in the earlier report (${places}${more}), but none is allowed`)
  }
  if (score(counts) === undefined) return unjudged('no new survivor is allowed', counts)
  if (counts.Pending > 0) return inconclusive(`no mutant went unnoticed that did not in the earlier report, but ${plural(counts.Pending, 'mutant')} were not judged`)
  return passed('no mutant went unnoticed that did not in the earlier report')
}

/** Beyond this share of the judged mutants timeouts say more about the machine than about the tests. */
const MOST_TIMEOUTS = 0.25
/** Fewer are no share to speak of. */
const FEW_TIMEOUTS = 10

function tooManyTimeouts(counts: Counts): string | undefined {
  const judged = detected(counts) + counts.Survived
  if (counts.Timeout < FEW_TIMEOUTS || counts.Timeout <= MOST_TIMEOUTS * judged) return undefined
  const share = percent((100 * counts.Timeout) / judged)
  return `${plural(counts.Timeout, 'mutant')} timed out, ${share} of those judged; above ${MOST_TIMEOUTS * 100} % no gate passes, because a slow machine `
    + 'looks the same: run with less --concurrency'
}

/** Gates that the project has outgrown by a whole point or survivor. */
function raises(counts: Counts, options: GateOptions, parts: Readonly<Record<string, Counts>>): string[] {
  const found = raisesOf(counts, options, '')
  for (const [path, gates] of Object.entries(options.gates ?? {})) {
    if (parts[path]) found.push(...raisesOf(parts[path], gates, ` of ${path}`))
  }
  return found.length === 0 ? [] : [`gates could be tightened: ${found.join(', ')}`]
}

function raisesOf(counts: Counts, { minScore, minCovered, maxSurvivors }: PathGate, of: string): string[] {
  if (counts.Pending > 0) return []
  const whole = Math.floor((score(counts) ?? 0) + 1e-9)
  const covered = Math.floor((scoreOfCovered(counts) ?? 0) + 1e-9)
  return [
    ...(minScore !== undefined && whole >= minScore + 1 ? [`minScore${of} to ${whole}`] : []),
    ...(minCovered !== undefined && covered >= minCovered + 1 ? [`minCovered${of} to ${covered}`] : []),
    ...(maxSurvivors !== undefined && counts.Survived < maxSurvivors ? [`maxSurvivors${of} to ${counts.Survived}`] : []),
  ]
}

/** Nothing but mutants that are ignored. */
function isEmpty(counts: Counts): boolean {
  return total(counts) === counts.Ignored
}

function emptyChange({ Ignored }: Counts, since: string): string {
  const ignored = Ignored === 0 ? '' : ` but ${Ignored === 1 ? 'one that is' : `${Ignored} that are`} ignored`
  return `passed: the change since ${since} holds no mutant${ignored}, so there is nothing to judge`
}

function unjudged(asked: string, counts: Counts): Finding {
  const found = total(counts)
  const why = found === 0 ? 'there is no mutant' : `none of ${plural(found, 'mutant')} could be judged`
  return inconclusive(`${asked}, but ${why}`)
}

function passed(sentence: string): Finding {
  return { outcome: 'passed', sentence }
}

function failed(sentence: string): Finding {
  return { outcome: 'failed', sentence }
}

function inconclusive(sentence: string): Finding {
  return { outcome: 'inconclusive', sentence }
}

function total(counts: Counts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** Rounded down, so that a score just below a limit is not shown as the limit. */
function percent(value: number): string {
  return `${Math.floor(value * 100 + 1e-9) / 100} %`
}
