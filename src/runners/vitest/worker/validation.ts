/** Finds out which kinds of running again repeat the dry run of a file exactly, and looks again after each batch. */
import { differingTests, sameHits } from '../../../engine/differing.js'
import type { Dry, Hits, PutsBack, Ready, RerunTier } from '../../../engine/protocol.js'
import { processorMs } from './real.js'
import type { Replay } from './replay.js'
import { allNumbers } from './tree.js'

export interface Validation {
  readonly ready: Ready
  /** Processor time of the last control, in milliseconds. */
  readonly controlMs: number
  /** Whether running again without a mutant still repeats the dry run. */
  control(tier: RerunTier): Promise<boolean>
}

/** What is tried beside running again on the loaded modules. */
interface Wanted {
  /** Evaluating all modules anew. */
  readonly cold: boolean
  /** Mutants for which loading the test file anew on the loaded sources is tried, where that pays. */
  readonly warm: number
  /** Putting back what modules keep after each run. */
  readonly putsBack: PutsBack
}

/** What was found out about that, and how long a run took. */
type ColdRuns = Pick<Ready, 'cold' | 'dependent'> & { readonly ms: number }

/** Runs of the file that it takes to try that: one such, and one to see that it did no harm. */
const TRYING = 2
/** Where a run of the tests takes fewer milliseconds nothing is reckoned. */
const CHEAP_MS = 200

export async function validate(replay: Replay, dry: Dry, wanted: Wanted): Promise<Validation> {
  const { ms: coldMs, ...cold }: ColdRuns = wanted.cold ? await tryColdRuns(replay, dry) : { cold: false, ms: dry.durationMs }
  let hotRuns = await tryHotRuns(replay, dry, wanted.putsBack)
  // What packages keep may go with what modules do: both as they are, then.
  if (wanted.putsBack !== 'nothing' && !hotRuns.putsBack) hotRuns = await tryHotRuns(replay, dry, 'nothing')
  // Packages may know that they have set up globals.
  const keepsGlobals = hotRuns.found.length > 0 && replay.globals.stopMending()
  if (keepsGlobals) hotRuns = await tryHotRuns(replay, dry, 'nothing')
  const { last, found, putsBack } = hotRuns
  let { controlMs } = hotRuns
  const bad = new Set(found)
  const hot = replay.tree.tests.map((_, number) => !bad.has(number))
  const isHot = (again: Dry): boolean => differing(dry, again)?.every((number) => !hot[number]) ?? false
  const pays = last.durationMs < CHEAP_MS || wanted.warm * (coldMs - last.durationMs) > TRYING * last.durationMs
  const triesWarm = wanted.warm > 0 && pays && replay.prepareWarm()
  const warm = triesWarm ? await tryWarmRun(replay, dry) : undefined
  const warmHarms = triesWarm && !isHot(await replay.recordHot())
  const repeats = {
    hot: async () => isHot(await replay.recordHot()),
    async warm() {
      const again = await replay.recordAnew('warm')
      return warm !== undefined && again.loaded.length === 0 && differing(warm, again)?.length === 0
    },
    cold: async () => differing(dry, await replay.recordAnew('cold'))?.length === 0,
  }
  return {
    ready: { hot, ...cold, ...(putsBack && { putsBack }), controlMs, ...(warm && { warm: sitesOutside(dry.load, warm.load) }), ...(warmHarms && { warmHarms }), ...(keepsGlobals && { keepsGlobals }) },
    get controlMs() { return controlMs },
    async control(tier) {
      const controlBegun = processorMs()
      const passed = await repeats[tier]()
      controlMs = processorMs() - controlBegun
      return passed
    },
  }
}

/** How the tests run on loaded modules. */
interface HotRuns {
  readonly last: Dry
  /** Tests that do not repeat the dry run. */
  readonly found: readonly number[]
  readonly controlMs: number
  readonly putsBack: boolean
}

/** What modules keep is only put back where all tests repeat the dry run with it. */
async function tryHotRuns(replay: Replay, dry: Dry, what: PutsBack): Promise<HotRuns> {
  replay.putBackFromNow(what)
  replay.mocks = 'restore'
  replay.reset()
  const begun = processorMs()
  let last = await replay.recordHot()
  let found = differing(dry, last)
  if (found?.length !== 0) {
    replay.mocks = 'clear'
    last = await replay.recordHot()
    found = differing(dry, last)
  }
  const controlMs = processorMs() - begun
  const all = found ?? allNumbers(replay.tree)
  return { last, found: all, controlMs, putsBack: replay.putsBack && all.length === 0 && replay.left !== 'lost' }
}

/** Backwards first: when that differs nowhere, no test depends on those before it. */
async function tryColdRuns(replay: Replay, dry: Dry): Promise<ColdRuns> {
  replay.reset()
  const backwards = await replay.recordAnew('cold', true)
  const { durationMs: ms } = backwards
  const dependent = differing(dry, backwards)
  if (dependent === undefined) return { cold: false, ms }
  if (dependent.length > 0 && differing(dry, await replay.recordAnew('cold'))?.length !== 0) return { cold: false, ms }
  return { cold: true, dependent, ms }
}

/**
 * The file loaded anew on the sources: all tests have to go as in the dry run. Its load passes what it passed then, without that
 * which the sources pass while they load; should one of them have been evaluated again, nothing can be told apart.
 */
async function tryWarmRun(replay: Replay, dry: Dry): Promise<Dry | undefined> {
  const again = await replay.recordAnew('warm')
  if (again.loaded.length > 0 || again.tests.length !== dry.tests.length || again.errors.length !== dry.errors.length) return undefined
  if (!isWithin(again.load, dry.load) || differingTests(dry, again).length > 0) return undefined
  const entered = new Set(dry.loadEntered)
  return again.loadEntered.every((body) => entered.has(body)) ? again : undefined
}

/** Whether no site was passed more often than in the other load. */
function isWithin(load: Hits, whole: Hits): boolean {
  const most = countsOf(whole)
  return [...countsOf(load)].every(([site, count]) => count <= (most.get(site) ?? 0))
}

/** The sites that are passed as often although the sources are not loaded: loading those does not pass them. */
function sitesOutside(whole: Hits, load: Hits): number[] {
  const counts = countsOf(load)
  return [...countsOf(whole)].filter(([site, count]) => counts.get(site) === count).map(([site]) => site)
}

function countsOf(hits: Hits): Map<number, number> {
  const counts = new Map<number, number>()
  for (let at = 0; at < hits.length; at += 2) counts.set(hits[at]!, hits[at + 1]!)
  return counts
}

/** The tests that did not go as in the dry run; undefined when the runs cannot be compared. */
function differing(dry: Dry, other: Dry): number[] | undefined {
  if (other.tests.length !== dry.tests.length || other.errors.length !== dry.errors.length) return undefined
  if (!sameHits(dry.load, other.load) || !sameHits(dry.loadEntered, other.loadEntered)) return undefined
  return differingTests(dry, other)
}
