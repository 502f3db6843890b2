import { describe, expect, test } from 'vitest'
import { createGenerator } from '../mutants/generator.js'
import { broughtMutants } from './brought.js'
import { readChange } from './change.js'
import { git, repository, write } from './testing.js'

const generate = createGenerator(['EqualityOperator', 'ArithmeticOperator'])
const less = 'export function isLess(a: number, b: number): boolean {\n  return a < b\n}\n'
const sum = 'export function add(a: number, b: number): number {\n  return a + b\n}\n'

/** The originals of the mutants that a change brings. */
async function brought(root: string, ...allowed: string[]): Promise<string[]> {
  const change = await readChange(root, 'main')
  const ids = await broughtMutants(root, change, new Set(allowed), generate)
  const { readFileSync } = await import('node:fs')
  return allowed.flatMap((path) => {
    const generated = generate(path, readFileSync(`${root}/${path}`, 'utf8'))
    if ('error' in generated) throw new Error(generated.error.message)
    return [...new Set(generated.mutants.filter(({ id }) => ids.has(id)).map(({ original }) => `${path} ${original}`))]
  })
}

describe('a mutant is brought by the change', () => {
  test('when its code is new, in an old file or in a new one', async () => {
    const root = repository({ 'a.ts': less })
    write(root, { 'a.ts': `${less}${sum}`, 'b.ts': sum })
    expect(await brought(root, 'a.ts', 'b.ts')).toEqual(['a.ts a + b', 'b.ts a + b'])
  })

  test('when its code was edited', async () => {
    const root = repository({ 'a.ts': less })
    write(root, { 'a.ts': less.replace('a < b', 'a < 2 * b') })
    expect(await brought(root, 'a.ts')).toEqual(['a.ts a < 2 * b', 'a.ts 2 * b'])
  })

  test('not when its code moved to other lines or into another file', async () => {
    const root = repository({ 'a.ts': `${less}${sum}` })
    write(root, { 'a.ts': `// a comment\n\n${sum}`, 'b.ts': less })
    expect(await brought(root, 'a.ts', 'b.ts')).toEqual([])
  })

  test('not when its file was renamed', async () => {
    const root = repository({ 'a.ts': `${less}${sum}` })
    git(root, 'mv', 'a.ts', 'b.ts')
    expect(await brought(root, 'b.ts')).toEqual([])
  })

  test('when its code is copied, once for each copy', async () => {
    const root = repository({ 'a.ts': less })
    write(root, { 'a.ts': less, 'b.ts': less, 'c.ts': less })
    git(root, 'add', '.')
    expect(await brought(root, 'a.ts', 'b.ts', 'c.ts')).toEqual(['b.ts a < b', 'c.ts a < b'])
  })
})
