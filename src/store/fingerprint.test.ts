import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { difference, fingerprint } from './fingerprint.js'
import { folderWith } from './testing.js'

const files = {
  'package.json': '{}', '.env': 'A=1', 'src/a.ts': 'a', 'src/coverage/b.ts': 'b', 'test/data.json': '[]',
  'node_modules/x/index.js': 'x', '.git/HEAD': 'h', '.mutate/journal': 'j', 'coverage/lcov.info': 'c',
  'reports/mutation/mutation.json': 'r', 'out/report.html': 'o', 'vitest.config.ts.timestamp-17-ab.mjs': 't', 'x.log': 'l',
}

test('every file of the project counts, and none that tools write', async () => {
  const root = folderWith(files)
  const { files: found } = await fingerprint(root, [join(root, 'out')], {})
  const paths = found.map(([path]) => path).filter((path) => !path.startsWith('..'))
  expect(paths).toEqual(['.env', 'package.json', 'src/a.ts', 'src/coverage/b.ts', 'test/data.json'])
})

test('it is the same as long as the files are', async () => {
  const root = folderWith(files)
  const before = await fingerprint(root, [], {})
  writeFileSync(join(root, 'src/a.ts'), 'a')
  expect(difference(before, await fingerprint(root, [], {}))).toBeUndefined()
})

test('it tells what differs', async () => {
  const root = folderWith(files)
  const before = await fingerprint(root, [], { operators: ['default'] })
  const differs = async (settings: unknown = { operators: ['default'] }): Promise<string | undefined> =>
    difference(before, await fingerprint(root, [], settings))
  expect(await differs({ operators: ['all'] })).toBe('other options, environment variables or versions were used')
  writeFileSync(join(root, 'test/data.json'), '[1]')
  expect(await differs()).toBe('test/data.json was changed')
  writeFileSync(join(root, 'a.ts'), '')
  expect(await differs()).toBe('a.ts is new')
  rmSync(join(root, 'a.ts'))
  writeFileSync(join(root, 'test/data.json'), '[]')
  rmSync(join(root, 'src/a.ts'))
  expect(await differs()).toBe('src/a.ts is gone')
})

test('a lockfile further up counts, and a loop of links does no harm', async () => {
  const top = folderWith({ 'pnpm-lock.yaml': '1', 'packages/a/src/a.ts': '' })
  const root = join(top, 'packages/a')
  mkdirSync(join(root, 'sub'))
  symlinkSync(root, join(root, 'sub/loop'))
  symlinkSync('nowhere', join(root, 'sub/broken'))
  const before = await fingerprint(root, [], {})
  writeFileSync(join(top, 'pnpm-lock.yaml'), '2')
  expect(difference(before, await fingerprint(root, [], {}))).toBe('../../pnpm-lock.yaml was changed')
})
