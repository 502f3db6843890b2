/** How much is going on in a worker, and waiting until that is no more than usual. */
import { now, setImmediate, setTimeout } from './real.js'
import { timersDueAfter } from './timers.js'

export interface Quiet {
  /** Lets late rejections arrive: waits while more is going on in the process than is usual, at most for so many milliseconds. */
  settle(limitMs: number): Promise<void>
  /** What goes on now counts as usual. */
  learn(): void
}

export function createQuiet(): Quiet {
  let usual = 0
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
  }
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
