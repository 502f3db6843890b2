/** What a mutant makes tests leave on disk, or take from it, is put back: later mutants, and plain runs, meet what was there. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { mutate, readReport, writeProject } from './helpers.js'

const SAVED = `import { existsSync, mkdirSync, readFileSync, rmSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
const FOLDER = 'saved'
export function save(name, text) {
  if (!existsSync(FOLDER)) mkdirSync(FOLDER)
  const path = join(FOLDER, name)
  if (existsSync(path) && readFileSync(path, 'utf8') !== text) return false
  writeFileSync(path, text)
  return true
}
export function forget(name) {
  rmSync(join(FOLDER, name))
}
export function forgetAll() {
  rmdirSync(FOLDER)
}
`

it('a mutant that leaves a file, or changes one, hides no other mutant and stays in no project', async () => {
  const project = writeProject({
    'src/saved.js': SAVED,
    'src/notes.js': `import { writeFileSync } from 'node:fs'
export function note(text, really) {
  if (really) writeFileSync('notes.txt', text)
}
`,
    'notes.txt': 'of the user',
    'test/saved.test.js': `import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { forget, forgetAll, save } from '../src/saved.js'
test('saves', () => {
  expect([save('a', '1'), save('a', '2'), save('a', '1')]).toEqual([true, false, true])
  forget('a')
  expect(save('a', '2')).toBe(true)
  forget('a')
})
test('forgets', () => {
  forgetAll()
  expect(existsSync('saved')).toBe(false)
})
`,
    'test/notes.test.js': `import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { note } from '../src/notes.js'
test('notes nothing', () => { note('', false) })
test('has notes', () => { expect(readFileSync('notes.txt', 'utf8')).toBe('of the user') })
`,
  })
  const { code, stderr } = await mutate(project, ['--reporters', 'json', '--no-type-check'])
  expect(code, stderr).toBe(0)
  const statuses = Object.entries(readReport(project).files).flatMap(([file, { mutants }]) => mutants.map(({ replacement, status }) => `${file} ${replacement} ${status}`))
  expect(statuses.filter((each) => !each.endsWith('Killed'))).toEqual(['src/notes.js {} Survived', 'src/notes.js false Survived', "src/notes.js '' NoCoverage"])
  expect(statuses).toContain('src/notes.js true Killed')
  expect(readdirSync(project).sort()).toEqual(['.mutate', 'node_modules', 'notes.txt', 'package.json', 'reports', 'src', 'test'])
  expect(readFileSync(join(project, 'notes.txt'), 'utf8')).toBe('of the user')
})

it('what a plain run leaves, a run with mutants leaves as well', async () => {
  const project = writeProject({
    'src/build.js': `import { writeFileSync } from 'node:fs'
export function build(parts) {
  writeFileSync('built.txt', parts.join(' '))
}
`,
    'test/build.test.js': `import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { build } from '../src/build.js'
beforeAll(() => { build(['a', 'b']) })
test('has built', () => { expect(readFileSync('built.txt', 'utf8')).toBe('a b') })
`,
  })
  for (const before of [undefined, 'earlier']) {
    if (before !== undefined) writeFileSync(join(project, 'built.txt'), before)
    const { code, stderr } = await mutate(project, ['--force', '--concurrency', '1', '--reporters', 'json', '--no-type-check'])
    expect(code, stderr).toBe(0)
    expect(readFileSync(join(project, 'built.txt'), 'utf8')).toBe('a b')
  }
})
