/** What one realm does with its test file: dry run, validation, batches of mutants, controls. */
import type { Dry, Job, Outcome, Ready, RunItem } from '../../../engine/protocol.js'
import type { Channel } from './channel.js'
import { canaryItem, findCanaries } from './canary.js'
import { NO_BUDGET, sameHits, takeHits, type Counters } from './hits.js'
import { now, setImmediate, setTimeout } from './real.js'
import { startRecording, takeCost, type Recording, type Watcher } from './recording.js'
import { forgetAbortListeners, rememberAbortListeners } from './abort-listeners.js'
import { createReruns, type Reruns } from './rerun.js'
import {
  createUsualChanges, rememberSurroundings, type Changes, type MockReset, type Surroundings,
} from './surroundings.js'
import { readTree, restoreAll, reverse, select, type Tree } from './tree.js'
import { startTrial, type Trial } from './trial.js'
import type { FileTask, TaskError, TestRunner, TestTask, VitestApi } from './vitest-types.js'

/** Most processor time a batch uses before its control, in milliseconds, and as a multiple of the control's cost. */
const BATCH_MS = 400
const BATCH_CONTROLS = 8

export class Session {
  private job: Job | undefined
  private tree!: Tree
  private watcher: Watcher | undefined
  private dry!: Dry
  private ready!: Ready
  private reruns!: Reruns
  private surroundings!: Surroundings
  private mocks: MockReset = 'restore'
  private resources = 0
  private modulesBefore = 0
  /** What the tests change of the process even without a mutant. */
  private readonly usualChanges = createUsualChanges()
  private controlMs = 0
  private begun = 0
  private load = { hits: [] as number[], cost: 0, files: [] as string[] }
  private readonly unhandled: TaskError[] = []
  /** Selections of tests that were seen to pass without a mutant, run alone. */
  private readonly controlled = new Set<string>()

  constructor(
    private readonly api: VitestApi,
    private readonly counters: Counters,
    private readonly channel: Channel,
    private readonly runner: TestRunner,
  ) {
    const note = (error: unknown) => { this.unhandled.push(asTaskError(error)) }
    process.on('unhandledRejection', note)
    process.on('uncaughtException', note)
  }

  /** Before setup files and the test file are imported. */
  async open(path: string): Promise<void> {
    const message = await this.channel.receive()
    if (message.type !== 'job') throw new Error(`expected a job, got ${message.type}`)
    this.job = message.job
    this.reruns = createReruns(this.api, this.runner, path, () => this.watcher)
    takeCost(this.counters)
    this.begun = now()
    if (this.job.kind === 'fresh') {
      this.channel.send({ type: 'start', mutant: this.job.item.mutant })
      this.watcher = startTrial(this.counters, this.job.item)
    }
  }

  /** The file is imported and its tests are known, none has run. */
  collected(file: FileTask): void {
    this.tree = readTree(file)
    rememberAbortListeners(this.tree.tests)
    if (this.job?.kind === 'fresh') return
    this.load = this.takeLoad()
    if (this.job?.kind === 'reversed') reverse(file)
    this.surroundings = rememberSurroundings(this.api)
    this.watcher = startRecording(this.counters, this.tree)
  }

  beforeTest(test: TestTask): void {
    if (test.mode === 'run' || test.mode === 'queued') this.watcher?.beforeTest(test)
  }

  afterTest(test: TestTask): void {
    this.watcher?.afterTest(test)
    forgetAbortListeners(test)
  }

  /** The first run of the file is over: everything else happens here. */
  async main(): Promise<void> {
    if (this.job?.kind === 'fresh') {
      await this.settle(100)
      this.channel.send({ type: 'outcome', outcome: (this.watcher as Trial).finish(this.tree, this.takeUnhandled()) })
    } else {
      await this.settle(0)
      this.dry = (this.watcher as Recording).finish(this.load, this.takeUnhandled().map(errorText), now() - this.begun)
      this.channel.send({ type: 'dry', dry: this.dry })
      if (this.job?.kind === 'judge') await this.judge(this.job)
    }
    this.channel.send({ type: 'done' })
  }

  private async judge({ cold, canary }: Extract<Job, { kind: 'judge' }>): Promise<void> {
    for (const test of this.tree.tests) test.retry = 0
    let message = await this.channel.receive()
    if (message.type !== 'judge') return
    this.ready = await this.validate(cold)
    const fate = canary ? await this.letCanaryFly() : undefined
    if (fate) this.ready = { ...this.ready, canary: fate }
    this.channel.post({ type: 'ready', ready: this.ready })
    this.channel.send({ type: 'next' })
    for (message = await this.channel.receive(); message.type === 'batch'; message = await this.channel.receive()) {
      await this.runBatch(message.tier, message.items)
      this.channel.send({ type: 'next' })
    }
  }

  /**
   * Makes a test fail by giving it no budget, through the way that mutants take; before it the same test has to pass with a
   * mutant that changes nothing. A test that expects an error may pass, so some more are tried.
   */
  private async letCanaryFly(): Promise<Ready['canary']> {
    const tests = findCanaries(this.dry, this.ready.hot)
    for (const test of tests) {
      const asleep = await this.tryHot(canaryItem(test, NO_BUDGET))
      const dying = await this.tryHot(canaryItem(test, 0))
      if (!asleep.failure && asleep.ran.includes(test) && dying.failure) return 'died'
    }
    return tests.length === 0 ? undefined : 'survived'
  }

  private async runBatch(tier: 'hot' | 'cold', items: readonly RunItem[]): Promise<void> {
    const begun = now()
    const used = processorMs()
    const allowance = Math.max(BATCH_MS, BATCH_CONTROLS * this.controlMs)
    // Asking for the processor time is dear; it never exceeds the time on the wall.
    const isOver = () => now() - begun > allowance && processorMs() - used > allowance
    for (const [index, item] of items.entries()) {
      this.channel.send({ type: 'start', mutant: item.mutant })
      const outcome = tier === 'hot' ? await this.tryHot(item) : await this.tryCold(item)
      // What a test left behind that never ended may still act: look at once whether the realm is sound.
      const ends = index === items.length - 1 || !outcome.sound || outcome.failure?.kind === 'timeout' || isOver()
      // The start of the next one takes it along; during the control the main process has to know that it is over.
      if (ends) this.channel.send({ type: 'outcome', outcome })
      else this.channel.post({ type: 'outcome', outcome })
      if (ends) break
    }
    const controlBegun = processorMs()
    const passed = tier === 'hot' ? await this.controlHot() : await this.controlCold()
    this.controlMs = processorMs() - controlBegun
    this.channel.post({ type: 'control', passed, durationMs: this.controlMs })
  }

  private async tryHot(item: RunItem): Promise<Outcome> {
    select(this.tree, item.tests.length > 0 ? item.tests : allNumbers(this.tree), item.first)
    const trial = this.watch(startTrial(this.counters, item))
    await this.reruns.hot(this.tree)
    await this.settle(100)
    const outcome = trial.finish(this.tree, this.takeUnhandled())
    const changes = this.reset()
    // Tests that do not reach the mutant may notice what it did to the process: the whole file has to run.
    if (!outcome.failure && !this.usualChanges.include(changes)) return { ...outcome, sound: false }
    if (!outcome.failure || outcome.budgetExhausted) return outcome
    return { ...outcome, sound: await this.passesAlone(outcome.ran) }
  }

  private async tryCold(item: RunItem): Promise<Outcome> {
    const trial = this.watch(startTrial(this.counters, item))
    const tree = await this.reruns.cold(this.tree, (fresh) => {
      if (item.tests.length > 0) select(fresh, item.tests)
    })
    await this.settle(100)
    const outcome = trial.finish(tree, this.takeUnhandled())
    this.reset()
    return outcome
  }

  /** Whether these tests pass without a mutant when no other test of the file runs. */
  private async passesAlone(tests: readonly number[]): Promise<boolean> {
    // Where order was seen not to matter, a test that passes after some passes after others.
    const key = this.ready.dependent?.length === 0 ? String(tests.at(-1)) : tests.join()
    if (this.controlled.has(key)) return true
    select(this.tree, tests)
    this.watch(undefined)
    await this.reruns.hot(this.tree)
    const passed = this.takeUnhandled().length === 0 &&
      tests.every((number) => this.tree.tests[number]?.result?.state !== 'fail')
    this.reset()
    if (passed) this.controlled.add(key)
    return passed
  }

  /** Finds out which kinds of running again repeat the dry run exactly, in results and in hits. */
  private async validate(coldWanted: boolean): Promise<Ready> {
    let cold = false
    let dependent: number[] | undefined
    if (coldWanted) {
      this.reset()
      const backwards = await this.recordCold(true)
      const differing = this.differing(backwards.dry)
      if (differing?.length === 0) {
        cold = true
        dependent = []
      } else if (differing && this.differing((await this.recordCold(false)).dry)?.length === 0) {
        cold = true
        dependent = differing
      }
    }
    this.reset()
    const begun = processorMs()
    let differing = this.differing(await this.recordHot())
    if (differing?.length !== 0) {
      this.mocks = 'clear'
      differing = this.differing(await this.recordHot()) ?? allNumbers(this.tree)
    }
    this.controlMs = processorMs() - begun
    const bad = new Set(differing)
    const hot = this.tree.tests.map((_, number) => !bad.has(number))
    return { hot, cold, ...(dependent && { dependent }), controlMs: this.controlMs }
  }

  private async controlHot(): Promise<boolean> {
    const differing = this.differing(await this.recordHot())
    return differing?.every((number) => !this.ready.hot[number]) ?? false
  }

  private async controlCold(): Promise<boolean> {
    return this.differing((await this.recordCold(false)).dry)?.length === 0
  }

  private async recordHot(): Promise<Dry> {
    restoreAll(this.tree)
    this.clearCounters()
    const recording = this.watch(startRecording(this.counters, this.tree))
    const begun = now()
    await this.reruns.hot(this.tree)
    await this.settle(0)
    const dry = recording.finish(this.load, this.takeUnhandled().map(errorText), now() - begun)
    this.usualChanges.learn(this.reset())
    this.resources = activity()
    return dry
  }

  private async recordCold(backwards: boolean): Promise<{ dry: Dry; tree: Tree }> {
    this.clearCounters()
    const begun = now()
    let recording: Recording | undefined
    let load = this.load
    this.modulesBefore = this.counters.loaded.length
    const tree = await this.reruns.cold(this.tree, (fresh) => {
      load = this.takeLoad()
      recording = this.watch(startRecording(this.counters, fresh))
      if (backwards) reverse(fresh.file)
    })
    await this.settle(0)
    recording ??= startRecording(this.counters, tree)
    const dry = recording.finish(load, this.takeUnhandled().map(errorText), now() - begun)
    this.reset()
    return { dry, tree }
  }

  /** The tests whose result or hits are not those of the dry run; undefined when the runs cannot be compared. */
  private differing(other: Dry): number[] | undefined {
    const { dry } = this
    if (other.tests.length !== dry.tests.length || other.errors.length !== dry.errors.length) return undefined
    if (!sameHits(dry.load, other.load)) return undefined
    const tests = dry.tests.flatMap((test, number) => {
      const again = other.tests[number]!
      return test.state === again.state && sameHits(test.hits, again.hits) ? [] : [number]
    })
    const hooksBefore = sumHooks(dry)
    const hooksAfter = sumHooks(other)
    for (const [site, count] of hooksBefore) if (hooksAfter.get(site) !== count) return undefined
    return hooksBefore.size === hooksAfter.size ? tests : undefined
  }

  private watch<W extends Watcher | undefined>(watcher: W): W {
    this.watcher = watcher
    return watcher
  }

  private reset(): Changes {
    return this.surroundings.reset(this.mocks)
  }

  private clearCounters(): void {
    this.counters.h.fill(0)
    takeCost(this.counters)
  }

  private takeLoad(): { hits: number[]; cost: number; files: string[] } {
    const files = this.counters.loaded.slice(this.modulesBefore).map((module) => module.file)
    return { hits: takeHits(this.counters), cost: takeCost(this.counters), files: [...new Set(files)] }
  }

  private takeUnhandled(): TaskError[] {
    return this.unhandled.splice(0)
  }

  /** Lets late rejections arrive: waits while more is going on in the process than after the last control. */
  private async settle(limitMs: number): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    const until = now() + limitMs
    while (limitMs > 0 && activity() > this.resources) {
      if (now() > until) {
        this.resources = activity()
        break
      }
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }
}

function allNumbers(tree: Tree): number[] {
  return tree.tests.map((_, number) => number)
}

function sumHooks(dry: Dry): Map<number, number> {
  const sums = new Map<number, number>()
  for (const { hits } of dry.hooks) {
    for (let index = 0; index < hits.length; index += 2) {
      sums.set(hits[index]!, (sums.get(hits[index]!) ?? 0) + hits[index + 1]!)
    }
  }
  return sums
}

/**
 * How much is going on in the process. One timer does not count: Vitest's own task updates are throttled with one, which
 * is there or not by chance.
 */
function activity(): number {
  const resources = process.getActiveResourcesInfo()
  let timers = 0
  for (const name of resources) if (name === 'Timeout') timers++
  return resources.length - Math.min(timers, 1)
}

/** Processor time of this process in milliseconds: on a busy machine the clock on the wall says little. */
function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function errorText(error: TaskError): string {
  return error.name === undefined ? error.message : `${error.name}: ${error.message}`
}

function asTaskError(error: unknown): TaskError {
  // Not `instanceof`: in a virtual machine errors are made by another class.
  if (isError(error)) {
    return { name: error.name, message: error.message, ...(error.stack !== undefined && { stack: error.stack }) }
  }
  return { message: String(error) }
}

function isError(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string'
}
