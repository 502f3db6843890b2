/** What `mutate verify` found out, for a person: the agreement, and every disagreement with both receipts. */
import type { Comparison, Compared } from '../oracle/verify.js'
import type { SuiteRun } from '../oracle/suite.js'
import type { TestCase } from '../model/test.js'
import { mutantDiff } from '../reporters/diff.js'
import { evidence } from '../reporters/evidence.js'
import { toLines } from '../reporters/lines.js'
import { formatDuration, testName } from '../reporters/summary.js'
import { safe, stripAnsi } from '../reporters/terminal.js'
import { diffLines } from '../reporters/text-diff.js'
import type { TextStyle } from '../reporters/text-style.js'
import { placeLine } from '../reporters/text-survivor.js'
import { plural } from '../common/plural.js'

export interface ComparisonInput extends Comparison {
  readonly tests: readonly TestCase[]
  /** Set when the verdicts were drawn. */
  readonly seed: number | undefined
  /** Sources by path. */
  readonly texts: ReadonlyMap<string, string>
  /** Time limit of one plain run in milliseconds. */
  readonly limitMs: number
}

export function comparisonReport(input: ComparisonInput, style: TextStyle): string[] {
  const { agreeing, disagreeing, notCompared, leftOut, seed } = input
  const compared = agreeing.length + disagreeing.length
  const percent = compared === 0 ? 'n/a' : `${(Math.floor(10_000 * agreeing.length / compared) / 100).toFixed(2)} %`
  const paint = disagreeing.length > 0 ? style.chalk.red : style.chalk.green
  return [
    ...disagreeing.flatMap((one) => [...disagreement(one, input, style), '']),
    paint(`${agreeing.length} of ${plural(compared, 'verdict')} ${agreeing.length === 1 ? 'agrees' : 'agree'} with the plain suite (${percent}): ${byStatus(input)}`),
    ...(seed === undefined ? [] : [`drawn with seed ${seed}; --seed ${seed} draws the same again`]),
    ...reasons(notCompared),
    ...(leftOut.length > 0 ? [`left out of the plain runs: ${leftOut.map(safe).join(', ')}`] : []),
  ]
}

function byStatus({ agreeing, disagreeing }: Comparison): string {
  return amounts([...agreeing, ...disagreeing].map(({ verdict }) => verdict.status))
}

/** What was not compared and why, one line for each reason. */
function reasons(notCompared: Comparison['notCompared']): string[] {
  return notCompared.length === 0 ? [] : [`not compared: ${amounts(notCompared.map(({ why }) => why))}`]
}

function amounts(words: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].map(([word, count]) => `${count} ${safe(word)}`).join(', ')
}

function disagreement(one: Compared, input: ComparisonInput, style: TextStyle): string[] {
  const { mutant, verdict, truth, steady } = one
  const text = input.texts.get(mutant.file)
  const failure = verdict.receipt.failure
  const test = failure?.test === undefined ? undefined : input.tests[failure.test]
  const first = failure ? [`    ${test ? `${safe(test.file)}  ${safe(testName(test))}: ` : ''}${firstLine(failure.message)}`] : []
  return [
    placeLine(one, style),
    ...(text === undefined ? [] : diffLines(mutantDiff(toLines(text), mutant), style)),
    `  mutate says ${style.chalk.bold(verdict.status)}. ${evidence(one)}`.trimEnd(),
    ...first,
    `  the plain suite ${style.chalk.bold(words(truth, input.limitMs))}${steady ? '' : ', but not every time'}`,
    ...(truth.failure ? [`    ${where(truth)}${firstLine(truth.failure.message)}`] : []),
    ...hint(one, input).map((line) => `  ${line}`),
  ]
}

function words({ outcome, tests, ms }: SuiteRun, limitMs: number): string {
  switch (outcome) {
    case 'passed': return `passed: ${plural(tests, 'test')} in ${formatDuration(ms)}`
    case 'failed': return `failed after ${formatDuration(ms)}`
    case 'timeout': return `did not end within ${formatDuration(2 * limitMs)}`
    case 'nothing': return 'ran no test'
  }
}

function where({ failure }: SuiteRun): string {
  if (failure?.file === undefined) return ''
  return `${safe(failure.file)}  ${failure.test === undefined ? '' : `${safe(failure.test)}: `}`
}

/** A test file that reaches no mutated code in memory has another way to it. */
function hint({ truth }: Compared, { agreeing, disagreeing, tests, notCompared }: ComparisonInput): string[] {
  const file = truth.failure?.file
  if (truth.outcome !== 'failed' || file === undefined) return []
  const reaches = [...agreeing, ...disagreeing, ...notCompared].some(({ verdict }) =>
    verdict.coveredBy.some((id) => tests[id]?.file === file))
  if (reaches) return []
  return [
    `${safe(file)} reaches no mutant in memory: it may read sources from disk, which says nothing about behaviour `
      + `(leave it out with --exclude ${safe(file)}), or start programs of its own`,
  ]
}

function firstLine(message: string): string {
  return safe(stripAnsi(message).split('\n', 1)[0] ?? '')
}
