/** In which tier the mutants of a file may be judged, as far as its runs have repeated and pay. */
import type { FileState } from './file-state.js'
import type { PairTier } from './pair.js'
import { RERUN_TIERS, type RerunTier } from './protocol.js'
import { isBeyondTestFile } from './remembers.js'

/** Realms polluted in a tier before it has to show that it pays. */
const MOST_POLLUTED = { hot: 6, warm: 6, cold: 4 } as const
/** A trial in a worker of its own takes about so much of what opening a realm takes, where runs without a mutant follow. */
const FRESH_SHARE = 1 / 2

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
