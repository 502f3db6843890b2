import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readingAhead } from './ahead.js'
import { createGenerator } from './generator.js'
import { readHere, type Reader } from './reader.js'

const TEXT = 'export const isOld = (age) => age > 64\n'

/** A reader for a folder with one source, and the paths of what it has read mutants of. */
function open(): { root: string; reader: Required<Reader>; reads: string[] } {
  const root = mkdtempSync(join(tmpdir(), 'mutate-ahead-'))
  onTestFinished(() => { rmSync(root, { recursive: true }) })
  mkdirSync(join(root, 'src'))
  writeFileSync(join(root, 'src/age.js'), TEXT)
  const generate = createGenerator(['default'])
  const here = readHere(() => Promise.resolve(generate))
  const reads: string[] = []
  const reader = readingAhead({
    ...here,
    generate(path, text) {
      reads.push(path)
      return here.generate(path, text)
    },
  })
  return { root, reader: reader as Required<Reader>, reads }
}

it('what was read ahead is not read again', async () => {
  const { root, reader, reads } = open()
  await reader.readAhead(root, ['src/age.js'])
  const generated = await reader.generate('src/age.js', TEXT)
  expect('mutants' in generated && generated.mutants.map(({ replacement }) => replacement)).toContain('age >= 64')
  expect(reads).toEqual(['src/age.js'])
})

it('what has changed meanwhile is', async () => {
  const { root, reader, reads } = open()
  await reader.readAhead(root, ['src/age.js'])
  const generated = await reader.generate('src/age.js', TEXT.replace('> 64', '< 64'))
  expect('mutants' in generated && generated.mutants.map(({ replacement }) => replacement)).toContain('age <= 64')
  expect(reads).toEqual(['src/age.js', 'src/age.js'])
})

it('what was asked for before is not read ahead, and what is not there is left out', async () => {
  const { root, reader, reads } = open()
  await reader.generate('src/age.js', TEXT)
  await reader.readAhead(root, ['src/gone.js', 'src/age.js'])
  expect(reads).toEqual(['src/age.js'])
})
