/** A survivor on the terminal: where it is, the change as a diff, and the tests that overlooked it. */
import type { RunResult } from '../model/result.js'
import type { TestCase, TestId } from '../model/test.js'
import type { DiffLine } from './diff.js'
import { mutantDiff } from './diff.js'
import type { Lines } from './lines.js'
import { toLines } from './lines.js'
import type { Judged } from './summary.js'
import { plural, testName } from './summary.js'
import { crop, fit, fitMiddle, safe, widthOf } from './terminal.js'
import type { TextStyle } from './text-style.js'

/** So many names of tests are shown for one survivor. */
const TESTS_SHOWN = 3

/** So many removed or added lines are shown of a change. */
const CHANGES_SHOWN = 6

/** Where output goes to a file, a source line is cut at this many characters. */
const LOG_WIDTH = 200

/** All of `survived`, each after an empty line. */
export function survivorLines(result: RunResult, survived: readonly Judged[], style: TextStyle): string[] {
  const lines = new Map(result.sources.map((source) => [source.path, toLines(source.text)]))
  const tests = new Map(result.tests.map((test) => [test.id, test]))
  return survived.flatMap((one) => ['', ...survivor(one, lines.get(one.mutant.file), tests, style)])
}

function survivor(
  one: Judged,
  lines: Lines | undefined,
  tests: ReadonlyMap<TestId, TestCase>,
  style: TextStyle,
): string[] {
  const { chalk } = style
  const { file, location, operator, id } = one.mutant
  const place = `${safe(file)}:${location.start.line}:${location.start.column}`
  return [
    `${chalk.bold(place)}  ${chalk.magenta(safe(operator))}  ${chalk.dim(id)}`,
    ...(lines ? diffLines(mutantDiff(lines, one.mutant), style) : []),
    ...reachedBy(one, tests, style),
  ]
}

/** A diff with a sign and the number of the original line in front. */
export function diffLines(diff: readonly DiffLine[], style: TextStyle): string[] {
  const digits = String(diff.reduce((max, line) => Math.max(max, line.line ?? 0), 0)).length
  const indent = commonIndent(diff)
  const width = Math.max(20, (style.terminal ? style.columns : LOG_WIDTH) - digits - 5)
  return shorten(diff).map((line) => {
    if (typeof line === 'string') return style.chalk.dim(`  ${' '.repeat(digits)}  ${line}`)
    const number = line.line === undefined || line.kind === 'added' ? '' : String(line.line)
    const text = source(line, indent, width, style)
    const sign = line.kind === 'removed' ? '-' : line.kind === 'added' ? '+' : ' '
    const paint = line.kind === 'removed' ? style.chalk.red : line.kind === 'added' ? style.chalk.green : style.chalk.dim
    return paint(`${sign} ${number.padStart(digits)}  ${text}`).trimEnd()
  })
}

function source(line: DiffLine, indent: number, width: number, style: TextStyle): string {
  const mark = line.mark && { from: Math.max(0, line.mark.from - indent), to: Math.max(0, line.mark.to - indent) }
  const cut = crop(line.text.slice(indent), mark, width)
  if (!cut.mark || cut.mark.from === cut.mark.to) return safe(cut.text)
  const { from, to } = cut.mark
  const whole = from === 0 && to >= cut.text.length
  const changed = safe(cut.text.slice(from, to))
  return safe(cut.text.slice(0, from)) + (whole ? changed : style.chalk.inverse(changed)) + safe(cut.text.slice(to))
}

/** Leaves out the middle of long runs of removed or added lines, and says how much. */
function shorten(diff: readonly DiffLine[]): (DiffLine | string)[] {
  const result: (DiffLine | string)[] = []
  for (let from = 0; from < diff.length; ) {
    const kind = diff[from]?.kind
    let to = from
    while (to < diff.length && diff[to]?.kind === kind) to++
    const run = diff.slice(from, to)
    if (run.length <= CHANGES_SHOWN + 1) result.push(...run)
    else {
      const head = CHANGES_SHOWN - 2
      result.push(...run.slice(0, head), `… ${run.length - CHANGES_SHOWN} more lines`, ...run.slice(-2))
    }
    from = to
  }
  return result
}

function commonIndent(diff: readonly DiffLine[]): number {
  const first = diff.find((line) => line.text.trim() !== '')?.text ?? ''
  let indent = /^[ \t]*/.exec(first)?.[0] ?? ''
  for (const { text } of diff) {
    if (text.trim() === '') continue
    while (!text.startsWith(indent)) indent = indent.slice(0, -1)
  }
  return indent.length
}

function reachedBy(one: Judged, tests: ReadonlyMap<TestId, TestCase>, style: TextStyle): string[] {
  const { coveredBy, receipt } = one.verdict
  const ids = coveredBy.length > 0 ? coveredBy : receipt.ran
  if (ids.length === 0) return []
  const shown = ids.slice(0, TESTS_SHOWN).flatMap((id) => {
    const test = tests.get(id)
    return test ? [`    ${testLine(test, style)}`] : []
  })
  const more = ids.length - shown.length
  return [
    `  reached by ${plural(ids.length, 'test')} without being noticed:`,
    ...shown,
    ...(more > 0 ? [style.chalk.dim(`    and ${more} more`)] : []),
  ]
}

/** File and name of a test within the width of the terminal. */
function testLine(test: TestCase, style: TextStyle): string {
  const room = style.columns - 5
  const file = fitMiddle(safe(test.file), Math.max(12, Math.floor(room / 2)))
  return `${style.chalk.dim(file)}  ${fit(safe(testName(test)), Math.max(10, room - widthOf(file) - 2))}`
}
