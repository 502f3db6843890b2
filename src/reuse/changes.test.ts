import { describe, expect, it } from 'vitest'
import { changesSince } from './changes.js'
import type { StoredFile, Trials } from './stored.js'

const FILE: StoredFile = {
  project: '', path: 'test/a.test.ts', tests: [], dependent: [], reads: ['data/a.txt'], folders: ['cases'],
  modules: [['src/a.ts', ''], ['src/a.css?inline', '']], always: [], entered: [], trials: [],
}
const BEFORE = ['src/a.ts', 'src/a.css', 'test/a.test.ts', 'data/a.txt', 'README.md', 'package.json', 'build/plugin.mjs'].map((path) => [path, '1'] as const)

/** What changes when files get other contents; empty text takes one away. */
function changes(files: Readonly<Record<string, string>>, settings = 'same') {
  const trials: Trials = { of: { settings: 'same', files: BEFORE }, configFiles: ['build/plugin.mjs'], sources: [], files: [FILE] }
  const now = [...new Map([...BEFORE, ...Object.entries(files)])].filter(([, hash]) => hash !== '')
  return changesSince(trials, { settings, files: now }, [], [FILE.path])
}

describe('what changed since the trials were kept', () => {
  it.each([
    ['a source', 'src/a.ts'], ['a test', 'test/a.test.ts'], ['what a test reads', 'data/a.txt'], ['what a module is made of', 'src/a.css'],
    ['new code', 'src/b.ts'], ['a new file in a folder that a test lists', 'cases/1.json'],
  ])('concerns only what rests on it: %s', (_, path) => {
    const { changed, everything } = changes({ [path]: '2' })
    expect([[...changed], everything]).toEqual([[path], undefined])
  })

  it.each([
    ['the manifest', 'package.json'], ['a lockfile', 'pnpm-lock.yaml'], ['a config', 'vite.config.ts'], ['what a config imports', 'build/plugin.mjs'],
    ['what compilers read', 'packages/a/tsconfig.test.json'], ['variables of the environment', '.env.test'], ['a new mock of a module', 'src/__mocks__/b.ts'],
    ['a file that nobody was seen to read', 'README.md'], ['the runner', 'node_modules/vitest/package.json'],
  ])('concerns everything: %s', (_, path) => {
    expect(changes({ [path]: '2' }).everything).toBe(`${path} was changed`)
  })

  it('concerns everything when options, versions or the environment are others', () => {
    expect(changes({}, 'other').everything).toBe('other options, environment variables or versions are used')
    expect(changes({}).everything).toBeUndefined()
  })

  it('tells what is new and what is gone', () => {
    const { changed, moved } = changes({ 'src/a.ts': '', 'src/b.ts': '2', 'data/a.txt': '3' })
    expect([[...changed].sort(), [...moved].sort()]).toEqual([['data/a.txt', 'src/a.ts', 'src/b.ts'], ['src/a.ts', 'src/b.ts']])
  })
})
