/** Collects the events of a run into what a progress line shows. */
import type { Phase, RunEvent } from '../model/events.js'
import type { Counts } from '../model/score.js'
import { emptyCounts } from '../model/score.js'

/** How much of the past, in milliseconds, the rate is taken from. */
const WINDOW = 15_000

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
  take(event: RunEvent): void
  /** Mutants a second, lately; undefined before there is enough to tell. */
  rate(): number | undefined
  /** Milliseconds until all are judged, as far as can be told. */
  timeLeft(): number | undefined
}

export function createProgressState(clock: () => number): ProgressState {
  const samples: { at: number; done: number }[] = []
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
      switch (event.type) {
        case 'phase':
          state.phase = event.phase
          state.running = ''
          if (event.phase === 'judging') samples.push({ at: clock(), done: state.done })
          break
        case 'discovered':
          state.files = event.files
          state.mutants = event.mutants
          break
        case 'testFile':
          state.testFiles = { done: event.done, total: event.total }
          state.running = event.file
          break
        case 'verdict':
          state.done = event.done
          state.total = event.total
          state.counts[event.status]++
          sample()
          break
        case 'running':
          state.running = event.what
          break
        case 'note':
        case 'span':
          break
      }
    },
    rate(): number | undefined {
      const first = samples[0]
      if (!first) return undefined
      const seconds = (clock() - first.at) / 1000
      const judged = state.done - first.done
      return seconds < 0.5 || judged < 1 ? undefined : judged / seconds
    },
    timeLeft(): number | undefined {
      const rate = state.rate()
      return rate === undefined ? undefined : (1000 * (state.total - state.done)) / rate
    },
  }

  /** Keeps a sample a second, and forgets those that are older than the window. */
  function sample(): void {
    const now = clock()
    const last = samples.at(-1)
    if (!last || now - last.at >= 1000) samples.push({ at: now, done: state.done })
    while (samples.length > 2 && now - (samples[1]?.at ?? now) > WINDOW) samples.shift()
  }

  return state
}
