import { describe, expect, it } from 'vitest'
import { generate } from '../mutants/generate.js'
import type { SourceFile } from '../model/instrumentable.js'
import { operators } from '../operators/index.js'
import { partsOf, placeOf } from './parts.js'

function source(text: string): SourceFile {
  const file = generate('src/a.ts', text, operators)
  if ('error' in file) throw new Error(file.error.message)
  return file
}

const bodiesOf = (text: string): string[] => source(text).bodies.map(({ start, end }) => text.slice(start, end))

describe('the bodies of a source', () => {
  it('are those of its outermost functions, whatever their kind', () => {
    expect(bodiesOf('function f() { return () => 1 }\nconst g = (a = 1) => a + 1\nclass A { x = 1; constructor() { f() } get b() { return 2 } *c() { yield 3 } }')).toEqual([
      '{ return () => 1 }', 'a + 1', '{ f() }', '{ return 2 }', '{ yield 3 }',
    ])
  })

  it('hold no code that runs when the module is loaded', () => {
    expect(bodiesOf('const A = 1 + 1; class B { static c = A; static { A } d = A }; for (const e of [A]) console.log(e)')).toEqual([])
  })

  it('are marked when they are entered, each by its own number', () => {
    const { guards } = source('function f() { for (;;) (() => 1)() }\nconst g = () => 2')
    expect(guards.map(({ body }) => body)).toEqual([0, undefined, undefined, 1])
  })
})

describe('two texts', () => {
  const before = 'const A = 1\nexport function f(a) {\n  return a + A\n}\nexport const g = (b) => b - A\n'
  const parts = partsOf(source(before))

  it('have their skeleton in common when they differ in bodies alone, and tell in which', () => {
    const after = partsOf(source(before.replace('a + A', 'A +\n\n a')))
    expect(after.skeleton).toBe(parts.skeleton)
    expect(after.bodies.map((body, index) => body === parts.bodies[index])).toEqual([false, true])
  })

  it.each([['a constant', 'A = 1', 'A = 2'], ['a parameter', 'f(a)', 'f(a = 1)'], ['a new function', 'const A', 'const h = () => 1\nconst A'], ['a name', 'function f', 'function h']])(
    'have other skeletons when %s differs', (_, from, to) => {
      expect(partsOf(source(before.replace(from, to))).skeleton).not.toBe(parts.skeleton)
    })

  it('have a mutant at the same place while its own body and the skeleton are the same', () => {
    const placesOf = (text: string): string[] => {
      const file = source(text)
      const sums = file.mutants.filter(({ operator }) => operator === 'ArithmeticOperator')
      return [...new Set(sums.map((mutant) => placeOf(file, mutant)))]
    }
    expect(placesOf(before)).toEqual(['0:11', '1:0'])
    expect(placesOf(before.replace('return a', 'return  a'))).toEqual(['0:12', '1:0'])
  })
})
