/** Stands in front of functions of Node. */
import childProcess from 'node:child_process'
import fs from 'node:fs'
import { isAtWork } from '../../../undo/real-files.js'

export type Functions = Record<string, ((this: unknown, ...args: unknown[]) => unknown) & object>

/**
 * Keeps what hangs on the function, such as how it is made to return a promise. Does nothing where there is no such function.
 * @param before is told the arguments before each call
 * @param rejects whether what that throws is given back as a promise
 */
export function wrap(owner: Functions, name: string, before: (this: unknown, ...args: unknown[]) => void, rejects = false): void {
  const original = owner[name]
  if (!original) return
  const wrapper = function (this: unknown, ...args: unknown[]): unknown {
    if (isAtWork()) return original.apply(this, args)
    try {
      before.apply(this, args)
    } catch (error) {
      if (!rejects) throw error
      return Promise.reject(error instanceof Error ? error : new Error(String(error)))
    }
    return original.apply(this, args)
  }
  Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(original))
  owner[name] = wrapper
}

/** The functions for files of these names: with a callback, at once, and with a promise. */
export function wrapFiles(names: readonly string[], before: (...args: unknown[]) => void): void {
  const [all, promises] = [fs, fs.promises] as unknown as readonly [Functions, Functions]
  for (const name of names) {
    for (const each of [name, `${name}Sync`]) wrap(all, each, before)
    wrap(promises, name, before, true)
  }
}

/** @param before is told whether the process that is started is waited for, before each start */
export function watchProcesses(before: (isSync: boolean) => void): void {
  wrap(childProcess.ChildProcess.prototype as unknown as Functions, 'spawn', () => { before(false) })
  for (const name of ['spawnSync', 'execSync', 'execFileSync']) wrap(childProcess as unknown as Functions, name, () => { before(true) })
}
