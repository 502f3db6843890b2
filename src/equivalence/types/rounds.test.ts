import { describe, expect, it } from 'vitest'
import { findRefused, type CheckTogether, type NewComplaint, type Suspect } from './rounds.js'

/** Ten functions of ten characters, each with mutants of one character at its beginning. */
function mutant(id: string, slot: number, file = 'a.ts'): Suspect {
  return { id, file, start: 10 * slot + 1, end: 10 * slot + 2, replacement: 'xyz', slot: { start: 10 * slot, end: 10 * slot + 10, emptiesBody: false, typed: 10 * slot, leaves: false } }
}

/** A compiler that refuses what is in `wrong`, at the offset given in the unchanged text. */
function compiler(wrong: Readonly<Record<string, number>>) {
  const checks: string[][] = []
  const check: CheckTogether = (mutants) => {
    checks.push(mutants.map(({ id }) => id))
    return mutants.flatMap(({ id, file }): NewComplaint[] => {
      const at = wrong[id]
      if (at === undefined) return []
      const shift = mutants.filter((other) => other.file === file && other.end <= at).length * 2
      return [{ file, start: at + shift, message: `${id} is wrong` }]
    })
  }
  return { check, checks }
}

describe('the search for mutants that do not compile', () => {
  it('needs one check for all when none is refused', () => {
    const { check, checks } = compiler({})
    expect(findRefused([mutant('a', 0), mutant('b', 1), mutant('c', 0, 'b.ts')], check).size).toBe(0)
    expect(checks).toHaveLength(1)
    expect(checks[0]!.toSorted()).toEqual(['a', 'b', 'c'])
  })

  it('never checks two mutants of one function together', () => {
    const { check, checks } = compiler({})
    findRefused([mutant('a', 0), mutant('b', 0), mutant('c', 1)], check)
    expect(checks).toEqual([['a', 'c'], ['b']])
  })

  it('checks alone what a complaint points to, and the others without it', () => {
    const { check, checks } = compiler({ b: 15 })
    expect([...findRefused([mutant('a', 0), mutant('b', 1), mutant('c', 2)], check).keys()]).toEqual(['b'])
    expect(checks).toEqual([['a', 'b', 'c'], ['b'], ['a', 'c']])
  })

  it('finds the mutant whose complaint stands in the function of another', () => {
    const { check } = compiler({ a: 15 })
    expect([...findRefused([mutant('a', 0), mutant('b', 1), mutant('c', 2)], check).keys()]).toEqual(['a'])
  })

  it('finds the mutant whose complaint stands in no function that is changed', () => {
    const { check } = compiler({ c: 95 })
    expect([...findRefused([mutant('a', 0), mutant('b', 1), mutant('c', 2)], check).keys()]).toEqual(['c'])
  })

  it('finds the mutant whose complaint is hidden by that of another', () => {
    const { check } = compiler({ a: 5, c: 25 })
    const hiding: CheckTogether = (mutants) => check(mutants).slice(0, 1)
    expect([...findRefused([mutant('a', 0), mutant('b', 1), mutant('c', 2)], hiding).keys()].sort()).toEqual(['a', 'c'])
  })

  it('checks alone what can be seen outside of its function, as another mutant could have taken away who sees it', () => {
    const { check, checks } = compiler({})
    const seen: Suspect = { ...mutant('b', 1), slot: { start: 10, end: 20, emptiesBody: false, leaves: false } }
    findRefused([mutant('a', 0), seen, mutant('c', 2)], check)
    expect(checks).toEqual([['a', 'c'], ['b']])
  })

  it('finds all of several', () => {
    const { check } = compiler({ a: 5, c: 95, d: 3 })
    const all = [mutant('a', 0), mutant('b', 1), mutant('c', 2), mutant('d', 0), mutant('e', 0, 'b.ts')]
    expect([...findRefused(all, check).keys()].sort()).toEqual(['a', 'c', 'd'])
  })
})
