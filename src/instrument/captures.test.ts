import { describe, expect, it } from 'vitest'
import { keptState } from '../syntax/state.js'
import { instrument } from './instrument.js'
import { createRealmGlobal } from './realm-global.js'
import { evaluate, sketch } from './testing.js'

const PRELUDE = '__mut.r(0,0,"a.ts");'

function handedOut(text: string): string {
  const { captures } = keptState('a.ts', text, false)
  return instrument(sketch(text, [], [], 'a.ts'), 0, 0, { kept: [], names: [], ...(captures && { captures }) }).code.slice(PRELUDE.length)
}

describe('a function hands out', () => {
  it.each([
    ['parameters that a function in it uses',
      'const add = (a, b) => (c) => a + c',
      'const add = (a, b) => (__mut.w&&(__mut.k("a.ts",()=>[a])),(c) => a + c)'],
    ['variables, each when it has its value, and how to assign those that are assigned',
      'function count() { let n = 0; const step = 1; return () => { n += step } }',
      'function count() {;__mut.w&&(__mut.k("a.ts",()=>[n],($mut)=>{[n]=$mut}),__mut.k("a.ts",()=>[step])); let n = 0; const step = 1; return () => { n += step } }'],
    ['what it takes apart',
      'const f = ({ a: [b] = [] }, ...rest) => () => [b, rest]',
      'const f = ({ a: [b] = [] }, ...rest) => (__mut.w&&(__mut.k("a.ts",()=>[b,rest])),() => [b, rest])'],
    ['this and its arguments, when an arrow function uses them',
      'function f() { return () => [this, arguments] }',
      'function f() {;__mut.w&&(__mut.k("a.ts",()=>[this,arguments])); return () => [this, arguments] }'],
    ['itself, when that is how a function in it calls it',
      'run(function me() { return () => me })',
      'run(function me() {;__mut.w&&(__mut.k("a.ts",()=>[me])); return () => me })'],
    ['what a class in it uses',
      'function f(x) { return class { y = x } }',
      'function f(x) {;__mut.w&&(__mut.k("a.ts",()=>[x])); return class { y = x } }'],
    ['its variables behind its directives',
      'function f(x) { "use asm"\n return () => x }',
      'function f(x) { "use asm";__mut.w&&(__mut.k("a.ts",()=>[x]));\n return () => x }'],
    ['a var of a block',
      'function f() { if (a) { var x = 1 } return () => x }',
      'function f() {;__mut.w&&(__mut.k("a.ts",()=>[x])); if (a) { var x = 1 } return () => x }'],
    ['nothing that no function in it uses',
      'function f(a: number, list: number[]) { return list.map((a) => a.b + f.a).a }',
      'function f(a: number, list: number[]) { return list.map((a) => a.b + f.a).a }'],
  ])('%s', (_, text, expected) => { expect(handedOut(text)).toBe(expected) })
})

describe('a block hands out', () => {
  it.each([
    ['variables of its own', '{ let n = 0; f(() => n) }', '{;__mut.w&&(__mut.k("a.ts",()=>[n])); let n = 0; f(() => n) }'],
    ['those of the loop', 'for (const x of xs) { f(() => x) }', 'for (const x of xs) {;__mut.w&&(__mut.k("a.ts",()=>[x])); f(() => x) }'],
    ['the error that was caught', 'try {} catch (e) { f(() => e) }', 'try {} catch (e) {;__mut.w&&(__mut.k("a.ts",()=>[e])); f(() => e) }'],
    ['those of a class when it is made', 'class A { static { let n = 0; f(() => n) } }', 'class A { static {;__mut.w&&(__mut.k("a.ts",()=>[n])); let n = 0; f(() => n) } }'],
  ])('%s', (_, text, expected) => { expect(handedOut(text)).toBe(expected) })
})

describe('a function is marked that uses', () => {
  it.each([
    ['the instance in a field whose name is not written', 'class A { [f] = () => this.n }', 'class A { [f] = () => (__mut.u,this.n) }'],
    ['what a case declares', 'switch (a) { case 1: let x = 1; f(() => { x }) }', 'switch (a) { case 1: let x = 1; f(() => {;__mut.u; x }) }'],
    ['the variable of a loop in its head', 'for (let i = 0, g = () => i; i < 2; i++) {}', 'for (let i = 0, g = () => (__mut.u,i); i < 2; i++) {}'],
    ['a loop without a block', 'for (const x of xs) f(() => x)', 'for (const x of xs) f(() => (__mut.u,x))'],
    ['a block of names', 'namespace N { const n = 1; export const f = () => n }', 'namespace N { const n = 1; export const f = () => (__mut.u,n) }'],
    ['any name', 'const f = (code) => eval(code)', 'const f = (code) => (__mut.u,eval(code))'],
  ])('%s', (_, text, expected) => { expect(handedOut(text)).toBe(expected) })
})

it('a file is opaque where no function can be named', () => {
  expect(handedOut('switch (a) { case 1: let x = 1; f(class { y = x }) }')).toBe('__mut.k("a.ts");switch (a) { case 1: let x = 1; f(class { y = x }) }')
})

it('variables can be read and assigned while the file is loaded, and are none of anybody\'s business later', () => {
  const realm = createRealmGlobal()
  realm.w = true
  const text = handedOut('export const count = (step) => { let n = 0; return () => n += step }\nexport const next = count(2); next()')
  expect(evaluate(text, 'next()', realm)).toBe(4)
  expect(realm.kept.map(({ file, captured, read }) => [file, captured, read()])).toEqual([['a.ts', true, [2]], ['a.ts', true, [4]]])
  realm.kept[1]!.write!([0])
  expect(realm.kept[1]!.read()).toEqual([0])
  realm.w = false
  evaluate(text, 'count(3)', realm)
  expect(realm.kept).toHaveLength(2)
})

it('a field hands out its instance, and keeps the name of its function', () => {
  expect(handedOut('class A { f = () => this.n; g = memo(() => this.n); h = () => 1 }')).toBe(
    'class A { f = (__mut.w&&(__mut.k("a.ts",()=>[this])),{"f":() => this.n}["f"]); g = (__mut.w&&(__mut.k("a.ts",()=>[this])),memo(() => this.n)); h = () => 1 }',
  )
})

it('a class hands out its private fields', () => {
  expect(handedOut('class A {\n  #n = 1; static #all = []; #go() {}\n}\nclass B extends A { colour = "#fff" }\nclass C {}')).toBe(
    'class A {static{__mut.p(this,($mut)=>[$mut.#n],($mut,$was)=>{[$mut.#n]=$was},($mut)=>[$mut.#all],($mut,$was)=>{[$mut.#all]=$was})}\n  #n = 1; static #all = []; #go() {}\n}\n'
    + 'class B extends A {static{__mut.p(this,0,0,0,0)} colour = "#fff" }\nclass C {}',
  )
})
