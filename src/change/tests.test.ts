import { describe, expect, test } from 'vitest'
import type { Change, ChangedLines } from './change.js'
import { folder, write } from './testing.js'
import { findSupport, testsOnLines } from './tests.js'

const text = `import { expect, test, describe } from 'vitest'
const shared = 1

test('first', () => {
  expect(shared).toBe(1)
})

describe('suite', () => {
  beforeEach(() => {})

  test('second', () => {
    expect(1).toBe(1)
  })
  test('third', () => {
    expect(2).toBe(2)
  })
})
`
const tests = [{ line: 4 }, { line: 11 }, { line: 14 }]
const on = (...lines: ChangedLines[]) => testsOnLines('a.test.ts', text, lines, tests)
const line = (number: number): ChangedLines => ({ from: number, to: number })
const gap = (before: number): ChangedLines => ({ from: before, to: before - 1 })

describe('a changed line of a test file', () => {
  test('belongs to the test around it', () => {
    expect(on(line(5))).toEqual([0])
    expect(on(line(14))).toEqual([2])
    expect(on(line(12), line(15))).toEqual([1, 2])
  })

  test('belongs to all tests of its suite when no test is around it', () => {
    expect(on(line(9))).toEqual([1, 2])
    expect(on(line(8))).toEqual([1, 2])
  })

  test('belongs to all tests of the file when no suite is around it', () => {
    expect(on(line(2))).toEqual([0, 1, 2])
  })

  test('belongs to none when it is empty', () => {
    expect(on(line(7), line(10))).toEqual([])
  })

  test('that was taken out belongs to what stands around the gap', () => {
    expect(on(gap(6))).toEqual([0])
    expect(on(gap(14))).toEqual([1, 2])
    expect(on(gap(4))).toEqual([0, 1, 2])
  })

  test('belongs to all tests where their places are not known', () => {
    expect(testsOnLines('a.test.ts', text, [line(5)], [{ line: 4 }, {}])).toEqual([0, 1])
    expect(testsOnLines('a.test.ts', 'test(', [line(1)], [{ line: 1 }, { line: 1 }])).toEqual([0, 1])
  })
})

describe('a changed file that is no test and no source', () => {
  const root = () => {
    const path = folder()
    write(path, {
      'test/a.test.ts': `import { help } from './helpers/index.js'\n`,
      'test/b.test.ts': `import data from './data.json' with { type: 'json' }\n`,
      'test/c.test.ts': `import { source } from '../src/source'\n`,
      'test/helpers/index.ts': `export * from './deep'\n`,
      'test/helpers/deep.ts': '',
      'test/data.json': '{}',
      'src/source.ts': `import '../test/helpers/deep'\n`,
    })
    return path
  }
  const find = (...paths: string[]) => {
    const files = new Map(paths.map((path) => [path, { path, before: path, deleted: false, lines: [] }]))
    const change: Change = { ref: 'main', base: '', files, linesBefore: new Map() }
    return findSupport(root(), change, ['test/a.test.ts', 'test/b.test.ts', 'test/c.test.ts'], (path) => path.startsWith('src/'))
  }

  test('concerns the tests that import it, through other helpers too, but not through sources', () => {
    expect(find('test/helpers/deep.ts')).toEqual({ users: new Set(['test/a.test.ts']), unknown: [] })
    expect(find('test/data.json')).toEqual({ users: new Set(['test/b.test.ts']), unknown: [] })
  })

  test('concerns the test whose snapshots it holds', () => {
    expect(find('test/__snapshots__/c.test.ts.snap')).toEqual({ users: new Set(['test/c.test.ts']), unknown: [] })
  })

  test('is named when nothing imports it, unless it is plain documentation', () => {
    expect(find('package-lock.json', 'README.md', '.github/workflows/ci.yml', 'LICENSE', 'test/fixture.txt'))
      .toEqual({ users: new Set(), unknown: ['package-lock.json', 'test/fixture.txt'] })
  })
})
