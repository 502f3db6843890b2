/** Uses a new worker for one thing: a mutant active from the start, or the file in reversed order. */
import type { FileState } from './file-state.js'
import { fateOf, firstStarved } from './canary.js'
import { createInbox } from './inbox.js'
import { interpret, interpretDeath } from './interpret.js'
import { apply } from './batch.js'
import { differingTests } from './differing.js'
import { spreadHits } from './dry-run.js'
import type { Bench } from './bench.js'
import { createLaps } from './laps.js'
import type { Pair } from './pair.js'
import type { CanaryFate, Outcome, Task } from './protocol.js'
import { toRunItem } from './run-item.js'
import type { RealmEvent } from './runner.js'

/** @param letGo called when the tests begin: from then on the worker may only wait */
export async function judgeFresh(bench: Bench, state: FileState, pair: Pair, slot: number, letGo: () => void): Promise<void> {
  const { catalog, runner } = bench.input
  await flyOnce(bench, state, slot)
  if (bench.input.signal.aborted || bench.canaries.blocks(state.file, 'fresh')) {
    bench.queue(state, pair)
    return
  }
  const item = toRunItem(state, catalog, pair, runner.testTimeoutMs)
  const begun = performance.now()
  const ran = new Set<number>()
  const running = new Set<number>()
  const end = await once(bench, state, { kind: 'fresh', item, costs: state.dry!.tests.map(({ cost }) => cost) }, slot, item.watchdogMs, ({ test, over }) => {
    ran.add(test)
    if (over) running.delete(test)
    else running.add(test)
    letGo()
  })
  if (end.type === 'outcome') apply(bench, state, pair, end.outcome, interpret(pair, end.outcome, state))
  else if (end.type === 'exit' && !bench.input.signal.aborted) {
    const byWatchdog = end.reason === TOO_LONG
    const outcome = died(pair, end.reason, { ran, running, durationMs: performance.now() - begun })
    apply(bench, state, pair, outcome, interpretDeath(pair, byWatchdog))
  }
}

/** What a worker died of, as far as it could tell; how often it passed the mutated code nobody knows. */
function died(
  pair: Pair, reason: string,
  { ran, running, durationMs }: { ran: ReadonlySet<number>; running: ReadonlySet<number>; durationMs: number },
): Outcome {
  // Of tests that overlap it may have been any.
  const [test] = running.size === 1 ? running : []
  const how = reason === TOO_LONG
    ? { kind: 'timeout', message: `no end after ${(durationMs / 1000).toFixed(1)} s, so its worker was ended` } as const
    : { kind: 'crash', message: reason } as const
  return {
    mutant: pair.mutant,
    failure: { ...(test !== undefined && { test }), ...how },
    reached: 0,
    ran: [...ran],
    budgetExhausted: false,
    sound: true,
    durationMs,
  }
}

/** Workers that fly in turn until one canary dies: a test that fails now and then may have disturbed it. */
const MOST_FLIGHTS = 3

/** Flies the canary of fresh realms where it still has to; those who want to judge meanwhile wait for it. */
async function flyOnce(bench: Bench, state: FileState, slot: number): Promise<void> {
  const { canaries } = bench
  const starvedFrom = firstStarved(state)
  if (starvedFrom === undefined) return
  // That of another file of the project may be under way, and fail.
  while (canaries.needed(state.file, 'fresh') && !canaries.blocks(state.file, 'fresh') && !bench.input.signal.aborted) {
    await canaries.together(state.file, () => flyOften(bench, state, starvedFrom, slot))
  }
}

async function flyOften(bench: Bench, state: FileState, starvedFrom: number, slot: number): Promise<void> {
  for (let flight = 1; flight <= MOST_FLIGHTS; flight++) {
    const fate = await fly(bench, state, starvedFrom, slot)
    if (bench.input.signal.aborted) return
    if (fate === 'died' || flight === MOST_FLIGHTS) bench.canaries.accept(state.file, 'fresh', fate)
    if (fate === 'died') return
  }
}

async function fly(bench: Bench, state: FileState, starvedFrom: number, slot: number): Promise<CanaryFate> {
  const { tests, durationMs } = state.dry!
  const flyFrom = (from: number) => once(bench, state, { kind: 'canary', starvedFrom: from }, slot, 30_000 + 20 * durationMs)
  // Where no test comes before, a worker of its own shows that tests pass with a mutant that changes nothing.
  if (!tests.some(({ state: result }, test) => result === 'pass' && test < starvedFrom)) {
    const end = await flyFrom(tests.length)
    if (end.type !== 'outcome' || end.outcome.failure) return 'restless'
  }
  const end = await flyFrom(starvedFrom)
  // A worker that ends is noticed too: that is how a crash is.
  return end.type === 'outcome' ? fateOf(end.outcome, starvedFrom) : 'died'
}

export async function recordReversed(bench: Bench, state: FileState, slot: number): Promise<void> {
  const dry = state.dry!
  const limitMs = 30_000 + 20 * dry.durationMs
  const end = await once(bench, state, { kind: 'reversed' }, slot, limitMs)
  if (bench.input.signal.aborted) return
  bench.acceptDependent(state, end.type === 'dry' ? differingTests(dry, spreadHits(end.dry, bench.input.catalog)) : dry.tests.map((_, test) => test))
}

/** Runs the file once more without a mutant. */
export async function recordAgain(bench: Bench, state: FileState, slot: number): Promise<void> {
  const end = await once(bench, state, { kind: 'again' }, slot, LONGEST_MS)
  if (end.type === 'dry') bench.acceptAgain(state, end.dry)
}

/** Milliseconds for a run of a file of which nothing is known yet. */
const LONGEST_MS = 300_000

const TOO_LONG = 'took too long'

/** Opens a realm, waits for its one answer, closes it. */
async function once(
  bench: Bench, state: FileState, job: Task, slot: number, limitMs: number, onTest?: (event: RealmEvent & { type: 'test' }) => void,
): Promise<RealmEvent> {
  const inbox = createInbox<RealmEvent>()
  const realm = bench.input.runner.open(state.file, { ...job, plain: state.plain }, slot, inbox.push)
  const abort = () => { inbox.push({ type: 'exit', reason: 'stopped' }) }
  bench.input.signal.addEventListener('abort', abort)
  const timer = setTimeout(() => { inbox.push({ type: 'exit', reason: TOO_LONG }) }, limitMs)
  const laps = createLaps(bench.input.emit, slot)
  try {
    for (;;) {
      const event = await inbox.next()
      if (event.type === 'test') onTest?.(event)
      if (event.type === 'outcome' || event.type === 'exit' || (event.type === 'dry' && job.kind !== 'judge')) {
        return event
      }
    }
  } finally {
    clearTimeout(timer)
    bench.input.signal.removeEventListener('abort', abort)
    await realm.close()
    if (job.kind === 'fresh') laps.end('fresh', `${bench.input.catalog.mutants[job.item.mutant]?.id ?? ''} ${state.file.path}`)
    else laps.end('baseline', state.file.path)
  }
}
