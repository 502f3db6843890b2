/** Tells whether two edits at different spans make the same text. */
import type { Span } from '../model/span.js'

/** The same for two edits of `text` exactly when the texts that they make are the same. */
export function changeKey(text: string, span: Span, replacement: string): string {
  let { start, end } = span
  let from = 0
  let to = replacement.length
  while (end > start && to > from && text[end - 1] === replacement[to - 1]) {
    end--
    to--
  }
  while (end > start && to > from && text[start] === replacement[from]) {
    start++
    from++
  }
  let put = replacement.slice(from, to)
  // What is only left out, or only put in, can stand further left with the same result: `aa` without its first or last `a`.
  while (start > 0 && (put === '' ? end > start : start === end) && text[start - 1] === (put === '' ? text[end - 1] : put.at(-1))) {
    if (put === '') end--
    else {
      put = text[start - 1]! + put.slice(0, -1)
      end--
    }
    start--
  }
  return `${start}:${end}:${put}`
}
