/** Runs one realm of a test file: its dry run, its validation, and batches of mutants with a control after each. */
import { SUSPICION, type FileState } from './file-state.js'
import { planCanary } from './canary.js'
import { deadDry, fails, testsMs } from './dry-run.js'
import { createInbox, type Inbox } from './inbox.js'
import { commit, commitFirst, died, discard, nextBatch, putBack, type Batch } from './batch.js'
import type { Bench } from './bench.js'
import { isWorthTrying } from './effort.js'
import { createLaps, type Laps } from './laps.js'
import { keeps, putsBack, remembering } from './remembers.js'
import type { CanaryFate, Dry, Outcome, Ready } from './protocol.js'
import type { Realm, RealmEvent } from './runner.js'

/** Nothing that runs without a mutant may be silent for longer, in milliseconds. */
const SILENCE_MS = 300_000
/** Between mutants a worker may be silent for so long, and so many times as long as a run of the file takes: what a mutant left may never end. */
const CONTROL_MS = 2000
const FLIGHT_MS = 30_000
const TIMES = 10
const TIME_IS_UP = 'the time is up'
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
    await new Conversation(bench, state, { realm, inbox, laps, triesCold, letGo }).hold()
  } finally {
    bench.input.signal.removeEventListener('abort', abort)
    state.openRealms--
    laps.skip()
    await realm.close()
    laps.end('worker end', state.file.path)
  }
}

interface Seat {
  readonly realm: Realm
  readonly inbox: Inbox<RealmEvent>
  readonly laps: Laps
  /** Modules may be evaluated anew in the worker. */
  readonly triesCold: boolean
  readonly letGo: () => void
}

/** What is heard from one realm and said to it. Those who hear an event say whether the conversation is over. */
class Conversation {
  private readonly opened = performance.now()
  private batch: Batch | undefined
  /** The mutant that is active. */
  private current: number | undefined
  /** Mutants that may be judged with the file loaded anew on its sources. */
  private warm = 0
  private isReady = false
  /** It is here for mutants alone, and not ready for them. */
  private isPreparing: boolean
  /** The worker has run another file before. */
  private follows = false
  /** A canary is on its way. */
  private isFlying = false
  private byWatchdog = false

  constructor(private readonly bench: Bench, private readonly state: FileState, private readonly seat: Seat) {
    this.isPreparing = state.dry !== undefined
  }

  async hold(): Promise<void> {
    for (let isOver = false; !isOver;) {
      const timer = this.startTimer()
      const event = await this.seat.inbox.next()
      clearTimeout(timer)
      isOver = await this.hear(event)
    }
  }

  /** Pushes an end when nothing is heard for too long, or when there is no time left for mutants before the first one. */
  private startTimer(): NodeJS.Timeout {
    const { inbox } = this.seat
    const [patienceMs, leftMs] = [this.patienceMs(), this.isPreparing ? Math.max(0, this.bench.leftMs()) : Infinity]
    if (leftMs < patienceMs) return setTimeout(() => { inbox.push({ type: 'exit', reason: TIME_IS_UP }) }, leftMs)
    return setTimeout(() => {
      this.byWatchdog = true
      inbox.push({ type: 'exit', reason: 'took too long' })
    }, patienceMs)
  }

  private patienceMs(): number {
    const { batch, current, isFlying, state } = this
    if (!batch) return SILENCE_MS
    if (current !== undefined) return batch.items.get(current)?.watchdogMs ?? SILENCE_MS
    return (isFlying ? FLIGHT_MS : CONTROL_MS) + TIMES * state.dry!.durationMs
  }

  private hear(event: RealmEvent): boolean | Promise<boolean> {
    const { laps } = this.seat
    const { path } = this.state.file
    switch (event.type) {
      case 'hello':
        laps.end('worker start', path)
        return false
      case 'again':
        this.follows = true
        laps.skip()
        return false
      case 'dry':
        laps.end('dry run', path)
        return this.hearDry(event.dry)
      case 'ready':
        laps.end('baseline', path)
        return this.hearReady(event.ready)
      case 'next':
        return !this.sendBatch()
      case 'canary':
        laps.end('baseline', path)
        return this.hearCanary(event.fate)
      case 'start':
        this.current = event.mutant
        laps.skip()
        return false
      case 'outcome':
        this.hearOutcome(event.outcome)
        return false
      case 'control':
        laps.end('checkpoint', path)
        for (const test of event.unsteady) this.state.unsteady.add(test)
        return this.hearControl(event)
      case 'exit':
        this.hearExit(event.reason)
        return true
      default:
        return false
    }
  }

  private async hearDry(dry: Dry): Promise<boolean> {
    const { bench, state, seat: { realm } } = this
    if (fails(dry) && this.failsForNow(dry)) return true
    bench.acceptDry(state, dry)
    if (!bench.judging() || bench.isCutShort() || !bench.concerns(state)) return this.end()
    // Once more it is opened for its mutants.
    if (!this.isPreparing && bench.comesLater(state, dry)) return this.end()
    if (dry.tests.length !== state.dry?.tests.length) {
      bench.onlyFresh(state, 'finds other tests each time it is loaded')
      return true
    }
    if (state.remembers === undefined) Object.assign(state, await remembering(bench, state))
    this.warm = bench.mayBeWarm(state)
    this.isPreparing = true
    realm.send({ type: 'judge', warm: this.warm, putsBack: putsBack(state), keeps: keeps(state.remembers!), unsteady: [...state.unsteady], globals: state.globals ?? [], isInOrder: (state.dependent?.length ?? 0) > 0 })
    return false
  }

  /** Whether a dry run that fails says nothing of the tests yet; the file is judged in another way then. */
  private failsForNow(dry: Dry): boolean {
    const { bench, state } = this
    if (this.follows) {
      // What an earlier file left may be the reason, however closely one looked.
      state.alone = true
    } else if (!state.dry && !state.plain && dry.tables) {
      state.plain = true
    } else if (!state.dry && !state.failedOnce && bench.judging()) {
      state.failedOnce = true
      state.alone = true
      // Which of its tests passes the second time is known to fail now and then.
      state.again.push(dry)
    } else if (state.dry && bench.judging()) {
      state.repeats += SUSPICION
      bench.onlyFresh(state, 'fails in some workers without any mutant')
      return true
    } else return false
    bench.reopen(state)
    return true
  }

  private hearReady(ready: Ready): boolean {
    const { bench, state, seat: { triesCold, letGo } } = this
    // Trying to evaluate modules anew may have broken what would otherwise run hot.
    const notHot = ready.hot.filter((hot) => !hot).length
    const coldHarms = triesCold && !ready.cold && isWorthTrying(state.dry!.durationMs, notHot, ready.hot.length)
    if (coldHarms || ready.warmHarms) {
      if (coldHarms) state.coldHarms = true
      else state.warmHarms = true
      bench.reopen(state)
      return true
    }
    this.isReady = true
    this.isPreparing = false
    state.openMs = performance.now() - this.opened
    bench.acceptReady(state, ready)
    letGo()
    return false
  }

  /** Says whether there was anything left to send. */
  private sendBatch(): boolean {
    const { bench, state, seat: { realm } } = this
    this.batch = bench.judging() ? nextBatch(bench, state) : undefined
    if (!this.batch) return !this.end()
    const { tier, items } = this.batch
    const canary = bench.canaries.needed(state.file, tier) ? planCanary(state, tier) : undefined
    realm.send({ type: 'batch', tier, items: [...items.values()], ...(canary && { canary }) })
    this.isFlying = canary !== undefined
    return true
  }

  /** The batch begins when the canary has died; else nobody would notice a failure. */
  private hearCanary(fate: CanaryFate): boolean {
    const { bench, state } = this
    this.isFlying = false
    bench.canaries.accept(state.file, this.batch!.tier, fate)
    if (fate === 'died') return false
    putBack(bench, state, this.batch!)
    return true
  }

  private hearOutcome(outcome: Outcome): void {
    const { bench, state, seat: { laps } } = this
    if (this.batch) laps.end(this.batch.tier, bench.input.catalog.mutants[outcome.mutant]?.id, state.dry && testsMs(state.dry, outcome.ran))
    this.current = undefined
    this.batch?.outcomes.push(outcome)
  }

  private hearControl({ passed, mended, spent }: Extract<RealmEvent, { type: 'control' }>): boolean {
    const { bench, state, batch } = this
    if (!batch) return false
    if (!passed && !mended) {
      discard(bench, state, batch)
      return true
    }
    if (passed) commit(bench, state, batch)
    else commitFirst(bench, state, batch)
    putBack(bench, state, batch)
    this.batch = undefined
    if (spent) state.polluted[batch.tier]++
    return spent
  }

  private hearExit(reason: string): void {
    const { bench, state, batch } = this
    if (bench.input.signal.aborted || reason === TIME_IS_UP) return
    if (batch && this.current !== undefined) this.seat.laps.end(batch.tier, bench.input.catalog.mutants[this.current]?.id)
    if (batch && this.isFlying) {
      bench.onlyFresh(state, `ends its worker when a test fails (${reason})`)
      putBack(bench, state, batch)
    } else if (batch) died(bench, state, batch, this.current, this.byWatchdog)
    else if (!state.dry) diedInDryRun(bench, state, this.byWatchdog, reason)
    else if (!this.isReady) diedEarly(bench, state, { cold: this.seat.triesCold, warm: this.warm > 0 }, reason)
  }

  private end(): true {
    this.seat.realm.send({ type: 'end' })
    return true
  }
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
  if (tries.warm) state.warmHarms = true
  else if (tries.cold) state.coldHarms = true
  else {
    bench.onlyFresh(state, `cannot be run twice in one worker (${reason})`)
    return
  }
  bench.reopen(state)
}
