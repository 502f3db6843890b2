/** Which test files workers have now, and how much of its place a worker leaves to others. */
import { waitingShare, waitsHere, type FileState } from './file-state.js'
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
