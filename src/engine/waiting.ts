/** What waits until all test files were opened, for who guesses the time left. */
import type { Waiting } from '../model/events.js'
import { survivalMs, trialMs } from './expected.js'
import type { FileState } from './file-state.js'
import type { Ledger } from './ledger.js'
import { RERUN_TIERS, type RerunTier } from './protocol.js'
import type { PutOff } from './put-off.js'

/** Milliseconds between two looks; a look that takes long is not taken again for so many times as long: there may be millions of pairs. */
const LOOK_MS = 500
const LOOKS = 50

/** What is known of mutants: who survived one test file most likely survives the next. */
type Known = Pick<Ledger, 'findingsOf' | 'isFinal'>

/** Tells what waits, not more often than that costs little; empty in between. */
export function watchWaiting(files: readonly FileState[], putOff: PutOff, ledger: Known): () => { readonly waiting?: Waiting } {
  let lookedAt = -Infinity
  return () => {
    const now = performance.now()
    if (now - lookedAt < LOOK_MS) return {}
    const waiting = waitingOf(files, putOff, ledger)
    lookedAt = performance.now() + LOOKS * (performance.now() - now)
    return { waiting }
  }
}

/** Before any was made, so many first trials of mutants in a tier are taken to notice theirs. */
const NOTICED = 0.5

/** The pairs of a mutant that wait in one tier, with what its first trial and each later one is expected to take in milliseconds, summed over the pairs. */
interface Pairs { count: number; firstMs: number; laterMs: number }

/** Trials, and what they take in milliseconds. */
interface Work { readonly trials: number; readonly ms: number }

/**
 * Trials that are expected of the pairs that wait, and of those that will when all files were opened. What a file has in hand while it
 * is open for the first time does not wait.
 */
export function waitingOf(files: readonly FileState[], putOff: PutOff, ledger: Known): Waiting {
  const growth = files.length / Math.max(1, files.filter(({ dry }) => dry).length)
  const pairs: Readonly<Record<RerunTier, Map<number, Pairs>>> = { hot: new Map(), warm: new Map(), cold: new Map() }
  let [fresh, openMs, seconds, secondsMs] = [0, 0, 0, 0]
  for (const state of files) {
    const isClosed = state.openRealms === 0
    const queued = growth === 1 || isClosed ? RERUN_TIERS.flatMap((tier) => state[tier]) : []
    const off = putOff.open(state)
    for (const { tier, mutant, isSecond } of [...off, ...queued, ...state.fresh]) {
      if (ledger.isFinal(mutant)) continue
      if (tier === 'fresh') fresh++
      else if (isSecond) {
        seconds++
        secondsMs += trialMs(state, tier, true)
      } else add(pairs[tier], mutant, state, tier)
    }
    if (off.some(({ tier }) => tier !== 'fresh') || (isClosed && queued.length > 0)) openMs += state.openMs
  }
  const firsts = RERUN_TIERS.map((tier) => firstTrials(pairs[tier], shareNoticed(files, tier), growth, ledger))
  // These grow slower in number than files, as other files notice the mutants of some.
  const slower = Math.sqrt(growth)
  return {
    trials: seconds * slower + sum(firsts.map(({ trials }) => trials)),
    trialsMs: secondsMs * slower + sum(firsts.map(({ ms }) => ms)),
    fresh: fresh * slower,
    openMs: openMs * slower,
  }
}

function add(pairs: Map<number, Pairs>, mutant: number, state: FileState, tier: RerunTier): void {
  const found = pairs.get(mutant) ?? { count: 0, firstMs: 0, laterMs: 0 }
  pairs.set(mutant, found)
  found.count++
  found.firstMs += trialMs(state, tier, false)
  found.laterMs += survivalMs(state, tier)
}

/**
 * Trials of mutants for each of which some files wait: a mutant that one notices is not judged in the next. With `growth` times as many
 * files there are more mutants, and more files for each. The next file adds as many mutants as files have added lately, for which those
 * stand that one file alone has come to (I. J. Good, "The Population Frequencies of Species and the Estimation of Population Parameters",
 * Biometrika 40 (1953), 237-264).
 * @param noticed the share of mutants that the first file notices
 */
function firstTrials(pairs: ReadonlyMap<number, Pairs>, noticed: number, growth: number, ledger: Known): Work {
  if (pairs.size === 0) return { trials: 0, ms: 0 }
  const triedFor = (mutant: number): number => ledger.findingsOf(mutant).length
  const ofOneFile = [...pairs].filter(([mutant, { count }]) => count + triedFor(mutant) === 1).length
  const moreMutants = growth ** (ofOneFile / pairs.size)
  const moreFiles = growth / moreMutants
  const trialsUntil = createTrialsUntil(noticed)
  let [trials, ms] = [0, 0]
  for (const [mutant, { count, firstMs, laterMs }] of pairs) {
    const tried = triedFor(mutant)
    const all = trialsUntil(tried, (tried + count) * moreFiles - tried)
    const firsts = tried === 0 ? 1 : 0
    trials += all
    ms += (firsts * firstMs + (all - firsts) * laterMs) / count
  }
  return { trials: trials * moreMutants, ms: ms * moreMutants }
}

/**
 * Says how many trials a mutant is expected to have that so many files have been tried for, and so many wait for: until one notices it.
 * Some mutants most files notice, some none, so that who has survived `n` is noticed by the next with a chance of `noticed / (1 + n)`: the
 * beta-geometric distribution with α = `noticed`, α + β = 1. On fp-ts 0.46 of first trials notice theirs, 0.14 of the next 400, 0.04 of 3,866.
 */
function createTrialsUntil(noticed: number): (tried: number, files: number) => number {
  const known = new Map<number, { readonly trials: number[]; chance: number }>()
  return (tried, files) => {
    const most = Math.max(1, Math.round(files))
    const of = known.get(tried) ?? { trials: [0], chance: 1 }
    known.set(tried, of)
    for (let n = of.trials.length - 1; n < most; n++) {
      of.trials.push(of.trials[n]! + of.chance)
      of.chance *= 1 - noticed / (1 + tried + n)
    }
    return of.trials[most]!
  }
}

/** How many of the mutants that no test file had been tried for were noticed by the first one, in a tier. */
function shareNoticed(files: readonly FileState[], tier: RerunTier): number {
  const all = files.map(({ judged }) => judged[tier])
  return (NOTICED + sum(all.map(({ untriedNoticed }) => untriedNoticed))) / (1 + sum(all.map(({ untried }) => untried)))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0)
}
