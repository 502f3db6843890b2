import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { UserError } from '../model/errors.js'
import type { RunResult } from '../model/result.js'
import { makeResult } from '../reporters/test-kit.js'
import { keepRun, readRun, unchangedText } from './last-run.js'
import { folderWith } from './testing.js'

const source = 'export const less = (a, b) => a < b\n'

function result(root: string): RunResult {
  const made = makeResult({
    sources: { 'src/a.js': source },
    testSources: { 'test/a.test.js': 'it' },
    tests: [{ path: ['less', 'is less'], file: 'test/a.test.js' }, { path: ['more'], file: 'test/a.test.js' }],
    mutants: [
      {
        at: 'a < b', to: 'a <= b', status: 'Killed', coveredBy: [1, 0],
        failure: { kind: 'assertion', message: 'expected false', test: 1 }, reason: 'expected false',
      },
      { at: 'a < b', to: 'true', status: 'Survived', coveredBy: [1, 0] },
      { at: 'a < b', to: 'a >= b', status: 'RuntimeError', reason: 'it could not be judged' },
      { at: 'less', to: 'more', status: 'Ignored', rule: 'names' },
    ],
  })
  return { ...made, root }
}

test('a result is kept and read back with all that show and verify need', () => {
  const root = folderWith({ 'src/a.js': source })
  const made = result(root)
  keepRun(made, '1.2.3')
  expect(readRun(root)).toEqual({
    tool: '1.2.3',
    runner: made.runner,
    interrupted: false,
    sources: [{ path: 'src/a.js', sha256: expect.stringMatching(/^[\da-f]{64}$/) }],
    testFiles: [{ path: 'test/a.test.js', sha256: expect.any(String) }],
    mutants: made.mutants,
    verdicts: made.verdicts,
    tests: made.tests,
  })
  expect(readdirSync(join(root, '.mutate'))).toEqual(['last-run.json'])
})

test('nothing is read where nothing was kept', () => {
  expect(readRun(folderWith())).toBeUndefined()
})

test.each([
  ['', 'cannot be read'],
  ['{"format":1,', 'cannot be read'],
  ['{"format":7}', 'was written by another version of mutate'],
])('a file that holds %j is an error in words', (text, words) => {
  const root = folderWith({ '.mutate/last-run.json': text })
  expect(() => readRun(root)).toThrow(UserError)
  expect(() => readRun(root)).toThrow(words)
})

test('the text of a source is known only as long as it is what the run read', () => {
  const root = folderWith({ 'src/a.js': source })
  keepRun(result(root), '1')
  const [file] = readRun(root)!.sources
  expect(unchangedText(root, file!)).toBe(source)
  writeFileSync(join(root, 'src/a.js'), `${source} `)
  expect(unchangedText(root, file!)).toBeUndefined()
})

test('a second result replaces the first one whole', () => {
  const root = folderWith()
  keepRun(result(root), '1')
  keepRun({ ...result(root), mutants: [], verdicts: [] }, '1')
  expect(readRun(root)?.mutants).toEqual([])
  expect(JSON.parse(readFileSync(join(root, '.mutate/last-run.json'), 'utf8'))).toMatchObject({ format: 1 })
})
