/** An order in which the first items, however few, stand for all of them. */

/** Odd, as things that alternate in a list (a test of behaviour, a test of types) are to be met in turn. */
const BASE = 3

/**
 * The same items, each as far as can be from those before it in the list: the first, one at a third, one at two thirds, then
 * between these. In a list by path neighbours are alike, so that every beginning of this order has of each kind its share.
 */
export function spread<T>(items: readonly T[]): T[] {
  if (items.length === 0) return []
  let places = 1
  while (places < items.length) places *= BASE
  const order = new Set(Array.from({ length: places }, (_, index) => Math.floor(mirrored(index, places) * items.length / places)))
  return [...order].map((place) => items[place]!)
}

/** The number with its digits in the opposite order; below `end`, which is a power of the base. */
function mirrored(number: number, end: number): number {
  let result = 0
  for (let rest = number, left = end; left > 1; left /= BASE) {
    result = result * BASE + rest % BASE
    rest = Math.floor(rest / BASE)
  }
  return result
}
