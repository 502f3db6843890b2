/** What a free lane does next: runs without a mutant first, then what can be judged for least, and last what takes long. */
import type { Bench } from './bench.js'
import type { Candidates } from './candidates.js'
import type { FileState } from './file-state.js'
import type { Occupied } from './occupied.js'
import type { Opening } from './opening.js'
import type { Pair } from './pair.js'
import type { PutOff } from './put-off.js'
import type { Queues } from './queues.js'
import { isConfirmation } from './suspects.js'
import type { TakingOver } from './taking-over.js'
import type { Turns } from './turns.js'

export type Work =
  | { readonly kind: 'judge'; readonly state: FileState }
  | { readonly kind: 'again'; readonly state: FileState }
  | { readonly kind: 'reversed'; readonly state: FileState }
  | { readonly kind: 'fresh'; readonly state: FileState; readonly pair: Pair }

export interface Agenda {
  /** Takes out the next work; undefined when there is none now. */
  next(): Work | undefined
  /** Takes out work of tests that wait, which leave their place to others meanwhile. */
  nextPatient(): Work | undefined
  /** Whether test files are still to be opened, for the first time or once more: they may notice what was put off. */
  mayBeNoticed(): boolean
}

/** Where work comes from. */
export interface WorkSources {
  readonly files: readonly FileState[]
  readonly opening: Opening
  readonly queues: Queues
  readonly candidates: Candidates
  readonly takingOver: TakingOver
  readonly putOff: PutOff
  readonly turns: Turns
  readonly occupied: Occupied
}

/**
 * @param places workers that compute at the same time
 * @param isIdle whether no lane has work
 */
export function createAgenda(
  bench: Bench, places: number, { files, opening, queues, candidates, takingOver, putOff, turns, occupied: { isFree, shareOf } }: WorkSources, isIdle: () => boolean,
): Agenda {
  const reversing = new Set<FileState>()

  function withoutMutants(): Work | undefined {
    const repeated = bench.judging() ? files.find((state) => state.repeats > 0 && isFree(state)) : undefined
    if (repeated) {
      repeated.repeats--
      return { kind: 'again', state: repeated }
    }
    const unopened = opening.next(isFree) ?? (turns.hasTimeFor(opening.waitingForLater, places) ? opening.nextLater(isFree) : undefined)
    if (unopened) return { kind: 'judge', state: unopened }
    const unturned = bench.judging()
      ? files.find((state) => state.ready && state.dependent === undefined && !reversing.has(state) && isFree(state)) : undefined
    if (!unturned) return undefined
    reversing.add(unturned)
    return { kind: 'reversed', state: unturned }
  }

  function withMutants(): Work | undefined {
    const waiting = candidates.unopened()
    if (waiting) return { kind: 'judge', state: waiting }
    if (releaseHeld()) return next()
    const split = candidates.split(files)
    if (split) return { kind: 'judge', state: split }
    const confirmation = fresh(files, (_, pair) => isConfirmation(pair))
    if (confirmation) return confirmation
    if (queueAll(putOff.release())) return next()
    return fresh(files) ?? (turns.widen(files) ? next() : later())
  }

  /** Files that take long to get ready, when there is nothing else to do. */
  function later(): Work | undefined {
    const state = turns.isOver() ? undefined : opening.nextLater(isFree)
    return state && { kind: 'judge', state }
  }

  function next(): Work | undefined {
    if (bench.isCutShort()) return undefined
    return withoutMutants() ?? (bench.judging() ? withMutants() : undefined)
  }

  /** Lets pairs go that waited for files that are done, or for nothing; says whether there were any. */
  function releaseHeld(): boolean {
    if (!opening.isOver()) return false
    const isDone = (state: FileState): boolean =>
      isIdle() || (state.dependent !== undefined && state.openRealms === 0 && queues.waiting(state) === 0)
    return takingOver.maySettle(isDone) && queueAll(takingOver.release())
  }

  /** Says whether there were any. */
  function queueAll(waiting: readonly { readonly state: FileState; readonly pair: Pair }[]): boolean {
    for (const { state, pair } of waiting) bench.queue(state, pair)
    return waiting.length > 0
  }

  function fresh(...meant: Parameters<Candidates['takeFresh']>): Work | undefined {
    const found = candidates.takeFresh(...meant)
    return found && { kind: 'fresh', ...found }
  }

  const mayBeNoticed = (): boolean => !opening.isOver() || files.some((state) => candidates.waitsUnopened(state))

  return {
    next,
    nextPatient() {
      if (!bench.judging()) return undefined
      const split = candidates.split(files.filter((state) => shareOf(state) > 0))
      if (split) return { kind: 'judge', state: split }
      // Other files may notice for less what takes a worker of its own here.
      return mayBeNoticed() ? undefined : fresh(files, (state, pair) => shareOf(state, pair) > 0)
    },
    mayBeNoticed,
  }
}
