/** Finds out which kinds of running again repeat the dry run of a file exactly, and looks again after each batch. */
import { differingTests, sameHits } from '../../../engine/differing.js'
import type { Dry, Ready } from '../../../engine/protocol.js'
import { processorMs } from './real.js'
import type { Replay } from './replay.js'
import { allNumbers } from './tree.js'

export interface Validation {
  readonly ready: Ready
  /** Processor time of the last control, in milliseconds. */
  readonly controlMs: number
  /** Whether running again without a mutant still repeats the dry run. */
  control(tier: 'hot' | 'cold'): Promise<boolean>
}

/** @param coldWanted whether evaluating all modules anew is tried too */
export async function validate(replay: Replay, dry: Dry, coldWanted: boolean): Promise<Validation> {
  const cold = coldWanted ? await tryColdRuns(replay, dry) : { cold: false }
  replay.reset()
  const begun = processorMs()
  let found = differing(dry, await replay.recordHot())
  if (found?.length !== 0) {
    replay.mocks = 'clear'
    found = differing(dry, await replay.recordHot()) ?? allNumbers(replay.tree)
  }
  let controlMs = processorMs() - begun
  const bad = new Set(found)
  const hot = replay.tree.tests.map((_, number) => !bad.has(number))
  return {
    ready: { hot, ...cold, controlMs },
    get controlMs() { return controlMs },
    async control(tier) {
      const controlBegun = processorMs()
      const again = differing(dry, tier === 'hot' ? await replay.recordHot() : await replay.recordCold(false))
      const passed = tier === 'hot' ? again?.every((number) => !hot[number]) ?? false : again?.length === 0
      controlMs = processorMs() - controlBegun
      return passed
    },
  }
}

/** Backwards first: when that differs nowhere, no test depends on those before it. */
async function tryColdRuns(replay: Replay, dry: Dry): Promise<Pick<Ready, 'cold' | 'dependent'>> {
  replay.reset()
  const dependent = differing(dry, await replay.recordCold(true))
  if (dependent === undefined) return { cold: false }
  if (dependent.length > 0 && differing(dry, await replay.recordCold(false))?.length !== 0) return { cold: false }
  return { cold: true, dependent }
}

/** The tests that did not go as in the dry run; undefined when the runs cannot be compared. */
function differing(dry: Dry, other: Dry): number[] | undefined {
  if (other.tests.length !== dry.tests.length || other.errors.length !== dry.errors.length) return undefined
  if (!sameHits(dry.load, other.load) || !sameHits(dry.loadEntered, other.loadEntered)) return undefined
  return differingTests(dry, other)
}
