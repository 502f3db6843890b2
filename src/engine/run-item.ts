/** What a realm needs to know to run a pair: its tests, those of them that go first, and its limits. */
import type { Catalog } from './catalog.js'
import type { FileState } from './file-state.js'
import { mayLeaveUnseen } from './tiers.js'
import type { Pair } from './pair.js'
import type { Dry, RunItem } from './protocol.js'

/** So many loops and calls take a fraction of a second: who needs more than that and ten times the usual is taken not to end. */
const ENOUGH = 2_000_000
/** A small integer to the engine. */
const MOST = 1 << 29

/** With the mutant, without it, and with it again. */
const RUNS_OF_TWO = 3

/** Makes what a realm needs to know to run a pair. */
export function toRunItem(state: FileState, catalog: Catalog, pair: Pair, testTimeoutMs: number): RunItem {
  const dry = state.dry!
  const site = catalog.siteOf[pair.mutant]!
  const isWhole = pair.tests.length === 0 || pair.tier === 'fresh'
  const tests = isWhole ? dry.tests.map((_, test) => test) : pair.tests
  let cost = dry.hookCost + (isWhole ? dry.loadCost : 0)
  let sumMs = isWhole ? dry.durationMs : 0
  let longestMs = 0
  for (const test of tests) {
    const { cost: testCost, durationMs } = dry.tests[test]!
    cost += testCost
    sumMs += durationMs
    longestMs = Math.max(longestMs, durationMs)
  }
  const [times, least, whole] = pair.generous ? [100, ENOUGH, 2] : [10, 20_000, 1]
  const confirming = pair.confirming !== 'nothing'
  const twice = pair.tier !== 'fresh' && mayLeaveUnseen(state)
  return {
    mutant: pair.mutant,
    site,
    alternative: catalog.alternativeOf(pair.mutant),
    counter: catalog.sites[site]!.counter,
    tests: isWhole ? [] : pair.tests,
    first: state.dependent?.length === 0 && state.unsettledBy === undefined && pair.tier === 'hot' && !pair.inOrder && !state.needsOrder ? likeliest(state, pair) : [],
    budget: Math.min(Math.max(times * cost, least), MOST),
    // Whichever test comes first may fill caches for all of them.
    testBudget: { least: Math.min(Math.max(times * dry.hookCost, least, whole * wholeCost(dry)), MOST), times },
    testLimitMs: Math.min(300 + 8 * longestMs, testTimeoutMs),
    watchdogMs: pair.tier === 'fresh'
      ? 8000 + 15 * sumMs + (confirming ? testTimeoutMs : 0)
      : 1500 + (15 * sumMs + (300 + 8 * longestMs)) * (twice ? RUNS_OF_TWO : 1),
    ...(twice && { twice }),
  }
}

function wholeCost(dry: Dry): number {
  let cost = wholeCosts.get(dry)
  if (cost === undefined) wholeCosts.set(dry, cost = dry.tests.reduce((sum, test) => sum + test.cost, dry.loadCost + dry.hookCost))
  return cost
}

/** Asked for each pair, of files that may have thousands of tests. */
const wholeCosts = new WeakMap<Dry, number>()

/** The test that noticed the mutant in an earlier run, or up to three covering tests that killed most per millisecond so far. */
function likeliest(state: FileState, { tests, killer }: Pair): readonly number[] {
  if (killer !== undefined && tests.includes(killer)) return [killer]
  if (tests.length < 4) return []
  const rate = (test: number) => ((state.kills[test] ?? 0) + 0.1) / (0.1 + state.dry!.tests[test]!.durationMs)
  return [...tests].sort((a, b) => rate(b) - rate(a)).slice(0, 3)
}
