import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createGenerator } from './generator.js'
import type { Mutant } from '../model/mutant.js'

const TSCONFIG = '{ "compilerOptions": { "strict": true, "target": "ES2022", "lib": ["ES2022"], "types": [] }, "include": ["src"] }'

interface Project {
  readonly operators?: readonly string[]
  readonly files?: Readonly<Record<string, string>>
  readonly tsconfig?: string
}

/** The mutants of `code` with the help of types. */
function typed(code: string, { operators = ['default'], files = {}, tsconfig = TSCONFIG }: Project = {}): Mutant[] {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'mutate-types-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const all = { ...(tsconfig === '' ? {} : { 'tsconfig.json': tsconfig }), 'src/a.ts': code, ...files }
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return generated(createGenerator(operators, false, { root, types: true }), code)
}

function untyped(code: string, operators = ['default']): Mutant[] {
  return generated(createGenerator(operators, false), code)
}

function generated(generate: ReturnType<typeof createGenerator>, code: string): Mutant[] {
  const file = generate('src/a.ts', code)
  if ('error' in file) throw new Error(file.error.message)
  return [...file.mutants]
}

function changes(mutants: readonly Mutant[], operator: string): string[] {
  return mutants.filter((mutant) => mutant.operator === operator).map(({ original, replacement }) => `${original} → ${replacement}`)
}

describe('types tell', () => {
  it('that + joins texts, also of other files', () => {
    const code = "import { name, greeting } from './b'\nexport const f = () => greeting + name()\n"
    const files = { 'src/b.ts': "export const greeting: string = 'hi'\nexport function name() { return greeting.trim() }\n" }
    expect(changes(typed(code, { files }), 'ArithmeticOperator')).toEqual(['greeting + name() → greeting', 'greeting + name() → name()'])
    expect(changes(untyped(code), 'ArithmeticOperator')).toEqual(['greeting + name() → greeting - name()', 'greeting + name() → name()'])
  })

  it('that a method of the name of one of texts gives a number', () => {
    const code = 'declare const store: { replace(n: number): number }\nexport const f = (n: number) => store.replace(n) + n\n'
    expect(changes(typed(code), 'ArithmeticOperator')[0]).toBe('store.replace(n) + n → store.replace(n) - n')
    expect(changes(untyped(code), 'ArithmeticOperator')).not.toContain('store.replace(n) + n → store.replace(n) - n')
  })

  it('what an empty value of the result is', () => {
    const code = `type Cents = number
declare function amount(): Cents
declare const isOpen: (a: string) => boolean
export function f(): Cents { log(); return amount() }
export const g = (a: string) => isOpen(a)
`
    expect(changes(typed(code), 'ReturnValue')).toEqual(['amount() → 0', 'isOpen(a) → true', 'isOpen(a) → false'])
    expect(changes(untyped(code), 'ReturnValue')).toEqual(['amount() → undefined', 'isOpen(a) → undefined'])
  })

  it('where a question mark cannot matter', () => {
    const code = 'export function f(a: { b: number }, c?: { d: number }) { run(a?.b, c?.d) }\n'
    expect(changes(typed(code), 'OptionalChaining')).toEqual(['a?.b → undefined', 'c?.d → undefined', '?. → .'])
    expect(changes(untyped(code), 'OptionalChaining')).toHaveLength(4)
  })

  it('where ?? and || do the same', () => {
    const code = 'export function f(a: { b: 1 } | undefined, c: number | undefined) { run(a ?? g(), c ?? g()) }\n'
    expect(changes(typed(code), 'LogicalOperator')).toEqual(['a ?? g() → a', 'c ?? g() → c', 'c ?? g() → c || g()'])
    expect(changes(untyped(code), 'LogicalOperator')).toHaveLength(4)
  })
})

describe('what a function returns in effect is replaced by', () => {
  const declarations = `declare const of: { n: number; texts: string[]; found: Map<string, Date>; done: Promise<number>; nothing: Promise<void>
  maybe: string | undefined; no: Date | null; mode: 'on' | 'off'; set: Set<number>; later: Promise<string | undefined> }
declare enum Level { Low = 'low', High = 'high' }
declare const level: Level
type Maybe = Date | undefined
type Later = Promise<number[]>
declare const maybe: () => Maybe
`
  const result = (code: string): string[] => changes(typed(declarations + code), 'ReturnValue').map((text) => text.replace(/^.* → /, ''))

  it.each<[string, string, readonly string[]]>([
    ['an empty list of T[]', 'of.texts', ['[]']],
    ['a number', 'of.n', ['0']],
    ['a Map', 'of.found', ['new Map()']],
    ['a Set', 'of.set', ['new Set()']],
    ['undefined of T | undefined', 'of.maybe', ['undefined']],
    ['null of T | null', 'of.no', ['null']],
    ['a member of a union of literals', 'of.mode', ['"on"']],
    ['a promise of the empty value of Promise<T>', 'of.done', ['Promise.resolve(0)']],
    ['a promise of nothing', 'of.nothing', ['Promise.resolve()']],
    ['a promise of undefined of Promise<T | undefined>', 'of.later', ['Promise.resolve()']],
    ['what fits no enum only where nothing better is known', 'level', ["''"]],
  ])('%s, without an annotation', (_, value, expected) => {
    expect(result(`export const f = () => ${value}`)).toEqual(expected)
    expect(result(`export function f() { log(); return ${value} }`)).toEqual(expected)
  })

  it('the value itself in an asynchronous function', () => {
    expect(result('export async function f() { log(); return of.done }')).toEqual(['0'])
    expect(result('export const f = async () => of.texts')).toEqual(['[]'])
  })

  it('that of a declared alias, also of a union', () => {
    expect(result('export function f(): Maybe { log(); return maybe() }')).toEqual(['undefined'])
    expect(result('export function f(a: () => Later): Later { log(); return a() }')).toEqual(['Promise.resolve([])'])
  })

  it('nothing where emptying the body does the same', () => {
    expect(result('export function f() { return of.maybe }')).toEqual([])
  })
})

describe('types are not believed', () => {
  it('about what is read at an index, unless the project asks for it', () => {
    const code = 'export function f(a: { b: number }[]) { const first = a[0]; run(first?.b, a[1]?.b) }\n'
    expect(changes(typed(code), 'OptionalChaining')).toEqual(changes(untyped(code), 'OptionalChaining'))
  })

  it('where they are any, unknown or a parameter', () => {
    const code = 'export function f<T>(a: any, b: unknown, c: T) { run(a?.b, (b as any)?.b, c ?? g()) }\n'
    expect(typed(code).map(({ id }) => id)).toEqual(untyped(code).map(({ id }) => id))
  })

  it('about null, where the project does not check it', () => {
    const code = 'export function f(a: { b: number }) { run(a?.b, a ?? g()) }\n'
    const loose = typed(code, { tsconfig: TSCONFIG.replace('"strict": true', '"strict": false') })
    expect(loose.map(({ id }) => id)).toEqual(untyped(code).map(({ id }) => id))
  })
})

describe('ids', () => {
  const code = `declare const text: () => string
declare const n: () => number
export function f() { run(text() + text()); run(n() + n()) }
export function g(a: { b: number }, c?: { b: number }) { run(a?.b, c?.b) }
`

  it('are the same with types and without for every mutant that is there both ways', () => {
    const place = ({ span, operator, replacement }: Mutant): string => `${span.start} ${span.end} ${operator} ${replacement}`
    const ids = new Map(untyped(code).map((mutant) => [place(mutant), mutant.id]))
    const both = typed(code).filter((mutant) => ids.has(place(mutant)))
    expect(both.length).toBeGreaterThan(8)
    expect(both.filter((mutant) => mutant.id !== ids.get(place(mutant)))).toEqual([])
    // The first of two equal changes is gone, and the second keeps the number that it had.
    expect(both.find(({ original, ordinal }) => original === '?.' && ordinal === 1)).toBeDefined()
  })

  it('are all the same at the level stryker, without a config, and for text that is not on disk', () => {
    const all = (mutants: readonly Mutant[]): string[] => mutants.map(({ id }) => id)
    expect(all(typed(code, { operators: ['stryker'] }))).toEqual(all(untyped(code, ['stryker'])))
    expect(all(typed(code, { tsconfig: '' }))).toEqual(all(untyped(code)))
    expect(all(typed(code, { files: { 'src/a.ts': 'export {}\n' } }))).toEqual(all(untyped(code)))
  })
})
