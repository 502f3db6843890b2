/** Decides whether a run passed its gates: three outcomes, each with its own exit code. */
import { ExitCode } from './model/errors.js'
import type { RunOptions } from './model/options.js'
import { type Counts, score, scoreOfCovered } from './model/score.js'

export type GateOptions = Pick<RunOptions, 'minScore' | 'minCovered' | 'maxSurvivors'>

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
}

interface Finding {
  readonly outcome: GateOutcome
  readonly sentence: string
}

/**
 * Applies the gates that were asked for.
 * Mutants that were not judged (`Pending`) leave a gate open, unless their verdicts could not change it.
 */
export function applyGates(counts: Counts, options: GateOptions, { interrupted = false, since }: GateContext = {}): GateResult {
  if (since !== undefined && total(counts) === counts.Ignored && !interrupted) return result('passed', [emptyChange(counts, since)])
  const findings: Finding[] = []
  const { minScore, minCovered, maxSurvivors } = options
  if (minScore !== undefined) findings.push(scoreGate('score', counts, minScore, score))
  if (minCovered !== undefined) {
    findings.push(scoreGate('score of covered code', counts, minCovered, scoreOfCovered))
  }
  if (maxSurvivors !== undefined) findings.push(survivorGate(counts, maxSurvivors))
  const nothing = total(counts) === 0 ? ['there is no mutant to judge'] : []
  if (findings.length === 0) return result('passed', nothing)
  if (interrupted) findings.push(inconclusive('the run was stopped before all mutants were judged'))
  return result(worst(findings), findings.map(({ sentence }) => sentence))
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

function scoreGate(name: string, counts: Counts, minimum: number, measure: Measure): Finding {
  const asked = `at least ${minimum} % was asked for`
  if (measure(counts) === undefined) return unjudged(`a ${name} of ${asked}`, counts)
  const highest = measure({ ...counts, Killed: counts.Killed + counts.Pending }) ?? 0
  const lowest = measure({ ...counts, Survived: counts.Survived + counts.Pending }) ?? 0
  if (highest < minimum) return failed(`the ${name} is ${percent(highest)}, but ${asked}`)
  if (lowest >= minimum) return passed(`the ${name} is ${percent(lowest)}, and ${asked}`)
  const open = `${mutants(counts.Pending)} not judged`
  const between = `between ${percent(lowest)} and ${percent(highest)}`
  return inconclusive(`the ${name} lies ${between} with ${open}, and ${asked}`)
}

function survivorGate(counts: Counts, maximum: number): Finding {
  const asked = `at most ${maximum} ${maximum === 1 ? 'is' : 'are'} allowed`
  if (score(counts) === undefined) return unjudged(`of survivors ${asked}`, counts)
  const survived = `${mutants(counts.Survived)} survived`
  if (counts.Survived > maximum) return failed(`${survived}, but ${asked}`)
  if (counts.Survived + counts.Pending <= maximum) return passed(`${survived}, and ${asked}`)
  return inconclusive(`${survived} and ${counts.Pending} were not judged, and ${asked}`)
}

function emptyChange({ Ignored }: Counts, since: string): string {
  const ignored = Ignored === 0 ? '' : ` but ${Ignored === 1 ? 'one that is' : `${Ignored} that are`} ignored`
  return `passed: the change since ${since} holds no mutant${ignored}, so there is nothing to judge`
}

function unjudged(asked: string, counts: Counts): Finding {
  const found = total(counts)
  const why = found === 0 ? 'there is no mutant' : `none of ${mutants(found)} could be judged`
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

function mutants(count: number): string {
  return count === 1 ? '1 mutant' : `${count} mutants`
}
