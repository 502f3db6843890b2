/** Batches: the pairs that a worker gets between two controls, and what becomes of them. */
import { beginningTo, isBeginning } from './beginning.js'
import type { Bench } from './bench.js'
import type { Catalog } from './catalog.js'
import { trialMs } from './expected.js'
import { SUSPICION, type FileState } from './file-state.js'
import { isStatic } from './site-coverage.js'
import { anew, isPolluted, mayBeWarm, runHot, tierFor } from './tiers.js'
import { interpret, type Interpretation } from './interpret.js'
import type { Pair, PairTier } from './pair.js'
import { RERUN_TIERS, type Outcome, type RerunTier, type RunItem } from './protocol.js'
import { enters, isBeyondTestFile, isPutBack, leaveData } from './remembers.js'
import { toRunItem } from './run-item.js'
import { narrowWarm } from './warm.js'

/** Most pairs of a batch while little is known of the file. */
const MOST = { hot: 40, warm: 40, cold: 16 } as const
/** How often that is doubled for a file whose controls pass: what is lost when one fails grows with it. */
const MOST_DOUBLINGS = 3
/** Batches that are expected to take more milliseconds, and longer than opening the file, are cut: others may have the rest. */
const LONG_MS = 5000

/** Mutants that a worker is given at once; `commit`, `discard` and `died` take out those that need it no more. */
export interface Batch {
  readonly tier: RerunTier
  readonly pairs: Map<number, Pair>
  readonly items: Map<number, RunItem>
  /** Outcomes since the last control. */
  readonly outcomes: Outcome[]
}

/** The next pairs for an open worker; undefined when there are none. */
export function nextBatch(bench: Bench, state: FileState): Batch | undefined {
  return takeBatch(bench, state) ?? (bench.queueDue(state) ? takeBatch(bench, state) : undefined)
}

function takeBatch(bench: Bench, state: FileState): Batch | undefined {
  for (const tier of RERUN_TIERS) {
    if (bench.canaries.blocks(state.file, tier)) continue
    const pairs = new Map<number, Pair>()
    const queue = state[tier]
    // The rest is left to other workers of the file, so that all end at about the same time.
    const most = Math.max(MOST[tier], Math.min(queue.length / 2, MOST[tier] << Math.min(state.passed, MOST_DOUBLINGS)))
    let ms = 0
    while (queue.length > 0 && pairs.size < most && ms < Math.max(LONG_MS, state.openMs)) {
      const pair = withPredecessors(state, queue[0]!)
      if (!bench.mayStart(pair)) break
      // One mutant at a time is in a batch, and one that must be alone ends it.
      if (pairs.has(pair.mutant) || (pair.alone && pairs.size > 0)) break
      queue.shift()
      if (bench.ledger.isFinal(pair.mutant)) continue
      if (bench.isSuspect(pair.mutant)) {
        bench.putPairOff(state, pair)
        continue
      }
      const warmest = warmestFor(bench, state, pair)
      if (warmest !== tier) {
        bench.queue(state, { ...pair, tier: warmest })
        continue
      }
      pairs.set(pair.mutant, pair)
      ms += trialMs(state, tier, pair.isSecond === true)
      if (pair.alone) break
    }
    if (pairs.size === 0) continue
    const items = new Map([...pairs].map(([mutant, pair]) =>
      [mutant, toRunItem(state, bench.input.catalog, pair, bench.input.runner.testTimeoutMs)] as const))
    return { tier, pairs, items, outcomes: [] }
  }
  return undefined
}

/** Tests that are known to fail without a mutant where those before them did not run go with these. */
function withPredecessors({ needPredecessors }: FileState, pair: Pair): Pair {
  if (pair.tier !== 'hot' || needPredecessors.size === 0 || !needPredecessors.has(pair.tests.join())) return pair
  return { ...pair, tests: beginningTo(pair.tests.at(-1)!) }
}

/** A pair goes as warm as it was meant to, or colder, where the file cannot be run so any more. */
function warmestFor({ input: { catalog } }: Bench, state: FileState, { tier, tests, mutant }: Pair): PairTier {
  if (tier === 'warm') return runsWarm(catalog, state, mutant) ? 'warm' : anew(state)
  if (tests.length === 0) return tier === 'hot' && runsWholeHot(state) ? tier : anew(state)
  return tier === 'hot' ? tierFor(state, catalog.siteOf[mutant]!, tests, false) : anew(state)
}

/** Whether all tests can run on loaded modules as in a first run. */
function runsWholeHot(state: FileState): boolean {
  return isPutBack(state.remembers) && runHot(state, state.dry!.tests.map((_, test) => test))
}

function runsWarm(catalog: Catalog, state: FileState, mutant: number): boolean {
  const site = catalog.siteOf[mutant]!
  return mayBeWarm(state, site, isStatic(state, catalog, site))
}

/** What was found out holds: the control after it passed. */
export function commit(bench: Bench, state: FileState, batch: Batch): void {
  state.passed++
  take(bench, state, batch)
}

function take(bench: Bench, state: FileState, batch: Batch): void {
  for (const [at, told] of batch.outcomes.entries()) {
    const next = batch.outcomes[at + 1]
    // What a mutant before them has left makes tests fail: those of the first one after it were not looked at.
    const isSpoilt = [told, next].some((each) => each?.repeats && !each.sound)
    const outcome = isSpoilt ? { ...told, sound: false } : told
    const pair = batch.pairs.get(outcome.mutant)
    if (!pair) continue
    batch.pairs.delete(outcome.mutant)
    count(state, pair, batch.tier, outcome, bench.ledger.findingsOf(outcome.mutant).length > 0)
    if (outcome.left === 'lost' && isPutBack(state.remembers)) leaveData(state)
    if (!isBeyondTestFile(state.remembers) && enters(outcome.entered, state.writers)) rememberFromNow(bench, state)
    const item = batch.items.get(outcome.mutant)!
    // What the test that ran before its turn has changed may be why another one failed.
    const isOfOrder = isPutBack(state.remembers) && outcome.failure !== undefined && outcome.left !== undefined && item.first.length > 0
    if (!isSpoilt && isOutOfPlace(pair, item, outcome)) {
      if (item.first.length > 0) state.needsOrder = true
      else state.needPredecessors.add(item.tests.join())
      bench.queue(state, pair)
    } else if (isOfOrder) bench.queue(state, { ...pair, inOrder: true })
    else apply(bench, state, pair, outcome, sure(bench, state, pair, outcome, interpret(pair, outcome, state)))
  }
}

/**
 * Takes down what a trial took and found.
 * @param isTried there was a trial of the mutant in another file before
 */
function count(state: FileState, { isSecond }: Pair, tier: RerunTier, { durationMs, failure }: Outcome, isTried: boolean): void {
  const judged = state.judged[tier]
  if (isSecond) {
    judged.seconds++
    judged.secondsMs += durationMs
  } else {
    judged.firsts++
    judged.firstsMs += durationMs
    if (!isTried) {
      judged.untried++
      if (failure) judged.untriedNoticed++
    }
  }
  if (failure?.test !== undefined) state.kills[failure.test] = (state.kills[failure.test] ?? 0) + 1
}

/** Whether tests fail without the mutant as well that did not begin as each run of the whole file does. */
function isOutOfPlace({ tier }: Pair, { first, tests }: RunItem, { sound, failure }: Outcome): boolean {
  return tier === 'hot' && !sound && failure !== undefined && (first.length > 0 || !isBeginning(tests))
}

/** What is judged from now on may be hidden by what a module holds. */
function rememberFromNow({ input: { catalog } }: Bench, state: FileState): void {
  state.remembers = 'modules'
  narrowWarm(state, state.ready!, catalog)
}

/**
 * What a module or a test file holds since the first run can hide a mutant: a door that was shut once stays shut when shutting it does
 * nothing any more. It may also hand the mutant on to a test that does not cover it, and needs one of several before it.
 * So a survivor has to survive the whole file with its modules evaluated anew, where they hold something.
 */
function sure({ input: { catalog } }: Bench, state: FileState, pair: Pair, outcome: Outcome, meaning: Interpretation): Interpretation {
  const survived = meaning.kind === 'result' && meaning.result === 'survived'
  const isWhole = pair.tests.length === 0 || pair.tests.length === state.dry!.tests.length
  if (!survived || pair.tier === 'fresh') return meaning
  // A package may hold what it was told before.
  if (outcome.tellsOther) return { kind: 'again', change: { tier: 'fresh', tests: [] }, survived: true }
  if (state.remembers === 'nothing') return meaning
  // The run began with what a first one begins with, and either all tests ran or nothing is there that others might notice.
  const beganAnew = pair.tier === 'hot' && isPutBack(state.remembers) && outcome.left !== 'lost'
  if (beganAnew && (isWhole || (state.unsettledBy === undefined && outcome.left === undefined))) return meaning
  if (beganAnew && runsWholeHot(state)) return { kind: 'again', change: { tests: [], inOrder: true }, survived: true }
  // Loaded anew is then what keeps something: all modules, or the test file where it is that alone.
  const isWarmEnough = !isBeyondTestFile(state.remembers) && runsWarm(catalog, state, pair.mutant)
  const enough = isWarmEnough ? 'warm' : state.remembers === 'worker' ? 'fresh' : anew(state)
  if (isWhole && (pair.tier === enough || (pair.tier === 'cold' && enough === 'warm'))) return meaning
  return { kind: 'again', change: { tier: enough, tests: [] }, survived: true }
}

/** The first mutant since the last control found the realm clean, so its outcome holds whatever it left behind. */
export function commitFirst(bench: Bench, state: FileState, batch: Batch): void {
  const [first] = batch.outcomes
  if (first?.sound) take(bench, state, { ...batch, outcomes: [first] })
}

/** The realm is polluted: what came after the first mutant is judged again elsewhere, more carefully each time. */
export function discard(bench: Bench, state: FileState, batch: Batch): void {
  // A mutant may be guilty, or a test that fails now and then: a look at the file alone tells.
  if (!isPolluted(state)) state.repeats += SUSPICION
  state.polluted[batch.tier]++
  state.passed = 0
  commitFirst(bench, state, batch)
  for (const { mutant } of batch.outcomes) {
    const pair = batch.pairs.get(mutant)
    if (!pair) continue
    batch.pairs.delete(mutant)
    if (batch.tier !== 'cold' && anew(state) === 'cold') bench.queue(state, { ...pair, tier: 'cold' })
    else bench.queue(state, pair.alone ? { ...pair, tier: 'fresh' } : { ...pair, alone: true })
  }
  putBack(bench, state, batch)
}

/**
 * The worker ended while it had the batch. `current`: the mutant that was active. One death proves nothing: a worker of
 * its own has to end as well.
 */
export function died(
  bench: Bench, state: FileState, batch: Batch, current: number | undefined, byWatchdog: boolean,
): void {
  const guilty = current === undefined ? undefined : batch.pairs.get(current)
  if (guilty) {
    batch.pairs.delete(guilty.mutant)
    bench.queue(state, { ...guilty, tier: 'fresh', confirming: byWatchdog ? 'time' : 'death' })
    putBack(bench, state, batch)
  } else {
    discard(bench, state, batch)
  }
}

/** Queues what the batch has left. */
export function putBack(bench: Bench, state: FileState, batch: Batch): void {
  for (const pair of batch.pairs.values()) bench.queue(state, pair)
  batch.pairs.clear()
}

export function apply(bench: Bench, state: FileState, pair: Pair, outcome: Outcome, meaning: Interpretation): void {
  if (meaning.kind === 'again') {
    const again = { ...pair, ...meaning.change }
    if (!meaning.survived) bench.queue(state, again)
    else if (pair.isSecond || !state.seconds.has(pair.mutant)) {
      state.seconds.add(pair.mutant)
      bench.putPairOff(state, { ...again, isSecond: true })
    } else bench.ledger.settle({ pair, result: 'survived', tier: pair.tier, outcome, state })
  } else bench.ledger.settle({ pair, result: meaning.result, tier: pair.tier, outcome, state })
}
