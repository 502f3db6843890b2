import { describe, expect, it } from 'vitest'
import { spread } from './spread.js'

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

describe('the spread order', () => {
  it('goes through a list in ever smaller steps', () => {
    expect(spread(upTo(9))).toEqual([0, 3, 6, 1, 4, 7, 2, 5, 8])
  })

  it('holds every item once, whatever their number', () => {
    for (const count of [0, 1, 2, 3, 4, 8, 10, 27, 28, 100, 384]) {
      expect(spread(upTo(count)).sort((a, b) => a - b)).toEqual(upTo(count))
    }
  })

  it('has of each part of the list its share in every beginning', () => {
    const order = spread(upTo(384))
    for (let taken = 27; taken < 384; taken++) {
      const share = order.slice(0, taken).filter((item) => item < 128).length / taken
      expect(share).toBeGreaterThan(1 / 3 - 0.06)
      expect(share).toBeLessThan(1 / 3 + 0.06)
    }
  })

  it('takes in turn what alternates in the list', () => {
    const even = spread(upTo(200)).slice(0, 20).filter((item) => item % 2 === 0)
    expect(even.length).toBeGreaterThanOrEqual(7)
    expect(even.length).toBeLessThanOrEqual(13)
  })
})
