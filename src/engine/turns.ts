/** Whose turn it is: in a limited time mutants go in the order of the draw, otherwise as they are queued. */
import type { JudgeInput } from './bench.js'
import type { FileState } from './file-state.js'
import type { Pair } from './pair.js'

export interface Turns {
  /** Whether there is a draw; then queues are in its order. */
  readonly limited: boolean
  mayStart(pair: Pair): boolean
  /** How many pairs of a queue may start. */
  countOf(queue: readonly Pair[]): number
  /** Those pairs. */
  openOf(queue: readonly Pair[]): readonly Pair[]
  /** Puts a pair where its turn is. */
  insert(queue: Pair[], pair: Pair): void
  /** Lets more of the draw have their turn; says whether there is any pair that gained by it. */
  widen(files: readonly FileState[]): boolean
}

/**
 * The share of the draw that may start at first; it doubles whenever all that may start has. Without it the files would
 * be judged one after the other, and the beginning of the draw would be complete only at the end.
 */
const FIRST_SHARE = 1 / 32

export function createTurns({ draw, catalog }: Pick<JudgeInput, 'draw' | 'catalog'>): Turns {
  if (!draw) {
    return {
      limited: false,
      mayStart: () => true,
      countOf: (queue) => queue.length,
      openOf: (queue) => queue,
      insert: (queue, pair) => { queue.push(pair) },
      widen: () => false,
    }
  }
  const places = new Map<number, number>()
  const placeOf = ({ mutant }: Pair): number => {
    let place = places.get(mutant)
    if (place === undefined) places.set(mutant, place = draw.placeOf(catalog.mutants[mutant]!))
    return place
  }
  let share = FIRST_SHARE
  const mayStart = (pair: Pair): boolean => placeOf(pair) < share && !draw.isOver()
  /** The first index whose place is not below `place`. */
  const indexOf = (queue: readonly Pair[], place: number): number => {
    let low = 0
    let high = queue.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (placeOf(queue[middle]!) < place) low = middle + 1
      else high = middle
    }
    return low
  }
  const countOf = (queue: readonly Pair[]): number => (draw.isOver() ? 0 : indexOf(queue, share))
  return {
    limited: true,
    mayStart,
    countOf,
    openOf: (queue) => queue.slice(0, countOf(queue)),
    insert: (queue, pair) => { queue.splice(indexOf(queue, placeOf(pair)), 0, pair) },
    widen(files) {
      const heads = files.flatMap(({ ready, hot, cold, fresh }) => (ready ? [hot[0], cold[0], fresh[0]] : [])).filter((pair) => pair !== undefined)
      if (heads.length === 0 || heads.some(mayStart) || draw.isOver()) return false
      while (!heads.some(mayStart) && share < 1) share = Math.min(1, share * 2)
      return true
    },
  }
}
