import fs from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { guardProject, guardTestFile } from './guard-files.js'

const restore = ['rm', 'rmSync', 'rmdir', 'rmdirSync', 'unlink', 'unlinkSync', 'rename', 'renameSync'].flatMap((name) =>
  [fs, fs.promises].filter((owner) => name in owner).map((owner) => {
    const own: unknown = Reflect.get(owner, name)
    return () => Reflect.set(owner, name, own)
  }))
const parent = fs.mkdtempSync(join(tmpdir(), 'mutate-guard-'))
const root = join(parent, 'project')

beforeAll(async () => {
  for (const folder of ['src', 'test', 'cache', 'node_modules']) fs.mkdirSync(join(root, folder), { recursive: true })
  for (const file of ['package.json', 'src/a.js', 'test/a.test.js', 'cache/entry']) fs.writeFileSync(join(root, file), '')
  // Node 20 takes what it deletes folders with when it does so first.
  fs.rmSync(join(root, 'node_modules/none'), { recursive: true, force: true })
  await new Promise((resolve) => setTimeout(resolve, 20))
  guardProject(root, () => [join(root, 'src/a.js'), join(root, 'cache/made.js')])
  guardTestFile(join(root, 'test/a.test.js'))
})

afterAll(() => {
  for (const each of restore) each()
  fs.rmSync(parent, { recursive: true })
})

it.each(['', '..', 'package.json', 'node_modules', 'src', 'src/a.js', 'test'])('"%s" cannot be deleted or moved away', (name) => {
  const path = join(root, name)
  for (const attempt of [
    () => { fs.rmSync(path, { recursive: true, force: true }) },
    () => { fs.renameSync(path, `${path}-moved`) },
    () => { void fs.promises.rm(path, { recursive: true }) },
  ]) expect(attempt).toThrow(/^EPERM: .* is, or holds, a part of the project/u)
  expect(fs.existsSync(path)).toBe(true)
})

it('what tests have made, other folders of the project and other places can be', async () => {
  fs.writeFileSync(join(root, 'cache/made.js'), '')
  fs.rmSync(join(root, 'cache/made.js'))
  fs.rmSync(join(root, 'cache'), { recursive: true })
  await rm(fs.mkdtempSync(join(tmpdir(), 'mutate-guard-')), { recursive: true })
  expect(fs.readdirSync(root)).toEqual(['node_modules', 'package.json', 'src', 'test'])
})
