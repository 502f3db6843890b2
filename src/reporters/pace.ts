/** Tells how fast a count has grown lately. */

/** How much of the past, in milliseconds, the pace is taken from. */
const WINDOW = 15_000

/** Milliseconds between two samples. */
const SPACING = 1000

export interface Pace {
  /** Says what the count is now. A sample a second is kept; those that are older than the window are forgotten. */
  sample(count: number): void
  /** Keeps a sample in any case, even where the last is less than a second old. */
  mark(count: number): void
  /**
   * How much the count has grown since the oldest sample that is kept, and in how many milliseconds; undefined before it has.
   *
   * @param count what it is now
   */
  lately(count: number): { readonly count: number; readonly ms: number } | undefined
}

/** @param clock milliseconds, from any start */
export function createPace(clock: () => number): Pace {
  const samples: { at: number; count: number }[] = []
  return {
    mark(count) {
      samples.push({ at: clock(), count })
    },
    sample(count) {
      const now = clock()
      const last = samples.at(-1)
      if (!last || now - last.at >= SPACING) samples.push({ at: now, count })
      // The first may be older than the window, so that there is always one to count from.
      while (samples.length > 2 && now - (samples[1]?.at ?? now) > WINDOW) samples.shift()
    },
    lately(count) {
      const first = samples[0]
      return first && count > first.count ? { count: count - first.count, ms: clock() - first.at } : undefined
    },
  }
}
