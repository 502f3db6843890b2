/** How much is going on in a worker, and waiting until that is no more than usual. */
import { now, setImmediate, setTimeout } from './real.js'
import { timersDueAfter, timersDueBetween } from './timers.js'

export interface Quiet {
  /** Lets late rejections arrive: waits while more is going on in the process than is usual, at most for so many milliseconds. */
  settle(limitMs: number): Promise<void>
  /** What goes on now counts as usual. */
  learn(): void
  /** Call after a run without a mutant: looks whether it has left timers that are due within some milliseconds. */
  look(): void
  /** One has: they go off in the next run. */
  readonly leavesTimers: boolean
  /** Whether `pass` waits for those. Default: no. */
  waitForTimers(isOn: boolean): void
  /** Waits until they have gone off, where it does at all; says whether there were any. */
  pass(): Promise<boolean>
}

export function createQuiet(): Quiet {
  let usual = 0
  let [leavesTimers, waits] = [false, false]
  return {
    async settle(limitMs) {
      await new Promise((resolve) => setImmediate(resolve))
      const until = now() + limitMs
      while (limitMs > 0 && activity(until) > usual) {
        if (now() > until) {
          usual = activity(until)
          break
        }
        await new Promise((resolve) => setTimeout(resolve, 2))
      }
    },
    learn() {
      usual = activity(now() + PATIENCE)
    },
    look() { leavesTimers ||= isDue(now() + SOON) },
    get leavesTimers() { return leavesTimers },
    waitForTimers(isOn) { waits = isOn },
    async pass() {
      const soon = now() + SOON
      if (!waits || !isDue(soon)) return false
      while (isDue(soon) && now() < soon + LATE) await new Promise((resolve) => setTimeout(resolve, 1))
      return true
    },
  }
}

/** Milliseconds until a timer is due for which one may wait, and for which it may be late; an interval that has gone off once is not meant. */
const SOON = 50
const LATE = 10

function isDue(soon: number): boolean {
  return timersDueBetween(now() - LATE, soon) > 0
}

/** Milliseconds; timers of tests that are due later have no part in what goes on. */
const PATIENCE = 100

/**
 * How much is going on in the process until a time. One timer does not count: Vitest's own task updates are throttled with one,
 * which is there or not by chance.
 */
function activity(until: number): number {
  const resources = process.getActiveResourcesInfo()
  let timers = 0
  for (const name of resources) if (name === 'Timeout') timers++
  return resources.length - Math.min(timers, 1) - (timers > 1 ? timersDueAfter(until) : 0)
}
