import { getHeapStatistics } from 'node:v8'
import { createContext, runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { collectGarbage } from './garbage.js'

const used = (): number => getHeapStatistics().used_heap_size / 2 ** 20

it('realms that nobody holds are let go of as soon as the heap has grown enough, and nobody is told of the means', () => {
  collectGarbage()
  const before = used()
  let held: object[] = []
  while (used() < before + 300) held.push(createContext({ numbers: Array.from({ length: 1_000_000 }, (_, at) => at + 0.5) }))
  held = []
  collectGarbage()
  expect(used()).toBeLessThan(before + 100)
  expect(held).toEqual([])
  expect(typeof runInNewContext('globalThis.gc')).toBe('undefined')
})
