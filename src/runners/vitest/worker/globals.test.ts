import { expect, it } from 'vitest'
import { changesSince, takeDown } from './globals.js'

it('getters are not called, whether they are new or stand where a value was', () => {
  const page = { value: 1, Held: Object.assign(() => 0, { size: 1 }) }
  const memos = takeDown(page)
  expect(changesSince(memos, page)).toEqual([])
  for (const key of ['value', '$state']) Object.defineProperty(page, key, { configurable: true, get() { throw new Error('only in components') } })
  Object.defineProperty(page.Held, 'size', { configurable: true, get() { throw new Error('not now') } })
  expect(changesSince(memos, page).map(({ key }) => key)).toEqual(['value', '$state', 'size'])
})

it('a new property that holds nothing is no change', () => {
  const page: Record<string, unknown> = {}
  const memos = takeDown(page)
  page.none = undefined
  expect(changesSince(memos, page)).toEqual([])
  page.some = null
  expect(changesSince(memos, page).map(({ key }) => key)).toEqual(['some'])
})
