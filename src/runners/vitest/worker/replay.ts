/** Runs the tests of a file again in their worker, and afterwards puts back what tests share. */
import type { Dry, RerunTier, Restorable } from '../../../engine/protocol.js'
import { ROOT } from './bridge.js'
import type { Disk } from './disk.js'
import { collectGarbage } from './garbage.js'
import { rememberGlobals, type Globals } from './globals.js'
import { rememberHeld, type Held } from './held.js'
import { takeEntered, takeHits, takeTold, type Counters } from './hits.js'
import { modulesToKeep } from './kept-modules.js'
import type { LoadGlobals } from './load-globals.js'
import { areRedefined } from './modules.js'
import { patienceFor, type Patience } from './patience.js'
import { PutBack } from './put-back.js'
import { createQuiet, type Quiet } from './quiet.js'
import { now } from './real.js'
import { startRecording, takeCost, type Recording, type Watcher } from './recording.js'
import { createReruns, type Reruns } from './rerun.js'
import {
  createUsualChanges, rememberSurroundings, type Changes, type MockReset, type Note, type Surroundings,
} from './surroundings.js'
import { watchSpies, type Spies } from './spies.js'
import { endFarTimers } from './timers.js'
import { Told } from './told.js'
import { restoreAll, reverse, type Tree } from './tree.js'
import { errorText, type Unhandled } from './unhandled.js'
import type { EvaluatedModule, TestRunner, TestTask, VitestApi } from './vitest-types.js'
import { beginPhase } from './weak.js'

/** What loading the modules of the file took and reached. */
export interface Load { hits: number[]; entered: number[]; cost: number; files: string[]; told: ReadonlySet<string> }

export class Replay {
  /** The tests as they were collected first. */
  tree!: Tree
  /** Who is told of the tests that run. */
  watcher: Watcher | undefined
  load: Load = { hits: [], entered: [], cost: 0, files: [], told: new Set() }
  /** How mocks are put back after a run. */
  mocks: MockReset = 'restore'
  /** What the tests change of the process even without a mutant. */
  readonly usualChanges = createUsualChanges()
  readonly quiet: Quiet = createQuiet()
  /** What modules keep. */
  readonly data: PutBack
  /** What sources set up in packages. */
  readonly told: Told
  /** Properties that were given other attributes count as changed. */
  private isThorough = false
  private held: Held | undefined
  private changed: Pick<Restorable, 'changed' | 'ownChanged'> = {}
  private readonly reruns: Reruns
  private surroundings!: Surroundings
  globals!: Globals
  private readonly spies: Spies
  private modulesBefore = 0
  /** What each test entered in a run without a mutant, by its number; see `Dry.tests[].cost`. */
  costs: readonly number[] = []
  /** For tests that run again without a mutant. */
  private patience: (() => Patience) | undefined
  /** What stays in warm runs. */
  private kept: ReadonlySet<EvaluatedModule> | undefined

  constructor(
    private readonly api: VitestApi,
    readonly counters: Counters,
    readonly unhandled: Unhandled,
    private readonly runner: TestRunner,
    private readonly path: string,
    readonly loadGlobals: LoadGlobals,
    private readonly disk: Disk,
  ) {
    this.data = new PutBack(counters)
    this.told = new Told(counters)
    this.spies = watchSpies(api)
    this.reruns = createReruns(api, runner, path, loadGlobals, () => this.watcher)
  }

  watch<W extends Watcher | undefined>(watcher: W): W {
    this.watcher = watcher
    return watcher
  }

  /** Call when the file was just loaded: takes down what that took. */
  rememberLoaded(): void {
    this.load = this.takeLoad()
    this.told.learnLoad(this.load.told)
    this.isThorough = areRedefined(this.runner) ?? false
    this.data.remember(this.counters.kept.splice(0), this.isThorough)
    this.held = rememberHeld(this.counters.names.splice(0))
    beginPhase('first run')
  }

  /** A test of the first run is over. */
  lookAtData(test: TestTask): void {
    this.data.look(this.indexOf(test))
  }

  /** What could be put back after each run. */
  get restorable(): Restorable {
    return { ...this.data.restorable, isThorough: this.isThorough, ...this.changed }
  }

  /** The state now is what `reset` goes back to. */
  rememberSurroundings(): void {
    this.surroundings = rememberSurroundings(this.api, this.spies)
    this.globals = rememberGlobals(this.api.page)
    this.loadGlobals.loaded()
  }

  /** Nothing runs again: Vitest is as it was before. */
  close(): void {
    this.spies.close()
  }

  reset(): Changes {
    this.data.afterRun()
    const changes = new Map<string, unknown>()
    const note: Note = (what, to) => { changes.set(what, to) }
    this.surroundings.reset(this.mocks, note)
    // Fake timers have taken theirs back by now.
    this.globals.reset(note)
    this.disk.reset(note)
    endFarTimers()
    collectGarbage()
    return changes
  }

  /** Whether the page held elements before the first test that may know what nobody can put back. */
  get isPageOpaque(): boolean {
    return this.surroundings.isOpaque
  }

  /** The first run is over: takes down what it has left, beside what is put back. */
  endFirstRun(): void {
    beginPhase('later')
    // What that leaves there other test files may need.
    this.disk.begin()
    try {
      this.reset()
    } catch {
      // Something was frozen: the file cannot be run again, which is found out when that is tried.
    }
    const isData = (object: object): boolean => this.data.has(object)
    const [changed, ownChanged] = [this.held?.findChange(isData), this.held?.findOwnChange(isData)]
    this.changed = { ...(changed !== undefined && { changed }), ...(ownChanged !== undefined && { ownChanged }) }
    this.held = undefined
    if (this.globals.left() === 'more') this.globals.mend()
  }

  /** Mocks that are made from now on are let go of after each run. */
  forgetMocks(): void {
    this.spies.forgetLater()
  }

  /** @param tests indexes of those that will run on the loaded modules */
  watchTrial(trial: Watcher, tests: readonly number[]): void {
    this.watch(this.data.watchGaps(trial, tests, (test) => this.indexOf(test)))
  }

  /** What a test of the tree entered in a run without a mutant; undefined: not known. */
  costIn(tree: Tree, test: TestTask): number | undefined {
    return this.costs[tree.index.get(test) ?? -1]
  }

  private indexOf(test: TestTask): number {
    return this.tree.index.get(test) ?? -1
  }

  /** Runs what is selected of the tree on the loaded modules. */
  hot(): Promise<void> {
    return this.reruns.hot(this.tree)
  }

  /**
   * Whether the file can be loaded anew on the sources that it has loaded, as far as its modules tell. Spies that were made while
   * it was collected sit on what would be kept.
   */
  prepareWarm(): boolean {
    const sources = this.counters.loaded.map(({ file }) => file)
    this.kept = this.spies.keeps ? undefined : modulesToKeep(this.runner, { root: process.env[ROOT]!, sources, path: this.path })
    return this.kept !== undefined
  }

  /** Loads the file anew, and all modules or those that a warm run does not keep, and runs it. `prepare` sees the new tree before its tests run. */
  anew(tier: Exclude<RerunTier, 'hot'>, prepare: (tree: Tree) => void): Promise<Tree> {
    return this.reruns.anew(this.tree, prepare, tier === 'warm' ? this.kept : undefined)
  }

  async recordHot(): Promise<Dry> {
    restoreAll(this.tree)
    this.data.begin(true)
    this.clearCounters()
    const recording = this.watch(startRecording(this.counters, this.tree, this.patience?.()))
    const begun = now()
    await this.hot()
    await this.quiet.settle(0)
    const dry = await this.finish(recording, this.load, begun)
    await this.letTimersPass()
    this.usualChanges.learn(this.reset())
    this.quiet.learn()
    return dry
  }

  /** @param backwards with its suites and tests in reverse order */
  async recordAnew(tier: Exclude<RerunTier, 'hot'>, backwards = false): Promise<Dry> {
    this.clearCounters()
    const begun = now()
    let recording: Recording | undefined
    let load = this.load
    this.modulesBefore = this.counters.loaded.length
    const tree = await this.anew(tier, (fresh) => {
      load = this.takeLoad()
      if (tier === 'cold') this.told.learnLoad(load.told)
      recording = this.watch(startRecording(this.counters, fresh, this.patience?.()))
      if (backwards) reverse(fresh.file)
    })
    await this.quiet.settle(0)
    recording ??= startRecording(this.counters, tree)
    const dry = await this.finish(recording, { ...load, files: this.filesLoaded() }, begun)
    await this.letTimersPass()
    this.reset()
    return dry
  }

  /** @param begun when the recorded run began, as `now()` counts */
  async finish(recording: Recording, load: Load, begun: number): Promise<Dry> {
    this.quiet.look()
    const dry = recording.finish(load, (await this.unhandled.take()).map(errorText), now() - begun)
    this.told.learn(recording.told)
    this.patience ??= patienceFor(dry.tests)
    return dry
  }

  /** Call when it is known what a run did: what it has left goes off in no other run, where that is waited for. */
  async letTimersPass(): Promise<void> {
    if (await this.quiet.pass()) this.unhandled.forget()
  }

  private clearCounters(): void {
    this.counters.h.fill(0)
    takeEntered(this.counters)
    takeCost(this.counters)
    this.told.begin()
  }

  private takeLoad(): Load {
    return { hits: takeHits(this.counters), entered: takeEntered(this.counters), cost: takeCost(this.counters), files: this.filesLoaded(), told: takeTold(this.counters).told }
  }

  /** Sources that were evaluated after the test file was loaded. */
  filesLoadedLater(): string[] {
    const { files } = this.load
    return this.filesLoaded().filter((file) => !files.includes(file))
  }

  /** Sources that were evaluated since the run began. */
  private filesLoaded(): string[] {
    return [...new Set(this.counters.loaded.slice(this.modulesBefore).map(({ file }) => file))]
  }
}
