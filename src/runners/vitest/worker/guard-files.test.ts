import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { guardProject, guardTestFile } from './guard-files.js'
import { watchWrites } from './writes.js'

const restore = [fs, fs.promises].map((owner) => {
  const own = Object.entries(owner).filter(([, value]) => typeof value === 'function')
  return () => Object.assign(owner, Object.fromEntries(own))
})
let isMutated = false
const parent = fs.mkdtempSync(join(tmpdir(), 'mutate-guard-'))
const root = join(parent, 'project')

beforeAll(async () => {
  for (const folder of ['src', 'test', 'cache', 'node_modules']) fs.mkdirSync(join(root, folder), { recursive: true })
  for (const file of ['package.json', 'src/a.js', 'test/a.test.js', 'cache/entry']) fs.writeFileSync(join(root, file), '')
  // Node 20 takes what it deletes folders with when it does so first.
  fs.rmSync(join(root, 'node_modules/none'), { recursive: true, force: true })
  await new Promise((resolve) => setTimeout(resolve, 20))
  watchWrites(guardProject(root, () => [join(root, 'src/a.js'), join(root, 'cache/made.js')], () => isMutated))
  guardTestFile(join(root, 'test/a.test.js'))
})

afterAll(() => {
  for (const each of restore) each()
  fs.rmSync(parent, { recursive: true })
})

it.each(['', '..', 'package.json', 'node_modules', 'src', 'src/a.js', 'test'])('"%s" cannot be deleted or moved away', async (name) => {
  const path = join(root, name)
  for (const attempt of [
    () => { fs.rmSync(path, { recursive: true, force: true }) },
    () => { fs.renameSync(path, `${path}-moved`) },
  ]) expect(attempt).toThrow(/^EPERM: .* is, or holds, a part of the project/u)
  await expect(fs.promises.rm(path, { recursive: true })).rejects.toThrow(/^EPERM: .* no test may delete it/u)
  expect(fs.existsSync(path)).toBe(true)
})

it('what tests have made, other folders of the project and other places can be', async () => {
  fs.writeFileSync(join(root, 'cache/made.js'), '')
  fs.rmSync(join(root, 'cache/made.js'))
  fs.rmSync(join(root, 'cache'), { recursive: true })
  await fs.promises.rm(fs.mkdtempSync(join(tmpdir(), 'mutate-other-')), { recursive: true })
  expect(fs.readdirSync(root)).toEqual(['node_modules', 'package.json', 'src', 'test'])
})

it.each(['package.json', 'src/a.js', 'test/a.test.js'])('"%s" cannot be changed by a mutant, but by a test', async (name) => {
  const path = join(root, name)
  isMutated = true
  try {
    for (const attempt of [
      () => { fs.writeFileSync(path, '') },
      () => { fs.openSync(path, 'w') },
      () => { fs.copyFileSync(path, path) },
    ]) expect(attempt, String(attempt)).toThrow(/^EPERM: .* no test may change it/u)
    await expect(fs.promises.appendFile(path, '')).rejects.toThrow(/^EPERM: .* no test may change it/u)
    fs.writeFileSync(join(root, 'src/b.js'), '')
    await fs.promises.mkdir(join(root, 'made'))
  } finally {
    isMutated = false
  }
  expect(fs.readFileSync(path, 'utf8')).toBe('')
  fs.writeFileSync(path, 'a test')
  fs.rmSync(join(root, 'made'), { recursive: true })
})
