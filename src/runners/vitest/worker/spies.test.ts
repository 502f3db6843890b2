import { expect, it, vi } from 'vitest'
import { watchSpies } from './spies.js'

it('takes back spies that are made later and leaves those that were there, with what they were told', () => {
  const real = vi.spyOn
  const early = { told: () => 'real' }
  const late = { told: () => 'real' }
  class Counter { count() { return 'real' } }
  const counter = new Counter()
  const spies = watchSpies({ vi })
  try {
    vi.spyOn(early, 'told').mockReturnValue('early')
    spies.keepThese()
    vi.spyOn(early, 'told')
    vi.spyOn(late, 'told').mockReturnValue('late')
    vi.spyOn(counter, 'count').mockReturnValue('late')
    expect([early.told(), late.told(), counter.count()]).toEqual(['early', 'late', 'late'])
    spies.restore()
    expect([early.told(), late.told(), counter.count()]).toEqual(['early', 'real', 'real'])
    expect(Object.hasOwn(counter, 'count')).toBe(false)
    expect(() => vi.spyOn(undefined as never, 'told')).toThrow('could not find an object to spy upon')
  } finally {
    vi.spyOn = real
  }
})

it('lets go of mocks that are made later, and those that were there are still cleared with all others', () => {
  const real = vi.spyOn
  const spies = watchSpies({ vi })
  try {
    const early = vi.fn()
    spies.forgetLater()
    const late = vi.fn()
    spies.forget()
    for (const mock of [early, late]) mock()
    vi.clearAllMocks()
    expect([early, late].map(({ mock }) => mock.calls.length)).toEqual([0, 1])
  } finally {
    vi.spyOn = real
  }
})

it('lets go also of what is kept beside Vitest’s own list by what makes its mocks', () => {
  const kept = new Set<unknown>()
  const fn = (): unknown => kept.add(() => undefined)
  const spies = watchSpies({ vi: Object.assign(Object.create(vi) as typeof vi, { fn }) })
  const before = kept.size
  spies.forgetLater()
  fn()
  spies.forget()
  expect(kept.size).toBe(before)
})
