/** Compares two runs of a test file without a mutant; used by workers and by the main process. */
import type { Dry, Hits } from './protocol.js'

/** The tests whose result or hits differ, or the hooks of a suite around them. Both runs must have the same tests. */
export function differingTests(dry: Dry, other: Dry): number[] {
  const hooked = differingHooks(dry, other)
  return dry.tests.flatMap((test, number) => {
    const again = other.tests[number]
    const same = again !== undefined && test.state === again.state && sameHits(test.hits, again.hits) && sameHits(test.entered, again.entered)
    return same && !hooked.has(number) ? [] : [number]
  })
}

export function sameHits(a: Hits, b: Hits): boolean {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false
  return true
}

/** The tests below all suites whose hooks made other hits. */
function differingHooks(dry: Dry, other: Dry): Set<number> {
  const before = sumHooks(dry)
  const after = sumHooks(other)
  const found = new Set<number>()
  for (const suite of new Set([...before.keys(), ...after.keys()])) {
    const a = before.get(suite)
    const b = after.get(suite)
    const same = a && b && a.hits.size === b.hits.size && [...a.hits].every(([site, count]) => b.hits.get(site) === count)
    if (!same) for (const test of (a ?? b)!.tests) found.add(test)
  }
  return found
}

interface SuiteHits { readonly tests: readonly number[]; readonly hits: Map<number, number> }

/** Hits in hooks by suite; a suite is known by the tests below it. */
function sumHooks(dry: Dry): Map<string, SuiteHits> {
  const suites = new Map<string, SuiteHits>()
  for (const { tests, hits } of dry.hooks) {
    const key = tests.join()
    let suite = suites.get(key)
    if (!suite) suites.set(key, suite = { tests, hits: new Map() })
    for (let index = 0; index < hits.length; index += 2) {
      suite.hits.set(hits[index]!, (suite.hits.get(hits[index]!) ?? 0) + hits[index + 1]!)
    }
  }
  return suites
}
