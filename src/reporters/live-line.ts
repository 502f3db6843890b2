/** One line at the bottom of a terminal that is drawn again and again, and makes way for whatever else is printed. */
import { ignoreBrokenPipe, stripAnsi } from './terminal.js'

export interface LiveLine {
  /** Replaces the line; `text` must be narrower than the terminal. */
  draw(text: string): void
  /** Removes the line and leaves the streams as they were. */
  close(): void
}

const ERASE_LINE = '\r\u001b[K'

// What is too wide is cut and not wrapped: the terminal may have become narrower a moment ago.
const NO_WRAP = '\u001b[?7l'
const WRAP = '\u001b[?7h'

/** `others` are streams that end up on the same terminal. */
export function createLiveLine(stream: NodeJS.WriteStream, others: readonly NodeJS.WriteStream[]): LiveLine {
  ignoreBrokenPipe(stream)
  let shown = false
  // Output that stops in the middle of a line would be drawn over: wait for its end, but not for ever.
  let midLine = false
  let waited = 0
  const original: (text: string) => boolean = stream.write.bind(stream)
  const restore: (() => void)[] = []

  let columns = stream.columns

  const eraser = () => {
    // In a narrower terminal the old line may have wrapped. Row by row, because some terminals keep in their history what
    // is erased to the end of the screen.
    const wrapped = Math.min(5, Math.ceil(columns / stream.columns) - 1)
    columns = stream.columns
    return wrapped > 0 ? `${ERASE_LINE}\u001b7${'\u001b[B\u001b[2K'.repeat(wrapped)}\u001b8` : ERASE_LINE
  }
  const erase = () => {
    if (!shown) return
    shown = false
    original(eraser())
  }
  const watch = (target: NodeJS.WriteStream) => {
    // Kept as it is, to be put back: `write` may be the stream's own or inherited.
    const own = Object.getOwnPropertyDescriptor(target, 'write')
    const write = target.write.bind(target)
    const watched = ((...args: Parameters<typeof write>) => {
      const chunk: unknown = args[0]
      // A test runner hides the cursor and the like: nothing that the line would have to make way for.
      if (typeof chunk === 'string' && stripAnsi(chunk) === '') return write(...args)
      erase()
      const end = typeof chunk === 'string' ? chunk.at(-1) : chunk instanceof Uint8Array ? chunk.at(-1) : undefined
      if (end !== undefined) midLine = end !== '\n' && end !== 10
      return write(...args)
    }) as typeof target.write
    Object.defineProperty(target, 'write', { value: watched, configurable: true, writable: true })
    restore.push(() => {
      // Somebody else may have put his own in between; then ours stays, and does nothing.
      if (Object.getOwnPropertyDescriptor(target, 'write')?.value !== watched) return
      if (own) Object.defineProperty(target, 'write', own)
      else Reflect.deleteProperty(target, 'write')
    })
  }

  let open = false
  return {
    draw(text) {
      if (!open) {
        open = true
        for (const target of [stream, ...others]) watch(target)
      }
      if (midLine && ++waited < 20) return
      if (midLine) original('\n')
      midLine = false
      waited = 0
      shown = true
      // The cursor goes back to the start: wherever a resize moves the text, erasing begins there.
      original(`${eraser()}${NO_WRAP}${text}${WRAP}\r`)
    },
    close() {
      erase()
      if (open) for (const undo of restore.splice(0)) undo()
      open = false
    },
  }
}
