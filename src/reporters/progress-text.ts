/** Words and layout of the progress line. */
import type { ChalkInstance } from 'chalk'
import type { ProgressState } from './progress-state.js'
import { formatDuration, plural } from './summary.js'
import { fit, safe, widthOf } from './terminal.js'

interface Part {
  readonly text: string
  readonly paint?: (text: string) => string
  /** What has the lowest rank goes first when the line is too narrow. */
  readonly rank: number
}

/** The live line, narrower than `columns` so that no terminal wraps it. */
export function progressLine(state: ProgressState, columns: number, chalk: ChalkInstance, unicode: boolean): string {
  const width = columns - 1
  const parts = state.total > 0 ? judgingParts(state, chalk) : preparingParts(state, chalk)
  const kept = fitParts(parts, width - 1)
  const used = kept.reduce((sum, part) => sum + widthOf(part.text) + 2, 0)
  const room = width - 1 - used
  const bar = state.total > 0 && room >= 8 ? drawBar(state.done / state.total, Math.min(room, 24), chalk, unicode) : ''
  return ` ${[bar, ...kept.map((part) => paint(part))].filter((text) => text !== '').join('  ')}`
}

/** The line for a log; undefined when there is nothing to tell in this phase. */
export function plainLine(state: ProgressState): string | undefined {
  if (state.phase === 'starting') return undefined
  if (state.phase === 'reporting') return undefined
  if (state.phase === 'dry run') return 'running the tests once, with every mutant asleep'
  if (state.total === 0) {
    return state.mutants === 0 ? 'judging' : `judging ${plural(state.mutants, 'mutant')} in ${plural(state.files, 'file')}`
  }
  const percent = Math.floor((100 * state.done) / state.total)
  const { counts } = state
  const rate = state.rate()
  const left = state.timeLeft()
  return [
    `${state.done}/${state.total} (${percent} %)`,
    `${counts.Killed} killed`,
    `${counts.Survived} survived`,
    ...(counts.NoCoverage > 0 ? [`${counts.NoCoverage} not covered`] : []),
    `${counts.Timeout} timed out`,
    ...(rate === undefined ? [] : [`${formatRate(rate)}/s`]),
    ...(left === undefined || state.done >= state.total ? [] : [`${formatDuration(left)} left`]),
  ].join(', ')
}

function judgingParts(state: ProgressState, chalk: ChalkInstance): Part[] {
  const { counts } = state
  const rate = state.rate()
  const left = state.timeLeft()
  return [
    { text: `${state.done}/${state.total}`, rank: 9 },
    { text: `${counts.Killed} killed`, paint: chalk.green, rank: 5 },
    { text: `${counts.Survived} survived`, paint: chalk.red, rank: 8 },
    ...(counts.Timeout > 0
      ? [{ text: plural(counts.Timeout, 'timeout'), paint: chalk.yellow, rank: 4 }]
      : []),
    ...(counts.NoCoverage > 0
      ? [{ text: `${counts.NoCoverage} not covered`, paint: chalk.dim, rank: 3 }]
      : []),
    ...(rate === undefined ? [] : [{ text: `${formatRate(rate)}/s`, paint: chalk.dim, rank: 6 }]),
    ...(left === undefined ? [] : [{ text: `${formatDuration(left)} left`, rank: 7 }]),
    ...running(state, chalk),
  ]
}

function preparingParts(state: ProgressState, chalk: ChalkInstance): Part[] {
  const { done, total } = state.testFiles
  const parts: Part[] = [{ text: state.phase, rank: 9 }]
  if (total > 0) parts.push({ text: `${done}/${plural(total, 'test file')}`, rank: 8 })
  if (state.mutants > 0) {
    parts.push({ text: `${plural(state.mutants, 'mutant')} in ${plural(state.files, 'file')}`, rank: 7 })
  }
  return [...parts, ...running(state, chalk)]
}

function running(state: ProgressState, chalk: ChalkInstance): Part[] {
  return state.running === '' ? [] : [{ text: safe(state.running), paint: chalk.dim, rank: 1 }]
}

/** Drops the least important parts until the rest fits; what says what runs is shortened first. */
function fitParts(parts: readonly Part[], width: number): Part[] {
  let kept = [...parts]
  const total = () => kept.reduce((sum, part) => sum + widthOf(part.text) + 2, -2)
  while (total() > width) {
    const least = kept.reduce((a, b) => (b.rank < a.rank ? b : a))
    const room = widthOf(least.text) - (total() - width)
    if (kept.length === 1 || (least.rank === 1 && room >= 12)) {
      return kept.map((part) => (part === least ? { ...part, text: fit(part.text, Math.max(1, room)) } : part))
    }
    kept = kept.filter((part) => part !== least)
  }
  return kept
}

function paint(part: Part): string {
  return part.paint ? part.paint(part.text) : part.text
}

function drawBar(share: number, width: number, chalk: ChalkInstance, unicode: boolean): string {
  const full = Math.min(width, Math.floor(share * width))
  const [done, open] = unicode ? ['━', '─'] : ['#', '-']
  return chalk.cyan(done.repeat(full)) + chalk.dim(open.repeat(width - full))
}

function formatRate(rate: number): string {
  return rate < 10 ? rate.toFixed(1) : String(Math.round(rate))
}
