import { describe, expect, test } from 'vitest'
import { compareWith } from './new-survivors.js'
import { createGenerator } from '../mutants/generator.js'
import type { RunResult } from '../model/result.js'
import { NO_RECEIPT, type Status } from '../model/verdict.js'
import { buildReport } from '../reporters/report.js'

const generate = createGenerator(['EqualityOperator', 'ArithmeticOperator'])
const less = 'export function isLess(a: number, b: number): boolean {\n  return a < b\n}\n'
const add = 'export function add(a: number, b: number): number {\n  return a + b\n}\n'

/** A result of sources whose mutants all have one status, but for those whose original is named. */
function resultOf(files: Readonly<Record<string, string>>, status: Status, others: Readonly<Record<string, Status>> = {}): RunResult {
  const sources = Object.entries(files).map(([path, text]) => ({ path, text }))
  const mutants = sources.flatMap(({ path, text }) => {
    const generated = generate(path, text)
    if ('error' in generated) throw new Error(generated.error.message)
    return generated.mutants
  })
  return {
    root: '/', sources, mutants, tests: [], testSources: [], notes: [], runner: { name: 'v', version: '4' }, interrupted: false,
    timings: { total: 1, dryRun: 0, judging: 1 },
    verdicts: mutants.map(({ id, original }) => ({
      mutant: id, status: others[original] ?? status, coveredBy: [], killedBy: [], static: false, receipt: NO_RECEIPT,
    })),
  }
}

const originals = (mutants: readonly { readonly file: string; readonly original: string }[]): string[] =>
  [...new Set(mutants.map(({ file, original }) => `${file} ${original}`))]

describe('compared with an earlier report', () => {
  const before = buildReport(resultOf({ 'a.ts': `${less}${add}` }, 'Survived', { 'a + b': 'Killed' }))

  test('a survivor that was there is not new, also when its code moved within the file', () => {
    const now = resultOf({ 'a.ts': `// words\n\n${add}\n${less}` }, 'Survived', { 'a + b': 'Killed' })
    expect(compareWith(before, now)).toEqual({ newSurvivors: [], brought: [] })
  })

  test('a survivor that was there is not new when its code moved to another file', () => {
    const now = resultOf({ 'a.ts': add, 'b.ts': `// words\n${less}` }, 'Survived', { 'a + b': 'Killed' })
    expect(compareWith(before, now)).toEqual({ newSurvivors: [], brought: [] })
  })

  test('a survivor is not new when the function around it got another name', () => {
    const now = resultOf({ 'a.ts': `${less.replace('isLess', 'below')}${add}` }, 'Survived', { 'a + b': 'Killed' })
    expect(compareWith(before, now).newSurvivors).toEqual([])
  })

  test('a survivor whose code is new is new, and so is one that was detected', () => {
    const now = resultOf({ 'a.ts': `${less}${add}`, 'b.ts': less.replace('a < b', 'a > b') }, 'Survived')
    expect(originals(compareWith(before, now).newSurvivors)).toEqual(['a.ts a + b', 'b.ts a > b'])
  })

  test('a mutant that was detected and has no test any more counts as a new survivor, new code without tests does not', () => {
    const now = resultOf({ 'a.ts': `${less}${add}`, 'b.ts': add }, 'NoCoverage')
    expect(originals(compareWith(before, now).newSurvivors)).toEqual(['a.ts a + b'])
  })

  test('a copy of code with a survivor has a new one', () => {
    const now = resultOf({ 'a.ts': `${less}${add}`, 'b.ts': less }, 'Survived', { 'a + b': 'Killed' })
    expect(originals(compareWith(before, now).newSurvivors)).toEqual(['b.ts a < b'])
  })

  test('new code without survivors is brought, and nothing is wrong with it', () => {
    const now = resultOf({ 'a.ts': `${less}${add}`, 'b.ts': add }, 'Killed', { 'a < b': 'Survived' })
    const { newSurvivors, brought } = compareWith(before, now)
    expect(newSurvivors).toEqual([])
    expect(originals(now.mutants.filter(({ id }) => brought.includes(id)))).toEqual(['b.ts a + b'])
  })
})
