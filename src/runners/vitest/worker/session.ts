/** What one realm does with its test file: the first run, and then what the main process asks for. */
import { join } from 'node:path'
import { writeCompiled } from '../../../common/compile-cache.js'
import { toPosix } from '../../../common/relative-path.js'
import type { Dry, Job, Outcome } from '../../../engine/protocol.js'
import { forgetAbortListeners, rememberAbortListeners } from './abort-listeners.js'
import { Batches } from './batches.js'
import { ROOT } from './bridge.js'
import { startStarving } from './canary.js'
import { watchBind } from './bound.js'
import type { Channel } from './channel.js'
import { watchDefinitions } from './custom-elements.js'
import type { Disk } from './disk.js'
import { guardTestFile } from './guard-files.js'
import { forgetHits, type Counters } from './hits.js'
import { watchLoad } from './load-globals.js'
import { watchListeners } from './page.js'
import { openPristine, type Pristine } from './pristine.js'
import { exportsOf, filesOf, takeEvaluated } from './modules.js'
import { idleMs, now, processorMs } from './real.js'
import { startRecording, takeCost, type Recording } from './recording.js'
import { Replay } from './replay.js'
import { readTree, reverse } from './tree.js'
import { taskOf } from './rerun.js'
import { forgetRequired } from './required.js'
import { beginWatchingTimers, watchTimers } from './timers.js'
import { startTrial, type Trial } from './trial.js'
import { rememberUnhandled } from './unhandled.js'
import { validate } from './validation.js'
import type { FileTask, SuiteTask, TestRunner, TestTask, VitestApi } from './vitest-types.js'
import { beginPhase, watchWeak } from './weak.js'

/** Milliseconds between two signs of life. */
const ALIVE_MS = 10_000

export class Session {
  private job: Job | undefined
  private replay!: Replay
  /** Of the first run: a trial when the realm is for one mutant alone, else a recording. */
  private trial: Trial | undefined
  private recording: Recording | undefined
  /** Set when another file may follow in this worker. */
  private pristine: Pristine | undefined
  private begun = 0
  /** When the tests began. */
  private readonly began = { at: 0, processorMs: 0, idleMs: 0 }
  private readonly unhandled = rememberUnhandled()
  /** When it was said last that tests go on. */
  private toldAlive = now()
  private stopWatchingBind: () => void = () => undefined

  constructor(
    private readonly api: VitestApi,
    private readonly counters: Counters,
    private readonly disk: Disk,
    private readonly channel: Channel,
    private readonly runner: TestRunner,
  ) {}

  /** Before setup files and the test file are imported. */
  async open(path: string): Promise<void> {
    const message = await this.channel.receive()
    if (message.type !== 'job') throw new Error(`expected a job, got ${message.type}`)
    this.job = message.job
    guardTestFile(path)
    forgetHits(this.counters)
    this.counters.exportsOf = (file) => exportsOf(this.runner, toPosix(join(process.env[ROOT]!, file)))
    this.unhandled.follow(message.unhandled, (errors) => this.channel.ask(errors))
    this.unhandled.forget()
    forgetRequired()
    watchWeak(this.api.page)
    watchListeners(this.api.page)
    watchDefinitions(this.api.page)
    watchTimers(this.api.page)
    if (message.sharing !== 'none') this.pristine = openPristine(this.api, this.runner, message.sharing)
    const loadGlobals = watchLoad(this.job.kind === 'judge' ? this.api.page : undefined, () => filesOf(this.runner))
    this.stopWatchingBind = watchBind(this.api.page)
    this.replay = new Replay(this.api, this.counters, this.unhandled, this.runner, path, loadGlobals, this.disk)
    takeCost(this.counters)
    this.counters.live = !this.job.plain
    this.counters.tables = 0
    this.counters.w = true
    this.disk.begin()
    this.begun = now()
    if (this.job.kind === 'fresh') {
      this.channel.send({ type: 'start', mutant: this.job.item.mutant })
      this.replay.costs = this.job.costs
      this.endWhenLate()
      this.trial = this.replay.watch(startTrial(this.counters, this.job.item, (test) => this.replay.costIn(this.replay.tree, test)))
    } else if (this.job.kind === 'canary') {
      this.trial = this.replay.watch(startStarving(this.counters, () => this.replay.tree, this.job.starvedFrom))
    }
  }

  /** One mutant alone is judged as soon as a test with it has used up its time: the worker ends then, whatever its hooks do. */
  private endWhenLate(): void {
    const { runner } = this
    const runTask = taskOf(this.api, runner)
    runner.runTask = async (test) => {
      try {
        await runTask(test)
      } catch (error) {
        const outcome = this.trial?.endLate(this.replay.tree, test, error)
        if (outcome) this.end(outcome)
        throw error
      }
    }
  }

  private end(outcome: Outcome): void {
    this.disk.reset(() => undefined)
    this.disk.close()
    this.channel.send({ type: 'outcome', outcome })
  }

  /** The file is imported and its tests are known, none has run. */
  collected(file: FileTask): void {
    this.stopWatchingBind()
    beginWatchingTimers()
    const tree = readTree(file)
    this.replay.tree = tree
    this.pristine?.loaded()
    rememberAbortListeners(tree.tests)
    this.counters.w = false
    beginPhase('later')
    if (this.trial) return
    this.replay.rememberLoaded()
    if (this.job?.kind === 'reversed') reverse(file)
    this.replay.rememberSurroundings()
    this.recording = this.replay.watch(startRecording(this.counters, tree))
    Object.assign(this.began, { at: now(), processorMs: processorMs(), idleMs: idleMs() })
  }

  beforeTest(test: TestTask): void {
    if (test.mode !== 'run' && test.mode !== 'queued') return
    this.replay.watcher?.beforeTest(test)
    this.tell(test, false)
  }

  afterTest(test: TestTask): void {
    this.replay.watcher?.afterTest(test)
    if (this.recording && this.replay.watcher === this.recording) this.replay.lookAtData(test)
    this.tell(test, true)
    if (this.counters.s === -1) this.tellAlive()
    forgetAbortListeners(test)
  }

  /** Where one mutant is judged alone it may end the worker, and then nobody else can say what ran. */
  private tell(task: TestTask, over: boolean): void {
    const test = this.job?.kind === 'fresh' ? this.replay.tree.index.get(task) : undefined
    if (test !== undefined) this.channel.send({ type: 'test', test, over })
  }

  private tellAlive(): void {
    if (now() - this.toldAlive < ALIVE_MS) return
    this.toldAlive = now()
    this.channel.send({ type: 'alive' })
  }

  beforeSuite(suite: SuiteTask): void {
    this.replay.watcher?.beforeSuite?.(suite)
  }

  afterSuite(suite: SuiteTask): void {
    this.replay.watcher?.afterSuite?.(suite)
  }

  /** The first run of the file is over: everything else happens here. */
  async main(): Promise<void> {
    const { replay, trial } = this
    // A file that failed to load has no tests.
    this.stopWatchingBind()
    if (trial) {
      await replay.quiet.settle(100)
      this.end(trial.finish(replay.tree, await this.unhandled.take()))
    } else {
      const idle = this.idleInTests()
      await replay.quiet.settle(0)
      const recorded = await replay.finish(this.recording!, replay.load, this.begun)
      // Sources may be called by it, as they are after each later run.
      replay.endFirstRun()
      const dry = {
        ...recorded, idle, loadedLater: replay.filesLoadedLater(), restorable: replay.restorable,
        ...(this.counters.tables > 0 && { tables: true as const }),
      }
      this.tellModules()
      this.channel.send({ type: 'dry', dry })
      if (this.job?.kind === 'judge') await this.judge(dry, this.job)
    }
    replay.close()
    if (this.pristine) {
      this.tellModules()
      this.channel.send({ type: 'rest', ...this.pristine.look() })
    }
    this.channel.send({ type: 'done' })
    writeCompiled()
  }

  /** The share of the time of the tests in which there was nothing to do, neither here nor in threads of Node's. */
  private idleInTests(): number {
    const passed = now() - this.began.at
    const waited = Math.min(idleMs() - this.began.idleMs, passed - (processorMs() - this.began.processorMs))
    return passed <= 0 ? 0 : Math.max(0, waited / passed)
  }

  private tellModules(): void {
    this.channel.post({ type: 'modules', ids: takeEvaluated(this.runner) })
  }

  private async judge(dry: Dry, { cold }: Extract<Job, { kind: 'judge' }>): Promise<void> {
    this.replay.costs = dry.tests.map(({ cost }) => cost)
    let message = await this.channel.receive()
    if (message.type !== 'judge') return
    const { keeps, ...wanted } = message
    const validation = await validate(this.replay, dry, { cold, ...wanted })
    this.replay.forgetMocks()
    this.replay.globals.accept()
    const batches = new Batches(this.replay, validation, this.channel, keeps)
    this.channel.post({ type: 'ready', ready: validation.ready })
    this.channel.send({ type: 'next' })
    for (message = await this.channel.receive(); message.type === 'batch'; message = await this.channel.receive()) {
      const fate = message.canary && await batches.fly(message.tier, message.canary)
      if (fate) this.channel.send({ type: 'canary', fate })
      await batches.run(message.tier, message.items)
      this.channel.send({ type: 'next' })
    }
  }
}
