import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, expect, it } from 'vitest'
import { now } from './real.js'
import { beginWatchingTimers, endFarTimers, timersDueAfter, watchTimers } from './timers.js'

const own = { setTimeout, setInterval }
watchTimers(globalThis)
const atLoad = setTimeout(() => undefined, 100_000)
beginWatchingTimers()
afterAll(() => {
  clearTimeout(atLoad)
  Object.assign(globalThis, own)
})

it('timers do and look as before', async () => {
  expect([setTimeout.name, setTimeout.length, promisify(setTimeout)]).toEqual(['setTimeout', own.setTimeout.length, promisify(own.setTimeout)])
  expect(await new Promise((resolve) => { setTimeout(resolve, 1, 'given') })).toBe('given')
})

it('those that are due later are counted, unless they are over or keep nothing going', async () => {
  const start = now()
  const before = timersDueAfter(start + 1)
  const timers = [setTimeout(() => undefined, 5000), setInterval(() => undefined, 5000), setTimeout(() => undefined, 5000), setTimeout(() => undefined, 5000)]
  setTimeout(() => undefined, 10)
  clearTimeout(timers[2])
  timers[3]!.unref()
  expect(timersDueAfter(start + 4000) - before).toBe(2)
  expect(timersDueAfter(start + 1) - before).toBe(3)
  await sleep(30)
  expect(timersDueAfter(now() - 60_000) - before).toBe(2)
  for (const timer of timers) clearTimeout(timer)
})

it('those of tests that are due in an hour are ended, those of modules are not', () => {
  const hour = setTimeout(() => undefined, 3_600_000)
  const second = setTimeout(() => undefined, 1000)
  const never = setTimeout(() => undefined, 2 ** 40)
  endFarTimers()
  const isOver = (timer: unknown) => (timer as { _destroyed: boolean })._destroyed
  // Node takes a delay that is too long for none at all.
  expect([hour, second, never, atLoad].map(isOver)).toEqual([true, false, false, false])
  clearTimeout(second)
})
