import { expect, it } from 'vitest'
import { createProfile } from './profile.js'

it('workers that share a place count by their share of all, so that rows add up to the time that passed', () => {
  const profile = createProfile()
  profile.listen({ type: 'phase', phase: 'dry run', workers: 2 })
  const span = (track: number, name: 'hot' | 'fresh', from: number, to: number): void => {
    profile.listen({ type: 'span', track, name, from, to })
  }
  span(1, 'hot', 0, 100)
  span(2, 'hot', 0, 40)
  span(0, 'hot', 0, 40)
  for (const track of [2, 3, 4]) span(track, 'fresh', 40, 100)
  const rows = new Map(profile.rows().map(({ name, ms, count }) => [name, [ms, count]]))
  expect(rows.get('hot')).toEqual([40 + 15, 2])
  expect(rows.get('fresh')).toEqual([45, 3])
})
