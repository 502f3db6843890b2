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
  const { hotRuns: { last, found, putsBack, ...hotRuns }, keepsGlobals, coldMs, ...cold } = await tryReruns(replay, dry, wanted)
  let { controlMs } = hotRuns
  const bad = new Set(found)
  const hot = replay.tree.tests.map((_, number) => !bad.has(number))
  const isHot = async (): Promise<boolean> => (await differingEachTime(dry, () => replay.recordHot())).found?.every((number) => !hot[number]) ?? false
  const pays = last.durationMs < CHEAP_MS || wanted.warm * (coldMs - last.durationMs) > TRYING * last.durationMs
  const triesWarm = wanted.warm > 0 && pays && replay.prepareWarm()
  const warm = triesWarm ? await tryWarmRun(replay, dry) : undefined
  const warmHarms = triesWarm && !await isHot()
  const repeats = {
    hot: isHot,
    async warm() {
      const again = await replay.recordAnew('warm')
      return warm !== undefined && again.loaded.length === 0 && differing(warm, again)?.length === 0
    },
    cold: () => repeatsCold(replay, dry),
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

/** How the file runs on loaded modules, and what was found out about evaluating them anew. */
interface TriedReruns extends Pick<Ready, 'cold' | 'dependent'> {
  readonly hotRuns: HotRuns
  readonly keepsGlobals: boolean
  /** Milliseconds that evaluating all modules anew and running the tests take, or took in the first run. */
  readonly coldMs: number
}

async function tryReruns(replay: Replay, dry: Dry, wanted: Wanted): Promise<TriedReruns> {
  const { ms: coldMs, ...cold }: ColdRuns = wanted.cold ? await tryColdRuns(replay, dry) : { cold: false, ms: dry.durationMs }
  let hotRuns = await tryHotRuns(replay, dry, wanted.putsBack)
  // What packages keep may go with what modules do: both as they are, then.
  if (wanted.putsBack !== 'nothing' && !hotRuns.putsBack) hotRuns = await tryHotRuns(replay, dry, 'nothing')
  // Packages may know that they have set up globals.
  const keepsGlobals = hotRuns.found.length > 0 && replay.globals.stopMending()
  if (keepsGlobals) hotRuns = await tryHotRuns(replay, dry, 'nothing')
  return { hotRuns, keepsGlobals, coldMs, ...cold }
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
  replay.data.fromNow(what)
  replay.mocks = 'restore'
  replay.reset()
  const begun = processorMs()
  let { last, found } = await differingEachTime(dry, () => replay.recordHot())
  if (found?.length !== 0) {
    replay.mocks = 'clear';
    ({ last, found } = await differingEachTime(dry, () => replay.recordHot()))
  }
  const controlMs = processorMs() - begun
  const all = found ?? allNumbers(replay.tree)
  return { last, found: all, controlMs, putsBack: replay.data.isOn && all.length === 0 && replay.data.left !== 'lost' }
}

/** Backwards first: when that differs nowhere, no test depends on those before it. */
async function tryColdRuns(replay: Replay, dry: Dry): Promise<ColdRuns> {
  replay.reset()
  const backwards = await replay.recordAnew('cold', true)
  const { durationMs: ms } = backwards
  const dependent = differing(dry, backwards)
  if (dependent === undefined) return { cold: false, ms }
  if (dependent.length > 0 && !await repeatsCold(replay, dry)) return { cold: false, ms }
  return { cold: true, dependent, ms }
}

async function repeatsCold(replay: Replay, dry: Dry): Promise<boolean> {
  return (await differingEachTime(dry, () => replay.recordAnew('cold'))).found?.length === 0
}

/** So many runs are made until no test is left that differed in all of them. */
const ATTEMPTS = 3

/**
 * The tests that do not go as in the dry run, however often it is tried. Where all have the results that they had, the way of some may
 * depend on timers: what a mutant has left behind for good differs each time.
 */
async function differingEachTime(dry: Dry, record: () => Promise<Dry>): Promise<{ readonly last: Dry; readonly found: readonly number[] | undefined }> {
  let last = await record()
  let found = differing(dry, last)
  for (let attempt = 1; attempt < ATTEMPTS && found && found.length > 0 && haveSameResults(dry, last); attempt++) {
    last = await record()
    const again = differing(dry, last)
    if (!again || !haveSameResults(dry, last)) return { last, found: again }
    found = found.filter((test) => again.includes(test))
  }
  return { last, found }
}

function haveSameResults(dry: Dry, { tests }: Dry): boolean {
  return dry.tests.every(({ state }, number) => tests[number]?.state === state)
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
