import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UserError } from '../model/errors.js'
import { escapeGlob, locatePaths, parsePathArgument, unescapeGlob } from './paths.js'

describe('a path argument', () => {
  test.each([
    ['src/a.ts', { pattern: 'src/a.ts' }],
    ['src/a.ts:12', { pattern: 'src/a.ts', lines: { from: 12, to: 12 } }],
    ['src/a.ts:12-40', { pattern: 'src/a.ts', lines: { from: 12, to: 40 } }],
    ['src/**/*.ts:3-3', { pattern: 'src/**/*.ts', lines: { from: 3, to: 3 } }],
    ['C:\\a.ts:7', { pattern: 'C:\\a.ts', lines: { from: 7, to: 7 } }],
    ['a b/[id].ts', { pattern: 'a b/[id].ts' }],
    ['a.ts:x', { pattern: 'a.ts:x' }],
    ['a.ts:', { pattern: 'a.ts:' }],
  ])('%j', (text, selection) => {
    expect(parsePathArgument(text)).toEqual(selection)
  })

  test.each([
    ['', 'a path argument is empty'],
    ['  ', 'a path argument is empty'],
    ['a.ts:0', 'a.ts:0: lines count from 1'],
    ['a.ts:0-4', 'a.ts:0-4: lines count from 1'],
    ['a.ts:40-12', 'a.ts:40-12: the first line comes after the last; write a.ts:12-40'],
  ])('%j is wrong', (text, message) => {
    expect(() => parsePathArgument(text)).toThrow(UserError)
    expect(() => parsePathArgument(text)).toThrow(message)
  })
})

test('escaping a name and undoing it gives the name', () => {
  for (const name of ['a.ts', '[id].ts', '(group)', 'a*b?{c}!(d)+(e)@f|$g^', 'with \\ in it', 'ünï #%.ts']) {
    expect(unescapeGlob(escapeGlob(name))).toBe(name)
  }
})

describe('located paths', () => {
  let root = ''
  let cwd = ''

  beforeAll(() => {
    root = realpathSync(mkdtempSync(path.join(tmpdir(), 'mutate-paths-')))
    cwd = path.join(root, 'packages/[x]')
    for (const file of ['src/a.ts', 'src/[id].ts', 'packages/[x]/src/a.ts', 'packages/[x]/own.ts', 'odd.ts:3', '(g)/b.ts']) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
      writeFileSync(path.join(root, file), '')
    }
    symlinkSync(root, `${root}-link`)
  })
  afterAll(() => {
    rmSync(root, { recursive: true })
    rmSync(`${root}-link`)
  })

  test.each([
    ['.', 'src/a.ts', { pattern: 'src/a.ts' }],
    ['.', './src/../src/a.ts:2', { pattern: 'src/a.ts', lines: { from: 2, to: 2 } }],
    ['.', 'src/', { pattern: 'src' }],
    ['.', '.', { pattern: '.' }],
    ['.', 'src/[id].ts', { pattern: 'src/\\[id\\].ts' }],
    ['.', '(g)', { pattern: '\\(g\\)' }],
    ['.', 'odd.ts:3', { pattern: 'odd.ts:3' }],
    ['.', 'src/**/*.ts', { pattern: 'src/**/*.ts' }],
    ['.', '**/*.ts', { pattern: '**/*.ts' }],
    ['.', './src/*.ts', { pattern: 'src/*.ts' }],
    ['.', 'nope/*.ts', { pattern: 'nope/*.ts' }],
    ['packages/[x]', 'src/a.ts', { pattern: 'packages/\\[x\\]/src/a.ts' }],
    ['packages/[x]', 'own.ts', { pattern: 'packages/\\[x\\]/own.ts' }],
    ['packages/[x]', 'src/*.ts', { pattern: 'packages/\\[x\\]/src/*.ts' }],
    ['packages/[x]', '*.ts', { pattern: 'packages/\\[x\\]/*.ts' }],
    ['packages/[x]', '(g)/*.ts', { pattern: '\\(g\\)/*.ts' }],
    ['.', 'packages/[x]/**/[ao]*.ts', { pattern: 'packages/\\[x\\]/**/[ao]*.ts' }],
    ['.', 'src/{a,b}.ts', { pattern: 'src/{a,b}.ts' }],
    ['packages/[x]', '../../src/*.ts', { pattern: 'src/*.ts' }],
    ['..', 'ROOT/src/*.ts', { pattern: 'src/*.ts' }],
    ['packages/[x]', '(g)/b.ts', { pattern: '\\(g\\)/b.ts' }],
    ['packages/[x]', '../../src/a.ts', { pattern: 'src/a.ts' }],
    ['packages/[x]', 'packages/[x]/own.ts', { pattern: 'packages/\\[x\\]/own.ts' }],
  ])('from %s, %j', (folder, text, selection) => {
    const typed = text.replace('ROOT', path.basename(root))
    expect(locatePaths([typed], root, path.join(root, folder))).toEqual([selection])
  })

  test('may be absolute, also by way of a link', () => {
    expect(locatePaths([path.join(root, 'src/a.ts')], root, cwd)).toEqual([{ pattern: 'src/a.ts' }])
    expect(locatePaths([path.join(`${root}-link`, 'src/a.ts')], root, cwd)).toEqual([{ pattern: 'src/a.ts' }])
    expect(locatePaths([path.join(root, 'src/*.ts')], root, cwd)).toEqual([{ pattern: 'src/*.ts' }])
  })

  test.each(['..', '../', '/', tmpdir(), '../*.ts', '/nowhere/*.ts', '../nowhere.ts', '/nowhere.ts'])('%j lies outside', (text) => {
    expect(() => locatePaths([text], root, root)).toThrow(UserError)
    expect(() => locatePaths([text], root, root)).toThrow('outside the project')
  })
})
