/** Places for workers that compute: tests that mostly wait go on without one, and leave it to others. */
import { availableMemory } from 'node:process'
import type { FileState } from './file-state.js'
import type { World } from './runner.js'

export interface Places {
  isFree(): boolean
  /** Takes one. Who calls the answer gives it back; once is enough, and more does no harm. */
  take(): () => void
}

/** @param onFree told when one was given back */
export function createPlaces(count: number, onFree: () => void): Places {
  let taken = 0
  return {
    isFree: () => taken < count,
    take() {
      taken++
      let isMine = true
      return () => {
        if (!isMine) return
        isMine = false
        taken--
        onFree()
      }
    },
  }
}

/** Workers for each place, where tests mostly wait. */
const MOST_IN_A_PLACE = 4

/** Bytes that a worker is taken to need. */
const WORKER_BYTES = 2 ** 29

/** How many workers there may be at the same time, as far as memory allows now. Who wants one at a time gets no more. */
export function mostWorkers(places: number): number {
  return places === 1 ? 1 : Math.max(places, Math.min(places * MOST_IN_A_PLACE, Math.floor(availableMemory() / WORKER_BYTES)))
}

/** With less idle time, or tests that are over sooner, as many workers as places are enough. */
const IDLE = 7 / 8
const LEAST_MS = 100

/**
 * Whether the tests leave the processor to others: they wait for timers, not for what computes elsewhere or has room for as many
 * workers as there are places, such as a database for each.
 */
export function mostlyWaits({ dry }: FileState, world: World | undefined): boolean {
  if (!dry || world === undefined || world.elsewhere.size > 0) return false
  const { idle = 0, tests } = dry
  return idle >= IDLE && tests.reduce((sum, { durationMs }) => sum + durationMs, 0) >= LEAST_MS
}
