/** A source text as numbered lines. */

export interface Lines {
  readonly text: string
  /** Offset of the first character of each line. */
  readonly starts: readonly number[]
}

export function toLines(text: string): Lines {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return { text, starts }
}

/** The line, from 0, that holds the character at `offset`. */
export function lineAt(lines: Lines, offset: number): number {
  let low = 0
  let high = lines.starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((lines.starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** Offset of the first character of a line; past the last line, the length of the text. */
export function lineStart(lines: Lines, line: number): number {
  return lines.starts[line] ?? lines.text.length
}

/** Offset just behind the last character of a line, its line break left out. */
export function lineEnd(lines: Lines, line: number): number {
  const next = lines.starts[line + 1]
  if (next === undefined) return lines.text.length
  const end = next - 1
  return lines.text[end - 1] === '\r' && end - 1 >= lineStart(lines, line) ? end - 1 : end
}

/** The text of a line, from 0, without its line break; undefined past the last line. */
export function lineText(lines: Lines, line: number): string | undefined {
  if (line < 0 || line >= lines.starts.length) return undefined
  return lines.text.slice(lineStart(lines, line), lineEnd(lines, line))
}
