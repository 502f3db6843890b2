import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { TestName } from '../model/test.js'
import type { Receipt } from '../model/verdict.js'
import type { Fingerprint } from './fingerprint.js'
import { openJournal, type Journal } from './journal.js'
import { folderWith } from './testing.js'

const of: Fingerprint = { settings: '{}', files: [['src/a.ts', '1'], ['test/a.test.ts', '2']] }
const adds: TestName = { project: '', file: 'test/a.test.ts', path: ['a', 'adds'], ordinal: 0 }
const again: TestName = { ...adds, ordinal: 1 }

function receipt(ran: readonly number[], failed?: number): Receipt {
  return {
    reached: 1, ran, control: 'passed', tier: 'hot', durationMs: 2,
    ...(failed !== undefined && { failure: { kind: 'assertion', message: 'not ü', test: failed } }),
  }
}

/** A journal with a kill and a survivor, as a killed process leaves it: never closed. */
function written(): string {
  const path = join(folderWith(), 'journal')
  const journal = openJournal(path, of)
  const [first, second] = [journal.numberOf(adds), journal.numberOf(again)]
  journal.append('one', { status: 'Killed', receipt: receipt([second, first], first) })
  journal.append('two', { status: 'Survived', receipt: receipt([first]) })
  return path
}

const texts = ({ notes }: Journal): string[] => notes.map(({ text }) => text)

test('what a run wrote before it died is there for the next one of the same project', () => {
  const path = written()
  const journal = openJournal(path, of)
  expect([...journal.kept.tests]).toEqual([[0, adds], [1, again]])
  expect([...journal.kept.verdicts]).toEqual([
    ['one', { status: 'Killed', receipt: receipt([1, 0], 0) }],
    ['two', { status: 'Survived', receipt: receipt([0]) }],
  ])
  expect(texts(journal)).toEqual(['2 verdicts of an earlier run that was stopped are taken up'])
})

test('a run that goes on with a journal appends to it, and knows its tests by their numbers', () => {
  const path = written()
  const second = openJournal(path, of)
  expect(second.numberOf(again)).toBe(1)
  const third = second.numberOf({ ...adds, path: ['other'] })
  second.append('three', { status: 'Timeout', receipt: receipt([third]) })
  second.close()
  const { kept } = openJournal(path, of)
  expect([...kept.verdicts.keys()]).toEqual(['one', 'two', 'three'])
  expect(kept.tests.get(2)?.path).toEqual(['other'])
})

test('a torn last line is dropped and said, and the next verdict gets a line of its own', () => {
  const path = written()
  truncateSync(path, readFileSync(path).length - 5)
  const journal = openJournal(path, of)
  expect([...journal.kept.verdicts.keys()]).toEqual(['one'])
  expect(texts(journal)).toEqual([
    'the last line of the journal was torn when an earlier run was stopped; it is dropped',
    '1 verdict of an earlier run that was stopped is taken up',
  ])
  journal.append('three', { status: 'Survived', receipt: receipt([0]) })
  expect([...openJournal(path, of).kept.verdicts.keys()]).toEqual(['one', 'three'])
})

test('wherever the file is cut, all verdicts before the cut are there and none is made up', () => {
  const path = written()
  const whole = readFileSync(path)
  const lines = whole.toString('latin1').split('\n').map((line) => line.length + 1)
  for (let length = 0; length <= whole.length; length++) {
    writeFileSync(path, whole.subarray(0, length))
    const ends = lines.reduce<number[]>((sums, line) => [...sums, (sums.at(-1) ?? 0) + line], []).slice(0, -1)
    const complete = ends.filter((end) => end <= length).length
    const journal = openJournal(path, of)
    // The first three lines are the head and the two tests.
    expect(journal.kept.verdicts.size, `cut at ${length}`).toBe(Math.max(0, complete - 3))
    journal.remove()
  }
})

test('a damaged line is dropped, and so are the verdicts that need it', () => {
  const path = written()
  const lines = readFileSync(path, 'utf8').split('\n')
  const damaged = lines.map((line, index) => (index === 2 ? line.replace('adds', 'subs') : line)).join('\n')
  writeFileSync(path, damaged)
  const journal = openJournal(path, of)
  expect([...journal.kept.verdicts.keys()]).toEqual(['two'])
  expect(texts(journal)[0]).toBe('1 line of the journal of an earlier run was damaged and is dropped')
})

test.each<[string, Fingerprint]>([
  ['src/a.ts was changed', { ...of, files: [['src/a.ts', '9'], ['test/a.test.ts', '2']] }],
  ['src/b.ts is new', { ...of, files: [...of.files, ['src/b.ts', '3']] }],
  ['test/a.test.ts is gone', { ...of, files: [['src/a.ts', '1']] }],
  ['other options, environment variables or versions were used', { ...of, settings: '{"operators":["all"]}' }],
])('nothing is taken up when %s', (why, now) => {
  const path = written()
  const journal = openJournal(path, now)
  expect(journal.kept.verdicts.size).toBe(0)
  expect(texts(journal)).toEqual([`an earlier run was stopped after 2 verdicts; none is taken up: ${why} since`])
  journal.append('three', { status: 'Survived', receipt: receipt([]) })
  expect([...openJournal(path, now).kept.verdicts.keys()]).toEqual(['three'])
})

test('a file that is no journal is replaced, with a note', () => {
  const path = written()
  writeFileSync(path, 'hello\n')
  const journal = openJournal(path, of)
  expect(journal.kept.verdicts.size).toBe(0)
  expect(texts(journal)).toEqual(['the journal of an earlier run is damaged at its beginning and is not used'])
})

test('a journal without a verdict is not left behind', () => {
  const path = join(folderWith(), 'journal')
  openJournal(path, of).close()
  expect(existsSync(path)).toBe(false)
})

test('what is not whole yet is not read', () => {
  const path = written()
  appendFileSync(path, 'deadbeef {"mutant":"three","status":"Killed"')
  expect([...openJournal(path, of).kept.verdicts.keys()]).toEqual(['one', 'two'])
})
