/** Collects the events of a run into what a progress line shows. */
import type { Phase, RunEvent } from '../model/events.js'
import type { Counts } from '../model/score.js'
import { emptyCounts } from '../model/score.js'
import { createPace } from './pace.js'
import { createTimeLeft } from './time-left.js'

export interface ProgressState {
  readonly phase: Phase
  readonly files: number
  readonly mutants: number
  readonly testFiles: { readonly done: number; readonly total: number }
  readonly done: number
  readonly total: number
  readonly counts: Counts
  /** What a worker said last that it does. */
  readonly running: string
  /** Test files whose first run goes on for at least so many milliseconds, with the time it takes so far. */
  slow(ms: number): { readonly file: string; readonly ms: number }[]
  take(event: RunEvent): void
  /**
   * How much of the run is done, from 0 to 1: by time where the time left can be guessed, else by mutants, each test file that
   * is still to be opened counted as much as one of those that are. It never shrinks.
   */
  share(): number
  /** Mutants a second, lately; undefined before there is enough to tell. */
  rate(): number | undefined
  /** Milliseconds until all are judged, as far as can be told. */
  timeLeft(): number | undefined
}

export function createProgressState(clock: () => number): ProgressState {
  const pace = createPace(clock)
  const left = createTimeLeft(clock)
  /** Test files that were opened, and when; undefined after their first run. */
  const opened = new Map<string, number | undefined>()
  let shown = 0
  let begun: number | undefined
  const state = {
    phase: 'starting' as Phase,
    files: 0,
    mutants: 0,
    testFiles: { done: 0, total: 0 },
    done: 0,
    total: 0,
    counts: emptyCounts(),
    running: '',
    take(event: RunEvent): void {
      left.take(event)
      switch (event.type) {
        case 'phase':
          state.phase = event.phase
          state.running = ''
          if (event.phase === 'dry run') begun ??= clock()
          if (event.phase === 'judging') pace.mark(state.done)
          break
        case 'discovered':
          state.files = event.files
          state.mutants = event.mutants
          break
        case 'testFile':
          state.testFiles = { done: event.done, total: event.total }
          state.running = event.file
          opened.set(event.file, undefined)
          break
        case 'verdict':
          state.done = event.done
          state.total = event.total
          state.counts[event.status]++
          pace.sample(state.done)
          break
        case 'running':
          state.running = event.what
          if (!opened.has(event.what)) opened.set(event.what, clock())
          break
        case 'note':
        case 'span':
          break
      }
    },
    share(): number {
      const judged = state.total === 0 ? 0 : state.done / state.total
      const ms = left.guess()
      const passed = clock() - (begun ?? clock())
      const share = ms === undefined || passed === 0 ? judged * openedShare() : passed / (passed + ms)
      return shown = Math.max(shown, share)
    },
    rate(): number | undefined {
      const judged = pace.lately(state.done)
      return !judged || judged.ms < 500 ? undefined : judged.count / (judged.ms / 1000)
    },
    timeLeft: () => left.guess(),
    slow: (ms: number) => [...opened].flatMap(([file, at]) => (at !== undefined && clock() - at >= ms ? [{ file, ms: clock() - at }] : [])),
  }

  function openedShare(): number {
    const { done, total } = state.testFiles
    return total === 0 ? 1 : done / total
  }

  return state
}
