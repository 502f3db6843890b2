/**
 * Lanes: each takes work, does it, and takes the next, one worker at a time. As many compute at the same time as there are
 * places; work that waits gives the share of its place up in which it does, and lanes beyond the places take such work alone.
 */
import { setMaxListeners } from 'node:events'
import { availableMemory } from 'node:process'

export interface Lanes {
  /** No lane has work. */
  isIdle(): boolean
  /** There may be work again. */
  wake(): void
  /** Ends when nobody has work and there is none, or the signal says so. */
  run(): Promise<void>
}

export interface LaneWork<W> {
  /** @param mayWait only such work as waits */
  pick(mayWait: boolean): W | undefined
  /**
   * @param lane number from 1; up to the number of places it does any work
   * @param leave gives so much of the place to others, from 0 to 1 in all; more than once does no harm
   */
  perform(work: W, lane: number, leave: (share: number) => void): Promise<void>
  /** Told after each piece of work. */
  done(): void
}

export function createLanes<W>(places: number, { pick, perform, done }: LaneWork<W>, signal: AbortSignal): Lanes {
  const asleep = new Map<number, () => void>()
  let [busy, taken] = [0, 0]

  /** The first ones first: they do all work, and workers that may take another file wait there. */
  function wake(): void {
    const lanes = [...asleep].sort(([a], [b]) => a - b)
    asleep.clear()
    for (const [, resolve] of lanes) resolve()
  }

  function takePlace(): (share: number) => void {
    taken++
    let given = 0
    return (share) => {
      if (share <= given) return
      taken -= share - given
      given = share
      wake()
    }
  }

  async function runLane(lane: number): Promise<void> {
    while (!signal.aborted) {
      const work = taken <= places - ROOM ? pick(lane > places) : undefined
      if (work !== undefined) {
        const leave = takePlace()
        busy++
        try {
          await perform(work, lane, leave)
        } finally {
          busy--
          done()
          leave(1)
          wake()
        }
      } else if (busy === 0) {
        return
      } else {
        await new Promise<void>((resolve) => asleep.set(lane, resolve))
      }
    }
  }

  return {
    isIdle: () => busy === 0,
    wake,
    async run() {
      setMaxListeners(0, signal)
      signal.addEventListener('abort', wake)
      try {
        await Promise.all(Array.from({ length: lanesFor(places) }, (_, index) => runLane(index + 1)))
      } finally {
        signal.removeEventListener('abort', wake)
      }
    },
  }
}

/** Of a place: what has less stays free. */
const ROOM = 1 / 2

/** Lanes for each place. */
const MOST_IN_A_PLACE = 8

/** Bytes that a worker is taken to need. */
const WORKER_BYTES = 2 ** 29

/** As far as memory allows now. Who wants one worker at a time gets no more. */
function lanesFor(places: number): number {
  return places === 1 ? 1 : Math.max(places, Math.min(places * MOST_IN_A_PLACE, Math.floor(availableMemory() / WORKER_BYTES)))
}
