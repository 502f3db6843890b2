import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { UserError } from '../model/errors.js'
import { takeLock } from './lock.js'
import { folderWith } from './testing.js'

const lockOf = (root: string): string => join(root, '.mutate/lock')

/** The number of a process that has ended. */
function endedProcess(): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
    child.on('close', () => resolve(child.pid ?? 0))
  })
}

test('a second run is told who holds the lock, until it is given back', () => {
  const root = folderWith()
  const lock = takeLock(root)
  expect(() => takeLock(root)).toThrow(UserError)
  expect(() => takeLock(root)).toThrow(`another run (process ${process.pid}) is at work in ${root}; wait for it or stop it`)
  lock.release()
  expect(existsSync(lockOf(root))).toBe(false)
  takeLock(root).release()
})

test('the lock of a process that is gone is taken over', async () => {
  const root = folderWith({ '.mutate/lock': JSON.stringify({ pid: await endedProcess(), host: hostname(), began: '' }) })
  const lock = takeLock(root)
  expect(JSON.parse(readFileSync(lockOf(root), 'utf8'))).toMatchObject({ pid: process.pid })
  lock.release()
})

test.runIf(process.platform === 'linux')('a later process with the same number holds nothing', () => {
  const root = folderWith({ '.mutate/lock': JSON.stringify({ pid: process.pid, host: hostname(), began: '1' }) })
  takeLock(root).release()
})

test('half a lock holds nobody up', () => {
  takeLock(folderWith({ '.mutate/lock': '{"pi' })).release()
})

test('a process of another machine cannot be asked: it says what to do', () => {
  const root = folderWith({ '.mutate/lock': JSON.stringify({ pid: 1, host: 'elsewhere', began: '' }) })
  expect(() => takeLock(root)).toThrow('process 1 on elsewhere')
  expect(() => takeLock(root)).toThrow('if it is gone, delete .mutate/lock')
})

test('a lock that somebody else took meanwhile is left alone', () => {
  const root = folderWith()
  const lock = takeLock(root)
  writeFileSync(lockOf(root), '{"pid":1}')
  lock.release()
  expect(readFileSync(lockOf(root), 'utf8')).toBe('{"pid":1}')
})
