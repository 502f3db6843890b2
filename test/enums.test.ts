/** Enums are switched as all other code is, and keep what compilers make of them. */
import type { MutationTestResult } from 'mutation-testing-report-schema/api'
import { expect, test } from 'vitest'
import { mutate, writeProject } from './helpers.js'

test('mutants of enums have verdicts, and enums of texts get no members that lead back', async () => {
  const folder = writeProject({
    'src/a.ts': [
      "export enum Colour { Red = 'red', Green = 'green' }",
      'export enum Flag { None = 0, Read = 3 << 1, Below = -1, Both = Read | 5 }',
      "export const enum Unit { Pixel = 'px' }",
      'export const colours = () => Object.keys(Colour)',
      'export const pixels = (n: number) => n + Unit.Pixel',
      '',
    ].join('\n'),
    'test/a.test.ts': [
      "import { expect, test } from 'vitest'",
      "import { colours, Colour, Flag, pixels } from '../src/a.ts'",
      "test('colours', () => { expect(colours()).toEqual(['Red', 'Green']); expect(Colour.Red).toBe('red') })",
      "test('flags', () => { expect([Flag.Read, Flag.Below, Flag[6], Flag.Both]).toEqual([6, -1, 'Read', 7]) })",
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
    '2:37 BitwiseOperator 3 >> 1: Killed',
    '2:53 UnaryOperator 1: Killed',
    '2:64 BitwiseOperator Read: Killed',
    '2:64 BitwiseOperator 5: Killed',
    '2:64 BitwiseOperator Read ^ 5: Killed',
    "3:34 StringLiteral '': Killed",
  ])
})
