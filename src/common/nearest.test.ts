import { expect, test } from 'vitest'
import { editDistance, nearest } from './nearest.js'

const flags = ['--operators', '--concurrency', '--reporters', '--out', '--json', '--min-score', '--max-survivors']

test.each([
  ['--operatrs', '--operators'],
  ['--reporter', '--reporters'],
  ['--minscore', '--min-score'],
  ['--min_score', '--min-score'],
  ['--MIN-SCORE', '--min-score'],
  ['--output', '--out'],
  ['--conc', '--concurrency'],
  ['--jsno', '--json'],
  ['--max-survivor', '--max-survivors'],
])('%s was meant to be %s', (typed, meant) => {
  expect(nearest(typed, flags)).toBe(meant)
})

test.each(['--since', '--frobnicate', '--x', ''])('%j is like nothing known', (typed) => {
  expect(nearest(typed, flags)).toBeUndefined()
})

test('two neighbours that changed places are one edit', () => {
  expect(editDistance('jsno', 'json')).toBe(1)
  expect(editDistance('', 'abc')).toBe(3)
  expect(editDistance('kitten', 'sitting')).toBe(3)
})
