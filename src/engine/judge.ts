/** Judges all mutants: gives test files and pairs to workers until every mutant has a verdict. */
import type { Note } from '../model/result.js'
import { createAgenda, type Agenda, type Work } from './agenda.js'
import type { Bench, FailingTest, Judged, JudgeInput } from './bench.js'
import { createCanaries } from './canary.js'
import { createCandidates } from './candidates.js'
import { chooseByTests, isJudged } from './choice.js'
import { failures, spreadHits, testsMs } from './dry-run.js'
import { newFileState, type FileState } from './file-state.js'
import { sortByCost } from './queues.js'
import { closeOver, indexCoverage, isStatic } from './site-coverage.js'
import { tierFor } from './tiers.js'
import { judgeFresh, recordAgain, recordReversed } from './fresh-realm.js'
import { judgeInRealm } from './judge-realm.js'
import { createHomes } from './home.js'
import { createLanes, type Lanes } from './lanes.js'
import { Ledger } from './ledger.js'
import { createOccupied, type Occupied } from './occupied.js'
import { createOpening, type Opening } from './opening.js'
import type { Pair, PairTier } from './pair.js'
import { createQueues, type Queues } from './queues.js'
import { isPutBack, leaveData, withUnsettled } from './remembers.js'
import { createPutOff, type PutOff } from './put-off.js'
import { createSuspects } from './suspects.js'
import { createTakingOver, type TakingOver } from './taking-over.js'
import { createTurns, type Turns } from './turns.js'
import { RERUN_TIERS, type Dry, type Ready } from './protocol.js'
import { findUnreliable } from './unreliable.js'
import { watchWaiting } from './waiting.js'
import { countForWarm, narrowWarm, warmSites } from './warm.js'

export async function judge(input: JudgeInput): Promise<Judged> {
  const scheduler = new Scheduler(input)
  await scheduler.run()
  return scheduler.judged()
}

class Scheduler implements Bench {
  readonly ledger: Ledger
  readonly canaries = createCanaries()
  private readonly files: readonly FileState[]
  private readonly opening: Opening
  private readonly waitingNow: ReturnType<typeof watchWaiting>
  private readonly takingOver: TakingOver
  private readonly putOff: PutOff
  private readonly idle = new Map<FileState, boolean>()
  private readonly suspects = createSuspects()
  private readonly red: FailingTest[] = []
  private readonly notes: Note[] = []
  private readonly turns: Turns
  private readonly queues: Queues
  private readonly occupied: Occupied
  private readonly agenda: Agenda
  private readonly begun = performance.now()
  private dryRunMs = 0
  private dryRuns = 0
  private readonly lanes: Lanes

  constructor(readonly input: JudgeInput) {
    this.ledger = new Ledger(input.catalog, input.emit, input.memory)
    this.files = input.runner.files.map(newFileState)
    for (const state of this.files) state.repeats = (input.dryRuns ?? 1) - 1
    this.turns = createTurns(input)
    this.queues = createQueues(input, this.turns, this.canaries)
    this.occupied = createOccupied(input.runner)
    this.takingOver = createTakingOver(input, this.ledger, this.files)
    const isHome = createHomes(this.files.map(({ file }) => file.path))
    this.putOff = createPutOff(this.ledger, ({ file }, mutant) => isHome(file.path, input.catalog.mutants[mutant]!.file), (mutant) => this.isSuspect(mutant))
    this.opening = createOpening(this.files, input.deciding, input.nearness)
    this.waitingNow = watchWaiting(this.files, this.putOff, this.ledger)
    const { files, opening, queues, takingOver, putOff, turns, occupied } = this
    const candidates = createCandidates(files, occupied.isFree, queues, turns, this.canaries, this.ledger)
    this.agenda = createAgenda(this, placesFor(input), { files, opening, queues, candidates, takingOver, putOff, turns, occupied }, () => this.lanes.isIdle())
    this.lanes = createLanes<Work>(placesFor(input), {
      pick: (mayWait) => (mayWait ? this.agenda.nextPatient() : this.agenda.next()),
      perform: (work, lane, leave) => this.perform(work, lane, leave),
      done: () => { this.closeIfKnown() },
    }, input.signal)
  }

  async run(): Promise<void> {
    this.input.emit({ type: 'phase', phase: 'dry run', workers: placesFor(this.input) })
    await this.lanes.run()
  }

  judged(): Judged {
    const { files, ledger, red, notes } = this
    const recalled = new Set([...this.takingOver.recalled].filter((mutant) => ledger.findingsOf(mutant).every(({ recalled: was }) => was)))
    return { files, ledger, red, notes, unopened: files.length - this.dryRuns, dryRunMs: this.dryRunMs, recalled, unproven: this.canaries.unproven() }
  }

  judging(): boolean {
    return this.red.length === 0 && !this.input.signal.aborted
  }

  isCutShort(): boolean {
    return this.turns.isOver() && this.dryRuns < this.files.length
  }

  leftMs(): number {
    return this.turns.leftMs()
  }

  comesLater(state: FileState, dry: Dry): boolean {
    if (!this.opening.isDecided() || !this.turns.isSlow(dry)) return false
    this.opening.later(state)
    return true
  }

  mayStart(pair: Pair): boolean {
    return this.turns.mayStart(pair)
  }

  acceptDry(state: FileState, counted: Dry): void {
    if (state.dry) return
    const dry = spreadHits(counted, this.input.catalog)
    state.dry = dry
    state.coverage = indexCoverage(dry)
    for (const note of findUnreliable(state)) this.note(note)
    this.red.push(...failures(state, dry))
    if (this.opening.know(state)) {
      chooseByTests(this.input, state)
      if (this.opening.isDecided()) for (const waiting of this.opening.deferred()) this.addAllPairs(waiting)
    }
    if (this.red.length === 0 && this.opening.isDecided()) this.takingOver.takeOver(state)
    this.dryRuns++
    this.turns.opened(this.dryRuns, this.files.length)
    const { emit, catalog } = this.input
    emit({ type: 'testFile', done: this.dryRuns, total: this.files.length, file: state.file.path })
    emit({ type: 'discovered', files: catalog.files.size, mutants: catalog.chosen })
    if (this.dryRuns < this.files.length) return
    this.dryRunMs = performance.now() - this.begun
    if (this.red.length === 0) emit({ type: 'phase', phase: 'judging' })
    // The pairs of this last file are queued when its realm is ready; until then nothing is final.
  }

  acceptAgain(state: FileState, dry: Dry): void {
    state.again.push(dry)
    for (const note of findUnreliable(state)) this.note(note)
  }

  acceptReady(state: FileState, ready: Ready): void {
    for (const test of ready.unsteady ?? []) state.unsteady.add(test)
    state.mayActLater = this.input.runner.worlds?.get(state.file.key)?.mayActLater === true
    if (isPutBack(state.remembers) && !ready.putsBack) leaveData(state)
    if (ready.keepsGlobals) state.remembers = 'worker'
    if (state.ready) {
      narrowWarm(state, ready, this.input.catalog)
      const { hot } = state.ready
      state.ready = { ...ready, cold: ready.cold && state.ready.cold, hot: ready.hot.map((ok, test) => ok && hot[test]!) }
      return
    }
    state.ready = ready
    const warm = warmSites(state, ready, this.input.catalog)
    if (warm) state.sitesWarm = warm
    if (ready.dependent) state.dependent = withUnsettled(state, ready.dependent)
    else if (state.dry!.tests.length < 2) state.dependent = []
    if (this.opening.isDecided()) this.addAllPairs(state)
    else this.opening.defer(state)
    this.closeIfKnown()
  }

  acceptDependent(state: FileState, dependent: readonly number[]): void {
    state.dependent = withUnsettled(state, dependent)
    if (state.dependent.length > 0 && !this.opening.isDeferred(state)) this.widen(state, state.dependent)
    this.closeIfKnown()
  }

  concerns(state: FileState): boolean {
    if (this.takingOver.isAnswered(state)) return false
    if (!this.opening.isDecided()) return state.coverage.size > 0
    let idle = this.idle.get(state)
    if (idle === undefined) {
      idle = ![...state.coverage.keys()].some((site) => isJudged(this.input.catalog, site))
      this.idle.set(state, idle)
    }
    return !idle
  }

  mayBeWarm(state: FileState): number {
    return this.input.fresh ? 0 : countForWarm(state, this.input.catalog, this.ledger)
  }

  reopen(state: FileState): void {
    this.opening.again(state)
  }

  onlyFresh(state: FileState, why: string): void {
    this.note({ level: 'info', text: `${state.file.path} ${why}; its mutants are judged in fresh workers` })
    const ready = { hot: state.dry!.tests.map(() => false), cold: false, controlMs: 0 }
    if (!state.ready) this.acceptReady(state, ready)
    state.ready = ready
    delete state.sitesWarm
    for (const pair of RERUN_TIERS.flatMap((tier) => state[tier].splice(0))) this.queue(state, { ...pair, tier: 'fresh' })
  }

  queue(state: FileState, pair: Pair): void {
    this.suspects.queued(state, pair)
    this.queues.add(state, pair)
    this.lanes.wake()
  }

  putPairOff(state: FileState, pair: Pair): void {
    if (this.turns.limited) this.queue(state, pair)
    else this.putOff.add(state, pair)
  }

  isSuspect(mutant: number): boolean {
    const state = this.suspects.whereOf(mutant)
    return state !== undefined && !this.turns.limited && !this.canaries.blocks(state.file, 'fresh')
  }

  queueDue(state: FileState): boolean {
    const due = this.putOff.due(state, this.agenda.mayBeNoticed())
    for (const pair of due) this.queue(state, pair)
    return due.length > 0
  }

  note(note: Note): void {
    this.notes.push(note)
    this.input.emit({ type: 'note', note })
  }

  private addAllPairs(state: FileState): void {
    for (const [site, { tests }] of state.coverage) this.addPairs(state, site, tests)
    if (!this.turns.limited) sortByCost(state, this.input.catalog)
  }

  /**
   * Pairs were made without the tests that depend on those that reach their mutants: those that wait go with them, and what was judged
   * without them is judged again, unless it has met all tests of the file, or will and nothing else is cheaper.
   */
  private widen(state: FileState, dependent: readonly number[]): void {
    const waiting = new Set<number>()
    // Pairs of a site share theirs.
    const widened = new Map<readonly number[], readonly number[]>()
    for (const pair of [...RERUN_TIERS.flatMap((tier) => state[tier]), ...state.fresh, ...this.putOff.open(state), ...this.takingOver.waiting(state)]) {
      const tests = widened.get(pair.tests) ?? closeOver(pair.tests, dependent)
      widened.set(pair.tests, tests)
      pair.tests = tests
      if (!pair.isSecond) waiting.add(pair.mutant)
    }
    const metAll = (mutant: number): boolean =>
      this.ledger.findingsOf(mutant).some((found) => found.state === state && (found.tier === 'fresh' || found.pair.tests.length === 0))
    for (const [site, { tests }] of state.coverage) {
      if (isStatic(state, this.input.catalog, site) || closeOver(tests, dependent).length === tests.length) continue
      this.addPairs(state, site, tests, (mutant, tier) => !waiting.has(mutant) && !metAll(mutant) && (tier === 'hot' || !state.seconds.has(mutant)))
    }
  }

  /** @param isMeant which mutants of the site; default: all */
  private addPairs(state: FileState, site: number, tests: readonly number[], isMeant: (mutant: number, tier: PairTier) => boolean = () => true): void {
    const { catalog } = this.input
    const { firstMutant, alternatives } = catalog.sites[site]!
    const isLoading = isStatic(state, catalog, site)
    const closed = isLoading ? [] : closeOver(tests, state.dependent ?? [])
    const tier = tierFor(state, site, closed, isLoading)
    const isDear = tier === 'cold' || (tier === 'hot' && testsMs(state.dry!, closed) > DEAR_MS)
    for (let mutant = firstMutant; mutant < firstMutant + alternatives; mutant++) {
      if (catalog.isLeftOut(mutant) || !isMeant(mutant, tier)) continue
      if (this.ledger.isFinal(mutant) || this.ledger.takeUp(mutant)) continue
      if (this.takingOver.recall(state, mutant, closed)) continue
      this.ledger.expect(mutant)
      const plain: Pair = { mutant, tests: closed, tier, alone: false, generous: false, confirming: 'nothing' }
      const pair = this.takingOver.withKiller(state, plain)
      if (!this.turns.limited && this.takingOver.hold(state, pair)) continue
      if (isDear && pair.killer === undefined) this.putPairOff(state, pair)
      else this.queue(state, pair)
    }
  }

  /** When all files have queued their pairs, a mutant with no open pair is final. */
  private closeIfKnown(): void {
    if (!this.opening.isDecided()) return
    if (this.files.every((state) => state.dependent !== undefined || (state.dry && !this.concerns(state)))) {
      this.ledger.filesAreKnown()
    }
  }

  /** @param leave gives a share of the place to others */
  private async perform(work: Work, slot: number, leave: (share: number) => void): Promise<void> {
    const { state } = work
    this.input.emit({ type: 'running', worker: slot, what: state.file.path, ...this.waitingNow() })
    const letGo = (): void => { leave(this.occupied.shareOf(state, work.kind === 'fresh' ? work.pair : undefined)) }
    await this.occupied.during(state, async () => {
      if (work.kind === 'judge') await judgeInRealm(this, state, slot, letGo)
      else if (work.kind === 'again') await recordAgain(this, state, slot)
      else if (work.kind === 'reversed') await recordReversed(this, state, slot)
      else {
        await judgeFresh(this, state, work.pair, slot, letGo)
        this.suspects.judged(state, work.pair.mutant)
      }
    })
  }
}

/** Workers that compute at the same time. */
function placesFor({ concurrency, runner: { mostWorkers = concurrency } }: JudgeInput): number {
  return Math.max(1, Math.min(concurrency, mostWorkers))
}

/** Tests on loaded modules that take more milliseconds together wait like trials that load them anew: others may notice the mutant for less. */
const DEAR_MS = 50
