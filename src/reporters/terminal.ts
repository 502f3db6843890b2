/** What a terminal can show and what must not reach it: colour, width, control characters. */
import type { ChalkInstance } from 'chalk'
import { Chalk } from 'chalk'

/** Colour for one stream: FORCE_COLOR decides, else NO_COLOR, else whether the stream is a terminal. */
export function colours(stream: Pick<NodeJS.WriteStream, 'isTTY'>, env: NodeJS.ProcessEnv): ChalkInstance {
  return new Chalk({ level: hasColour(stream, env) ? 1 : 0 })
}

function hasColour(stream: Pick<NodeJS.WriteStream, 'isTTY'>, env: NodeJS.ProcessEnv): boolean {
  const force = env['FORCE_COLOR']
  if (force !== undefined) return force !== '0' && force !== 'false'
  if (env['NO_COLOR']) return false
  return stream.isTTY === true && env['TERM'] !== 'dumb'
}

/** A terminal on which a line can be drawn again. */
export function isLive(stream: Pick<NodeJS.WriteStream, 'isTTY'>, env: NodeJS.ProcessEnv): boolean {
  return stream.isTTY === true && env['TERM'] !== 'dumb'
}

/** Columns to write in: the terminal's, 80 where there is none, never less than 20. */
export function columnsOf(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>): number {
  return stream.isTTY && stream.columns ? Math.max(20, stream.columns) : 80
}

// Control characters, and those that change the direction or the breaking of the text around them.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** Text of unknown origin on one line, with a visible escape for whatever could move the cursor or turn the text. */
export function safe(text: string): string {
  return text.replace(unsafe, (char) => {
    if (char === '\t') return '  '
    const code = char.charCodeAt(0)
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

const ansi = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g

/** Without terminal escape sequences. */
export function stripAnsi(text: string): string {
  return text.replace(ansi, '')
}

/** Columns that a text without control characters takes on a terminal. */
export function widthOf(text: string): number {
  let width = 0
  for (const char of text) width += charWidth(char.codePointAt(0) ?? 0)
  return width
}

function charWidth(code: number): number {
  if (code < 0x300) return 1
  if (code <= 0x36f || code === 0x200b || code === 0x200d || (code >= 0xfe00 && code <= 0xfe0f)) return 0
  const wide =
    (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) || (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) || (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) || (code >= 0x1f300 && code <= 0x1faff) || code >= 0x20000
  return wide ? 2 : 1
}

/** Cuts at the end, with `…`, what is wider than `width` columns. */
export function fit(text: string, width: number): string {
  if (text.length <= width && widthOf(text) <= width) return text
  let used = 0
  let kept = ''
  for (const char of text) {
    used += charWidth(char.codePointAt(0) ?? 0)
    if (used > width - 1) break
    kept += char
  }
  return `${kept}…`
}

/** Spaces at which a line may end: a number keeps its unit. */
const BREAKS = / (?!(?:ms|s|min)(?![\w']))/u

/** A sentence broken at spaces into lines of at most `width` columns; a longer word stays whole. May hold colours. */
export function wrap(sentence: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of sentence.split(BREAKS)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && widthOf(stripAnsi(longer)) > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return line === '' ? lines : [...lines, line]
}

/** Cuts in the middle what is longer than `width`, so that the start and the file name of a path both stay. */
export function fitMiddle(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  const chars = [...text]
  const name = chars.length - 1 - chars.lastIndexOf('/')
  const tail = Math.min(Math.max(name + 1, Math.ceil((width - 1) / 2)), Math.max(1, width - 2))
  const head = Math.max(0, width - 1 - tail)
  return fit(`${chars.slice(0, head).join('')}…${chars.slice(chars.length - tail).join('')}`, width)
}

const MOST_INDENT = 8

/** The stretch of a long line around `mark`, at most `width` characters, and the mark in it. */
export function crop(
  text: string,
  mark: { from: number; to: number } | undefined,
  width: number,
): { text: string; mark: { from: number; to: number } | undefined } {
  if (text.length <= width) return { text, mark }
  const from = mark?.from ?? 0
  const room = width - 2
  const wanted = Math.min((mark?.to ?? 0) - from, room)
  const around = Math.max(0, Math.min(from - Math.floor((room - wanted) / 2), text.length - room))
  // A sign in place of a little indentation would say less than it.
  const isIndent = around <= MOST_INDENT && text.slice(0, around).trim() === ''
  const start = isIndent && (wanted === room || (mark?.to ?? 0) <= room) ? 0 : around
  const end = Math.min(text.length, start + room)
  const before = start > 0 ? '…' : ''
  const moved = before.length - start
  return {
    text: `${before}${text.slice(start, end)}${end < text.length ? '…' : ''}`,
    mark: mark && { from: Math.max(before.length, mark.from + moved), to: Math.min(before.length + room, mark.to + moved) },
  }
}

const listening = new WeakSet<NodeJS.WritableStream>()

/** Writes all of `text` and waits until it is taken; a reader that has gone away is no error. */
export function print(stream: NodeJS.WritableStream, text: string): Promise<void> {
  ignoreBrokenPipe(stream)
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error && !isBrokenPipe(error)) reject(error)
      else resolve()
    })
  })
}

/** Keeps a closed pipe (`mutate | head`) from ending the process. */
export function ignoreBrokenPipe(stream: NodeJS.WritableStream): void {
  if (listening.has(stream)) return
  listening.add(stream)
  stream.on('error', (error: Error) => {
    if (!isBrokenPipe(error)) throw error
  })
}

function isBrokenPipe(error: Error): boolean {
  const code = (error as NodeJS.ErrnoException).code
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'ERR_STREAM_WRITE_AFTER_END'
}
