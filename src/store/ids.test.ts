import { expect, test } from 'vitest'
import { packIds, unpackIds } from './ids.js'

test.each([
  [[], ''],
  [[7], '7'],
  [[0, 1, 2], '0-2'],
  [[5, 0, 1, 2, 9, 8], '5,0-2,9,8'],
  [[3, 3, 4], '3,3-4'],
])('%j is written as %j and read back', (ids, text) => {
  expect(packIds(ids)).toBe(text)
  expect(unpackIds(text)).toEqual(ids)
})
