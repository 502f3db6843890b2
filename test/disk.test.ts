/** What a mutant makes tests leave on disk, or take from it, is put back: later mutants, and plain runs, meet what was there. */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { cleanEnvironment, mutate, readReport, writeProject } from './helpers.js'

const CLI = fileURLToPath(new URL('../bin/mutate.js', import.meta.url))

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

it.skipIf(process.platform !== 'linux')('what tests had changed when the run was killed, the next run puts back and says so', async () => {
  const project = writeProject({
    'src/ready.js': 'export function isReady() {\n  return true\n}\n',
    'src/other.js': 'export const twice = (n) => n + n\n',
    'settings.json': '{ "port": 80 }',
    'test/ready.test.js': `import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isReady } from '../src/ready.js'
test('is ready', () => {
  writeFileSync('settings.json', '{}')
  const ready = isReady()
  if (!ready) writeFileSync('looping.txt', '')
  while (!ready) {}
  writeFileSync('settings.json', '{ "port": 80 }')
  expect(ready).toBe(true)
})
`,
    'test/other.test.js': "import { expect, test } from 'vitest'\nimport { twice } from '../src/other.js'\ntest('doubles', () => { expect(twice(2)).toBe(4) })\n",
  })
  const child = spawn(process.execPath, [CLI, '--reporters', 'json', '--no-type-check'], { cwd: project, env: cleanEnvironment(), stdio: 'ignore' })
  onTestFinished(() => { child.kill('SIGKILL') })
  while (!existsSync(join(project, 'looping.txt'))) await sleep(20)
  child.kill('SIGKILL')
  expect(readFileSync(join(project, 'settings.json'), 'utf8')).toBe('{}')
  const { code, stdout } = await mutate(project, ['src/other.js', '--no-type-check', '--reporters', 'text'])
  expect(code).toBe(0)
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('an earlier run was killed while its tests had changed files: they are as they were before')
  expect(readFileSync(join(project, 'settings.json'), 'utf8')).toBe('{ "port": 80 }')
  expect(existsSync(join(project, 'looping.txt'))).toBe(false)
  expect(readdirSync(join(project, '.mutate/undo'))).toEqual([])
})
