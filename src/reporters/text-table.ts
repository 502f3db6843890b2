/** The table of scores by file, within the width of the terminal. */
import type { Counts } from '../model/score.js'
import { score, scoreOfCovered } from '../model/score.js'
import { THRESHOLDS } from './thresholds.js'
import type { Summary } from './summary.js'
import { formatScore, most } from './summary.js'
import { fitMiddle, safe, widthOf } from './terminal.js'
import type { TextStyle } from './text-style.js'

interface Column {
  readonly title: string
  readonly value: (counts: Counts) => string
  readonly percent?: (counts: Counts) => number | undefined
  /** Terminals narrower than this do without the column. */
  readonly from: number
}

const columns: readonly Column[] = [
  { title: 'score', value: (counts) => formatScore(score(counts)), percent: score, from: 0 },
  { title: 'covered', value: (counts) => formatScore(scoreOfCovered(counts)), percent: scoreOfCovered, from: 72 },
  { title: 'killed', value: (counts) => String(counts.Killed), from: 46 },
  { title: 'survived', value: (counts) => String(counts.Survived), from: 0 },
  { title: 'no test', value: (counts) => String(counts.NoCoverage), from: 54 },
  { title: 'timeout', value: (counts) => String(counts.Timeout), from: 76 },
  { title: 'other', value: (counts) => String(others(counts)), from: 80 },
]

/** Rows that a screen shows of a large project; the reports hold all. */
const MOST_ROWS = 40

/**
 * Header, one row a file, and a total; nothing when there is no file. Of very many files those are shown that have the most
 * for somebody to do, unless all are asked for.
 */
export function scoreTable(summary: Summary, style: TextStyle): string[] {
  if (summary.files.length === 0) return []
  const { chalk } = style
  const files = style.all ? summary.files
    : most(summary.files, MOST_ROWS, ({ counts }) => counts.Survived + counts.NoCoverage / 1e6)
  const left = summary.files.length - files.length
  const shown = columns
    .filter((column) => style.columns >= column.from)
    .map((column) => ({
      ...column,
      width: Math.max(column.title.length, column.value(summary.total).length, column.percent ? 6 : 0),
    }))
  const room = Math.max(8, style.columns - shown.reduce((sum, column) => sum + column.width + 1, 0))
  const longest = Math.max(9, ...files.map((file) => widthOf(safe(file.path))))
  const pathWidth = Math.min(room, longest)
  const row = (name: string, counts: Counts) => {
    const path = fitMiddle(name, pathWidth)
    const cells = shown.map((column) => cell(column, counts, style))
    return `${path}${' '.repeat(Math.max(0, pathWidth - widthOf(path)))} ${cells.join(' ')}`
  }
  const titles = shown.map((column) => column.title.padStart(column.width)).join(' ')
  return [
    chalk.dim(`${'file'.padEnd(pathWidth)} ${titles}`),
    ...files.map((file) => row(safe(file.path), file.counts)),
    ...(left > 0 ? [chalk.dim(`${left} more files with less to do; --all shows them`)] : []),
    ...(summary.files.length > 1 ? [chalk.bold(row('all files', summary.total))] : []),
  ]
}

function cell(column: Column & { width: number }, counts: Counts, { chalk }: TextStyle): string {
  const text = column.value(counts).padStart(column.width)
  if (!column.percent) return text.trim() === '0' ? chalk.dim(text) : text
  const percent = column.percent(counts)
  if (percent === undefined) return chalk.dim(text)
  if (percent >= THRESHOLDS.high) return chalk.green(text)
  return percent >= THRESHOLDS.low ? chalk.yellow(text) : chalk.red(text)
}

function others(counts: Counts): number {
  return counts.RuntimeError + counts.CompileError + counts.Ignored + counts.Pending
}
