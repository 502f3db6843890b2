/** A mutant as a small diff: the changed lines, and a few of their neighbours. */
import { diffArrays } from 'diff'
import type { Mutant } from '../model/mutant.js'
import type { Lines } from './lines.js'
import { lineAt, lineEnd, lineStart, lineText } from './lines.js'

export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added'
  /** Number of the line in the original source, from 1; absent on added lines. */
  readonly line?: number
  /** Without a line break. */
  readonly text: string
  /** The part of `text` that changed, as offsets; absent on unchanged lines. */
  readonly mark?: { readonly from: number; readonly to: number }
}

/**
 * The lines a mutant changes, removed ones before added ones, with `context` unchanged lines around them.
 * Lines that a replacement of several lines repeats count as unchanged.
 */
export function mutantDiff(lines: Lines, mutant: Mutant, context = 1): DiffLine[] {
  const first = lineAt(lines, mutant.span.start)
  const last = lineAt(lines, Math.max(mutant.span.start, mutant.span.end - 1))
  const changed = changedLines(lines, mutant, first, last)
  const shown = [...neighbours(lines, first - context, first), ...changed, ...neighbours(lines, last + 1, last + 1 + context)]
  return trimSame(shown, context)
}

function changedLines(lines: Lines, mutant: Mutant, first: number, last: number): DiffLine[] {
  const { start, end } = mutant.span
  const head = lines.text.slice(lineStart(lines, first), start)
  const tail = lines.text.slice(end, Math.max(end, lineEnd(lines, last)))
  const before = split(head + lines.text.slice(start, end) + tail)
  const after = split(head + mutant.replacement + tail)
  const markBefore = marker(before, head.length, tail.length)
  const markAfter = marker(after, head.length, tail.length)
  const result: DiffLine[] = []
  let oldIndex = 0
  let newIndex = 0
  for (const part of diffArrays(before, after)) {
    for (const text of part.value) {
      if (part.added) {
        // What is left of a removed statement is an empty line, which tells nothing.
        if (text.trim() !== '') result.push({ kind: 'added', text, mark: markAfter(newIndex) })
        newIndex++
      } else {
        const line = first + oldIndex + 1
        if (part.removed) result.push({ kind: 'removed', line, text, mark: markBefore(oldIndex) })
        else {
          result.push({ kind: 'same', line, text })
          newIndex++
        }
        oldIndex++
      }
    }
  }
  return result
}

function split(text: string): string[] {
  return text.split(/\r?\n/)
}

/** Which part of a line is inside the replaced span: all but the head of the first and the tail of the last line. */
function marker(texts: readonly string[], head: number, tail: number): (index: number) => { from: number; to: number } {
  return (index) => {
    const text = texts[index] ?? ''
    const indent = text.length - text.trimStart().length
    const from = index === 0 ? head : indent
    const to = text.length - (index === texts.length - 1 ? tail : 0)
    return { from: Math.min(from, to), to: Math.max(from, to) }
  }
}

function neighbours(lines: Lines, from: number, to: number): DiffLine[] {
  const result: DiffLine[] = []
  for (let line = Math.max(0, from); line < to; line++) {
    const text = lineText(lines, line)
    if (text !== undefined) result.push({ kind: 'same', line: line + 1, text })
  }
  return result
}

function isBlank(line: DiffLine | undefined): boolean {
  return line?.kind === 'same' && line.text.trim() === ''
}

/** Leaves `context` unchanged lines before the first and behind the last change, blank ones aside. */
function trimSame(diff: readonly DiffLine[], context: number): DiffLine[] {
  const first = diff.findIndex((line) => line.kind !== 'same')
  const last = diff.findLastIndex((line) => line.kind !== 'same')
  if (first === -1) return [...diff]
  const shown = diff.slice(Math.max(0, first - context), last + 1 + context)
  while (isBlank(shown[0])) shown.shift()
  while (isBlank(shown.at(-1))) shown.pop()
  return shown
}
