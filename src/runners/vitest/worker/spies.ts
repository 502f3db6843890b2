/**
 * Takes back the spies that a run of tests put on methods, and leaves alone what was there when the file was loaded:
 * `vi.restoreAllMocks` would take that too, and in Vitest 3.2 also what `vi.fn()` was told to return.
 */
import { types } from 'node:util'
import type { VitestApi } from './vitest-types.js'

/** They are put back by `Spies` and by Vitest, so nobody else looks into them. */
export function isMock(value: unknown): boolean {
  return typeof value === 'function' && !types.isProxy(value) && 'mockClear' in value
}

export interface Spies {
  /** Only spies made from now on are taken back by `restore`. */
  keepThese(): void
  restore(): void
  /** Whether there were spies when `keepThese` was called. */
  readonly keeps: boolean
  /** From now on `forget` lets go of mocks that were made later. */
  forgetLater(): void
  /**
   * Vitest 4 and before keep every mock that was ever made: clearing them all would take longer with each run, and nothing that they
   * hold would ever be freed.
   */
  forget(): void
  /** Watches no more. */
  close(): void
}

interface Made {
  readonly spy: { mockRestore(): void }
  readonly target: object
  readonly key: PropertyKey
  /** What stood there before. */
  readonly before: PropertyDescriptor | undefined
}

/** Call before anything of the project is loaded, as that may keep `vi.spyOn` for later. */
export function watchSpies({ vi }: Pick<VitestApi, 'vi'>): Spies {
  const lists = listsOf(vi)
  let stay: readonly ReadonlySet<unknown>[] = []
  const { spyOn } = vi
  const known = new WeakSet()
  let made: Made[] = []
  let keeps = false
  vi.spyOn = (target, key, ...rest) => {
    const before = Object(target) === target ? Object.getOwnPropertyDescriptor(target, key) : undefined
    const spy = spyOn.call(vi, target, key, ...rest)
    // Vitest 4 and later give a spy that is already there once more.
    if (spy !== before?.value && !known.has(spy)) made.push({ spy, target, key, before })
    known.add(spy)
    return spy
  }
  return {
    keepThese() {
      keeps = made.length > 0
      made = []
    },
    get keeps() { return keeps },
    restore() {
      for (const { spy, target, key, before } of made.reverse()) {
        spy.mockRestore()
        // In Vitest 3.2 a spy on a spy takes both away.
        if (before) Reflect.defineProperty(target, key, before)
        else Reflect.deleteProperty(target, key)
      }
      made = []
    },
    forgetLater() {
      stay = lists.map((list) => new Set(list))
    },
    forget() {
      for (const [at, known] of stay.entries()) for (const mock of lists[at]!) if (!known.has(mock)) lists[at]!.delete(mock)
    },
    close() {
      vi.spyOn = spyOn
    },
  }
}

/** The sets in which Vitest keeps mocks, and what restores them: those that it walks through for all of them or adds a new one to. Vitest 5 has none. */
function listsOf(vi: VitestApi['vi']): Set<unknown>[] {
  const found = new Set<Set<unknown>>()
  const { add, forEach, [Symbol.iterator]: iterate } = Set.prototype
  const watched: Pick<Set<unknown>, 'add' | 'forEach' | typeof Symbol.iterator> = {
    add(this: Set<unknown>, value) {
      if (typeof value === 'function') found.add(this)
      return add.call(this, value)
    },
    forEach(this: Set<unknown>, ...args) {
      found.add(this)
      forEach.apply(this, args)
    },
    [Symbol.iterator](this: Set<unknown>) {
      found.add(this)
      return iterate.call(this)
    },
  }
  Object.assign(Set.prototype, watched)
  try {
    vi.clearAllMocks()
    vi.restoreAllMocks()
    vi.fn()
  } finally {
    Object.assign(Set.prototype, { add, forEach, [Symbol.iterator]: iterate })
  }
  return Array.from(found.keys())
}
