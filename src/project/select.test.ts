import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UserError } from '../model/errors.js'
import type { PathSelection } from '../model/options.js'
import { findCandidates } from './candidates.js'
import { locatePaths } from './paths.js'
import { inSelection, type Selectable, selectFiles } from './select.js'

const names = [
  'src/a.ts', 'src/b.ts', 'src/deep/c.ts', 'src/[id].ts', 'src/i.ts', 'src/(group)/page.tsx', 'src/a b#%.ts', 'src/ü.ts',
  'src/__proto__.ts', 'src/a.test.ts', 'src/types.d.ts', 'test/helper.ts', 'node_modules/x/index.js', 'README.md',
]
let root = ''
let candidates: string[] = []

beforeAll(async () => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'mutate-select-')))
  for (const name of names) {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
    writeFileSync(path.join(root, name), '//\n'.repeat(12))
  }
  symlinkSync('loop', path.join(root, 'loop'))
  candidates = await findCandidates(root)
})
afterAll(() => rmSync(root, { recursive: true }))

function select(...texts: string[]): string[] {
  return selectFiles(root, candidates, locatePaths(texts, root, root))
}

describe('selected files', () => {
  test.each([
    [['src/a.ts'], ['src/a.ts']],
    [['src/b.ts:3', 'src/a.ts', 'src/b.ts:9-12'], ['src/a.ts', 'src/b.ts']],
    [['src/deep'], ['src/deep/c.ts']],
    [['src/deep/'], ['src/deep/c.ts']],
    [['src/*.ts'], ['src/[id].ts', 'src/__proto__.ts', 'src/a b#%.ts', 'src/a.ts', 'src/b.ts', 'src/i.ts', 'src/ü.ts']],
    [['src/{a,b}.ts'], ['src/a.ts', 'src/b.ts']],
    [['**/c.ts'], ['src/deep/c.ts']],
    [['src/[id].ts'], ['src/[id].ts']],
    [['src/[ia].ts'], ['src/a.ts', 'src/i.ts']],
    [['src/(group)'], ['src/(group)/page.tsx']],
    [['src/(group)/page.tsx'], ['src/(group)/page.tsx']],
    [['src/a b#%.ts'], ['src/a b#%.ts']],
    [['src/ü.ts'], ['src/ü.ts']],
    [['src/__proto__.ts'], ['src/__proto__.ts']],
    [['test/helper.ts'], ['test/helper.ts']],
    [['src/a.test.ts'], ['src/a.test.ts']],
  ])('of %j', (texts, expected) => {
    expect(select(...texts)).toEqual(expected)
  })

  test('are all candidates when nothing is selected, or the root', () => {
    expect(select()).toEqual(candidates)
    expect(select('.')).toEqual(candidates)
  })

  test.each([
    ['src/nope.ts', 'there is no file or folder src/nope.ts below ROOT'],
    ['nope', 'there is no file or folder nope below ROOT'],
    ['src/**/*.vue', 'no source file matches src/**/*.vue below ROOT (tests, declarations, config and build output are left out)'],
    ['src/*.test.ts', 'no source file matches src/*.test.ts below ROOT'],
    ['src/[', 'no source file matches src/[ below ROOT'],
    ['test', 'no source file to mutate in the folder test (tests, declarations, config and build output are left out)'],
    ['src:3-4', 'src is a folder; lines can only be chosen in a file'],
    ['src/a.ts:13', 'src/a.ts has 12 lines; there is no line 13'],
    ['src/types.d.ts', 'src/types.d.ts is a declaration file: it holds no code to mutate'],
    ['node_modules/x/index.js', 'node_modules/x/index.js is below node_modules, which is never mutated'],
    ['README.md', 'README.md is not a source file; mutated are files that end in .ts, .tsx, .mts, .cts, .js, .jsx, .mjs, .cjs'],
    ['loop', 'there is no file or folder loop below ROOT'],
    ['src/a.ts:3:4', 'there is no file or folder src/a.ts:3 below ROOT'],
    ['x'.repeat(5000), 'there is no file or folder xxx'],
    [`${'x'.repeat(70_000)}*`, 'xxx… can not be read: '],
  ])('of %.30s are an error', (text, message) => {
    expect(() => select(text)).toThrow(UserError)
    expect(() => select(text)).toThrow(message.replace('ROOT', root))
  })

  test('of an unlocated path outside the root are an error', () => {
    expect(() => selectFiles(root, candidates, [{ pattern: '../x.ts' }])).toThrow('../x.ts lies outside the project')
    expect(() => selectFiles(root, candidates, [{ pattern: '/x.ts' }])).toThrow('/x.ts lies outside the project')
  })
})

describe('a mutant', () => {
  function at(file: string, from: number, to = from, endColumn = 9): Selectable {
    return { file, location: { start: { line: from, column: 1 }, end: { line: to, column: endColumn } } }
  }

  test.each<[Selectable, readonly PathSelection[], boolean]>([
    [at('src/a.ts', 3), [], true],
    [at('src/a.ts', 3), [{ pattern: 'src/a.ts' }], true],
    [at('src/b.ts', 3), [{ pattern: 'src/a.ts' }], false],
    [at('src/a.ts', 3), [{ pattern: 'src' }], true],
    [at('srcs/a.ts', 3), [{ pattern: 'src' }], false],
    [at('src/a.ts', 3), [{ pattern: '.' }], true],
    [at('src/a.ts', 3), [{ pattern: '**/*.ts' }], true],
    [at('src/[id].ts', 3), [{ pattern: 'src/\\[id\\].ts' }], true],
    [at('src/[id].ts', 3), [{ pattern: 'src/[id].ts' }], true],
    [at('src/i.ts', 3), [{ pattern: 'src/\\[id\\].ts' }], false],
    [at('src/(g)/a.ts', 3), [{ pattern: 'src/\\(g\\)' }], true],
    [at('src/a.ts', 12), [{ pattern: 'src/a.ts', lines: { from: 12, to: 40 } }], true],
    [at('src/a.ts', 40), [{ pattern: 'src/a.ts', lines: { from: 12, to: 40 } }], true],
    [at('src/a.ts', 11), [{ pattern: 'src/a.ts', lines: { from: 12, to: 40 } }], false],
    [at('src/a.ts', 41), [{ pattern: 'src/a.ts', lines: { from: 12, to: 40 } }], false],
    [at('src/a.ts', 5, 12), [{ pattern: 'src/a.ts', lines: { from: 12, to: 40 } }], true],
    [at('src/a.ts', 5, 12, 1), [{ pattern: 'src/a.ts', lines: { from: 12, to: 40 } }], false],
    [at('src/a.ts', 5, 90), [{ pattern: 'src/a.ts', lines: { from: 12, to: 40 } }], true],
    [at('src/a.ts', 7), [{ pattern: 'src/a.ts', lines: { from: 1, to: 1 } }, { pattern: 'src/*.ts', lines: { from: 7, to: 7 } }], true],
  ])('%j in %j: %s', (mutant, selections, expected) => {
    expect(inSelection(mutant, selections)).toBe(expected)
  })
})
