/**
 * Workers between two test files: one whose file has left nothing behind may take the next. Starting a worker takes
 * longer than most test files do.
 */
import type { FromWorker, ToWorker } from '../../engine/protocol.js'
import type { TestWorker } from './versions/adapter.js'
import type { WorldRecord } from './world.js'
import type { FromHost, ToHost } from './worker/bridge.js'

/** A module that a worker was given. */
export interface Given {
  /** Vite's environment that it was made in. */
  readonly environment: unknown
  readonly module: { readonly id?: unknown; readonly file?: unknown; readonly externalize?: unknown; readonly cache?: unknown }
  /** Absolute, of its file, where that is known. */
  readonly path: string | undefined
}

/** A worker with its line; who listens changes with the file. */
export interface Seat {
  /** Files with the same text here may follow each other. */
  readonly key: string
  readonly worker: TestWorker
  readonly line: { send(message: ToWorker | FromHost): void; close(): void }
  /** Ends the worker; resolves when it is gone. */
  end(): Promise<void>
  /** Why no other file may follow; the first reason stays. */
  taint: string | undefined
  /** The modules that the worker was given, by id. */
  readonly given: Map<string, Given>
  /** Takes down what the file that is in the worker loads. */
  world: WorldRecord
  hear: Listener
}

export interface Listener {
  message(message: FromWorker | ToHost): void
  exit(reason: string): void
  /** Vitest has ended with the file. */
  finished(): void
}

/** The workers at rest: at most one for each slot. */
export interface Seats {
  /** The worker that waits in the slot, when it may take a file with this key; one that may not is ended. */
  take(slot: number, key: string | undefined): Seat | undefined
  leave(slot: number, seat: Seat): void
  /** Whether it is worth finding out what a file leaves behind: not where the first of them all left something. */
  readonly hopeful: boolean
  /** Told of each worker that ends because of what its file left behind. */
  lose(): void
  close(): Promise<void>
}

/** After so many test files that all left something behind, nothing else is expected of the others. */
const ENOUGH = 3

export function createSeats(): Seats {
  const waiting = new Map<number, Seat>()
  let taken = 0
  let lost = 0
  const ending = new Set<Promise<void>>()
  const end = (seat: Seat) => {
    const gone: Promise<void> = seat.end().finally(() => { ending.delete(gone) })
    ending.add(gone)
  }
  return {
    take(slot, key) {
      const seat = waiting.get(slot)
      if (!seat) return undefined
      waiting.delete(slot)
      if (seat.key === key) {
        taken++
        return seat
      }
      end(seat)
      return undefined
    },
    leave(slot, seat) {
      seat.hear = {
        message: () => undefined,
        finished: () => undefined,
        exit() {
          if (waiting.get(slot) !== seat) return
          waiting.delete(slot)
          end(seat)
        },
      }
      waiting.set(slot, seat)
    },
    get hopeful() { return taken > 0 || lost < ENOUGH },
    lose() { lost++ },
    async close() {
      for (const seat of waiting.values()) end(seat)
      waiting.clear()
      await Promise.all(ending)
    },
  }
}
