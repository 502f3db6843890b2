/** Compares runs of a test file without a mutant with its first one. */
import { differingTests, sameHits } from '../../../engine/differing.js'
import type { Dry, Hits } from '../../../engine/protocol.js'

/** So many runs are made until no test is left that differed in all of them, and more where it differed in another way each time. */
const ATTEMPTS = 3
const MOST_ATTEMPTS = 5
/** Where tests that fail wait for what does not come, a run takes so many milliseconds, and so many times as long as the first: then no more are made. */
const WAITING_MS = 1000
const WAITING_TIMES = 3

export interface Repeats {
  /** Tests that go now more, now less often through some place, or pass it instead of another test, and have the same result; grows. */
  readonly unsteady: ReadonlySet<number>
  /** The tests that did not go as in the first run; undefined when the runs cannot be compared. */
  differing(again: Dry): number[] | undefined
  /**
   * The tests that do not go as in the first run, however often it is tried. Where a test has the result that it had, its way may
   * depend on timers, which differs each time; what was left behind for good differs in one direction.
   * @param needsAll one test with another result is enough
   * @param isLeftOut tests that do not matter
   */
  differingEachTime(record: () => Promise<Dry>, needsAll?: boolean, isLeftOut?: (test: number) => boolean): Promise<{ readonly last: Dry; readonly found: readonly number[] | undefined }>
  /** Of tests that differed those that did by their result, or always go the same way. */
  withoutUnsteady(tests: readonly number[], again: Dry): readonly number[]
}

/** @param known tests known to be unsteady */
export function compareWith(dry: Dry, known: Iterable<number> = []): Repeats {
  const unsteady = new Set(known)
  const hasOtherResult = (again: Dry, test: number): boolean => again.tests[test]?.state !== dry.tests[test]?.state
  const withoutUnsteady = (tests: readonly number[], again: Dry): number[] =>
    tests.filter((test) => !unsteady.has(test) || hasOtherResult(again, test))
  const differing = (again: Dry): number[] | undefined => {
    if (again.tests.length !== dry.tests.length || again.errors.length !== dry.errors.length) return undefined
    if (!sameHits(dry.load, again.load) || !sameHits(dry.loadEntered, again.loadEntered)) return undefined
    return withoutUnsteady(differingTests(dry, again), again)
  }
  return {
    unsteady,
    differing,
    withoutUnsteady,
    async differingEachTime(record, needsAll = false, isLeftOut = () => false) {
      const runs: Dry[] = [dry]
      const otherResult = new Set<number>()
      const wentOtherWay = new Set<number>()
      let otherWay: number[] = []
      do {
        const again = await record()
        runs.push(again)
        const found = differing(again)?.filter((test) => !isLeftOut(test))
        if (!found) return { last: again, found }
        const others = found.filter((test) => !hasOtherResult(again, test))
        for (const test of found) (others.includes(test) ? wentOtherWay : otherResult).add(test)
        if (passAsOften(dry, again, [...others, ...unsteady])) for (const test of others) unsteady.add(test)
        for (const test of wentOtherWay) if (!otherResult.has(test) && goesBackAndForth(waysOf(runs, test))) unsteady.add(test)
        otherWay = (runs.length === 2 ? found : otherWay.filter((test) => found.includes(test)))
          .filter((test) => !otherResult.has(test) && !unsteady.has(test))
        const most = otherWay.every((test) => areAllOther(waysOf(runs, test))) ? MOST_ATTEMPTS : ATTEMPTS
        const waits = again.durationMs > Math.max(WAITING_MS, WAITING_TIMES * dry.durationMs)
        if (runs.length > most || waits || (needsAll && otherResult.size > 0)) break
      } while (otherWay.length > 0)
      return { last: runs.at(-1)!, found: [...otherResult, ...otherWay].sort((a, b) => a - b) }
    },
  }
}

/** What a test has passed in each run. */
function waysOf(runs: readonly Dry[], test: number): Hits[] {
  return runs.map(({ tests }) => tests[test]!.hits)
}

function areAllOther(ways: readonly Hits[]): boolean {
  return new Set(ways.map((hits) => hits.join())).size === ways.length
}

/** Whether these tests, with all hooks, pass each site as often as others in the first run: what one left to be done came to another. */
function passAsOften(dry: Dry, again: Dry, tests: readonly number[]): boolean {
  const [before, after] = [dry, again].map((run) => sum([...tests.map((test) => run.tests[test]!), ...run.hooks].map(({ hits }) => hits)))
  return tests.length > 1 && before!.size === after!.size && [...before!].every(([site, count]) => after!.get(site) === count)
}

function sum(all: readonly Hits[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const hits of all) for (const [site, count] of countsOf(hits)) counts.set(site, (counts.get(site) ?? 0) + count)
  return counts
}

/** Whether some site was passed more often than in the run before, and less often: what piles up does not. */
function goesBackAndForth(runs: readonly Hits[]): boolean {
  const counts = runs.map(countsOf)
  const sites = new Set(counts.flatMap((each) => [...each.keys()]))
  return [...sites].some((site) => {
    const steps = counts.slice(1).map((each, at) => (each.get(site) ?? 0) - (counts[at]!.get(site) ?? 0))
    return steps.some((step) => step > 0) && steps.some((step) => step < 0)
  })
}

/** How often each site was passed. */
export function countsOf(hits: Hits): Map<number, number> {
  const counts = new Map<number, number>()
  for (let at = 0; at < hits.length; at += 2) counts.set(hits[at]!, hits[at + 1]!)
  return counts
}
