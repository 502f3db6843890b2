/** Vitest's list of all fixtures that were defined in a worker. */

/** `test.extend` gives one; so does each suite, and each run. */
interface Definition { readonly _registrations?: { readonly size: number } }

interface Chain { getFixtures?(): { readonly constructor: { readonly _definitions?: Definition[] } } | undefined }

/**
 * Takes those off the list that define nothing. From 4.1 on each run adds to it, and goes through all of it at its end, so that the last
 * of ten thousand runs in a worker would take milliseconds more than the first.
 * @param test Vitest's own
 */
export function forgetEmptyFixtures(test: object): void {
  const list = listOf(test)
  if (!list) return
  const left = list.filter(({ _registrations: defined }) => defined?.size !== 0)
  list.splice(0, list.length, ...left)
}

/** It is found where tests keep what they are made with; undefined in versions that have none. */
function listOf(test: object): Definition[] | undefined {
  for (const symbol of Object.getOwnPropertySymbols(test)) {
    const chain = (test as Record<symbol, Chain | undefined>)[symbol]
    const list = chain?.getFixtures?.()?.constructor._definitions
    if (Array.isArray(list)) return list
  }
  return undefined
}
