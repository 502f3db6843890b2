/** Offsets to lines and columns. */
import type { Location, Position, Span } from '../model/span.js'

export interface Lines {
  positionAt(offset: number): Position
  locationOf(span: Span): Location
}

/** Lines end at `\n` alone, as the readers of mutation reports count them. */
export function linesOf(text: string): Lines {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)

  function positionAt(offset: number): Position {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }

  return { positionAt, locationOf: (span) => ({ start: positionAt(span.start), end: positionAt(span.end) }) }
}
