import { describe, expect, it } from 'vitest'
import { byUsefulness } from './rank.js'
import { makeResult, type MutantSpec } from '../reporters/test-kit.js'

const source = `import log from './log.js'
export function open(a: number) {
  return a > 1 ? 'many' : list(a)
}
function hidden(b: number) {
  return b > 1
}
const named = (c: number) => c > 1
export { named as other }
export function noisy(d: number) {
  log.info(d > 1)
  if (d > 2) throw new RangeError('too much')
}
`

/** The replaced texts in the order of usefulness. */
function order(mutants: readonly MutantSpec[]): string[] {
  const result = makeResult({ sources: { 'a.ts': source }, mutants })
  const ranked = result.mutants.map((mutant, i) => ({ mutant, verdict: result.verdicts[i]! }))
  return ranked.sort(byUsefulness(result)).map((one) => one.mutant.original)
}

const survived = (at: string, scope: string, tests: number, operator = 'EqualityOperator'): MutantSpec => ({
  at, to: 'x', scope, operator, status: 'Survived', coveredBy: Array.from({ length: tests }, (_, i) => i),
})

describe('the order of usefulness', () => {
  it('puts first what many tests reached', () => {
    expect(order([survived('a > 1', 'open', 1), survived('b > 1', 'hidden', 20)])).toEqual(['b > 1', 'a > 1'])
  })

  it('takes 25 and 300 tests for as many', () => {
    expect(order([survived('a > 1', 'open', 25), survived('b > 1', 'hidden', 300)])).toEqual(['a > 1', 'b > 1'])
  })

  it('does not count the tests that only load a module', () => {
    expect(order([{ ...survived('a > 1', 'open', 300), static: true }, survived('b > 1', 'hidden', 5)])).toEqual(['b > 1', 'a > 1'])
  })

  it('puts exported code before private code', () => {
    expect(order([survived('b > 1', 'hidden', 3), survived('c > 1', 'named', 3), survived('a > 1', 'open', 3)])).toEqual([
      'a > 1', 'c > 1', 'b > 1',
    ])
  })

  it('puts boundaries and conditions before calls before literals', () => {
    expect(
      order([
        survived("'many'", 'open', 3, 'StringLiteral'),
        survived('list(a)', 'open', 3, 'MethodExpression'),
        survived('a > 1', 'open', 3),
        survived("a > 1 ? 'many' : list(a)", 'open', 3, 'NewOperator'),
      ]),
    ).toEqual(['a > 1', "a > 1 ? 'many' : list(a)", 'list(a)', "'many'"])
  })

  it('puts boundaries before blocks that may vanish, and those before calls', () => {
    expect(
      order([
        survived('list(a)', 'open', 3, 'MethodExpression'),
        survived("{\n  return a > 1 ? 'many' : list(a)\n}", 'open', 3, 'BlockStatement'),
        survived('a > 1', 'open', 3),
      ]),
    ).toEqual(['a > 1', "{\n  return a > 1 ? 'many' : list(a)\n}", 'list(a)'])
  })

  it('puts logging, error texts and the neighbours of suppressed mutants last', () => {
    expect(
      order([
        survived('d > 1', 'noisy', 30),
        survived("'too much'", 'noisy', 30, 'StringLiteral'),
        survived('a > 1', 'open', 1),
      ]),
    ).toEqual(['a > 1', 'd > 1', "'too much'"])
    const ignored: MutantSpec = { at: "'many'", to: "''", operator: 'StringLiteral', status: 'Ignored' }
    expect(order([ignored, survived('a > 1', 'open', 9), survived('b > 1', 'hidden', 1)]).indexOf('b > 1')).toBe(0)
  })

  it('falls back on the place, so that it is the same on every machine', () => {
    expect(order([survived('b > 1', 'hidden', 3), survived('c > 1', 'hidden', 3)])).toEqual(['b > 1', 'c > 1'])
  })
})
