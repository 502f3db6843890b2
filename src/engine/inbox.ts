/** A queue of events that one reader waits on. */

export interface Inbox<E> {
  push(event: E): void
  /** The next event; at most one reader at a time. */
  next(): Promise<E>
}

export function createInbox<E>(): Inbox<E> {
  const events: E[] = []
  let reader: ((event: E) => void) | undefined
  return {
    push(event) {
      if (reader) {
        const read = reader
        reader = undefined
        read(event)
      } else {
        events.push(event)
      }
    },
    next() {
      const event = events.shift()
      return event === undefined ? new Promise((resolve) => { reader = resolve }) : Promise.resolve(event)
    },
  }
}
