import { expect, test } from 'vitest'
import { namesTest } from './test.js'

test.each([
  ['adds', true],
  ['Cart > adds', true],
  ['test/cart.test.ts > Cart > adds', true],
  ['test/cart.test.ts > *', true],
  ['Cart > *', true],
  ['Cart', false],
  ['art > adds', false],
  ['add.', false],
])('%s names a test: %s', (pattern, named) => {
  expect(namesTest(pattern, 'test/cart.test.ts', ['Cart', 'adds'])).toBe(named)
})
