/** Runs one realm of a test file: its dry run, its validation, and batches of mutants with a control after each. */
import { SUSPICION, type FileState } from './file-state.js'
import { planCanary } from './canary.js'
import { fails } from './dry-run.js'
import { createInbox, type Inbox } from './inbox.js'
import { commit, commitFirst, died, discard, giveUpCold, isColdUntried, nextBatch, putBack, type Batch } from './batch.js'
import type { Bench } from './bench.js'
import { createLaps, type Laps } from './laps.js'
import { keeps, putsBack, remembering } from './remembers.js'
import type { Outcome, Ready } from './protocol.js'
import type { Realm, RealmEvent } from './runner.js'

/** Nothing that runs without a mutant may be silent for longer, in milliseconds. */
const SILENCE_MS = 300_000
const ENDLESS = `nothing was heard of it for ${SILENCE_MS / 60_000} minutes: its load or one of its tests never ends`

/** @param letGo called when nothing but trials is left: from then on the worker may only wait */
export async function judgeInRealm(bench: Bench, state: FileState, slot: number, letGo: () => void): Promise<void> {
  const inbox = createInbox<RealmEvent>()
  const triesCold = !state.coldHarms
  const job = { kind: 'judge', cold: triesCold, alone: state.alone, plain: state.plain } as const
  const realm = bench.input.runner.open(state.file, job, slot, inbox.push)
  const abort = () => { inbox.push({ type: 'exit', reason: 'stopped' }) }
  bench.input.signal.addEventListener('abort', abort)
  state.openRealms++
  const laps = createLaps(bench.input.emit, slot)
  try {
    await listen(bench, state, realm, inbox, triesCold, laps, letGo)
  } finally {
    bench.input.signal.removeEventListener('abort', abort)
    state.openRealms--
    laps.skip()
    await realm.close()
    laps.end('worker end', state.file.path)
  }
}

async function listen(
  bench: Bench, state: FileState, realm: Realm, inbox: Inbox<RealmEvent>, triesCold: boolean, laps: Laps, letGo: () => void,
): Promise<void> {
  const opened = performance.now()
  let batch: Batch | undefined
  let current: number | undefined
  /** Mutants that may be judged so. */
  let warm = 0
  let ready = false
  let follows = false
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
          follows = true
          laps.skip()
          break
        case 'dry':
          laps.end('dry run', state.file.path)
          if (follows && fails(event.dry)) {
            // What an earlier file left may be the reason, however closely one looked.
            state.alone = true
            bench.reopen(state)
            return
          }
          if (!state.dry && !state.plain && event.dry.tables && fails(event.dry)) {
            state.plain = true
            bench.reopen(state)
            return
          }
          if (!state.dry && !state.failedOnce && bench.judging() && fails(event.dry)) {
            state.failedOnce = true
            state.alone = true
            // Which of its tests passes the second time is known to fail now and then.
            state.again.push(event.dry)
            bench.reopen(state)
            return
          }
          if (state.dry && bench.judging() && fails(event.dry)) {
            state.repeats += SUSPICION
            bench.onlyFresh(state, 'fails in some workers without any mutant')
            return
          }
          bench.acceptDry(state, event.dry)
          if (!bench.judging() || !bench.concerns(state)) {
            realm.send({ type: 'end' })
            return
          }
          if (event.dry.tests.length !== state.dry?.tests.length) {
            bench.onlyFresh(state, 'finds other tests each time it is loaded')
            return
          }
          if (state.remembers === undefined) Object.assign(state, await remembering(bench, state))
          warm = bench.mayBeWarm(state)
          realm.send({ type: 'judge', warm, putsBack: putsBack(state), keeps: keeps(state.remembers!) })
          break
        case 'ready':
          laps.end('baseline', state.file.path)
          if (triesCold && harmful(event.ready)) {
            state.coldHarms = true
            bench.reopen(state)
            return
          }
          if (event.ready.warmHarms) {
            state.warmHarms = true
            bench.reopen(state)
            return
          }
          ready = true
          state.openMs = performance.now() - opened
          bench.acceptReady(state, event.ready)
          letGo()
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
          if (!event.passed && !event.mended) {
            const isUsable = batch.tier === 'cold' && isColdUntried(state) && !event.harms
            discard(bench, state, batch)
            if (!isUsable) return
            batch = undefined
            break
          }
          if (event.passed) commit(bench, state, batch)
          else commitFirst(bench, state, batch)
          if (event.harms) {
            state.coldHarms = true
            giveUpCold(bench, state)
          }
          putBack(bench, state, batch)
          if (event.harms) return
          batch = undefined
          break
        case 'exit':
          if (bench.input.signal.aborted) return
          if (batch && flying) bench.onlyFresh(state, `ends its worker when a test fails (${event.reason})`)
          if (batch && flying) putBack(bench, state, batch)
          else if (batch) died(bench, state, batch, current, byWatchdog)
          else if (!state.dry) diedInDryRun(bench, state, byWatchdog, event.reason)
          else if (!ready) diedEarly(bench, state, { cold: triesCold, warm: warm > 0 }, event.reason)
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
    bench.acceptDry(state, deadDry(byWatchdog ? ENDLESS : reason))
    return
  }
  state.diedInDryRun = true
  bench.reopen(state)
}

/** The worker ended while it found out how far its file can be run again. */
function diedEarly(bench: Bench, state: FileState, tries: { readonly cold: boolean; readonly warm: boolean }, reason: string): void {
  if (tries.warm) {
    state.warmHarms = true
    bench.reopen(state)
  } else if (tries.cold) {
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

function deadDry(reason: string): Parameters<Bench['acceptDry']>[1] {
  return {
    tests: [], load: [], loadEntered: [], loadCost: 0, hooks: [], hookCost: 0, loaded: [], errors: [reason], durationMs: 0,
  }
}
