import fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { openDisk } from './disk.js'
import { openUndoLog, undoRest, undoWorker } from '../../../undo/log.js'
import { watchWrites } from './writes.js'

const restore = [fs, fs.promises].map((owner) => {
  const own = Object.entries(owner).filter(([, value]) => typeof value === 'function')
  return () => Object.assign(owner, Object.fromEntries(own))
})
const root = fs.mkdtempSync(join(tmpdir(), 'mutate-disk-'))
const at = (path: string): string => join(root, path)
const log = openUndoLog(root, 1)
const disk = openDisk(root, log)
watchWrites((change) => { disk.before(change) })
afterAll(() => {
  for (const each of restore) each()
  fs.rmSync(root, { recursive: true })
})

/** Each path below the root, with what is there. */
function all(folder = root): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).filter(({ name }) => name !== '.mutate').flatMap((entry) => {
    const path = join(folder, entry.name)
    const name = relative(root, path)
    if (entry.isDirectory()) return [`${name}/`, ...all(path)]
    return entry.isSymbolicLink() ? [`${name} -> ${fs.readlinkSync(path)}`] : [`${name} ${fs.readFileSync(path, 'utf8')}`]
  })
}

const FIRST = ['dist/', 'dist/deep/', 'dist/deep/c c', 'kept b', 'link -> kept']

beforeEach(() => {
  for (const name of fs.readdirSync(root)) fs.rmSync(at(name), { recursive: true })
  disk.begin()
  fs.mkdirSync(at('dist/deep'), { recursive: true })
  fs.writeFileSync(at('dist/deep/c'), 'c')
  fs.writeFileSync(at('kept'), 'b')
  fs.symlinkSync('kept', at('link'))
  disk.begin()
})

/** What is told as changed, without what it was changed to. */
function reset(): string[] {
  const names: string[] = []
  disk.reset((what) => { names.push(what) })
  return names
}

it('what is made goes away, with the folders that were made for it', async () => {
  fs.mkdirSync(at('out/of/here'), { recursive: true })
  fs.writeFileSync(at('out/of/here/a'), 'a')
  await fs.promises.appendFile(at('log'), 'a')
  fs.closeSync(fs.openSync(at('opened'), 'w'))
  fs.symlinkSync('kept', at('another'))
  fs.cpSync(at('dist'), at('copy'), { recursive: true })
  await new Promise((done) => { fs.createWriteStream(at('stream')).end('a', () => { done(undefined) }) })
  expect(reset()).toEqual(['another', 'copy', 'log', 'opened', 'out', 'out/of', 'out/of/here', 'out/of/here/a', 'stream'].map((name) => `file ${name}`))
  expect(all()).toEqual(FIRST)
  expect(reset()).toEqual([])
})

it('what is changed, taken away or moved is there again', () => {
  fs.writeFileSync(at('kept'), 'other')
  fs.rmSync(at('dist'), { recursive: true })
  fs.mkdirSync(at('dist'))
  fs.writeFileSync(at('dist/new'), '')
  fs.unlinkSync(at('link'))
  fs.writeFileSync(at('link'), 'no link')
  expect(reset()).toEqual(['dist/deep', 'dist/deep/c', 'dist/new', 'kept', 'link'].map((name) => `file ${name}`))
  expect(all()).toEqual(FIRST)
})

it('what is moved comes back as it was, however large it is', () => {
  const large = Buffer.alloc(9 * 2 ** 20, 'a')
  fs.writeFileSync(at('large'), large)
  for (let count = 0; count < 12; count++) fs.writeFileSync(at(`dist/${count}`), large.subarray(0, 2 ** 20))
  disk.begin()
  const before = all()
  fs.renameSync(at('large'), at('moved'))
  fs.writeFileSync(at('large'), 'new')
  fs.renameSync(at('dist'), at('out'))
  fs.writeFileSync(at('out/0'), '')
  fs.renameSync(at('out'), at('further'))
  fs.renameSync(at('kept'), at('link'))
  fs.writeFileSync(at('link'), 'changed')
  expect(reset()).toEqual(['dist', 'further', 'kept', 'large', 'link', 'moved', 'out/0'].map((name) => `file ${name}`))
  expect(all()).toEqual(before)
})

it('a move that failed is none', () => {
  fs.mkdirSync(at('out'))
  expect(() => { fs.renameSync(at('none'), at('kept')) }).toThrow('ENOENT')
  expect(() => { fs.renameSync(at('out'), at('kept')) }).toThrow('ENOTDIR')
  fs.writeFileSync(at('new'), '')
  expect(reset()).toEqual(['file new', 'file out'])
  expect(all()).toEqual(FIRST)
})

it('a file that is written elsewhere first and then moved to its place is undone without a rest', () => {
  for (const name of ['kept.tmp', 'kept.tmp-1234567890']) {
    fs.writeFileSync(at(name), 'other')
    fs.renameSync(at(name), at('kept'))
    expect(reset()).toEqual(['file kept'])
    expect(all()).toEqual(FIRST)
  }
  fs.writeFileSync(at('kept-1234567890'), 'of the project')
  disk.begin()
  fs.renameSync(at('kept-1234567890'), at('kept'))
  reset()
  expect(all()).toEqual([...FIRST.slice(0, 4), 'kept-1234567890 of the project', 'link -> kept'])
})

it('what is copied into a folder that was there goes away, and what it covered comes back', () => {
  fs.mkdirSync(at('out'))
  fs.mkdirSync(at('out/deep'))
  fs.writeFileSync(at('out/deep/c'), 'older')
  fs.writeFileSync(at('out/own'), 'own')
  fs.writeFileSync(at('dist/new'), 'new')
  disk.begin()
  const before = all()
  fs.cpSync(at('dist'), at('out'), { recursive: true })
  expect(fs.readFileSync(at('out/deep/c'), 'utf8')).toBe('c')
  expect(reset()).toEqual(['file out/deep/c', 'file out/new'])
  expect(all()).toEqual(before)
})

it('what is changed through a link, or in its rights, is as it was', () => {
  fs.writeFileSync(at('link'), 'through the link')
  fs.linkSync(at('dist/deep/c'), at('hard'))
  fs.appendFileSync(at('hard'), 'more')
  fs.chmodSync(at('kept'), 0o400)
  expect(reset()).toEqual(['dist/deep/c', 'hard', 'kept'].map((name) => `file ${name}`))
  expect(all()).toEqual(FIRST)
  expect(fs.statSync(at('kept')).mode & 0o200).toBe(0o200)
})

it('nothing can be changed when it is closed, until it begins again', async () => {
  disk.close()
  expect(() => { fs.writeFileSync(at('kept'), '') }).toThrow(/^EPERM: the mutant is judged/u)
  await expect(fs.promises.writeFile(at('kept'), '')).rejects.toThrow(/^EPERM/u)
  disk.begin()
  fs.writeFileSync(at('kept'), 'changed')
  reset()
  expect(all()).toEqual(FIRST)
})

it('a file that is too large to be kept in memory comes back when it was deleted, and stays changed when it was changed', () => {
  const large = Buffer.alloc(9 * 2 ** 20, 'a')
  fs.mkdirSync(at('photos'))
  for (const name of ['large', 'photos/1', 'photos/2']) fs.writeFileSync(at(name), large)
  disk.begin()
  fs.rmSync(at('photos'), { recursive: true })
  fs.writeFileSync(at('photos'), 'other')
  fs.appendFileSync(at('large'), 'more')
  fs.writeFileSync(at('new'), '')
  expect(reset()).toEqual(['large', 'new', 'photos', 'photos/1', 'photos/2'].map((name) => `file ${name}`))
  expect(fs.readdirSync(root).sort()).toEqual(['.mutate', 'dist', 'kept', 'large', 'link', 'photos'])
  expect(fs.readdirSync(at('photos')).map((name) => fs.readFileSync(at(`photos/${name}`)).equals(large))).toEqual([true, true])
  expect(fs.statSync(at('large')).size).toBe(large.length + 4)
})

it('what a worker had changed when it was ended another process puts back, once', () => {
  fs.writeFileSync(at('large'), Buffer.alloc(9 * 2 ** 20, 'a'))
  disk.begin()
  const before = all()
  fs.writeFileSync(at('kept'), Buffer.from([0, 255, 10]))
  fs.rmSync(at('large'))
  fs.renameSync(at('dist'), at('out'))
  fs.mkdirSync(at('new'))
  fs.symlinkSync('new', at('dist'))
  // As if it was ended while it wrote this.
  fs.appendFileSync(at('.mutate/undo/1/steps.jsonl'), '{"path":')
  expect(undoRest(at('src'))).toBe(false)
  expect([undoWorker(root, 2), undoWorker(root, 1), undoWorker(root, 1), undoRest(root)]).toEqual([false, true, false, false])
  expect(all()).toEqual(before)
  expect(fs.readdirSync(at('.mutate'))).toEqual([])
})

it('what is as it was, and what meets nobody as another run does not name its place, is left alone', () => {
  fs.writeFileSync(at('kept'), 'b')
  fs.writeFileSync(at('made'), '')
  fs.rmSync(at('made'))
  fs.mkdirSync(at('run-1234567890'))
  fs.writeFileSync(join(fs.mkdtempSync(at('own-')), 'a'), '')
  expect(reset()).toEqual([])
  expect(all().filter((name) => !/^own-\w{6}\/(?:a )?$/u.test(name))).toEqual([...FIRST, 'run-1234567890/'])
})

it('what others have put into a new folder stays', () => {
  fs.mkdirSync(at('shared'))
  disk.begin()
  fs.mkdirSync(at('shared/more'))
  for (const each of restore) each()
  fs.writeFileSync(at('shared/more/of another process'), '')
  expect(reset()).toEqual(['file shared/more'])
  expect(all()).toEqual([...FIRST, 'shared/', 'shared/more/', 'shared/more/of another process '])
})
