import { describe, expect, it } from 'vitest'
import { crop, fit, fitMiddle, safe, stripAnsi, widthOf } from './terminal.js'

describe('terminal text', () => {
  it('counts wide characters twice and combining ones not at all', () => {
    expect(widthOf('abc')).toBe(3)
    expect(widthOf('表示')).toBe(4)
    expect(widthOf('e\u0301')).toBe(1)
    expect(widthOf('🚀')).toBe(2)
  })

  it('cuts at the end to a width', () => {
    expect(fit('abcdef', 6)).toBe('abcdef')
    expect(fit('abcdefg', 6)).toBe('abcde…')
    expect(widthOf(fit('表示表示表示', 6))).toBeLessThanOrEqual(6)
  })

  it('shortens a path in the middle and keeps the file name', () => {
    expect(fitMiddle('src/cart.ts', 20)).toBe('src/cart.ts')
    expect(fitMiddle('packages/shop/src/checkout/cart.ts', 20)).toBe('packages/…ut/cart.ts')
    expect(widthOf(fitMiddle('a/very-long-file-name-that-fits-nowhere.ts', 12))).toBeLessThanOrEqual(12)
  })

  it('crops a long line around the mark', () => {
    const text = `${'a'.repeat(100)}X${'b'.repeat(100)}`
    const cut = crop(text, { from: 100, to: 101 }, 21)
    expect(cut.text).toHaveLength(21)
    expect(cut.text.slice(cut.mark?.from, cut.mark?.to)).toBe('X')
    expect(crop(`    return ${text}`, { from: 4, to: 212 }, 21).text).toBe(`    return ${'a'.repeat(8)}…`)
    expect(crop('short', { from: 0, to: 2 }, 21)).toEqual({ text: 'short', mark: { from: 0, to: 2 } })
  })

  it('escapes what moves the cursor or turns the text', () => {
    expect(safe('a\tb\u001b[1m\u202e\n')).toBe('a  b\\x1b[1m\\u202e\\x0a')
  })

  it('takes escape sequences out', () => {
    expect(stripAnsi('\u001b[1;31mred\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007')).toBe('red link')
  })
})
