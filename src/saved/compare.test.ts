import { expect, it } from 'vitest'
import { broughtSince, compareVerdicts, type KnownStatus } from './compare.js'
import type { RunResult } from '../model/result.js'
import type { Status } from '../model/verdict.js'
import { makeResult } from '../reporters/test-kit.js'

function known(statuses: Record<string, Status>): KnownStatus[] {
  return Object.entries(statuses).map(([mutant, status]) => ({ mutant, status }))
}

function developments(before: Record<string, Status>, after: Record<string, Status>): Record<string, string> {
  return Object.fromEntries(compareVerdicts(known(before), known(after)).map((one) => [one.mutant, one.development]))
}

it('tells what became of each mutant', () => {
  expect(developments(
    { a: 'Killed', b: 'Survived', c: 'Survived', d: 'Killed', e: 'NoCoverage', f: 'Timeout', g: 'Survived', h: 'Killed' },
    { a: 'Survived', b: 'Killed', c: 'Survived', d: 'Killed', e: 'Timeout', f: 'NoCoverage', x: 'Survived', y: 'Killed', z: 'NoCoverage' },
  )).toEqual({
    a: 'survives', b: 'noticed', c: 'unchanged', d: 'unchanged', e: 'noticed', f: 'uncovered',
    x: 'survives', y: 'added', z: 'uncovered', g: 'gone', h: 'gone',
  })
})

it('takes a survivor as new when nothing was known of it before', () => {
  expect(developments({ a: 'Pending', b: 'Ignored', c: 'RuntimeError' }, { a: 'Survived', b: 'Survived', c: 'Survived' }))
    .toEqual({ a: 'survives', b: 'survives', c: 'survives' })
})

it('takes nothing as new that stood open before, reached or not', () => {
  expect(developments({ a: 'NoCoverage', b: 'Survived' }, { a: 'Survived', b: 'NoCoverage' }))
    .toEqual({ a: 'unchanged', b: 'unchanged' })
})

it('tells what lost its verdict from what never had one', () => {
  expect(developments(
    { a: 'Survived', b: 'Killed', c: 'Ignored', d: 'Pending' },
    { a: 'Ignored', b: 'Pending', c: 'Pending', d: 'Killed' },
  )).toEqual({ a: 'unjudged', b: 'unjudged', c: 'unchanged', d: 'unchanged' })
})

it('keeps the order of the later run, and puts what is gone behind it', () => {
  const list = compareVerdicts(known({ z: 'Killed', y: 'Survived', b: 'Killed' }), known({ b: 'Survived', a: 'Killed' }))
  expect(list).toEqual([
    { mutant: 'b', development: 'survives', before: 'Killed', after: 'Survived' },
    { mutant: 'a', development: 'added', after: 'Killed' },
    { mutant: 'z', development: 'gone', before: 'Killed' },
    { mutant: 'y', development: 'gone', before: 'Survived' },
  ])
})

it('tells reports what the later run brings, what it lost, and what is as it was', () => {
  const idOf = (name: string, { mutants }: RunResult) => mutants.find(({ original }) => original === name)!.id
  const sorted = { sources: { 'a.ts': 'alpha beta gamma delta eta\n' } }
  const at = (name: string, status: Status) => ({ at: name, to: 'other', status, operator: 'Op' })
  const before = makeResult({ ...sorted, mutants: [at('alpha', 'Killed'), at('beta', 'Survived'), at('gamma', 'Survived'), at('delta', 'NoCoverage')] })
  const after = makeResult({ ...sorted, mutants: [at('alpha', 'Survived'), at('beta', 'Killed'), at('delta', 'NoCoverage'), at('eta', 'Killed')] })
  const brought = broughtSince(before, after, 'old.json')
  expect(brought).toEqual({
    since: 'old.json',
    mutants: [idOf('alpha', after)],
    compared: {
      noticed: [idOf('beta', after)],
      gone: [{
        id: idOf('gamma', before), file: 'a.ts', operator: 'Op', original: 'gamma', replacement: 'other',
        location: { start: { line: 1, column: 12 }, end: { line: 1, column: 17 } },
      }],
      unjudged: [], added: 1, unchanged: { open: 1, others: 0 },
    },
  })
})
