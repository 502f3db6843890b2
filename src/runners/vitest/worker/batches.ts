/** Runs batches of mutants in a validated worker, each batch closed by a control without a mutant. */
import { isBeginning } from '../../../engine/beginning.js'
import type { Canary, CanaryFate, Keeps, Outcome, RerunTier, RunItem } from '../../../engine/protocol.js'
import { identity } from './canary.js'
import type { Channel } from './channel.js'
import { now, processorMs } from './real.js'
import { suiteErrors } from './recording.js'
import type { Replay } from './replay.js'
import type { Changes } from './surroundings.js'
import { allNumbers, select, type Tree } from './tree.js'
import { startTrial } from './trial.js'
import type { Validation } from './validation.js'

/** Most processor time a batch uses before its control, in milliseconds, and as a multiple of the control's cost. */
const BATCH_MS = 400
const BATCH_CONTROLS = 8
/** How often that is doubled in a worker whose controls pass. */
const MOST_DOUBLINGS = 1

export class Batches {
  /** Selections of tests that were seen to pass without a mutant, run alone. */
  private readonly controlled = new Set<string>()
  /** Controls since the last that did not pass. */
  private passed = 0
  /** A canary has left something behind. */
  private isSpoilt = false
  /** How the mutant before failed, in this batch. */
  private lastWay: string | undefined
  /** Ways in which mutants of this batch fail one after the other, and in which tests do not fail without them. */
  private readonly ways = new Set<string>()

  constructor(
    private readonly replay: Replay,
    private readonly validation: Validation,
    private readonly channel: Channel,
    private readonly keeps: Keeps,
  ) {}

  async run(tier: RerunTier, items: readonly RunItem[]): Promise<void> {
    const begun = now()
    const used = processorMs()
    const allowance = Math.max(BATCH_MS, BATCH_CONTROLS * this.validation.controlMs) << Math.min(this.passed, MOST_DOUBLINGS)
    // Asking for the processor time is dear; it never exceeds the time on the wall.
    const isOver = () => now() - begun > allowance && processorMs() - used > allowance
    this.lastWay = undefined
    this.ways.clear()
    const begins = this.isSpoilt ? [] : items
    this.isSpoilt = false
    for (const [index, item] of begins.entries()) {
      this.channel.send({ type: 'start', mutant: item.mutant })
      const outcome = await this.try(tier, item)
      if (!outcome.failure) this.lastWay = undefined
      // What a test left behind that never ended may still act: look at once whether the realm is sound.
      const ends = index === items.length - 1 || !outcome.sound || outcome.tellsOther === true || outcome.failure?.kind === 'timeout' || isOver()
      // The start of the next one takes it along; during the control the main process has to know that it is over.
      if (ends) this.channel.send({ type: 'outcome', outcome })
      else this.channel.post({ type: 'outcome', outcome })
      if (ends) break
    }
    const { globals } = this.replay
    // The control may restore them itself. What passes it may still hide a mutant, or stop one that nobody would notice.
    const left = globals.left()
    const isSound = await this.validation.control(tier)
    const mends = (left === 'more' || (left === 'usual' && !isSound)) && globals.mend()
    const passed = isSound && !mends
    const mended = mends && await this.validation.control(tier) && !globals.isStuck
    this.passed = passed ? this.passed + 1 : 0
    this.channel.post({ type: 'control', passed, mended, spent: globals.isStuck, unsteady: [...this.validation.unsteady], durationMs: this.validation.controlMs })
  }

  /** Makes a test fail by giving it no budget, through the way that mutants take. */
  async fly(tier: RerunTier, { flights }: Canary): Promise<CanaryFate> {
    let fate: CanaryFate = 'restless'
    for (const { test, tests } of flights) {
      const item = identity(tests)
      const asleep = await this.try(tier, item)
      if (asleep.failure || !asleep.ran.includes(test)) continue
      const dying = tier === 'hot' ? await this.tryHot({ ...item, budget: 0 }) : await this.tryAnew(tier, item, () => { this.replay.counters.b = 0 })
      if (dying.failure) {
        this.isSpoilt = !await this.validation.control(tier)
        return 'died'
      }
      fate = 'unnoticed'
    }
    return fate
  }

  private async try(tier: RerunTier, item: RunItem): Promise<Outcome> {
    const outcome = await this.tryOnce(tier, item)
    if (!item.twice || !outcome.failure || !outcome.sound || outcome.budgetExhausted || outcome.failure.kind === 'timeout') return outcome
    const tests = concerned(item, outcome)
    // What an earlier mutant has left may be used up by this.
    if (!await this.passAlone(tier, tests, item.first.length === 0 && isBeginning(tests))) return { ...outcome, sound: false }
    const again = await this.tryOnce(tier, item)
    return { ...again, sound: again.sound && again.failure !== undefined, twice: true, durationMs: outcome.durationMs + again.durationMs }
  }

  private tryOnce(tier: RerunTier, item: RunItem): Promise<Outcome> {
    return tier === 'hot' ? this.tryHot(item) : this.tryAnew(tier, item)
  }

  private async tryHot(item: RunItem): Promise<Outcome> {
    const { replay } = this
    const { tree } = replay
    select(tree, item.tests.length > 0 ? item.tests : allNumbers(tree), item.first)
    const asWhole = replay.data.begin(item.first.length === 0 && isBeginning(item.tests))
    replay.told.begin()
    const trial = startTrial(replay.counters, item, (test) => replay.costIn(tree, test))
    replay.watchTrial(trial, item.tests)
    await replay.hot()
    await replay.quiet.settle(100)
    const outcome = trial.finish(tree, await replay.unhandled.take())
    await replay.letTimersPass()
    const changes = replay.reset()
    // Put back now: the end of the next tests may take away what hid a mutant from them.
    const others = replay.globals.others()
    if (others.size > 0) replay.globals.mend()
    const { left } = replay.data
    const more = { ...(left !== 'same' && { left }), ...(this.tellsOther(outcome, false) && { tellsOther: true as const }) }
    // Tests that do not reach the mutant may notice what it did, and those that ran may come after them: the whole file has to run.
    if (replay.globals.isStuck || (!outcome.failure && await this.leavesOther(item, changes, others, asWhole))) return saysNothing({ ...outcome, ...more })
    if (!outcome.failure || outcome.budgetExhausted) return { ...outcome, ...more }
    return { ...outcome, ...more, ...await this.isSound('hot', item, outcome, asWhole) }
  }

  /** @param onLoaded told when modules are loaded, before the tests run */
  private async tryAnew(tier: Exclude<RerunTier, 'hot'>, item: RunItem, onLoaded?: () => void): Promise<Outcome> {
    const { replay } = this
    let loaded: Tree | undefined
    replay.told.begin()
    const trial = replay.watch(startTrial(replay.counters, item, (test) => loaded && replay.costIn(loaded, test)))
    const tree = await replay.anew(tier, (fresh) => {
      loaded = fresh
      if (item.tests.length > 0) select(fresh, item.tests)
      onLoaded?.()
    })
    await replay.quiet.settle(100)
    const found = trial.finish(tree, await replay.unhandled.take())
    const outcome = this.tellsOther(found, tier === 'cold') ? { ...found, tellsOther: true as const } : found
    await replay.letTimersPass()
    replay.reset()
    if (replay.globals.isStuck) return saysNothing(outcome)
    if (!outcome.failure || outcome.budgetExhausted || item.tests.length === 0) return outcome
    return { ...outcome, ...await this.isSound(tier, item, outcome, true) }
  }

  /** Whether a mutant that no test noticed has left something that these tests do not leave without it, where others might meet it. */
  private async leavesOther({ tests }: RunItem, changes: Changes, others: Changes, asWhole: boolean): Promise<boolean> {
    const { replay: { usualChanges }, replay } = this
    const all = new Map([...changes, ...others])
    if (usualChanges.include(all)) return false
    await this.passAlone('hot', tests.length > 0 ? tests : allNumbers(replay.tree), asWhole)
    return !usualChanges.include(all)
  }

  /** A test that failed has left out the rest of it. */
  private tellsOther({ failure, ran }: Outcome, withLoad: boolean): boolean {
    return !failure && this.replay.told.isOther(ran, withLoad)
  }

  /**
   * Whether the tests that noticed a mutant pass without it when no other test of the file runs.
   * @param asWhole their run has begun with what a run of the whole file begins with
   */
  private async isSound(tier: RerunTier, item: RunItem, outcome: Outcome, asWhole: boolean): Promise<Pick<Outcome, 'sound' | 'repeats'>> {
    const tests = concerned(item, outcome)
    if (this.repeatsLast(outcome)) return { sound: await this.passAlone(tier, tests, asWhole), repeats: true }
    // So begins each control.
    if (asWhole && isBeginning(tests)) return { sound: true }
    // Tests that passed alone once may fail the next time.
    const piles = tier === 'hot' && (this.keeps === 'more' || (this.keeps === 'data' && !this.replay.data.isWhole))
    return { sound: (!piles && this.controlled.has(keyOf(tier, tests))) || await this.passAlone(tier, tests, asWhole) }
  }

  /** Whether the mutant before failed in the same way: what it left may be the reason. Once a batch for each way. */
  private repeatsLast({ failure }: Outcome): boolean {
    const way = failure && `${failure.test ?? ''} ${failure.message.split('\n', 1)[0] ?? ''}`
    const repeats = way !== undefined && way === this.lastWay && !this.ways.has(way)
    this.lastWay = way
    if (repeats) this.ways.add(way)
    return repeats
  }

  /** @param asWhole they begin with what a run of the whole file begins with, as the run did that is looked at */
  private async passAlone(tier: RerunTier, tests: readonly number[], asWhole: boolean): Promise<boolean> {
    const { replay } = this
    replay.watch(undefined)
    if (tier === 'hot') {
      select(replay.tree, tests)
      replay.data.begin(asWhole)
    }
    let tree: Tree = replay.tree
    if (tier === 'hot') await replay.hot()
    else tree = await replay.anew(tier, (fresh) => { select(fresh, tests) })
    const passed = (await replay.unhandled.take()).length === 0 && suiteErrors(tree).length === 0
      && tests.every((number) => tree.tests[number]?.result?.state !== 'fail')
    await replay.letTimersPass()
    const changes = replay.reset()
    if (tier === 'hot') replay.usualChanges.learn(changes)
    if (passed) this.controlled.add(keyOf(tier, tests))
    return passed
  }
}

function saysNothing({ failure: _, ...outcome }: Outcome): Outcome {
  return { ...outcome, sound: false }
}

function keyOf(tier: RerunTier, tests: readonly number[]): string {
  return `${tier} ${tests.join()}`
}

/** The tests that have to pass without the mutant: those that ran, or all when a hook failed. */
function concerned({ tests }: RunItem, { failure, ran }: Outcome): readonly number[] {
  return failure?.test === undefined && tests.length > 0 ? tests : ran
}
