import { describe, expect, test } from 'vitest'
import { balance } from './balance.js'
import { readShard, shardOf } from './shard.js'

describe('a shard', () => {
  test.each([
    ['2/4', {}, { index: 2, count: 4 }],
    ['1/1', {}, { index: 1, count: 1 }],
    ['auto', { CI_NODE_INDEX: '3', CI_NODE_TOTAL: '4' }, { index: 3, count: 4 }],
    ['auto', { CIRCLE_NODE_INDEX: '0', CIRCLE_NODE_TOTAL: '4' }, { index: 1, count: 4 }],
    ['auto/4', { JOB_COMPLETION_INDEX: '3' }, { index: 4, count: 4 }],
    ['auto/2', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '4' }, { index: 2, count: 2 }],
  ])('%s with %j', (text, env, shard) => {
    expect(readShard(text, env)).toEqual(shard)
  })

  test.each([
    ['5/4', {}, '--shard: there is no shard 5 of 4; they count from 1'],
    ['0/4', {}, '--shard: there is no shard 0 of 4; they count from 1'],
    ['half', {}, '--shard must be i/n such as 2/4, auto or auto/n, not "half"'],
    ['auto', {}, 'the environment does not say which job this is'],
    ['auto', { JOB_COMPLETION_INDEX: '0' }, 'Kubernetes says with JOB_COMPLETION_INDEX which job this is, but not of how many; write auto/n'],
    ['auto/2', { CI_NODE_INDEX: '3' }, 'there is no shard 3 of 2'],
  ])('%s with %j is refused', (text, env, message) => {
    expect(() => readShard(text, env)).toThrow(message)
  })

  test('gets about its part of the mutants by their ids, and every id has one', () => {
    const counts = [0, 0, 0, 0]
    for (let id = 0; id < 4000; id++) counts[shardOf(String(id), 4) - 1]!++
    expect(counts.reduce((sum, count) => sum + count)).toBe(4000)
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120)
  })
})

describe('a plan', () => {
  const group = (file: number, costs: readonly number[]) =>
    ({ files: [file], mutants: costs.map((costMs, index) => ({ id: `${file}-${index}`, costMs })) })

  test('gives each mutant to one shard, and all shards about the same to do', () => {
    const groups = Array.from({ length: 9 }, (_, file) => group(file, Array.from({ length: 50 }, (__, at) => (at * (file + 1)) % 17)))
    const shards = balance(groups, 4, [])
    const ids = shards.flatMap(({ mutants }) => mutants)
    expect(ids).toHaveLength(450)
    expect(new Set(ids).size).toBe(450)
    const costs = shards.map(({ costMs }) => costMs)
    expect(Math.max(...costs)).toBeLessThan(1.25 * (costs.reduce((sum, cost) => sum + cost) / 4))
  })

  test('does not open a test file on several machines when that costs more than it saves', () => {
    const shards = balance([group(0, [1, 1, 1, 1]), group(1, [1, 1, 1, 1])], 2, [500, 500])
    expect(shards.map(({ files }) => files)).toEqual([[0], [1]])
  })

  test('shares out one long test file', () => {
    const costs = balance([group(0, Array.from({ length: 100 }, () => 100))], 4, [50]).map(({ costMs }) => costMs)
    // Each of the four opens it.
    expect(costs.reduce((sum, cost) => sum + cost)).toBe(10_000 + 4 * 50)
    expect(Math.max(...costs)).toBeLessThan(1.1 * 2550)
  })

  test('opens a test file on a second machine, too, where nothing else evens them out', () => {
    const [first, second] = balance([group(0, Array.from({ length: 90 }, () => 10))], 2, [500])
    // One alone would take 1400, and both together take 1900.
    expect(first!.costMs + second!.costMs).toBeCloseTo(1900)
    expect(Math.max(first!.costMs, second!.costMs)).toBeLessThan(1.1 * 950)
  })

  test('counts the opening of a test file once, however many mutants of a shard need it', () => {
    const both = { files: [0, 1], mutants: [{ id: 'both', costMs: 7 }] }
    expect(balance([group(0, [1, 2]), group(1, [3]), both], 1, [100, 200])).toEqual([
      { mutants: expect.arrayContaining(['0-0', '0-1', '1-0', 'both']) as string[], costMs: 313, files: [0, 1] },
    ])
  })

  test('leaves shards empty when there are fewer mutants', () => {
    expect(balance([group(0, [5])], 3, [1]).map(({ mutants }) => mutants.length)).toEqual([1, 0, 0])
  })
})
