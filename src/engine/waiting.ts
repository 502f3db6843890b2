/** What waits until all test files were opened, for who guesses the time left. */
import type { Waiting } from '../model/events.js'
import type { FileState } from './file-state.js'
import type { PutOff } from './put-off.js'

/** What a file has in hand while it is open for the first time does not wait. */
export function waitingOf(files: readonly FileState[], putOff: PutOff): Waiting {
  const allOpened = files.every(({ dry }) => dry)
  let [warm, cold, fresh, openMs] = [0, 0, 0, 0]
  for (const state of files) {
    const off = putOff.waiting(state)
    const isClosed = state.openRealms === 0
    const isWaiting = allOpened || isClosed
    const queued = { warm: isWaiting ? state.warm.length : 0, cold: isWaiting ? state.cold.length : 0 }
    warm += off.warm + queued.warm
    cold += off.cold + queued.cold
    fresh += off.fresh + state.fresh.length
    if (off.warm + off.cold > 0 || (isClosed && queued.warm + queued.cold > 0)) openMs += state.openMs
  }
  return { warm, cold, fresh, openMs }
}
