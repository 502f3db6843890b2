/** Which part of the mutants this machine judges: `i/n`, or what the CI says about its parallel jobs. */
import { hashNumber } from '../common/hash.js'
import { UserError } from '../model/errors.js'
import type { Shard } from '../model/options.js'

/** Where CI systems say which of several equal jobs this is; `from` is the number of their first one. */
const SOURCES = [
  { name: 'GitLab', index: 'CI_NODE_INDEX', count: 'CI_NODE_TOTAL', from: 1 },
  { name: 'CircleCI', index: 'CIRCLE_NODE_INDEX', count: 'CIRCLE_NODE_TOTAL', from: 0 },
  { name: 'Kubernetes', index: 'JOB_COMPLETION_INDEX', count: undefined, from: 0 },
] as const

/**
 * Reads `2/4`; `auto`, which takes both numbers from the CI; or `auto/4`, which takes the index alone, as an Indexed Job of
 * Kubernetes gives no count.
 * @throws UserError when it is none of these, or the CI says nothing
 */
export function readShard(text: string, env: NodeJS.ProcessEnv): Shard {
  const match = /^(?:(\d+)\/(\d+)|auto(?:\/(\d+))?)$/u.exec(text.trim())
  if (!match) throw new UserError(`--shard must be i/n such as 2/4, auto or auto/n, not ${JSON.stringify(text)}`)
  const shard = match[1] === undefined ? fromCi(match[3], env) : { index: Number(match[1]), count: Number(match[2]) }
  const { index, count } = shard
  if (!(count >= 1 && index >= 1 && index <= count)) {
    throw new UserError(`--shard: there is no shard ${index} of ${count}; they count from 1`)
  }
  return shard
}

function fromCi(given: string | undefined, env: NodeJS.ProcessEnv): Shard {
  for (const { name, index, count, from } of SOURCES) {
    const position = whole(env[index])
    if (position === undefined) continue
    const total = given === undefined ? whole(count === undefined ? undefined : env[count]) : Number(given)
    if (total === undefined) throw new UserError(`--shard auto: ${name} says with ${index} which job this is, but not of how many; write auto/n`)
    return { index: position - from + 1, count: total }
  }
  const names = SOURCES.map(({ index, count }) => (count === undefined ? index : `${index} and ${count}`)).join(', ')
  throw new UserError(`--shard auto: the environment does not say which job this is (${names}); write --shard i/n`)
}

function whole(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/u.test(text) ? Number(text) : undefined
}

/** The number of the shard that judges a mutant when no plan says so: the same on every machine, whatever else there is. */
export function shardOf(id: string, count: number): number {
  return (hashNumber(id) % count) + 1
}
