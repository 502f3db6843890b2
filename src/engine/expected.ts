/** What trials are expected to take, from those that were made before. */
import { testsMs } from './dry-run.js'
import type { FileState } from './file-state.js'
import type { Pair } from './pair.js'
import type { RerunTier } from './protocol.js'

/** Milliseconds that judging these pairs of a tier is expected to take in one realm. */
export function expectedMs(state: FileState, tier: RerunTier, pairs: readonly Pair[]): number {
  const seconds = pairs.reduce((count, { isSecond }) => count + (isSecond ? 1 : 0), 0)
  return (pairs.length - seconds) * trialMs(state, tier, false) + seconds * trialMs(state, tier, true)
}

/** Who survived once is taken to pass all tests again. */
export function trialMs({ judged, dry, ready }: FileState, tier: RerunTier, isSecond: boolean): number {
  const { firsts, firstsMs, seconds, secondsMs } = judged[tier]
  const [count, ms] = isSecond ? [seconds, secondsMs] : [firsts, firstsMs]
  if (count > 0) return ms / count
  return { hot: isSecond && dry ? testsMs(dry) : 1, warm: ready?.controlMs ?? 1, cold: ready?.coldMs ?? dry?.durationMs ?? 1 }[tier]
}

/** Milliseconds that a trial takes which no test ends: trials so far were those of mutants that most tests notice. */
export function survivalMs(state: FileState, tier: RerunTier): number {
  return (tier === 'cold' ? state.ready?.coldMs : undefined) ?? trialMs(state, tier, false)
}

/** Milliseconds that a trial of this pair is expected to take, in which a test may notice it half-way. */
export function pairMs(state: FileState, { tier, tests, isSecond }: Pair): number {
  if (tier === 'fresh') return 0
  return tier === 'hot' && !isSecond ? testsMs(state.dry!, tests) / 2 : trialMs(state, tier, isSecond === true)
}
