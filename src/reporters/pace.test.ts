import { describe, expect, it } from 'vitest'
import { createPace } from './pace.js'

/** A pace whose clock stands where it was put. */
function begin() {
  let now = 7000
  const pace = createPace(() => now)
  return { pace, wait: (ms: number) => { now += ms } }
}

describe('the pace of a count', () => {
  it('is not known before the count has grown since the first sample', () => {
    const { pace, wait } = begin()
    expect(pace.lately(3)).toBeUndefined()
    pace.sample(3)
    wait(400)
    expect(pace.lately(3)).toBeUndefined()
    expect(pace.lately(5)).toEqual({ count: 2, ms: 400 })
  })

  it('goes by the last fifteen seconds, or little more', () => {
    const { pace, wait } = begin()
    // Ten a second for a minute, then one a second.
    let count = 0
    for (let second = 0; second < 60; second++, wait(1000)) pace.sample(count += 10)
    for (let second = 0; second < 20; second++, wait(1000)) pace.sample(++count)
    expect(pace.lately(count)).toEqual({ count: 16, ms: 17_000 })
  })

  it('keeps no more than a sample a second, unless one is marked', () => {
    const after = (second: 'sample' | 'mark') => {
      const { pace, wait } = begin()
      pace.sample(0)
      wait(999)
      pace[second](10)
      wait(15_001)
      pace.sample(20)
      return pace.lately(30)
    }
    expect(after('sample')).toEqual({ count: 30, ms: 16_000 })
    expect(after('mark')).toEqual({ count: 20, ms: 15_001 })
  })

  it('is taken from the last two samples when nothing came for longer than the window', () => {
    const { pace, wait } = begin()
    pace.sample(0)
    wait(2000)
    pace.sample(5)
    wait(60_000)
    pace.sample(6)
    expect(pace.lately(6)).toEqual({ count: 1, ms: 60_000 })
  })
})
