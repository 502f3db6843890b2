/** Guesses how long a run still takes, from what its workers have done so far. */
import type { RunEvent, SpanName } from '../model/events.js'
import { createPace } from './pace.js'

/** A test file that a worker has open counts as half of one that is done. */
const HALF = 0.5

/** Below so many test files an open one says too little: the guess waits until all are open, and goes by trials then. */
const FEW_FILES = 8

/** Before this share of the files is done nothing is guessed from them. */
const LEAST = 0.03

/** Before one was seen, a trial in a worker of its own is taken to last as long as so many starts of one: most wait for a timeout. */
const FRESH_STARTS = 3

export interface TimeLeft {
  take(event: RunEvent): void
  /** Milliseconds until all is judged; undefined while too little is known. */
  guess(): number | undefined
}

/**
 * Test files are opened one after the other, and all trials of a file are made while it is open, save those that are put
 * off: second looks at survivors, and what needs a worker of its own. So
 *
 *     left = time since the first worker ran × (files to do / files done) + trials put off × what one takes / workers
 *
 * where the trials put off are those that wait and as many again for each file to do. When no file is left:
 *
 *     left = mutants without a verdict, or cold trials that wait × time between two trials
 *
 * Verdicts tell nothing of the pace: those of survivors and of code that no test reaches come all at once, when the last
 * file is known.
 */
export function createTimeLeft(clock: () => number): TimeLeft {
  const opened = new Set<string>()
  const closed = new Set<string>()
  const pace = createPace(clock)
  const spent = new Map<SpanName, { count: number; ms: number }>()
  let files = { done: 0, total: 0 }
  let mutants = { done: 0, total: 0 }
  let waiting = { cold: 0, fresh: 0 }
  let begun: number | undefined
  let workers = 1
  let trials = 0

  function takeSpan({ name, track, from, to, detail = '' }: Extract<RunEvent, { type: 'span' }>): void {
    workers = Math.max(workers, track)
    const { count, ms } = spent.get(name) ?? { count: 0, ms: 0 }
    spent.set(name, { count: count + 1, ms: ms + to - from })
    if (name === 'worker start') begun ??= clock()
    if (name === 'worker end' && opened.has(detail)) closed.add(detail)
    if (name === 'cold' && allOpen() && waiting.cold > 0) waiting = { ...waiting, cold: waiting.cold - 1 }
    if (name === 'hot' || name === 'cold' || name === 'fresh') pace.sample(++trials)
  }

  function allOpen(): boolean {
    return files.done === files.total
  }

  /** Milliseconds that one took so far; 0 when there was none. */
  function meanOf(name: SpanName): number {
    const { count, ms } = spent.get(name) ?? { count: 1, ms: 0 }
    return ms / count
  }

  function byTrials(): number | undefined {
    const made = pace.lately(trials)
    if (!made) return undefined
    const open = mutants.total - mutants.done
    return (made.ms / made.count) * (waiting.cold > 0 ? waiting.cold + waiting.fresh : open)
  }

  function byFiles(): number | undefined {
    if (begun === undefined || files.total < FEW_FILES || closed.size === 0) return undefined
    const part = (closed.size + HALF * (opened.size - closed.size)) / opened.size
    const share = part * (files.done / files.total)
    if (share < LEAST) return undefined
    const freshMs = meanOf('fresh') || FRESH_STARTS * meanOf('worker start')
    const putOff = (waiting.cold * meanOf('cold') + waiting.fresh * freshMs) / workers
    return ((clock() - begun) * (1 - share) + putOff) / share
  }

  return {
    take(event) {
      if (event.type === 'testFile') {
        opened.add(event.file)
        files = event
      } else if (event.type === 'verdict') mutants = event
      else if (event.type === 'running') waiting = event.waiting ?? waiting
      else if (event.type === 'span') takeSpan(event)
    },
    guess() {
      if (files.total === 0 || mutants.total === 0) return undefined
      if (!allOpen() || (files.total >= FEW_FILES && closed.size < opened.size)) return byFiles()
      return byTrials()
    },
  }
}
