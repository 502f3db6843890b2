/** Which test files workers have now, and how much of its place a worker leaves to others. */
import type { FileState } from './file-state.js'
import { testsMs } from './dry-run.js'
import type { Pair } from './pair.js'
import type { Runner, World } from './runner.js'

export interface Occupied {
  /** Whether a worker may have the file now: one at a time where tests hold something, such as a port. */
  isFree(state: FileState): boolean
  /** How much of its place a worker of the file leaves to others while tests run. @param pair in a worker of its own */
  shareOf(state: FileState, pair?: Pair): number
  /** Counts a worker of the file until `work` is done. */
  during(state: FileState, work: () => Promise<void>): Promise<void>
}

/** Where tests wait in vain: the start of its worker is all that it takes. */
const IN_VAIN = 0.9

export function createOccupied({ worlds }: Pick<Runner, 'worlds'>): Occupied {
  /** Files that workers have now, as often as they do. */
  const running: FileState[] = []
  const worldOf = ({ file }: FileState): World | undefined => worlds?.get(file.key)
  return {
    isFree(state) {
      const mayHold = !state.dry || worldOf(state)?.holds === true
      return !mayHold || !running.includes(state)
    },
    shareOf: (state, pair) => pair?.waits === true && waitsHere(worldOf(state)) ? IN_VAIN : waitingShare(state, worldOf(state)),
    async during(state, work) {
      running.push(state)
      try {
        await work()
      } finally {
        running.splice(running.indexOf(state), 1)
      }
    },
  }
}

/** With less idle time, or tests that are over sooner (in milliseconds), a worker keeps all of its place. */
const LEAST_IDLE = 1 / 4
const LEAST_MS = 100

/**
 * The share of the processor, from 0 to 1, that the tests leave to others: they wait for timers, not for what computes elsewhere or has
 * room for as many workers as there are places, such as a database for each.
 * @param world what the tests took in so far
 */
export function waitingShare({ dry }: FileState, world: World | undefined): number {
  const idle = dry?.idle ?? 0
  if (!dry || !waitsHere(world) || idle < LEAST_IDLE || testsMs(dry) < LEAST_MS) return 0
  return idle
}

/** Whether what tests wait for is none of those. */
export function waitsHere(world: World | undefined): boolean {
  return world !== undefined && !world.hasCompany
}
