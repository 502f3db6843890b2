import { describe, expect, it } from 'vitest'
import { BudgetError, createRealmGlobal } from './realm-global.js'

describe('the realm global', () => {
  it('begins with every mutant asleep, no hits and nothing loaded', () => {
    const realm = createRealmGlobal(8)
    expect([realm.s, realm.a, realm.loaded, [...realm.h]]).toEqual([-1, 0, [], Array(8).fill(0)])
    expect(realm.b).toBeGreaterThan(1e9)
  })

  it('makes room for the sites of a module and keeps the counts it has', () => {
    const realm = createRealmGlobal(4)
    realm.h[3] = 9
    realm.r(3, 2, 'src/a.ts')
    realm.h[4] = 7
    realm.r(1000, 24, 'src/b.ts')
    expect(realm.h.length).toBeGreaterThanOrEqual(1024)
    expect([realm.h[3], realm.h[4], realm.h[1023]]).toEqual([9, 7, 0])
  })

  it('doubles its room, so that many small modules do not copy each time', () => {
    const realm = createRealmGlobal(4)
    const arrays = new Set<Uint32Array>()
    for (let first = 0; first < 4096; first += 2) {
      realm.r(first, 2, 'src/a.ts')
      arrays.add(realm.h)
    }
    expect(arrays.size).toBeLessThan(12)
  })

  it('keeps what was registered in order, a second evaluation too', () => {
    const realm = createRealmGlobal()
    realm.r(2, 1, 'src/b.ts')
    realm.r(0, 2, 'src/a.ts')
    realm.r(2, 1, 'src/b.ts')
    expect(realm.loaded.map(({ file }) => file)).toEqual(['src/b.ts', 'src/a.ts', 'src/b.ts'])
  })

  it('makes the value of a constant once for each activation', () => {
    const realm = createRealmGlobal()
    let made = 0
    const make = () => [made++]
    const first = realm.c(make)
    expect(realm.c(make)).toBe(first)
    realm.e++
    expect(realm.c(make)).toEqual([1])
  })

  it('throws an error that can be told by its name', () => {
    const realm = createRealmGlobal()
    expect(() => realm.t()).toThrow(BudgetError)
    expect(() => realm.t()).toThrow(expect.objectContaining({ name: 'BudgetError', message: 'loop budget exhausted' }))
  })
})
