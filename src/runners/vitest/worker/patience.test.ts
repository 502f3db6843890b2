import { expect, it } from 'vitest'
import { patienceFor } from './patience.js'

const first = [{ durationMs: 100 }, { durationMs: 10 }]

it('tests that run again may wait as long as the patience for all of them together lasts', () => {
  const patience = patienceFor(first)()
  expect([patience.limitMs(0), patience.limitMs(1)]).toEqual([2500, 2230])
  patience.ended(0, 100)
  expect(patience.limitMs(0)).toBe(2500)
  patience.ended(0, 1100)
  expect([patience.limitMs(0), patience.limitMs(1)]).toEqual([1500, 1230])
})

it('and when that is used up, each a little longer than it took', () => {
  const patience = patienceFor(first)()
  patience.ended(1, 5010)
  expect([patience.limitMs(0), patience.limitMs(1)]).toEqual([500, 230])
})
