/** Whose turn it is: in a limited time mutants go in the order of the draw, otherwise as they are queued. */
import type { JudgeInput } from './bench.js'
import type { FileState } from './file-state.js'
import type { Pair } from './pair.js'
import { RERUN_TIERS, type Dry } from './protocol.js'

export interface Turns {
  /** Whether there is a draw; then queues are in its order. */
  readonly limited: boolean
  /** Whether the time is up. */
  isOver(): boolean
  /** Milliseconds until then; infinite without a limit. */
  leftMs(): number
  /** Whether a file with such a dry run takes a large part of the time before its first mutant. */
  isSlow(dry: Dry): boolean
  /** Whether there is time to get all of these ready, and to judge as long again. */
  hasTimeFor(slow: readonly FileState[], places: number): boolean
  /** Call when the dry run of another test file is known: fewer may start while it lasts when there is too little time for it. */
  opened(done: number, total: number): void
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

/** The dry run is to be over at this share of the time: until all test files were opened no mutant can be called surviving. */
const DRY_RUN_ENDS = 0.7

/** Where hardly any mutant is judged meanwhile, and it will not be over in time either, there is nothing to be gained by waiting for it. */
const HOPELESS_SHARE = FIRST_SHARE / 8

/** It is looked at whether it will each time that so many more were opened. */
const LOOK_AFTER = 4

/** Runs of a file without a mutant before the first one is judged. */
const BASELINES = 4

/** Of all the time: a file that takes a larger part of it before its first mutant waits until all others were opened. */
const SLOW_SHARE = 0.01

/** A dry run that takes longer is taken to have so much of the time left. */
const LEAST_LEFT = 0.05

export function createTurns({ draw, catalog }: Pick<JudgeInput, 'draw' | 'catalog'>): Turns {
  if (!draw) {
    return {
      limited: false,
      isOver: () => false,
      leftMs: () => Infinity,
      isSlow: () => false,
      hasTimeFor: () => true,
      opened: () => undefined,
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
  let isHopeless = false
  let looked: { readonly done: number; readonly gone: number } | undefined
  const isOver = (): boolean => draw.gone() >= 1
  const leftMs = (): number => (1 - draw.gone()) * draw.budgetMs
  const readyMs = ({ durationMs }: Dry): number => BASELINES * durationMs
  const mayStart = (pair: Pair): boolean => placeOf(pair) < share && !isOver()
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
  const countOf = (queue: readonly Pair[]): number => (isOver() ? 0 : indexOf(queue, share))
  return {
    limited: true,
    isOver,
    leftMs,
    isSlow: (dry) => readyMs(dry) > SLOW_SHARE * draw.budgetMs,
    hasTimeFor: (slow, places) => !isOver() && slow.reduce((sum, { dry }) => sum + readyMs(dry!), 0) / places <= leftMs() / 2,
    opened(done, total) {
      const gone = draw.gone()
      looked ??= { done, gone }
      if (done - looked.done < LOOK_AFTER) return
      if (isHopeless) return
      const needed = (total - done) * (gone - looked.gone) / (done - looked.done)
      looked = { done, gone }
      // Opening takes a part of that whatever is judged meanwhile: the next look takes off what is too much still.
      share /= Math.max(1, needed / Math.max(LEAST_LEFT, DRY_RUN_ENDS - gone))
      isHopeless = needed > 1 - gone && share < HOPELESS_SHARE
      if (isHopeless) share = 1
    },
    mayStart,
    countOf,
    openOf: (queue) => queue.slice(0, countOf(queue)),
    insert: (queue, pair) => { queue.splice(indexOf(queue, placeOf(pair)), 0, pair) },
    widen(files) {
      const heads = files.flatMap((state) => (state.ready ? [...RERUN_TIERS, 'fresh' as const].map((tier) => state[tier][0]) : [])).filter((pair) => pair !== undefined)
      if (heads.length === 0 || heads.some(mayStart) || isOver()) return false
      while (!heads.some(mayStart) && share < 1) share = Math.min(1, share * 2)
      return true
    },
  }
}
