/** All that is known of one mutant, for a person at a terminal. */
import type { Status } from '../model/verdict.js'
import type { TestCase, TestId } from '../model/test.js'
import { advice } from './advice.js'
import { mutantDiff, type DiffLine } from './diff.js'
import { evidence } from './evidence.js'
import { toLines } from './lines.js'
import { shellWord } from './shell.js'
import { testName, type Judged } from './summary.js'
import { safe, stripAnsi, wrap } from './terminal.js'
import { diffLines } from './text-diff.js'
import type { TextStyle } from './text-style.js'
import { placeLine } from './text-survivor.js'
import { plural } from '../common/plural.js'

export interface ShownMutant extends Judged {
  readonly tests: readonly TestCase[]
  /** The source that the run read; undefined when it was changed since. */
  readonly text: string | undefined
  /** It was read from a report, which holds less evidence, and of which `mutate verify` knows nothing. */
  readonly fromReport?: boolean
  /** Absolute path of the project: files below it are named without it. */
  readonly root?: string
}

/** So many tests are named in each list. */
const TESTS_SHOWN = 20
/** Unchanged lines around the change. */
const CONTEXT = 3

export function mutantReport(one: ShownMutant, style: TextStyle): string[] {
  const wrapped = (text: string, indent = '') =>
    wrap(text, style.terminal ? style.columns - indent.length : Infinity).map((line) => indent + line)
  const { mutant, verdict } = one
  const place = shellWord(`${mutant.file}:${mutant.location.start.line}`)
  return [
    placeLine(one, style),
    ...change(one, style),
    '',
    ...wrapped(style.chalk.bold(statusInWords(one))),
    ...wrapped(evidence(one)),
    ...reported(one).flatMap((line) => wrapped(line)),
    ...failure(one, style).flatMap((line) => wrapped(line, '  ')),
    ...(verdict.status === 'Survived' || verdict.status === 'NoCoverage' ? wrapped(safe(advice(mutant))) : []),
    ...testLists(one, style),
    '',
    `Judge it again: mutate ${place}`,
    ...(one.fromReport === true ? [] : [`Verify it:      mutate verify ${mutant.id}`]),
  ]
}

/** The diff; where the source is another one by now, the change alone. */
function change({ mutant, text }: ShownMutant, style: TextStyle): string[] {
  if (text !== undefined) return diffLines(mutantDiff(toLines(text), mutant, CONTEXT), style)
  const asLines = (kind: DiffLine['kind'], code: string): DiffLine[] =>
    code.split(/\r?\n/u).map((line) => ({ kind, text: line }))
  const lines = [...asLines('removed', mutant.original), ...(mutant.replacement === '' ? [] : asLines('added', mutant.replacement))]
  return [`${safe(mutant.file)} was changed since the run; without what is around it, the change was:`, ...diffLines(lines, style)]
}

function statusInWords({ verdict, mutant }: ShownMutant): string {
  const words: Record<Status, string> = {
    Killed: 'Killed: the tests noticed the change.',
    Survived: 'Survived: tests reached the change, and none noticed it.',
    NoCoverage: 'Not covered: no test reaches this code.',
    Timeout: 'Timed out: with the change the tests do not come to an end. That counts as noticed.',
    RuntimeError: 'Not judged:',
    CompileError: 'Not judged: with the change the code does not compile.',
    Ignored: `Ignored: ${mutant.ignored?.reason ?? 'by a rule'}`,
    Pending: 'Not judged: the run was stopped, or its time ran out, before.',
  }
  const { status, reason } = verdict
  return safe(status === 'RuntimeError' ? `${words[status]} ${reason ?? 'it could not be'}.` : words[status])
}

/** Of the evidence a report holds a sentence, or the message of the error; what the status says in words is not said twice. */
function reported({ fromReport, verdict: { status, reason } }: ShownMutant): string[] {
  if (fromReport !== true || reason === undefined || status === 'RuntimeError' || status === 'Ignored') return []
  return stripAnsi(reason).split('\n').filter((line) => line.trim() !== '').map(safe)
}

function failure({ verdict, tests, root }: ShownMutant, { chalk }: TextStyle): string[] {
  const { failure: first } = verdict.receipt
  if (!first) return []
  const test = first.test === undefined ? undefined : tests[first.test]
  const lines = stripAnsi(first.message).split('\n').filter((line) => line.trim() !== '')
  const frames = (first.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line))
  return [
    ...(test ? [`${chalk.dim(safe(test.file))}  ${safe(testName(test))}`] : first.file === undefined ? [] : [chalk.dim(safe(first.file))]),
    ...lines.map((line) => chalk.red(safe(line))),
    ...frames.map((line) => chalk.dim(safe(root === undefined ? line.trim() : line.trim().replace(`${root}/`, '')))),
  ]
}

/** Two lists, or one where the same tests are in both; a report does not hold which tests were run. */
function testLists(one: ShownMutant, style: TextStyle): string[] {
  const { coveredBy, killedBy, receipt: { ran } } = one.verdict
  if (one.fromReport === true) return [...list('Noticed by', killedBy, one, style), ...list('Reached by', coveredBy, one, style)]
  const same = ran.length === coveredBy.length && ran.every((id) => coveredBy.includes(id))
  const order = ran.length > 1 ? ', in this order' : ''
  if (same) return list(`Reached by, and all run with the change${order}`, ran, one, style)
  return [...list(`Run with the change${order}`, ran, one, style), ...list('Reached by', coveredBy, one, style)]
}

function list(title: string, ids: readonly TestId[], { tests }: ShownMutant, { chalk }: TextStyle): string[] {
  if (ids.length === 0) return []
  const named = ids.slice(0, TESTS_SHOWN).flatMap((id) => {
    const test = tests[id]
    return test ? [`  ${chalk.dim(safe(test.file))}  ${safe(testName(test))}`] : []
  })
  const more = ids.length > TESTS_SHOWN ? [chalk.dim(`  and ${ids.length - TESTS_SHOWN} more (--json names them all)`)] : []
  const different = new Set(ids).size
  const runs = different < ids.length ? `, ${ids.length} runs` : ''
  return ['', `${title} (${plural(different, 'test')}${runs}):`, ...named, ...more]
}
