/** Splits a line of source into coloured pieces: enough for a diff, no parser. */

export type TokenKind = 'keyword' | 'string' | 'number' | 'comment' | 'plain'

export interface Piece {
  readonly text: string
  readonly kind: TokenKind
  /** Inside the part of the line that changed. */
  readonly marked: boolean
}

const keywords =
  'abstract as async await break case catch class const continue debugger declare default delete do else enum export extends ' +
  'false finally for from function get if implements import in instanceof interface is keyof let new null of private protected ' +
  'public readonly return satisfies set static super switch this throw true try type typeof undefined var void while yield'
const KEYWORDS: ReadonlySet<string> = new Set(keywords.split(' '))

const TOKEN =
  /(\/\/.*|\/\*.*?(?:\*\/|$))|("(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|`(?:[^`\\]|\\.)*`?)|(\b\d[\w.]*)|([A-Za-z_$][\w$]*)/g

/** Lines longer than this stay plain. */
const LONGEST = 2000

/** The pieces of one line; joined they are the line. `mark` is the part that changed. */
export function pieces(line: string, mark?: { readonly from: number; readonly to: number }): Piece[] {
  const result: Piece[] = []
  const add = (from: number, to: number, kind: TokenKind) => {
    // A piece that the mark begins or ends in is cut there.
    const cuts = mark ? [mark.from, mark.to].filter((cut) => cut > from && cut < to) : []
    let start = from
    for (const end of [...cuts, to]) {
      if (end > start) {
        const marked = mark !== undefined && start >= mark.from && end <= mark.to
        result.push({ text: line.slice(start, end), kind, marked })
      }
      start = end
    }
  }
  if (line.length > LONGEST) {
    add(0, line.length, 'plain')
    return result
  }
  if (/^\s*\*(?:\s|\/|$)/.test(line)) {
    add(0, line.length, 'comment')
    return result
  }
  let at = 0
  for (const match of line.matchAll(TOKEN)) {
    const kind = kindOf(match)
    if (kind === 'plain') continue
    add(at, match.index, 'plain')
    at = match.index + match[0].length
    add(match.index, at, kind)
  }
  add(at, line.length, 'plain')
  return result
}

function kindOf(match: RegExpExecArray): TokenKind {
  if (match[1] !== undefined) return 'comment'
  if (match[2] !== undefined) return 'string'
  if (match[3] !== undefined) return 'number'
  return KEYWORDS.has(match[0]) ? 'keyword' : 'plain'
}
