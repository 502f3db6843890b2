/** Enums are switched as all other code is, and keep what compilers make of them. */
import type { MutationTestResult } from 'mutation-testing-report-schema/api'
import { expect, test } from 'vitest'
import { mutate, writeProject } from './helpers.js'

test('mutants of enums have verdicts, and enums of texts get no members that lead back', async () => {
  const folder = writeProject({
    'src/a.ts': [
      "export enum Colour { Red = 'red', Green = 'green' }",
      'export enum Flag { None = 0, Read = 1 << 1, Below = -1, Both = Read | 4 }',
      "export const enum Unit { Pixel = 'px' }",
      'export const colours = () => Object.keys(Colour)',
      'export const pixels = (n: number) => n + Unit.Pixel',
      '',
    ].join('\n'),
    'test/a.test.ts': [
      "import { expect, test } from 'vitest'",
      "import { colours, Colour, Flag, pixels } from '../src/a.ts'",
      "test('colours', () => { expect(colours()).toEqual(['Red', 'Green']); expect(Colour.Red).toBe('red') })",
      "test('flags', () => { expect([Flag.Read, Flag.Below, Flag[2], Flag.Both]).toEqual([2, -1, 'Read', 6]) })",
      "test('units', () => { expect(pixels(1)).toBe('1px') })",
      '',
    ].join('\n'),
  })
  const { code, stdout, stderr } = await mutate(folder, ['--json', '--operators', 'StringLiteral,BitwiseOperator,UnaryOperator'])
  expect(code, stderr).toBe(0)
  const { mutants } = (JSON.parse(stdout) as MutationTestResult).files['src/a.ts']!
  expect(mutants.map(({ mutatorName, location, replacement, status }) =>
    `${location.start.line}:${location.start.column} ${mutatorName} ${replacement ?? ''}: ${status}`)).toEqual([
    "1:28 StringLiteral '': Killed",
    "1:43 StringLiteral '': Survived",
    '2:37 BitwiseOperator 1 >> 1: Killed',
    '2:53 UnaryOperator 1: Killed',
    '2:64 BitwiseOperator Read: Killed',
    '2:64 BitwiseOperator 4: Killed',
    // Both are 6: the same program.
    '2:64 BitwiseOperator Read ^ 4: Ignored',
    "3:34 StringLiteral '': Killed",
  ])
})
