import { describe, expect, test } from 'vitest'
import { helpText } from './help.js'
import { flagsOf } from './table.js'

describe.each(['run', 'list', 'show', 'verify', 'describe', undefined] as const)('the help about %s', (topic) => {
  const text = helpText(topic)

  test('fits in 80 columns', () => {
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80)
  })

  test('names every flag of the command, and no other', () => {
    const named = [...text.matchAll(/^ {2}(--[a-z-]+(?: <[^>]+>)?)/gmu)].map((match) => match[1])
    expect(named).toEqual(expect.arrayContaining(flagsOf(topic ?? 'run').map(({ flag }) => flag)))
    expect(named).toHaveLength(flagsOf(topic ?? 'run').length)
  })

  test('has no Markdown in it and no empty section', () => {
    expect(text).not.toContain('`')
    expect(text).not.toMatch(/:\n\n/u)
  })
})

test('the help about everything names the commands, examples and all exit codes', () => {
  const text = helpText(undefined)
  for (const word of ['mutate list [paths…]', 'mutate show <id>', 'mutate verify [id…]', 'mutate src/cart.ts:12-40', '  4  ', '  70 ', '130, 143']) {
    expect(text).toContain(word)
  }
})
