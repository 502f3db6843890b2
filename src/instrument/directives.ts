/** Finds where code may begin: after a shebang, comments and directives such as 'use strict'. */

/** What keeps a leading string from being a directive: the expression goes on. */
const CONTINUES = /^(?:[.([+\-*/%,?:=<>&|^`]|!=|(?:in|instanceof|as|satisfies)\b)/

/** The offset after byte order mark, shebang, comments and directives; there the first statement begins, or the text ends. */
export function startOfModule(text: string): number {
  let start = text.startsWith('\uFEFF') ? 1 : 0
  if (text.startsWith('#!', start)) start = lineEnd(text, start)
  const directives = endOfDirectives(text, start)
  return directives === start ? skipTrivia(text, start) : directives
}

/** The offset just after the last directive that follows `start`, or `start` itself when none does. */
export function endOfDirectives(text: string, start: number): number {
  let end = start
  for (;;) {
    const next = endOfDirective(text, skipTrivia(text, end))
    if (next === undefined) return end
    end = next
  }
}

function endOfDirective(text: string, at: number): number | undefined {
  const quote = text[at]
  if (quote !== '"' && quote !== "'") return undefined
  const closing = endOfString(text, at)
  if (closing === undefined) return undefined
  const next = skipTrivia(text, closing)
  if (text[next] === ';') return next + 1
  const endsHere = next === text.length || text[next] === '}' || text.slice(closing, next).includes('\n')
  return endsHere && !CONTINUES.test(text.slice(next, next + 12)) ? closing : undefined
}

function endOfString(text: string, at: number): number | undefined {
  const quote = text[at]
  for (let i = at + 1; i < text.length; i++) {
    const char = text[i]
    if (char === quote) return i + 1
    if (char === '\n') return undefined
    if (char === '\\') i++
  }
  return undefined
}

/** The offset of the next thing that is neither white space nor a comment. */
function skipTrivia(text: string, start: number): number {
  let at = start
  for (;;) {
    while (at < text.length && /\s/.test(text[at] ?? '')) at++
    if (text.startsWith('//', at)) {
      at = lineEnd(text, at)
    } else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2)
      at = end < 0 ? text.length : end + 2
    } else {
      return at
    }
  }
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start)
  return end < 0 ? text.length : end
}
