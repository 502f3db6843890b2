/** Guesses how long a run still takes, from what its workers have done so far. */
import type { RunEvent, SpanName, Waiting } from '../model/events.js'
import { createPace } from './pace.js'

/** A test file that a worker has open counts as half of one that is done. */
const HALF = 0.5

/** Fewer test files say too little: where there are no more the guess waits until all are open, and goes by trials then. */
const FEW_FILES = 8

/** Before this share of the files is done nothing is guessed from them. */
const LEAST = 0.03

/** Before one was seen, a trial in a worker of its own is taken to last as long as so many starts of one: most wait for a timeout. */
const FRESH_STARTS = 3

/** What this run says counts for the share of an earlier one that has passed, to this power: it is often wrong until most is done. */
const TRUST = 4

export interface TimeLeft {
  take(event: RunEvent): void
  /** Milliseconds until all is judged; undefined while too little is known. */
  guess(): number | undefined
}

/**
 * Test files are opened one after the other, and all trials of a file are made while it is open, save those that are put
 * off: second looks at survivors, and what needs a worker of its own. So
 *
 *     left = files to do × time a file + what the trials put off take / workers
 *
 * The time a file is that of the later half of those done, and of eight at least: the first ones find no module transformed yet, and most mutants
 * alive. Of the trials put off the engine tells how many it expects when all files were opened. When no file is left:
 *
 *     left = what the trials that wait take / workers, or mutants without a verdict × time between two trials
 *
 * Verdicts tell nothing of the pace: those of survivors and of code that no test reaches come all at once, when the last
 * file is known.
 *
 * Where an earlier run did the same, what it took is trusted at first: a tenth of the test files says little of the others, as one of
 * them often takes a third of the time.
 */
export function createTimeLeft(clock: () => number): TimeLeft {
  const opened = new Set<string>()
  const closed = new Set<string>()
  const pace = createPace(clock)
  const marks: { at: number; share: number }[] = []
  const spent = new Map<SpanName, { count: number; ms: number }>()
  let files = { done: 0, total: 0 }
  let mutants = { done: 0, total: 0 }
  let waiting: Waiting = { trials: 0, trialsMs: 0, fresh: 0, openMs: 0 }
  let begun: number | undefined
  let workers = 1
  let trials = 0
  let started: number | undefined
  let earlierMs = 0

  function takeSpan({ name, from, to, detail = '' }: Extract<RunEvent, { type: 'span' }>): void {
    const { count, ms } = spent.get(name) ?? { count: 0, ms: 0 }
    spent.set(name, { count: count + 1, ms: ms + to - from })
    if (name === 'worker start') begun ??= clock()
    if (name === 'worker end' && opened.has(detail) && !closed.has(detail)) {
      closed.add(detail)
      marks.push({ at: clock(), share: share() })
    }
    if (allOpen()) takeOffWaiting(name, to - from)
    if (name === 'hot' || name === 'warm' || name === 'cold' || name === 'fresh') pace.sample(++trials)
  }

  /** What waits is told whenever a file is opened, and grows less meanwhile. */
  function takeOffWaiting(name: SpanName, ms: number): void {
    const { trials: open, trialsMs, openMs } = waiting
    if (name === 'hot' || name === 'warm' || name === 'cold') waiting = { ...waiting, trials: Math.max(0, open - 1), trialsMs: Math.max(0, trialsMs - ms) }
    if (name === 'worker start' || name === 'dry run' || name === 'baseline') waiting = { ...waiting, openMs: Math.max(0, openMs - ms) }
  }

  function allOpen(): boolean {
    return files.done === files.total
  }

  /** Milliseconds that one took so far; 0 when there was none. */
  function meanOf(name: SpanName): number {
    const { count, ms } = spent.get(name) ?? { count: 1, ms: 0 }
    return ms / count
  }

  /** Milliseconds that the workers need for what was put off so far. */
  function putOffMs(): number {
    const { trialsMs, fresh, openMs } = waiting
    return (openMs + trialsMs + fresh * (meanOf('fresh') || FRESH_STARTS * meanOf('worker start'))) / workers
  }

  function byTrials(): number | undefined {
    const made = pace.lately(trials)
    if (!made) return undefined
    const open = mutants.total - mutants.done
    return (made.ms / made.count) * (waiting.trials > 0 ? waiting.trials + waiting.fresh : open)
  }

  function byFiles(): number | undefined {
    if (begun === undefined || files.total < FEW_FILES || closed.size === 0) return undefined
    const done = share()
    if (done < LEAST) return undefined
    const before = Math.min(done / 2, done - FEW_FILES / files.total)
    const from = marks.findLast((mark) => mark.share <= before) ?? { at: begun, share: 0 }
    return (clock() - from.at) * (1 - done) / (done - from.share) + putOffMs()
  }

  function byThisRun(): number | undefined {
    if (files.total === 0 || mutants.total === 0) return undefined
    if (!allOpen() || (files.total >= FEW_FILES && closed.size < opened.size)) return byFiles()
    return (files.total >= FEW_FILES && putOffMs()) || byTrials()
  }

  /** How much of the test files is done. */
  function share(): number {
    return (closed.size + HALF * (opened.size - closed.size)) / opened.size * (files.done / files.total)
  }

  return {
    take(event) {
      if (event.type === 'testFile') {
        opened.add(event.file)
        files = event
      } else if (event.type === 'verdict') mutants = event
      else if (event.type === 'running') waiting = event.waiting ?? waiting
      else if (event.type === 'phase') {
        started ??= clock()
        workers = event.workers ?? workers
        earlierMs = event.earlierMs ?? earlierMs
      }
      else if (event.type === 'span') takeSpan(event)
    },
    guess() {
      const ms = byThisRun()
      const passed = clock() - (started ?? clock())
      if (passed >= earlierMs) return ms
      const trust = (passed / earlierMs) ** TRUST
      return (1 - trust) * (earlierMs - passed) + trust * (ms ?? earlierMs - passed)
    },
  }
}
