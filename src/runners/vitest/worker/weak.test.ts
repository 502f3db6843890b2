import { afterAll, describe, expect, it } from 'vitest'
import { createRealmGlobal } from '../../../instrument/realm-global.js'
import { rememberData, type KeptData } from './kept-data.js'
import { beginPhase, watchWeak } from './weak.js'

const kinds = [WeakMap.prototype, WeakSet.prototype].map((prototype) => [prototype, Object.getOwnPropertyDescriptors(prototype)] as const)
afterAll(() => { for (const [prototype, methods] of kinds) Object.defineProperties(prototype, methods) })

/** What a module keeps that was loaded by a first run. */
function load(make: () => unknown): KeptData {
  watchWeak(globalThis)
  const realm = createRealmGlobal()
  const value = make()
  realm.v('src/a.ts', true, () => [value])
  beginPhase('later')
  const data = rememberData(realm.kept, realm)
  beginPhase('first run')
  return data
}

/** The first run is over; what it left is put back. */
function rest(data: KeptData): void {
  beginPhase('later')
  data.putBack()
}

const ended = new WeakMap<KeptData, number>()

/** Runs the next test. */
const test = (data: KeptData, run: () => void): boolean => {
  const index = ended.get(data) ?? 0
  ended.set(data, index + 1)
  run()
  data.look(index)
  return data.unsettled.size === 0
}

describe('a weak map or set that was watched from the start is data', () => {
  it('in which objects that only one test knows change nothing for others', () => {
    const seen = new WeakMap<object, number>()
    const data = load(() => seen)
    expect(data.files).toEqual(['src/a.ts'])
    let last = {}
    expect(test(data, () => { seen.set(last, 1).set({}, 2) })).toBe(true)
    expect(test(data, () => { expect(seen.has({})).toBe(false) })).toBe(true)
    rest(data)
    expect([seen.has(last), data.putBack()]).toEqual([false, 'same'])
    last = {}
    seen.set(last, 1)
    expect([data.isSame(), data.putBack(), seen.has(last)]).toEqual([true, 'same', false])
  })

  it('that a test has left changed when a later one meets it, or when it lives longer than a test', () => {
    const seen = new WeakSet<object>()
    const data = load(() => seen)
    const one = {}
    expect([test(data, () => undefined), test(data, () => { seen.add(one) })]).toEqual([true, true])
    expect([test(data, () => { seen.has(one) }), data.unsettledBy]).toEqual([false, 1])
    rest(data)
    expect(seen.has(one)).toBe(false)
    seen.add(one)
    expect([data.isSame(), data.putBack(), seen.has(one)]).toEqual([false, 'changed', false])
  })

  it('with what modules put there', () => {
    const [kept, gone] = [{}, {}]
    const all = new WeakMap<object, { n: number }>()
    const data = load(() => [all.set(kept, { n: 1 }).set(gone, { n: 2 }), all.delete(gone)])
    const was = all.get(kept)
    rest(data)
    expect(data.isSame()).toBe(true)
    all.get(kept)!.n = 2
    expect([data.putBack(), all.get(kept)]).toEqual(['changed', { n: 1 }])
    all.set(kept, { n: 1 })
    expect([data.putBack(), all.get(kept) === was]).toEqual(['changed', true])
    all.delete(kept)
    all.set(gone, { n: 3 })
    expect([data.putBack(), all.get(kept) === was, all.has(gone)]).toEqual(['changed', true, false])
  })

  it('in which what an earlier run has left is gone, also under an object that lives on', () => {
    const all = new WeakMap<object, number>()
    const data = load(() => all)
    rest(data)
    const one = {}
    for (const ask of [() => all.get(one), () => all.has(one), () => all.delete(one)]) {
      all.set(one, 1)
      expect([data.isSame(), data.putBack(), ask() ?? false]).toEqual([true, 'same', false])
      expect([all.set(one, 2).get(one), all.delete(one)]).toEqual([2, true])
    }
  })

  it('until nobody watches it any more', () => {
    const seen = new WeakSet<object>()
    const data = load(() => seen)
    rest(data)
    data.leave(new Set(data.files))
    const one = {}
    seen.add(one)
    expect([data.putBack(), seen.has(one)]).toEqual(['same', true])
  })
})

it('what was written to while nobody watched, or for another test file, is no data', () => {
  const early = new WeakMap()
  beginPhase('later')
  early.set({}, 1)
  expect(load(() => early).files).toEqual([])
  const shared = new WeakSet()
  expect([load(() => shared.add({})).files, load(() => shared).files]).toEqual([['src/a.ts'], []])
  class Own extends WeakMap {}
  expect(load(() => new Own()).files).toEqual([])
})
