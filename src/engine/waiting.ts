/** What waits until all test files were opened, for who guesses the time left. */
import type { Waiting } from '../model/events.js'
import type { FileState } from './file-state.js'
import { RERUN_TIERS, type RerunTier } from './protocol.js'
import type { PutOff } from './put-off.js'

/** Milliseconds between two looks; a look that takes long is not taken again for so many times as long: there may be millions of pairs. */
const LOOK_MS = 500
const LOOKS = 50

/** Tells what waits, not more often than that costs little; empty in between. */
export function watchWaiting(files: readonly FileState[], putOff: PutOff): () => { readonly waiting?: Waiting } {
  let lookedAt = -Infinity
  return () => {
    const now = performance.now()
    if (now - lookedAt < LOOK_MS) return {}
    const waiting = waitingOf(files, putOff)
    lookedAt = performance.now() + LOOKS * (performance.now() - now)
    return { waiting }
  }
}

/** Before any was made, so many first trials in a tier are taken to notice their mutant. */
const NOTICED = 0.5

/**
 * Trials that are expected of the pairs that wait: a mutant that is noticed in one test file is not judged in the next, but who
 * survived once most likely does again. What a file has in hand while it is open for the first time does not wait.
 */
export function waitingOf(files: readonly FileState[], putOff: PutOff): Waiting {
  const allOpened = files.every(({ dry }) => dry)
  const expected = { hot: 0, warm: 0, cold: 0 }
  const pairs: Readonly<Record<RerunTier, Map<number, number>>> = { hot: new Map(), warm: new Map(), cold: new Map() }
  let [fresh, openMs] = [0, 0]
  for (const state of files) {
    const isClosed = state.openRealms === 0
    const queued = allOpened || isClosed ? RERUN_TIERS.flatMap((tier) => state[tier]) : []
    const off = putOff.open(state)
    for (const { tier, mutant, isSecond } of [...off, ...queued, ...state.fresh]) {
      if (tier === 'fresh') fresh++
      else if (isSecond) expected[tier]++
      else pairs[tier].set(mutant, (pairs[tier].get(mutant) ?? 0) + 1)
    }
    if (off.some(({ tier }) => tier !== 'fresh') || (isClosed && queued.length > 0)) openMs += state.openMs
  }
  for (const tier of RERUN_TIERS) {
    const share = shareNoticed(files, tier)
    for (const count of pairs[tier].values()) expected[tier] += share === 0 ? count : (1 - (1 - share) ** count) / share
  }
  return { ...expected, fresh, openMs }
}

/** How many of the first trials in a tier have noticed their mutant so far. */
function shareNoticed(files: readonly FileState[], tier: RerunTier): number {
  let [trials, noticed] = [1, NOTICED]
  for (const { judged } of files) {
    trials += judged[tier].firsts
    noticed += judged[tier].noticed
  }
  return noticed / trials
}
