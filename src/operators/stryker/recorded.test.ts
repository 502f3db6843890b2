/** The level `stryker` makes what StrykerJS 10.1 made of a corpus of snippets; its recorded output is the reference. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Location } from '../../model/span.js'
import { selectOperators } from '../index.js'
import { generated } from '../testing.js'

interface Recorded {
  readonly path: string
  readonly code: string
  /** Positions count from 0, as StrykerJS keeps them. */
  readonly mutants: readonly { readonly operator: string; readonly location: Location; readonly replacement: string }[]
}

const corpus = JSON.parse(readFileSync(new URL('recorded.json', import.meta.url), 'utf8')) as readonly Recorded[]
const operators = selectOperators(['stryker'])

/** Where the level differs on purpose, and why. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'if (true) b()': 'a mutant that equals its original is no mutant',
  'if (false) b()': 'a mutant that equals its original is no mutant',
  'while (true) b()': 'two mutants of one place with the same replacement are one',
  'for (;true;) c()': 'two mutants of one place with the same replacement are one',
  'do {} while (true)': 'two mutants of one place with the same replacement are one',
  'require("a")': 'calls that bundlers read from the text are left alone',
  'x = require.resolve("a")': 'calls that bundlers read from the text are left alone',
  'if (import.meta.vitest) { a() }': 'in-source tests are no source',
  'x = /[[a]&&[b]]/v': 'StrykerJS negates only one operand of an intersection',
}

describe('snippets', () => {
  test.each(corpus.filter(({ code }) => !(code in DIFFERENT)))('$code', ({ path, code, mutants }) => {
    const made = generated(operators, code, path).mutants.map(({ operator, location: { start, end }, replacement }) =>
      line(operator, start.line, start.column, end.line, end.column, replacement))
    const wanted = mutants.map(({ operator, location: { start, end }, replacement }) =>
      line(operator, start.line + 1, start.column + 1, end.line + 1, end.column + 1, replacement))
    expect(made.toSorted()).toEqual(wanted.toSorted())
  })

  test('those that differ on purpose are in the corpus', () => {
    expect(Object.keys(DIFFERENT).filter((code) => !corpus.some((snippet) => snippet.code === code))).toEqual([])
  })
})

function line(operator: string, ...rest: readonly [number, number, number, number, string]): string {
  const [fromLine, fromColumn, toLine, toColumn, replacement] = rest
  return `${operator} ${fromLine}:${fromColumn}-${toLine}:${toColumn} ${plain(operator, replacement)}`
}

/** StrykerJS prints replacements anew: its spaces, semicolons and parentheses are no difference. */
function plain(operator: string, replacement: string): string {
  return operator === 'Regex' || operator === 'StringLiteral' ? replacement : replacement.replace(/[\s;()]/g, '')
}
