import { expect, test } from 'vitest'
import { draw, randomNumbers } from './sample.js'

const items = Array.from({ length: 100 }, (_, index) => index)

test('the same seed draws the same, another seed something else, all in their old order', () => {
  const drawn = draw(items, 10, 7)
  expect(drawn).toHaveLength(10)
  expect(new Set(drawn).size).toBe(10)
  expect(drawn).toEqual([...drawn].sort((a, b) => a - b))
  expect(draw(items, 10, 7)).toEqual(drawn)
  expect(draw(items, 10, 8)).not.toEqual(drawn)
})

test('a draw of all and more is all', () => {
  expect(draw(items, 100, 1)).toEqual(items)
  expect(draw(items, 1000, 1)).toEqual(items)
  expect(draw(items, 0, 1)).toEqual([])
})

test('every item has the same chance', () => {
  const counts = items.map(() => 0)
  for (let seed = 0; seed < 2000; seed++) for (const item of draw(items, 10, seed)) counts[item]!++
  expect(Math.min(...counts)).toBeGreaterThan(130)
  expect(Math.max(...counts)).toBeLessThan(270)
})

test('small seeds are spread from the first number on', () => {
  const first = items.map((seed) => randomNumbers(seed)())
  expect(first.filter((number) => number < 0.5).length).toBeGreaterThan(30)
  expect(first.filter((number) => number < 0.5).length).toBeLessThan(70)
})
