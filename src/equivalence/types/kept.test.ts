import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openKept, type ProjectFiles } from './kept.js'
import type { TypeCheckAnswer, TypeCheckRequest } from './protocol.js'

const PROJECT: ProjectFiles = [['package.json', '1'], ['src/a.ts', '2'], ['test/a.test.ts', '3'], ['README.md', '4']]

function folder(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'mutate-kept-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  mkdirSync(join(root, 'src'))
  writeFileSync(join(root, 'types.d.ts'), 'declare const a: number\n')
  return root
}

/** Mutants of one file by their replacements. */
function request(root: string, text: string, ...replacements: readonly string[]): TypeCheckRequest {
  return { root, files: [{ path: 'src/a.ts', text, mutants: replacements.map((replacement) => ({ id: `m${replacement}`, start: 0, end: 1, replacement })) }] }
}

function answer(root: string, ...refused: readonly string[]): TypeCheckAnswer {
  return { errors: refused.map((id) => [id, `no ${id}`]), checked: 1, compilers: [], files: [join(root, 'types.d.ts')], notes: [] }
}

/** What is asked after a run that was told of `a` and `b`, of which `b` does not compile. */
function asked(of: TypeCheckRequest, project = PROJECT): { known: unknown; rest: string[] } {
  const { known, rest } = openKept(of, project)
  return { known, rest: rest.files.flatMap(({ mutants }) => mutants.map(({ id }) => id)) }
}

function afterRun(): string {
  const root = folder()
  openKept(request(root, '1', 'a', 'b'), PROJECT).keep(answer(root, 'mb'))
  return root
}

describe('what the compiler said', () => {
  it('is known in the next run, and only what is new is asked', () => {
    const root = afterRun()
    expect(asked(request(root, '1', 'a', 'b', 'c'))).toEqual({ known: [['mb', 'no mb']], rest: ['mc'] })
    openKept(request(root, '1', 'a', 'c'), PROJECT).keep({ ...answer(root, 'mc'), files: [] })
    expect(asked(request(root, '1', 'a', 'b', 'c'))).toEqual({ known: [['mb', 'no mb'], ['mc', 'no mc']], rest: [] })
    writeFileSync(join(root, 'types.d.ts'), '')
    expect(asked(request(root, '1', 'c')).rest).toEqual(['mc'])
  })

  it('holds when a test or a text changes that the compiler did not read', () => {
    const root = afterRun()
    const edited = PROJECT.map(([path, hash]) => [path, /test|README/u.test(path) ? 'other' : hash] as const)
    expect(asked(request(root, '1', 'a', 'b'), edited).rest).toEqual([])
  })

  it('is asked again when the file is another one, or one that the compiler read, or a manifest, or a module is new', () => {
    const root = afterRun()
    expect(asked(request(root, '2', 'a', 'b')).rest).toEqual(['ma', 'mb'])
    expect(asked(request(root, '1', 'a'), [['package.json', 'other'], ...PROJECT.slice(1)]).rest).toEqual(['ma'])
    expect(asked(request(root, '1', 'a'), [...PROJECT, ['src/b.d.ts', '5']]).rest).toEqual(['ma'])
    writeFileSync(join(root, 'types.d.ts'), 'declare const a: string\n')
    expect(asked(request(root, '1', 'a')).rest).toEqual(['ma'])
  })

  it('is not kept where no compiler could be asked, nor without a project that is known', () => {
    const root = folder()
    openKept(request(root, '1', 'a'), PROJECT).keep({ ...answer(root), notes: ['survivors are not type-checked'] })
    openKept(request(root, '1', 'a'), undefined).keep(answer(root))
    expect(asked(request(root, '1', 'a')).rest).toEqual(['ma'])
  })
})
