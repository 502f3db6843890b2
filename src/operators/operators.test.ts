/** Every operator keeps its promises: its examples are exact, its mutants parse, and it changes nothing it must not. */
import { describe, expect, test } from 'vitest'
import { expectMutants, mutantsOf } from './testing.js'
import { operators, selectOperators } from './index.js'

describe.each(operators.map((operator) => [operator.level, operator.name, operator] as const))('%s: %s', (level, name, operator) => {
  const selected = level === 'stryker' ? operator : selectOperators([name])[0]

  test.each(operator.examples.map((example) => [example.before, example.after] as const))(
    'makes of %j exactly its examples', (before, after) => {
      expectMutants(selected!, before, after, 'code.tsx')
    })

  test('has at least one example that yields a mutant', () => {
    expect(operator.examples.flatMap((example) => example.after)).not.toEqual([])
  })

  test('has at least one example that yields none', () => {
    expect(operator.examples.filter((example) => example.after.length === 0)).not.toEqual([])
  })

  test('leaves types, declarations, names, directives and in-source tests alone', () => {
    expect(mutantsOf(operator, NEVER_MUTATED)).toEqual([])
  })
})

test('operators of one level have different names', () => {
  for (const level of ['default', 'all', 'stryker'] as const) {
    const names = operators.filter((operator) => operator.level === level).map((operator) => operator.name)
    expect(new Set(names).size).toBe(names.length)
  }
})

/** Something of every kind that looks mutable to a careless operator. */
const NEVER_MUTATED = `
'use strict'
import data from './data.json' with { type: 'json' }
import legacy = require('legacy')
import { 'string name' as renamed } from 'module'
export * from 'other'
export { renamed as 'another name' } from 'module'
interface A { 'key': 'a' | 'b', n: -1, list: ['x', true], f(x: typeof import('y')): asserts x is string }
type B = A['key'] extends 'a' ? true : false
type C = \`t\${string}\`
declare const D: 'd'
declare function e(a: 1): true
declare class F { static x: 'x' }
declare module 'm' { const x: true }
declare global { var z: -1 }
declare enum G { a = 'a', b = 1 + 2, c = -1 }
enum Counted { a = -1, b, c }
@decorate('x', true, 1 + 2) class Decorated { @field({ a: !1 }) b; @method(() => { run() }) c(@parameter(-1) d) {} }
function overload(a: 'one'): 1
function overload(a: 'two'): 2
abstract class H { abstract m(a: true): false; declare x: 'y'; 'quoted key': string; [index: string]: unknown }
if (import.meta.vitest) {
  const { it, expect } = import.meta.vitest
  it('adds', () => { expect(1 + 1).toBe(2) })
}
if (import.meta.vitest !== undefined) { run(a < b && !c) }
const used = import('./lazy.js')
const files = import.meta.glob('./dir/*.ts', { eager: true })
const worker = new URL('./worker.js', import.meta.url)
const old = require('fs')
`
