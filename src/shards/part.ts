/** What one shard of a run leaves to the others: mutants, and test files that it need not open. */
import type { TestFile } from '../engine/runner.js'
import type { Mutant } from '../model/mutant.js'
import type { Shard } from '../model/options.js'
import type { Plan } from './plan.js'
import { shardOf } from './shard.js'

export interface Part {
  readonly shard: Shard
  /** Relative paths of sources that must be read even when none of the shard's tests load them. */
  readonly sources: readonly string[]
  isElsewhere(mutant: Mutant): boolean
  /** The test files that this shard needs. */
  needed(files: readonly TestFile[]): readonly TestFile[]
}

/** @param plan without one, mutants are shared out by their ids, and every shard runs all test files once */
export function partOf(shard: Shard, plan: Plan | undefined): Part {
  const own = plan?.shards[shard.index - 1]
  if (!own) {
    const isElsewhere = ({ id }: Mutant): boolean => shardOf(id, shard.count) !== shard.index
    return { shard, sources: [], isElsewhere, needed: (files) => files }
  }
  const ids = new Set(own.mutants)
  const files = new Set(own.testFiles.map((index) => keyOf(plan.testFiles[index]!)))
  return {
    shard,
    sources: own.sources,
    isElsewhere: ({ id }) => !ids.has(id),
    needed: (all) => all.filter((file) => files.has(keyOf(file))),
  }
}

function keyOf({ project, path }: { readonly project: string; readonly path: string }): string {
  return JSON.stringify([project, path])
}
