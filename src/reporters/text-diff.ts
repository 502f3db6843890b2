/** A diff on the terminal, with the colours of the language where there is colour. */
import type { ChalkInstance } from 'chalk'
import type { DiffLine } from './diff.js'
import type { Piece, TokenKind } from './highlight.js'
import { pieces } from './highlight.js'
import { crop, safe } from './terminal.js'
import type { TextStyle } from './text-style.js'

/** So many removed or added lines are shown of a change. */
const CHANGES_SHOWN = 6

/** Where output goes to a file, a source line is cut at this many characters. */
const LOG_WIDTH = 200

/** A diff with a sign and the number of the original line in front. */
export function diffLines(diff: readonly DiffLine[], style: TextStyle): string[] {
  const digits = String(diff.reduce((max, line) => Math.max(max, line.line ?? 0), 0)).length
  const indent = commonIndent(diff)
  const width = Math.max(20, (style.terminal ? style.columns : LOG_WIDTH) - digits - 5)
  return shorten(diff).map((line) => {
    if (typeof line === 'string') return style.chalk.dim(`  ${' '.repeat(digits)}  ${line}`)
    const number = line.line === undefined ? '' : String(line.line)
    const sign = line.kind === 'removed' ? '-' : line.kind === 'added' ? '+' : ' '
    const text = source(line, indent, width, style.chalk)
    return `${signPaint(line, style.chalk)(`${sign} ${number.padStart(digits)}`)}  ${text}`.trimEnd()
  })
}

function signPaint({ kind }: DiffLine, chalk: ChalkInstance): ChalkInstance {
  return kind === 'removed' ? chalk.red : kind === 'added' ? chalk.green : chalk.dim
}

function source(line: DiffLine, indent: number, width: number, chalk: ChalkInstance): string {
  const mark = line.mark && { from: Math.max(0, line.mark.from - indent), to: Math.max(0, line.mark.to - indent) }
  const cut = crop(line.text.slice(indent), mark, width)
  const whole = cut.mark?.from === 0 && cut.mark.to >= cut.text.length
  return pieces(cut.text, cut.mark)
    .map((piece) => {
      const text = safe(piece.text)
      if (!piece.marked) return line.kind === 'same' ? chalk.dim(text) : painted(piece, text, chalk)
      return whole ? signPaint(line, chalk)(text) : signPaint(line, chalk).inverse(text)
    })
    .join('')
}

function painted(piece: Piece, text: string, chalk: ChalkInstance): string {
  const paints: Record<TokenKind, (text: string) => string> = {
    keyword: chalk.magenta, string: chalk.cyan, number: chalk.cyan, comment: chalk.dim, plain: (plain) => plain,
  }
  return paints[piece.kind](text)
}

/** Leaves out the middle of long runs of removed or added lines, and says how much. */
export function shorten(diff: readonly DiffLine[]): (DiffLine | string)[] {
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

/** How many characters of white space all lines begin with. */
export function commonIndent(diff: readonly DiffLine[]): number {
  const first = diff.find((line) => line.text.trim() !== '')?.text ?? ''
  let indent = /^[ \t]*/.exec(first)?.[0] ?? ''
  for (const { text } of diff) {
    if (text.trim() === '') continue
    while (!text.startsWith(indent)) indent = indent.slice(0, -1)
  }
  return indent.length
}
