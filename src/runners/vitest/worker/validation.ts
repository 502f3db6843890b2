/** Finds out which kinds of running again repeat the dry run of a file exactly, and looks again after each batch. */
import { differingTests } from '../../../engine/differing.js'
import { isWorthTrying } from '../../../engine/effort.js'
import type { Dry, Hits, PutsBack, Ready, RerunTier } from '../../../engine/protocol.js'
import { processorMs } from './real.js'
import { compareWith, countsOf, type Repeats } from './repeats.js'
import type { Replay } from './replay.js'
import { allNumbers } from './tree.js'

export interface Validation {
  readonly ready: Ready
  /** Tests that are so, as in `Ready`; grows. */
  readonly unsteady: ReadonlySet<number>
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
  /** Tests known to be so, as in `Ready`. */
  readonly unsteady: readonly number[]
  /** Names of globals to put back after each run. */
  readonly globals: readonly string[]
  /** Tests are known to depend on those before them. */
  readonly isInOrder: boolean
}

/** What was found out about that. */
type ColdRuns = Pick<Ready, 'cold' | 'dependent' | 'coldMs'>

/** Runs of the file that it takes to try that: one such, and one to see that it did no harm. */
const TRYING = 2
/** Where a run of the tests takes fewer milliseconds nothing is reckoned. */
const CHEAP_MS = 200

export async function validate(replay: Replay, dry: Dry, wanted: Wanted): Promise<Validation> {
  const repeats = compareWith(dry, wanted.unsteady)
  if (wanted.globals.length > 0) replay.globals.mend()
  const { hotRuns: { last, found, putsBack, ...hotRuns }, keepsGlobals, ...cold } = await tryReruns(replay, repeats, wanted)
  let { controlMs } = hotRuns
  const bad = new Set(found)
  const hot = replay.tree.tests.map((_, number) => !bad.has(number))
  const isHot = async (): Promise<boolean> => (await repeats.differingEachTime(() => replay.recordHot(), false, (test) => !hot[test])).found?.length === 0
  const pays = last.durationMs < CHEAP_MS || wanted.warm * ((cold.coldMs ?? dry.durationMs) - last.durationMs) > TRYING * last.durationMs
  const triesWarm = wanted.warm > 0 && pays && replay.prepareWarm()
  const warm = triesWarm ? await tryWarmRun(replay, dry) : undefined
  const warmHarms = triesWarm && !await isHot()
  const again = {
    hot: isHot,
    async warm() {
      const run = await replay.recordAnew('warm')
      return warm !== undefined && run.loaded.length === 0 && compareWith(warm, repeats.unsteady).differing(run)?.length === 0
    },
    cold: async () => (await runCold(replay, repeats)).cold,
  }
  return {
    ready: { hot, ...cold, unsteady: [...repeats.unsteady], ...(putsBack && { putsBack }), controlMs, ...(warm && { warm: sitesOutside(dry.load, warm.load) }), ...(warmHarms && { warmHarms }), ...(keepsGlobals && { keepsGlobals }) },
    unsteady: repeats.unsteady,
    get controlMs() { return controlMs },
    async control(tier) {
      const controlBegun = processorMs()
      const passed = await again[tier]()
      controlMs = processorMs() - controlBegun
      return passed
    },
  }
}

/** How the file runs on loaded modules, and what was found out about evaluating them anew. */
interface TriedReruns extends Pick<Ready, 'cold' | 'dependent' | 'coldMs'> {
  readonly hotRuns: HotRuns
  readonly keepsGlobals: boolean
}

async function tryReruns(replay: Replay, repeats: Repeats, wanted: Wanted): Promise<TriedReruns> {
  const anew = () => (wanted.cold ? tryCold(replay, repeats, wanted.isInOrder) : { cold: false, keepsLoadGlobals: false })
  let { keepsLoadGlobals, ...cold } = await anew()
  let hotRuns = await tryHotRuns(replay, repeats, wanted.putsBack)
  if (hotRuns.found.length > 0 && replay.quiet.leavesTimers) {
    replay.quiet.waitForTimers(true)
    const before = hotRuns.found.length
    hotRuns = await tryHotRuns(replay, repeats, wanted.putsBack)
    if (hotRuns.found.length >= before) replay.quiet.waitForTimers(false)
    else if (!cold.cold) ({ keepsLoadGlobals, ...cold } = await anew())
  }
  // What packages keep may go with what modules do: both as they are, then.
  if (wanted.putsBack !== 'nothing' && !hotRuns.putsBack) hotRuns = await tryHotRuns(replay, repeats, 'nothing')
  // Packages may know that they have set up globals.
  let keepsGlobals = keepsLoadGlobals || replay.isPageOpaque || !replay.globals.canPutBack(wanted.globals)
  if (isWorthTrying(hotRuns.last.durationMs, hotRuns.found.length, replay.tree.tests.length) && replay.globals.stopMending()) {
    const asLeft = await tryHotRuns(replay, repeats, 'nothing')
    const found = repeats.withoutUnsteady(hotRuns.found, hotRuns.last)
    const helps = asLeft.found.length < found.length
    if (!helps) replay.globals.mend()
    hotRuns = helps ? asLeft : { ...hotRuns, found }
    keepsGlobals ||= helps
  }
  return { hotRuns, keepsGlobals, ...cold }
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
async function tryHotRuns(replay: Replay, repeats: Repeats, what: PutsBack): Promise<HotRuns> {
  replay.data.fromNow(what)
  replay.mocks = 'restore'
  replay.reset()
  const begun = processorMs()
  const tryOften = () => repeats.differingEachTime(() => replay.recordHot(), what !== 'nothing')
  let { last, found } = await tryOften()
  if (!found || isWorthTrying(last.durationMs, found.length, replay.tree.tests.length)) {
    replay.mocks = 'clear'
    const again = repeats.differing(await replay.recordHot())
    if (again && (!found || found.some((test) => !again.includes(test)))) ({ last, found } = await tryOften())
    else {
      replay.mocks = 'restore'
      replay.reset()
    }
  }
  const controlMs = processorMs() - begun
  const all = found ?? allNumbers(replay.tree)
  return { last, found: all, controlMs, putsBack: replay.data.isOn && all.length === 0 && replay.data.left !== 'lost' }
}

/** With the globals that modules set while they load as before the first load, as far as tests go then as in the first run. */
async function tryCold(replay: Replay, repeats: Repeats, isInOrder: boolean): Promise<ColdRuns & { readonly keepsLoadGlobals: boolean }> {
  const { loadGlobals } = replay
  const run = () => tryColdRuns(replay, repeats, isInOrder)
  let cold = await run()
  if (cold.cold) loadGlobals.settle()
  else if (loadGlobals.isAny && loadGlobals.narrow()) cold = await run()
  if (cold.cold || !loadGlobals.isAny) return { ...cold, keepsLoadGlobals: loadGlobals.isStuck }
  loadGlobals.leave()
  return { ...await run(), keepsLoadGlobals: true }
}

/**
 * Backwards first: when that differs nowhere, no test depends on those before it.
 * @param isInOrder it is known that some do: backwards they might all wait for what does not come
 */
async function tryColdRuns(replay: Replay, repeats: Repeats, isInOrder: boolean): Promise<ColdRuns> {
  replay.reset()
  if (isInOrder) return runCold(replay, repeats)
  const backwards = await replay.recordAnew('cold', true)
  const { durationMs: coldMs } = backwards
  const dependent = repeats.differing(backwards)
  if (dependent === undefined) return { cold: false, coldMs }
  if (dependent.length === 0) return { cold: true, dependent, coldMs }
  const forwards = await runCold(replay, repeats)
  // Where even that does not repeat, the difference may have other reasons than the order.
  return forwards.cold ? { ...forwards, dependent } : forwards
}

async function runCold(replay: Replay, repeats: Repeats): Promise<ColdRuns> {
  const { last, found } = await repeats.differingEachTime(() => replay.recordAnew('cold'), true)
  return { cold: found?.length === 0, coldMs: last.durationMs }
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
