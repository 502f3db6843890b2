/** Tells how long the steps of one worker took. */
import type { Emit, SpanName } from '../model/events.js'

export interface Laps {
  /** The step from the last call until now had this name. */
  end(name: SpanName, detail?: string, testsMs?: number): void
  /** What was since the last call was waiting. */
  skip(): void
}

export function createLaps(emit: Emit, track: number): Laps {
  let from = performance.now()
  return {
    end(name, detail, testsMs) {
      const to = performance.now()
      emit({
        type: 'span', track, name, from, to, ...(detail !== undefined && { detail }), ...(testsMs !== undefined && { testsMs }),
      })
      from = to
    },
    skip() {
      from = performance.now()
    },
  }
}
