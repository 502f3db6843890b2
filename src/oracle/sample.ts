/** A fair draw that can be repeated: the same seed draws the same. */

/** `count` of the items in their old order; all of them when there are no more. */
export function draw<T>(items: readonly T[], count: number, seed: number): T[] {
  if (count >= items.length) return [...items]
  const random = randomNumbers(seed)
  const indices = items.map((_, index) => index)
  for (let at = 0; at < count; at++) {
    const other = at + Math.floor(random() * (indices.length - at))
    ;[indices[at], indices[other]] = [indices[other]!, indices[at]!]
  }
  return indices.slice(0, count).sort((a, b) => a - b).map((index) => items[index]!)
}

/** Numbers from 0 to below 1 that a seed repeats; mulberry32, small and good enough for draws. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
