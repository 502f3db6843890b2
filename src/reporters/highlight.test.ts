import { describe, expect, it } from 'vitest'
import { pieces } from './highlight.js'

const kinds = (line: string) => pieces(line).filter((piece) => piece.kind !== 'plain').map((piece) => `${piece.kind} ${piece.text}`)

describe('pieces', () => {
  it('tells keywords, texts, numbers and comments apart', () => {
    expect(kinds("if (x === 'if') return 10 // else")).toEqual([
      'keyword if', "string 'if'", 'keyword return', 'number 10', 'comment // else',
    ])
    expect(kinds('   * return of a doc comment')).toEqual(['comment    * return of a doc comment'])
    expect(kinds('const $if = `a ${b}` /* c */ + 1_000n')).toEqual([
      'keyword const', 'string `a ${b}`', 'comment /* c */', 'number 1_000n',
    ])
  })

  it.each(["a 'unclosed", 'x /* open', '`', '"\\', '', '  ', "/'/.test(a)"])('loses nothing of %j', (line) => {
    expect(pieces(line, { from: 1, to: 3 }).map((piece) => piece.text).join('')).toBe(line)
  })

  it('cuts the pieces where the mark begins and ends', () => {
    expect(pieces("x = 'abc' + y", { from: 6, to: 11 }).filter((piece) => piece.marked).map((piece) => piece.text)).toEqual([
      "bc'", ' +',
    ])
  })

  it('stays quick on a line of a megabyte', () => {
    const started = performance.now()
    expect(pieces("'".repeat(1_000_000))).toHaveLength(1)
    expect(performance.now() - started).toBeLessThan(500)
  })
})
