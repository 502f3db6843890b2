/** Runs one realm of a test file: its dry run, its validation, and batches of mutants with a control after each. */
import type { FileState } from './file-state.js'
import { planCanary } from './canary.js'
import { tierFor, toRunItem } from './file-state.js'
import { createInbox, type Inbox } from './inbox.js'
import { interpret, interpretDeath, type Interpretation } from './interpret.js'
import type { Bench } from './bench.js'
import { createLaps, type Laps } from './laps.js'
import { remembers } from './remembers.js'
import type { Pair } from './pair.js'
import type { Outcome, Ready, RunItem } from './protocol.js'
import type { Realm, RealmEvent } from './runner.js'

const BATCH = { hot: 40, cold: 16 } as const
/** Realms of one file thrown away before all its mutants are judged in fresh workers. */
const MOST_DISCARDED = 20
/** Runs of a file without a mutant after its control has failed. */
const SUSPICION = 2
/** Nothing that runs without a mutant may be silent for longer, in milliseconds. */
const SILENCE_MS = 300_000

interface Batch {
  readonly tier: 'hot' | 'cold'
  readonly pairs: Map<number, Pair>
  readonly items: Map<number, RunItem>
  /** Outcomes since the last control. */
  readonly outcomes: Outcome[]
}

export async function judgeInRealm(bench: Bench, state: FileState, slot: number): Promise<void> {
  const inbox = createInbox<RealmEvent>()
  const triesCold = !state.coldHarms
  const realm = bench.input.runner.open(state.file, { kind: 'judge', cold: triesCold }, slot, inbox.push)
  const abort = () => { inbox.push({ type: 'exit', reason: 'stopped' }) }
  bench.input.signal.addEventListener('abort', abort)
  state.openRealms++
  const laps = createLaps(bench.input.emit, slot)
  try {
    await listen(bench, state, realm, inbox, triesCold, laps)
  } finally {
    bench.input.signal.removeEventListener('abort', abort)
    state.openRealms--
    laps.skip()
    await realm.close()
    laps.end('worker end', state.file.path)
  }
}

async function listen(
  bench: Bench, state: FileState, realm: Realm, inbox: Inbox<RealmEvent>, triesCold: boolean, laps: Laps,
): Promise<void> {
  const opened = performance.now()
  let batch: Batch | undefined
  let current: number | undefined
  let ready = false
  let flying = false
  let byWatchdog = false
  let timer: NodeJS.Timeout | undefined
  const watch = (limitMs: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      byWatchdog = true
      inbox.push({ type: 'exit', reason: 'took too long' })
    }, limitMs)
  }
  try {
    for (;;) {
      watch(current === undefined ? SILENCE_MS : batch?.items.get(current)?.watchdogMs ?? SILENCE_MS)
      const event = await inbox.next()
      switch (event.type) {
        case 'hello':
          laps.end('worker start', state.file.path)
          break
        case 'again':
          laps.skip()
          break
        case 'dry':
          laps.end('dry run', state.file.path)
          bench.acceptDry(state, event.dry)
          if (!bench.judging() || !bench.concerns(state)) {
            realm.send({ type: 'end' })
            return
          }
          if (event.dry.tests.length !== state.dry?.tests.length) {
            bench.onlyFresh(state, 'finds other tests each time it is loaded')
            return
          }
          realm.send({ type: 'judge' })
          break
        case 'ready':
          laps.end('baseline', state.file.path)
          if (triesCold && harmful(event.ready)) {
            state.coldHarms = true
            bench.reopen(state)
            return
          }
          ready = true
          state.openMs = performance.now() - opened
          state.remembers ??= await remembers(bench, state)
          bench.acceptReady(state, event.ready)
          break
        case 'next':
          batch = bench.judging() ? nextBatch(bench, state) : undefined
          if (!batch) {
            realm.send({ type: 'end' })
            return
          }
          flying = sendBatch(bench, state, realm, batch)
          break
        case 'canary':
          flying = false
          laps.end('baseline', state.file.path)
          bench.canaries.accept(state.file, batch!.tier, event.fate)
          if (event.fate === 'died') break
          putBack(bench, state, batch!)
          return
        case 'start':
          current = event.mutant
          laps.skip()
          break
        case 'outcome':
          if (batch) laps.end(batch.tier, bench.input.catalog.mutants[event.outcome.mutant]?.id, testsMs(state, event.outcome))
          current = undefined
          batch?.outcomes.push(event.outcome)
          break
        case 'control':
          laps.end('checkpoint', state.file.path)
          if (!batch) break
          if (!event.passed) {
            discard(bench, state, batch)
            return
          }
          commit(bench, state, batch)
          putBack(bench, state, batch)
          batch = undefined
          break
        case 'exit':
          if (bench.input.signal.aborted) return
          if (batch && flying) bench.onlyFresh(state, `ends its worker when a test fails (${event.reason})`)
          if (batch && flying) putBack(bench, state, batch)
          else if (batch) died(bench, state, batch, current, byWatchdog, event.reason)
          else if (!state.dry) diedInDryRun(bench, state, byWatchdog, event.reason)
          else if (!ready) diedEarly(bench, state, triesCold, event.reason)
          return
        default:
      }
    }
  } finally {
    clearTimeout(timer)
  }
}

/** Says whether a canary flies before the batch. */
function sendBatch(bench: Bench, state: FileState, realm: Realm, { tier, items }: Batch): boolean {
  const canary = bench.canaries.needed(state.file, tier) ? planCanary(state, tier) : undefined
  realm.send({ type: 'batch', tier, items: [...items.values()], ...(canary && { canary }) })
  return canary !== undefined
}

/** Milliseconds that the tests of an outcome took in the dry run. */
function testsMs(state: FileState, { ran }: Outcome): number {
  return ran.reduce((sum, test) => sum + (state.dry?.tests[test]?.durationMs ?? 0), 0)
}

/** It may have been ended from outside: a second worker has to end too before that is said of the tests. */
function diedInDryRun(bench: Bench, state: FileState, byWatchdog: boolean, reason: string): void {
  if (byWatchdog || state.diedInDryRun) {
    bench.acceptDry(state, deadDry(reason))
    return
  }
  state.diedInDryRun = true
  bench.reopen(state)
}

/** The worker ended while it found out how far its file can be run again. */
function diedEarly(bench: Bench, state: FileState, triesCold: boolean, reason: string): void {
  if (triesCold) {
    state.coldHarms = true
    bench.reopen(state)
  } else {
    bench.onlyFresh(state, `cannot be run twice in one worker (${reason})`)
  }
}

/** Trying to evaluate modules anew broke what would otherwise run hot. */
function harmful(ready: Ready): boolean {
  return !ready.cold && ready.hot.some((hot) => !hot)
}

function nextBatch(bench: Bench, state: FileState): Batch | undefined {
  return takeBatch(bench, state) ?? (bench.queueDue(state) ? takeBatch(bench, state) : undefined)
}

function takeBatch(bench: Bench, state: FileState): Batch | undefined {
  for (const tier of ['hot', 'cold'] as const) {
    if (bench.canaries.blocks(state.file, tier)) continue
    const pairs = new Map<number, Pair>()
    const queue = state[tier]
    while (queue.length > 0 && pairs.size < BATCH[tier]) {
      const pair = queue[0]!
      if (!bench.mayStart(pair)) break
      // One mutant at a time is in a batch, and one that must be alone ends it.
      if (pairs.has(pair.mutant) || (pair.alone && pairs.size > 0)) break
      queue.shift()
      if (bench.ledger.isFinal(pair.mutant)) continue
      const warmest = pair.tests.length === 0 ? tier : tierFor(state, pair.tests, tier === 'cold')
      if (warmest !== tier) {
        bench.queue(state, { ...pair, tier: warmest })
        continue
      }
      pairs.set(pair.mutant, pair)
      if (pair.alone) break
    }
    if (pairs.size === 0) continue
    const items = new Map([...pairs].map(([mutant, pair]) =>
      [mutant, toRunItem(state, bench.input.catalog, pair, bench.input.runner.testTimeoutMs)] as const))
    return { tier, pairs, items, outcomes: [] }
  }
  return undefined
}

function commit(bench: Bench, state: FileState, batch: Batch): void {
  for (const outcome of batch.outcomes) {
    const pair = batch.pairs.get(outcome.mutant)
    if (!pair) continue
    batch.pairs.delete(outcome.mutant)
    const judged = state.judged[batch.tier]
    judged.pairs++
    judged.ms += outcome.durationMs
    const test = outcome.failure?.test
    if (test !== undefined) state.kills[test] = (state.kills[test] ?? 0) + 1
    apply(bench, state, pair, outcome, sure(state, pair, interpret(pair, outcome, state)))
  }
}

/**
 * What a module or a test file holds since the first run can hide a mutant: a door that was shut once stays shut when shutting it does
 * nothing any more. It may also hand the mutant on to a test that does not cover it, and needs one of several before it.
 * So a survivor has to survive the whole file with its modules evaluated anew, where they hold something.
 */
function sure(state: FileState, pair: Pair, meaning: Interpretation): Interpretation {
  const survived = meaning.kind === 'result' && meaning.result === 'survived'
  const isWhole = pair.tests.length === 0 || pair.tests.length === state.dry!.tests.length
  if (!survived || pair.tier === 'fresh' || (pair.tier === 'cold' && isWhole) || !state.remembers) return meaning
  return { kind: 'again', change: { tier: state.ready?.cold ? 'cold' : 'fresh', tests: [] }, survived: true }
}

/**
 * The realm is polluted. The first mutant since the last control found it clean, so its outcome holds; what came after
 * is judged again elsewhere, more carefully each time.
 */
function discard(bench: Bench, state: FileState, batch: Batch): void {
  // A mutant may be guilty, or a test that fails now and then: a look at the file alone tells.
  if (state.polluted === 0) state.repeats += SUSPICION
  state.polluted++
  if (state.polluted > MOST_DISCARDED) bench.onlyFresh(state, 'changes its own surroundings again and again')
  const [first] = batch.outcomes
  if (first?.sound) commit(bench, state, { ...batch, outcomes: [first] })
  for (const { mutant } of batch.outcomes) {
    const pair = batch.pairs.get(mutant)
    if (!pair) continue
    batch.pairs.delete(mutant)
    if (batch.tier === 'hot' && state.ready?.cold) bench.queue(state, { ...pair, tier: 'cold' })
    else bench.queue(state, pair.alone ? { ...pair, tier: 'fresh' } : { ...pair, alone: true })
  }
  putBack(bench, state, batch)
}

function died(
  bench: Bench, state: FileState, batch: Batch, current: number | undefined, byWatchdog: boolean, reason: string,
): void {
  const guilty = current === undefined ? undefined : batch.pairs.get(current)
  if (guilty) {
    batch.pairs.delete(guilty.mutant)
    apply(bench, state, guilty, deathOutcome(guilty, reason), interpretDeath(guilty, byWatchdog))
    putBack(bench, state, batch)
  } else {
    discard(bench, state, batch)
  }
}

function putBack(bench: Bench, state: FileState, batch: Batch): void {
  for (const pair of batch.pairs.values()) bench.queue(state, pair)
  batch.pairs.clear()
}

export function apply(bench: Bench, state: FileState, pair: Pair, outcome: Outcome, meaning: Interpretation): void {
  if (meaning.kind === 'again') {
    const again = { ...pair, ...meaning.change }
    if (meaning.survived) bench.queueSecondLook(state, again)
    else bench.queue(state, again)
  } else bench.ledger.settle({ pair, result: meaning.result, tier: pair.tier, outcome, state })
}

export function deathOutcome(pair: Pair, reason: string): Outcome {
  return {
    mutant: pair.mutant,
    failure: { kind: 'crash', message: reason },
    reached: 1,
    ran: [],
    budgetExhausted: false,
    sound: true,
    durationMs: 0,
  }
}

function deadDry(reason: string): Parameters<Bench['acceptDry']>[1] {
  return {
    tests: [], load: [], loadEntered: [], loadCost: 0, hooks: [], hookCost: 0, loaded: [], errors: [reason], durationMs: 0,
  }
}
