/** What a text report tells besides survivors: code without tests, time-outs, slow mutants, what was left out and why. */
import { formatDuration, most, ranges } from './summary.js'
import type { Judged, Summary } from './summary.js'
import { fit, fitMiddle, safe, stripAnsi, widthOf, wrap } from './terminal.js'
import { placeLine } from './text-survivor.js'
import type { TextStyle } from './text-style.js'
import { plural } from '../common/plural.js'

/** So many mutants are named in a list; the rest is counted. */
const NAMED = 5

/** Of so many files the lines without tests are told. */
const MOST_FILES = 20

/** A mutant that took this long, in milliseconds, is worth knowing. */
const SLOW = 1000

/** The files with mutants that no test reaches, with the lines. */
export function notCovered(summary: Summary, { chalk, columns, all }: TextStyle): string[] {
  if (summary.total.NoCoverage === 0) return []
  const every = summary.files.filter((file) => file.counts.NoCoverage > 0)
  const files = all ? every : most(every, MOST_FILES, ({ counts }) => counts.NoCoverage)
  const longest = Math.max(...files.map((file) => widthOf(safe(file.path))))
  const pathWidth = Math.min(longest, Math.floor(columns / 2))
  const lines = files.map((file) => {
    const numbers = file.judged
      .filter((one) => one.verdict.status === 'NoCoverage')
      .map((one) => one.mutant.location.start.line)
    const path = fitMiddle(safe(file.path), pathWidth)
    const count = String(file.counts.NoCoverage).padStart(5)
    const space = ' '.repeat(pathWidth - widthOf(path))
    return `${path}${space} ${count}  ${chalk.dim(shortRanges(numbers, columns - pathWidth - 8))}`
  })
  const left = every.length - files.length
  const more = left === 0 ? [] : [chalk.dim(`${plural(left, 'more file')} with fewer of them; --all shows ${left === 1 ? 'it' : 'them'}`)]
  return [chalk.bold(`${plural(summary.total.NoCoverage, 'mutant')} in code that no test reaches, by line:`), ...lines, ...more]
}

function shortRanges(numbers: readonly number[], width: number): string {
  const all = ranges(numbers)
  if (all.length <= width) return all
  const cut = all.lastIndexOf(',', width - 3)
  return cut === -1 ? '…' : `${all.slice(0, cut)}, …`
}

export function timeouts(summary: Summary, style: TextStyle): string[] {
  const all = summary.judged.filter((one) => one.verdict.status === 'Timeout')
  return named(`${plural(all.length, 'mutant')} never came to an end (counted as noticed):`, all, style, reason)
}

export function invalid(summary: Summary, style: TextStyle): string[] {
  const all = summary.judged.filter(({ verdict }) => verdict.status === 'RuntimeError')
  return named(`${plural(all.length, 'mutant')} could not be judged (outside the score):`, all, style, reason)
}

/** Nobody has to do anything about them: how many there are is enough, unless all is asked for. */
export function notCompiling(summary: Summary, style: TextStyle): string[] {
  const all = summary.judged.filter(({ verdict }) => verdict.status === 'CompileError')
  const what = `${plural(all.length, 'mutant')} that no test noticed ${all.length === 1 ? 'does' : 'do'} not compile (outside the score`
  if (style.all) return all.length === 0 ? [] : [style.chalk.bold(`${what}):`), ...list(all, style, reason)]
  return all.length === 0 ? [] : [style.chalk.dim(`${what}; --all shows ${all.length === 1 ? 'it' : 'them'})`)]
}

export function slowest(summary: Summary, style: TextStyle): string[] {
  const slow = summary.judged.filter((one) => one.verdict.receipt.durationMs >= SLOW && one.verdict.status !== 'Timeout')
  slow.sort((a, b) => b.verdict.receipt.durationMs - a.verdict.receipt.durationMs)
  const shown = slow.slice(0, 3)
  const times = shown.map((one) => formatDuration(one.verdict.receipt.durationMs))
  const width = Math.max(...times.map((time) => time.length))
  const narrower = { ...style, columns: style.columns - width - 2 }
  const rows = shown.map((one, index) => `${(times[index] ?? '').padStart(width)}  ${placeLine(one, narrower)}`)
  return rows.length === 0 ? [] : [style.chalk.bold('slowest mutants:'), ...rows]
}

/** How many mutants each rule left out, most first. */
export function suppressed(summary: Summary, style: TextStyle): string[] {
  const rules = new Map<string, number>()
  for (const { mutant, verdict } of summary.judged) {
    if (verdict.status !== 'Ignored') continue
    const rule = mutant.ignored?.rule ?? 'other'
    rules.set(rule, (rules.get(rule) ?? 0) + 1)
  }
  const same = rules.get('equivalent')
  // No rule of the code tells these: they are found out after judging.
  rules.delete('equivalent')
  const equivalent = same === undefined ? []
    : [`equivalent: ${same} ${same === 1 ? 'is' : 'are'} the same program after minification`]
  const parts = [...rules].sort((a, b) => b[1] - a[1]).map(([rule, count]) => `${safe(rule)} ${count}`)
  const byRule = parts.length === 0 ? [] : [`ignored by rule: ${parts.join(', ')} (mutate list --suppressed shows them)`]
  return [...byRule, ...equivalent].flatMap((line) => wrap(line, style.terminal ? style.columns : Infinity))
}

function reason({ verdict }: Judged): string {
  return verdict.reason ?? verdict.receipt.failure?.message ?? ''
}

function named(title: string, all: readonly Judged[], style: TextStyle, tell: (one: Judged) => string): string[] {
  if (all.length === 0) return []
  const more = all.length - NAMED
  return [
    style.chalk.bold(title),
    ...list(all.slice(0, NAMED), style, tell),
    ...(more > 0 ? [style.chalk.dim(`and ${more} more`)] : []),
  ]
}

function list(all: readonly Judged[], style: TextStyle, tell: (one: Judged) => string): string[] {
  return all.flatMap((one) => {
    const said = stripAnsi(tell(one)).split('\n', 1)[0] ?? ''
    return [placeLine(one, style), ...(said === '' ? [] : [style.chalk.dim(`  ${fit(safe(said), style.columns - 2)}`)])]
  })
}
