import { expect, it } from 'vitest'
import { REDEFINES } from './redefines.js'

it.each([
  ["Object.defineProperty(table, 'row', {})", true],
  ["Reflect.defineProperty(__vi_import_0__.table, 'row', {})", true],
  ['const { defineProperties } = Object', true],
  ["table.__defineGetter__('row', read)", true],
  ["Object.defineProperty(__vite_ssr_exports__, 'row', {})", false],
  ['table.row = 1', false],
])('%s gives properties other attributes: %s', (text, expected) => {
  expect(REDEFINES.test(text)).toBe(expected)
})
