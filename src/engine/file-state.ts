/** One test file while it is judged: its dry run, its tests, the pairs that wait for it. */
import { beginningTo } from './beginning.js'
import type { Catalog } from './catalog.js'
import { testsMs } from './dry-run.js'
import type { Pair, PairTier } from './pair.js'
import { RERUN_TIERS, type Dry, type Ready, type RerunTier } from './protocol.js'
import { isBeyondTestFile, type Remembers } from './remembers.js'
import type { TestFile, World } from './runner.js'

export interface FileState {
  readonly file: TestFile
  dry?: Dry
  ready?: Ready
  /** `undefined`: not known yet. Tests that behave differently when their predecessors did not run. */
  dependent?: readonly number[]
  /** Re-evaluation in the same worker made the file unusable: do not try again. */
  coldHarms: boolean
  /** So did loading the test file anew on its sources. */
  warmHarms?: true
  /**
   * Of the sites that are passed while modules load, those that the sources do not pass meanwhile: for them the test file alone can be
   * loaded anew. Undefined: it cannot, or nobody has tried.
   */
  sitesWarm?: ReadonlySet<number>
  /** It failed in a worker that had run another file before: it gets workers of its own. */
  alone: boolean
  /** It failed where tables count their reads: they stay plain. */
  plain: boolean
  /** Its dry run failed: it gets another one. */
  failedOnce?: true
  /** A worker ended in its dry run. */
  diedInDryRun?: true
  /** What keeps state; known before anything is judged hot, warm or cold. */
  remembers?: Remembers
  /** The first test that leaves data changed, where that is put back when all tests have run. */
  unsettledBy?: number
  /** Globals that sources change while its tests run, and that are put back. */
  globals?: readonly string[]
  /** Tests, as their indexes joined, that fail without a mutant where those before them did not run in the same worker. */
  readonly needPredecessors: Set<string>
  /** Tests fail without a mutant when the likeliest to notice one goes first. */
  needsOrder?: true
  /** Numbers of bodies that assign variables of sources: when one of them is entered, the file remembers from then on. */
  writers: ReadonlySet<number>
  /** See `World`. */
  mayActLater?: boolean
  /** Realms found polluted so far, by the tier of the batch before. */
  readonly polluted: Record<RerunTier, number>
  /** Batches since the last of them whose control passed. */
  passed: number
  /** Runs without a mutant that are to be made in workers of their own, to find tests that fail now and then. */
  repeats: number
  /** What those runs found. */
  readonly again: Dry[]
  /** Indexes of tests that pass each time, but not in the same way. */
  readonly unsteady: Set<number>
  /** Indexes of tests that were seen to pass and to fail without a mutant. */
  readonly unreliable: Set<number>
  readonly hot: Pair[]
  readonly warm: Pair[]
  readonly cold: Pair[]
  readonly fresh: Pair[]
  /** Mutants that have survived a run which may have hidden them, and meet the whole file once more: the verdict is that run's. */
  readonly seconds: Set<number>
  /** Kills by test index: who kills often goes first. */
  readonly kills: number[]
  /** Covering tests by site. */
  coverage: ReadonlyMap<number, SiteCoverage>
  openRealms: number
  /** Milliseconds from opening a realm of the file until it is ready to judge. */
  openMs: number
  readonly judged: Readonly<Record<RerunTier, JudgedSoFar>>
}

/** What was judged so far of one tier: trials of mutants that had not survived in the file before, and second ones of those that had. */
interface JudgedSoFar {
  firsts: number
  firstsMs: number
  /** Of the first trials: those of mutants that no other file had been tried for, and how many of these noticed theirs. */
  untried: number
  untriedNoticed: number
  seconds: number
  secondsMs: number
}

export interface SiteCoverage {
  /** Indexes of tests in file order. */
  tests: number[]
  /** The site is passed while modules load. */
  load: boolean
}

export function newFileState(file: TestFile): FileState {
  return {
    file, needPredecessors: new Set(), writers: new Set(), coldHarms: false, alone: false, plain: false, polluted: { hot: 0, warm: 0, cold: 0 }, passed: 0, repeats: 0, again: [], unsteady: new Set(), unreliable: new Set(),
    hot: [], warm: [], cold: [], fresh: [], seconds: new Set(), kills: [], coverage: new Map(), openRealms: 0, openMs: 0,
    judged: { hot: none(), warm: none(), cold: none() },
  }
}

const none = (): JudgedSoFar => ({ firsts: 0, firstsMs: 0, untried: 0, untriedNoticed: 0, seconds: 0, secondsMs: 0 })

/** Runs of a file without a mutant after one of them has failed. */
export const SUSPICION = 2

/** Realms polluted in a tier before it has to show that it pays. */
const MOST_POLLUTED = { hot: 6, warm: 6, cold: 4 } as const
/** A trial in a worker of its own takes about so much of what opening a realm takes, where runs without a mutant follow. */
const FRESH_SHARE = 1 / 2

/** Reads off the dry run which tests cover which site. */
export function indexCoverage(dry: Dry): Map<number, SiteCoverage> {
  const coverage = new Map<number, SiteCoverage>()
  const at = (site: number): SiteCoverage => {
    let entry = coverage.get(site)
    if (!entry) coverage.set(site, entry = { tests: [], load: false })
    return entry
  }
  for (let index = 0; index < dry.load.length; index += 2) at(dry.load[index]!).load = true
  dry.tests.forEach(({ hits }, test) => {
    for (let index = 0; index < hits.length; index += 2) at(hits[index]!).tests.push(test)
  })
  for (const { tests, hits } of dry.hooks) {
    for (let index = 0; index < hits.length; index += 2) {
      const entry = at(hits[index]!)
      entry.tests = [...new Set([...entry.tests, ...tests])].sort((a, b) => a - b)
    }
  }
  return coverage
}

/** The tests to run for a site: those that cover it, and those that depend on one of them having run before. */
export function closeOver(tests: readonly number[], dependent: readonly number[]): readonly number[] {
  const first = tests[0]
  if (first === undefined) return tests
  const last = dependent.findLast((test) => test > first || tests.includes(test))
  if (last === undefined) return tests
  return [...beginningTo(last), ...tests.filter((test) => test > last)]
}

/**
 * The warmest tier that may judge a site in this file.
 * @param isStatic it is passed while modules load
 */
export function tierFor(state: FileState, site: number, tests: readonly number[], isStatic: boolean): PairTier {
  const { ready } = state
  if (!ready) return 'fresh'
  if (!isStatic && runHot(state, tests)) return 'hot'
  // What a module keeps may be why its tests do not run hot.
  if ((isStatic || !isBeyondTestFile(state.remembers)) && mayBeWarm(state, site, isStatic)) return 'warm'
  return anew(state)
}

/** All modules evaluated anew, in the same worker where that can be. */
export function anew(state: FileState): PairTier {
  return state.ready?.cold && pays(state, 'cold') ? 'cold' : 'fresh'
}

/** Whether these tests run on loaded modules as in the dry run. */
export function runHot(state: FileState, tests: readonly number[]): boolean {
  return pays(state, 'hot') && tests.every((test) => state.ready?.hot[test])
}

/** Whether the test file can be loaded anew for a mutant of the site, on sources that do not pass it while they load. */
export function mayBeWarm(state: FileState, site: number, isStatic: boolean): boolean {
  return state.sitesWarm !== undefined && pays(state, 'warm') && (!isStatic || state.sitesWarm.has(site))
}

/** Whether a site is passed while modules load: those of the first load, or one that a test loads. */
export function isStatic({ coverage }: FileState, { sites }: Catalog, site: number): boolean {
  return coverage.get(site)?.load === true || sites[site]!.loadTime
}

/** Whether any realm of the file was found polluted. */
export function isPolluted({ polluted }: Pick<FileState, 'polluted'>): boolean {
  return RERUN_TIERS.some((tier) => polluted[tier] > 0)
}

/** Whether what a mutant leaves may meet the next one, and be gone when the control runs. */
export function mayLeaveUnseen(state: Pick<FileState, 'polluted' | 'mayActLater'>): boolean {
  return state.mayActLater === true || isPolluted(state)
}

/** Whether realms of the file last long enough in a tier: its trials save more, beside those of the next colder one, than it takes to open polluted ones again. */
function pays(state: FileState, tier: RerunTier): boolean {
  const { polluted, judged, openMs, ready } = state
  if (polluted[tier] < MOST_POLLUTED[tier]) return true
  const { firsts, firstsMs, seconds, secondsMs } = judged[tier]
  const colderMs = (tier !== 'cold' && anew(state) === 'cold' ? ready?.coldMs : undefined) ?? openMs * FRESH_SHARE
  return (firsts + seconds) * colderMs - firstsMs - secondsMs >= polluted[tier] * openMs
}

/** Tests that have run out of time with more idle time than that wait in vain. */
export const IDLE = 3 / 4
/** With less, or tests that are over sooner, a worker keeps all of its place. */
const LEAST_IDLE = 1 / 4
const LEAST_MS = 100

/**
 * The share of the processor, from 0 to 1, that the tests leave to others: they wait for timers, not for what computes elsewhere or has
 * room for as many workers as there are places, such as a database for each.
 * @param world what the tests took in so far
 */
export function waitingShare({ dry }: FileState, world: World | undefined): number {
  const idle = dry?.idle ?? 0
  if (!dry || !waitsHere(world) || idle < LEAST_IDLE || testsMs(dry) < LEAST_MS) return 0
  return idle
}

/** Whether what tests wait for is none of those. */
export function waitsHere(world: World | undefined): boolean {
  return world !== undefined && !world.hasCompany
}

/**
 * Extreme mutants first: what they tell about a function says most. Then cheap pairs: the dear ones may be settled
 * elsewhere by the time they come.
 */
export function sortByCost(state: FileState, { mutants }: Catalog): void {
  const isFiner = ({ mutant }: Pair) => (mutants[mutant]?.extreme ? 0 : 1)
  const costs = new Map<readonly number[], number>()
  const cost = ({ tests }: Pair) => {
    let sum = costs.get(tests)
    if (sum === undefined) costs.set(tests, sum = testsMs(state.dry!, tests))
    return sum
  }
  for (const tier of ['hot', 'warm'] as const) state[tier].sort((a, b) => isFiner(a) - isFiner(b) || cost(a) - cost(b))
}
