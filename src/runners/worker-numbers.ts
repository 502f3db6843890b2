/** Numbers for workers that no other run on this machine has at the same time, for a database or port of their own. */
import { mkdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { claim, type Lock } from '../store/lock.js'

export interface WorkerNumbers {
  /** The number of a worker of this run: its own, from 1, where no other run has that already; always the same. */
  numberOf(slot: number): number
  /** Gives the numbers back. */
  release(): void
}

/** Beyond so many runs at the same time something else is wrong. */
const MOST = 10_000

/** @param folder where runs on this machine find each other; made when it is not there */
export function openWorkerNumbers(folder = join(tmpdir(), `mutate-workers-${userInfo().uid}`)): WorkerNumbers {
  const taken = new Map<number, { readonly number: number; readonly lock: Lock | undefined }>()
  const take = (slot: number): { number: number; lock: Lock | undefined } => {
    try {
      mkdirSync(folder, { recursive: true })
      for (let number = slot; number < MOST; number++) {
        const lock = claim(join(folder, String(number)))
        if ('release' in lock) return { number, lock }
      }
    } catch {
      // Where nothing can be written no other run can be seen.
    }
    return { number: slot, lock: undefined }
  }
  return {
    numberOf(slot) {
      let found = taken.get(slot)
      if (!found) {
        found = take(slot)
        taken.set(slot, found)
      }
      return found.number
    },
    release() {
      for (const { lock } of taken.values()) lock?.release()
      taken.clear()
    },
  }
}
