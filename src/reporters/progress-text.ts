/** Words and layout of the progress line. */
import type { ChalkInstance } from 'chalk'
import type { ProgressState } from './progress-state.js'
import { formatDuration } from './summary.js'
import { fit, safe, widthOf } from './terminal.js'
import { plural } from '../common/plural.js'

/** Columns of the bar. */
const BAR = { least: 8, most: 24 }

/** Milliseconds after which a test file is named whose first run is not over: it may never be. */
export const SLOW_FILE = 10_000

/** The line for a log on such a file. */
export function slowLine({ file, ms }: { readonly file: string; readonly ms: number }): string {
  return `${safe(file)} is still loading or running after ${inSeconds(ms)}, without any mutant`
}

interface Part {
  readonly text: string
  readonly paint?: (text: string) => string
  /** What has the lowest rank goes first when the line is too narrow. */
  readonly rank: number
}

/** The live line, narrower than `columns` so that no terminal wraps it. */
export function progressLine(state: ProgressState, columns: number, chalk: ChalkInstance, unicode: boolean): string {
  const width = columns - 2
  const after = checking(state)
  const judging = state.total > 0 && after === undefined
  const parts = judging ? judgingParts(state, chalk) : after === undefined ? preparingParts(state) : [{ text: after, rank: 9 }]
  const kept = fitParts(parts, width)
  const texts = kept.map((part) => part.paint?.(part.text) ?? part.text)
  let room = width - kept.reduce((sum, part) => sum + widthOf(part.text) + 2, -2)
  if (judging && room >= BAR.least + 2) {
    // Where there is much room, half of it tells what runs.
    const wanted = state.running === '' || room < 28 ? room - 2 : Math.floor(room / 2) - 2
    const bar = Math.min(BAR.most, wanted)
    texts.unshift(drawBar(state.share(), bar, chalk, unicode))
    room -= bar + 2
  }
  const [slow] = state.slow(SLOW_FILE)
  const doing = slow ? `${inSeconds(slow.ms)} in ${slow.file}` : state.running
  if (doing !== '' && room >= 14) texts.push(chalk.dim(fit(safe(doing), room - 2)))
  return ` ${texts.join('  ')}`
}

/** The line for a log when a phase begins; undefined when there is nothing to tell of it. */
export function phaseLine(state: ProgressState): string | undefined {
  if (state.phase === 'dry run') return 'running the tests once, with every mutant asleep'
  if (state.phase === 'checking') return checking(state)
  if (state.phase !== 'judging') return undefined
  return `judging ${plural(state.mutants, 'mutant')} in ${plural(state.files, 'file')}`
}

/** After judging; undefined when there is no survivor to look at. */
function checking({ phase, counts }: ProgressState): string | undefined {
  if (phase !== 'checking' || counts.Survived === 0) return undefined
  return `looking at ${plural(counts.Survived, 'survivor')} again`
}

/** The line for a log that says how far the run is. */
export function countsLine(state: ProgressState): string {
  const percent = Math.floor(100 * state.share())
  const { counts } = state
  const rate = state.rate()
  const left = state.timeLeft()
  return [
    `${judgedOf(state)} (${percent} %)`,
    `${counts.Killed} killed`,
    `${counts.Survived} survived`,
    ...(counts.NoCoverage > 0 ? [`${counts.NoCoverage} not covered`] : []),
    `${counts.Timeout} timed out`,
    ...(rate === undefined ? [] : [`${formatRate(rate)}/s`]),
    ...(left === undefined || state.share() === 1 ? [] : [`${inSeconds(left)} left`]),
  ].join(', ')
}

function judgingParts(state: ProgressState, chalk: ChalkInstance): Part[] {
  const { counts } = state
  const rate = state.rate()
  const left = state.timeLeft()
  return [
    { text: judgedOf(state), rank: 9 },
    { text: `${counts.Killed} killed`, paint: chalk.green, rank: 5 },
    { text: `${counts.Survived} survived`, paint: chalk.red, rank: 8 },
    ...(counts.Timeout > 0
      ? [{ text: plural(counts.Timeout, 'timeout'), paint: chalk.yellow, rank: 4 }]
      : []),
    ...(counts.NoCoverage > 0
      ? [{ text: `${counts.NoCoverage} not covered`, paint: chalk.dim, rank: 3 }]
      : []),
    ...(rate === undefined ? [] : [{ text: `${formatRate(rate)}/s`, paint: chalk.dim, rank: 6 }]),
    ...(left === undefined ? [] : [{ text: `${inSeconds(left)} left`, rank: 7 }]),
  ]
}

function preparingParts(state: ProgressState): Part[] {
  const { done, total } = state.testFiles
  const parts: Part[] = [{ text: state.phase, rank: 9 }]
  if (total > 0) parts.push({ text: `${done}/${plural(total, 'test file')}`, rank: 8 })
  if (state.mutants > 0) {
    parts.push({ text: `${plural(state.mutants, 'mutant')} in ${plural(state.files, 'file')}`, rank: 7 })
  }
  return parts
}

/** Judged mutants of those that are known: with a `+` while more test files are to be opened. */
function judgedOf({ done, total, testFiles }: ProgressState): string {
  return `${done}/${total}${testFiles.done < testFiles.total ? '+' : ''}`
}

/** Drops the least important parts until the rest fits. */
function fitParts(parts: readonly Part[], width: number): Part[] {
  let kept = [...parts]
  while (kept.length > 1 && kept.reduce((sum, part) => sum + widthOf(part.text) + 2, -2) > width) {
    const least = kept.reduce((a, b) => (b.rank < a.rank ? b : a))
    kept = kept.filter((part) => part !== least)
  }
  return kept.map((part) => ({ ...part, text: fit(part.text, width) }))
}

function drawBar(share: number, width: number, chalk: ChalkInstance, unicode: boolean): string {
  const full = Math.min(width, Math.floor(share * width))
  const [done, open] = unicode ? ['━', '─'] : ['#', '-']
  return chalk.cyan(done.repeat(full)) + chalk.dim(open.repeat(width - full))
}

/** A time that is only guessed: whole seconds, at least one. */
function inSeconds(ms: number): string {
  return ms < 59_500 ? `${Math.max(1, Math.round(ms / 1000))} s` : formatDuration(ms)
}

function formatRate(rate: number): string {
  return rate < 10 ? rate.toFixed(1) : String(Math.round(rate))
}
