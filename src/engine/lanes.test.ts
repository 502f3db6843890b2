import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createLanes } from './lanes.js'

interface Piece { readonly waits: boolean }

/** Does pieces of work and tells how many computed and how many there were at the same time at most, and in which lanes. */
async function runAll(places: number, queue: Piece[], share = 1) {
  let [computing, open, mostComputing, mostOpen, count] = [0, 0, 0, 0, 0]
  const lanes = { waits: new Set<number>(), computes: new Set<number>() }
  await createLanes<Piece>(places, {
    pick(mayWait) {
      const at = queue.findIndex(({ waits }) => waits || !mayWait)
      return at < 0 ? undefined : queue.splice(at, 1)[0]
    },
    async perform({ waits }, lane, leave) {
      lanes[waits ? 'waits' : 'computes'].add(lane)
      mostComputing = Math.max(mostComputing, ++computing)
      mostOpen = Math.max(mostOpen, ++open)
      await setImmediate()
      computing--
      if (waits) {
        leave(share)
        leave(share)
        for (let turn = 0; turn < 50; turn++) await setImmediate()
      }
      open--
      count++
    },
    done: () => undefined,
  }, new AbortController().signal).run()
  return { mostComputing, mostOpen, count, ...lanes }
}

const times = (count: number, waits: boolean): Piece[] => Array.from({ length: count }, () => ({ waits }))

it('work that waits gives its place to others: eight to a place', async () => {
  const { mostComputing, mostOpen, count } = await runAll(2, times(30, true))
  expect({ mostComputing, mostOpen, count }).toEqual({ mostComputing: 2, mostOpen: 16, count: 30 })
})

it('work that waits half of the time gives half of its place', async () => {
  expect(await runAll(2, times(30, true), 0.5)).toMatchObject({ mostOpen: 4, count: 30 })
  expect(await runAll(2, times(30, true), 0.2)).toMatchObject({ mostOpen: 2, count: 30 })
})

it('other work is done in lanes of the places alone', async () => {
  const { mostComputing, count, computes } = await runAll(2, [...times(5, false), ...times(20, true), ...times(5, false)])
  expect({ mostComputing, count }).toEqual({ mostComputing: 2, count: 30 })
  expect([...computes].every((lane) => lane <= 2)).toBe(true)
})

it('one place has one lane', async () => {
  expect(await runAll(1, times(5, true))).toMatchObject({ mostOpen: 1, count: 5 })
})

it('an error ends the run', async () => {
  const work = { pick: () => ({}), perform: () => Promise.reject(new Error('no')), done: () => undefined }
  await expect(createLanes(2, work, new AbortController().signal).run()).rejects.toThrow('no')
})
