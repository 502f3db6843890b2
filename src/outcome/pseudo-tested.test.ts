import { describe, expect, it } from 'vitest'
import type { Mutant } from '../model/mutant.js'
import type { Span } from '../model/span.js'
import { NO_RECEIPT, type Status } from '../model/verdict.js'
import { finerSurvivors, pseudoTested } from './pseudo-tested.js'

const at = { line: 1, column: 1 }

function judged(id: string, status: Status, span: Span, extreme?: Span, replacement = 'x', file = 'a.ts') {
  const mutant: Mutant = {
    id, file, operator: 'Any', span, location: { start: at, end: at }, original: 'y', replacement, scope: '', ordinal: 0,
    ...(extreme && { extreme }),
  }
  return { mutant, verdict: { mutant: id, status, coveredBy: [], killedBy: [], static: false, receipt: NO_RECEIPT } }
}

/** A function at 0 to 100 whose body begins at 10. */
const f = { start: 0, end: 100 }
const body = { start: 10, end: 100 }

function found(...all: ReturnType<typeof judged>[]): Record<string, string[]> {
  return Object.fromEntries([...pseudoTested(all)].map(([head, { finer }]) => [head, finer.map(({ mutant }) => mutant.id)]))
}

describe('a function is pseudo-tested', () => {
  it('when all its extreme mutants survive, and the emptied body stands for the other survivors in it', () => {
    expect(found(
      judged('result', 'Survived', { start: 50, end: 60 }, f),
      judged('body', 'Survived', body, f, '{}'),
      judged('finer', 'Survived', { start: 20, end: 30 }),
      judged('killed', 'Killed', { start: 20, end: 30 }),
      judged('beside', 'Survived', { start: 120, end: 130 }),
      judged('other file', 'Survived', { start: 20, end: 30 }, undefined, 'x', 'b.ts'),
    )).toEqual({ body: ['result', 'finer'] })
  })

  it('by its results alone where the emptied body says nothing', () => {
    expect(found(
      judged('body', 'CompileError', body, f, '{}'), judged('result', 'Survived', { start: 50, end: 60 }, f),
    )).toEqual({ result: [] })
  })

  it('once, when functions inside it are too', () => {
    expect(found(
      judged('inner', 'Survived', { start: 45, end: 50 }, { start: 40, end: 50 }, '{}'), judged('outer', 'Survived', body, f, '{}'),
    )).toEqual({ outer: ['inner'] })
  })
})

describe('a function is not pseudo-tested', () => {
  it.each(['Killed', 'Timeout', 'NoCoverage', 'Pending', 'RuntimeError'] as const)('when one of its extreme mutants is %s', (status) => {
    expect(found(
      judged('body', 'Survived', body, f, '{}'), judged('result', status, { start: 50, end: 60 }, f),
    )).toEqual({})
  })

  it('without an extreme mutant', () => {
    expect(found(judged('finer', 'Survived', { start: 20, end: 30 }))).toEqual({})
  })

  it('because one inside it is', () => {
    expect(found(
      judged('outer', 'Killed', body, f, '{}'), judged('inner', 'Survived', { start: 45, end: 50 }, { start: 40, end: 50 }, '{}'),
      judged('finer', 'Survived', { start: 20, end: 30 }),
    )).toEqual({ inner: [] })
  })
})

it('names the survivors that others stand for', () => {
  const all = [judged('body', 'Survived', body, f, '{}'), judged('finer', 'Survived', { start: 20, end: 30 })]
  expect([...finerSurvivors(pseudoTested(all))]).toEqual(['finer'])
})
