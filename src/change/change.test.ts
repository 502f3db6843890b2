import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isTouched, readChange, textBefore, type ChangedFile } from './change.js'
import { commit, folder, git, repository, write } from './testing.js'

const ten = Array.from({ length: 10 }, (_, index) => `line ${index + 1}\n`).join('')

async function changed(root: string, ref = 'main'): Promise<Record<string, ChangedFile>> {
  return Object.fromEntries((await readChange(root, ref)).files)
}

describe('a change', () => {
  test('holds what was committed, staged, edited and created since the branch began', async () => {
    const root = repository({ 'a.ts': ten, 'b.ts': ten, 'c.ts': ten, 'same.ts': ten })
    git(root, 'checkout', '--quiet', '-b', 'topic')
    write(root, { 'a.ts': ten.replace('line 3', 'three') })
    commit(root)
    write(root, { 'b.ts': ten.replace('line 4\n', '') })
    git(root, 'add', 'b.ts')
    write(root, { 'c.ts': `${ten}line 11\nline 12\n`, 'new.ts': ten })
    expect(await changed(root)).toEqual({
      'a.ts': { path: 'a.ts', before: 'a.ts', deleted: false, lines: [{ from: 3, to: 3 }] },
      'b.ts': { path: 'b.ts', before: 'b.ts', deleted: false, lines: [{ from: 4, to: 3 }] },
      'c.ts': { path: 'c.ts', before: 'c.ts', deleted: false, lines: [{ from: 11, to: 12 }] },
      'new.ts': { path: 'new.ts', deleted: false, lines: [{ from: 1, to: Infinity }] },
    })
  })

  test('does not hold what happened on the other branch meanwhile', async () => {
    const root = repository({ 'a.ts': ten, 'b.ts': ten })
    git(root, 'checkout', '--quiet', '-b', 'topic')
    write(root, { 'a.ts': ten.replace('line 3', 'three') })
    commit(root)
    git(root, 'checkout', '--quiet', 'main')
    write(root, { 'b.ts': ten.replace('line 9', 'nine') })
    commit(root)
    git(root, 'checkout', '--quiet', 'topic')
    expect(Object.keys(await changed(root))).toEqual(['a.ts'])
  })

  test('follows a rename, and takes only its edited lines', async () => {
    const root = repository({ 'src/a.ts': ten })
    git(root, 'mv', 'src/a.ts', 'src/moved.ts')
    write(root, { 'src/moved.ts': ten.replace('line 7', 'seven') })
    const change = await readChange(root, 'main')
    expect([...change.files.values()]).toEqual([
      { path: 'src/moved.ts', before: 'src/a.ts', deleted: false, lines: [{ from: 7, to: 7 }] },
    ])
    expect(await textBefore(root, change, 'src/a.ts')).toBe(ten)
  })

  test('names a deleted file, on whose lines nothing stands', async () => {
    const root = repository({ 'a.ts': ten, 'b.ts': ten })
    rmSync(join(root, 'a.ts'))
    const change = await readChange(root, 'main')
    expect(Object.fromEntries(change.files)).toEqual({ 'a.ts': { path: 'a.ts', before: 'a.ts', deleted: true, lines: [] } })
    const location = { start: { line: 1, column: 1 }, end: { line: 2, column: 1 } }
    expect(isTouched(change, { file: 'a.ts', location })).toBe(false)
  })

  test('of a folder of the repository holds its files alone, relative to it', async () => {
    const root = repository({ 'packages/a/src/a.ts': ten, 'packages/b/src/b.ts': ten })
    write(root, {
      'packages/a/src/a.ts': `0\n${ten}`, 'packages/a/src/new.ts': '', 'packages/b/src/b.ts': '', 'packages/b/new.ts': '',
    })
    const change = await readChange(join(root, 'packages/a'), 'main')
    expect([...change.files.keys()]).toEqual(['src/a.ts', 'src/new.ts'])
    expect(await textBefore(join(root, 'packages/a'), change, 'src/a.ts')).toBe(ten)
  })

  test('reads odd names and lines that look like headers', async () => {
    const odd = ['a b.ts', 'tab\there.ts', 'quote".ts', 'ünï→.ts', '-dash.ts', '[id].ts', 'back\\slash.ts']
    const root = repository(Object.fromEntries(odd.map((name) => [name, '-- a\n++ b/x.ts\n@@ -1 +1 @@\n'])))
    write(root, Object.fromEntries(odd.map((name) => [name, '-- a\n++ b/y.ts\n@@ -1 +1 @@\n'])))
    const found = await changed(root)
    expect(Object.keys(found).sort()).toEqual([...odd].sort())
    for (const name of odd) expect(found[name]?.lines, name).toEqual([{ from: 2, to: 2 }])
  })

  test('does not depend on how the user has set up git', async () => {
    const root = repository({ 'a.ts': ten })
    for (const setting of [
      'diff.noprefix=true', 'diff.mnemonicPrefix=true', 'diff.context=5', 'diff.interHunkContext=9', 'diff.renames=false',
      'color.ui=always', 'diff.external=false', 'diff.relative=false', 'core.quotePath=true',
    ]) git(root, 'config', ...setting.split('='))
    git(root, 'mv', 'a.ts', 'ü.ts')
    write(root, { 'ü.ts': ten.replace('line 2', 'two').replace('line 6', 'six') })
    expect(await changed(root)).toEqual({
      'ü.ts': { path: 'ü.ts', before: 'a.ts', deleted: false, lines: [{ from: 2, to: 2 }, { from: 6, to: 6 }] },
    })
  })
})

describe('a place', () => {
  const at = (from: number, to: number, column = 2) => ({ start: { line: from, column: 1 }, end: { line: to, column } })

  test('is touched when it shares a line with the change', async () => {
    const root = repository({ 'a.ts': ten })
    write(root, { 'a.ts': ten.replace('line 5', 'five') })
    const change = await readChange(root, 'main')
    const touched = (location: ReturnType<typeof at>) => isTouched(change, { file: 'a.ts', location })
    expect([at(5, 5), at(1, 9), at(4, 5), at(5, 8)].map(touched)).toEqual([true, true, true, true])
    expect([at(4, 4), at(6, 6), at(1, 5, 1)].map(touched)).toEqual([false, false, false])
    expect(isTouched(change, { file: 'b.ts', location: at(5, 5) })).toBe(false)
  })

  test('is touched by lines that were taken out of its middle, not beside it', async () => {
    const root = repository({ 'a.ts': ten })
    write(root, { 'a.ts': ten.replace('line 5\n', '') })
    const change = await readChange(root, 'main')
    const touched = (location: ReturnType<typeof at>) => isTouched(change, { file: 'a.ts', location })
    expect([at(4, 5), at(1, 9)].map(touched)).toEqual([true, true])
    expect([at(4, 4), at(5, 5), at(1, 4), at(5, 9)].map(touched)).toEqual([false, false, false, false])
  })
})

describe('what git cannot tell is said in one sentence with what to do', () => {
  const refused = (root: string, ref = 'main') => expect(readChange(root, ref)).rejects

  test('outside of a repository', async () => {
    await refused(folder()).toThrow(/^--since needs a git repository, but .* is in none; leave --since out, or name the project with --root$/)
  })

  test('an unknown ref, one that a remote has, and one that looks like a flag', async () => {
    const root = repository({ 'a.ts': ten })
    await refused(root, 'nope').toThrow('git knows no commit "nope"; name a branch, a tag or a commit that git log shows')
    await refused(root, '--all').toThrow('--since needs a branch, a tag or a commit, not "--all"')
    const clone = join(folder(), 'clone')
    git(root, 'branch', 'release')
    git(root, 'clone', '--quiet', root, clone)
    await refused(clone, 'release').toThrow('git knows no commit "release"; did you mean origin/release?')
    await refused(clone, 'origin/gone').toThrow('git knows no commit "origin/gone"; fetch it: git fetch origin gone')
  })

  test('a shallow clone, whether it lacks the ref or the commit where the branches part', async () => {
    const root = repository({ 'a.ts': ten })
    git(root, 'checkout', '--quiet', '-b', 'topic')
    for (const text of ['1', '2', '3']) {
      write(root, { 'a.ts': text })
      commit(root)
    }
    git(root, 'checkout', '--quiet', 'main')
    write(root, { 'b.ts': ten })
    commit(root)
    const clone = join(folder(), 'clone')
    git(root, 'clone', '--quiet', '--depth=1', '--branch=topic', `file://${root}`, clone)
    await refused(clone, 'origin/main').toThrow(/"origin\/main", and this clone is shallow; fetch the whole history \(git fetch --unshallow;/)
    git(clone, 'fetch', '--quiet', '--depth=1', 'origin', 'main:refs/remotes/origin/main')
    await refused(clone, 'origin/main').toThrow(/^this clone is shallow: the commit where HEAD and origin\/main part is not in it; fetch the whole/)
    git(clone, 'fetch', '--quiet', '--unshallow', 'origin', 'main', 'topic')
    expect(Object.keys(await changed(clone, 'origin/main'))).toEqual(['a.ts'])
  })

  test('branches without a common commit, and a repository without any', async () => {
    const root = repository({ 'a.ts': ten })
    git(root, 'checkout', '--quiet', '--orphan', 'other')
    commit(root)
    await refused(root).toThrow('HEAD and main have no commit in common; name a branch that this one comes from')
    git(root, 'checkout', '--quiet', '--orphan', 'unborn')
    await refused(root).toThrow('--since compares with a commit, but this branch has none yet')
  })

  test('a folder that git ignores has no change', async () => {
    const root = repository({ '.gitignore': 'out/\n', 'a.ts': ten })
    mkdirSync(join(root, 'out'))
    write(root, { 'out/a.ts': ten })
    expect(await changed(join(root, 'out'))).toEqual({})
  })
})
