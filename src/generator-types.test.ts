import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createGenerator } from './generator.js'
import type { Mutant } from './model/mutant.js'

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
