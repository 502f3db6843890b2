import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { Keeper } from '../../../instrument/keepers.js'
import { createRealmGlobal } from '../../../instrument/realm-global.js'
import { watchBind } from './bound.js'
import { rememberData, type KeptData } from './kept-data.js'

/** Hands out as instrumented code does. */
function remember(keepers: readonly Keeper[]): KeptData {
  const realm = createRealmGlobal()
  for (const { file, strict, read, write } of keepers) realm.v(file, strict, read, write)
  return rememberData(realm.kept, realm)
}

/** What a module keeps in one variable. */
function keep(value: unknown, strict = false): { readonly data: KeptData; readonly variable: { now: unknown } } {
  const variable = { now: value }
  const keeper: Keeper = { file: 'src/a.ts', strict, read: () => [variable.now], write: ([before]) => { variable.now = before } }
  return { data: remember([keeper]), variable }
}

/** With the mark that classes of sources carry. */
class Door {
  open = false
  readonly rooms = ['hall']
  close() { return ['__mut.', this.open] }
}

/** As sources have them that give their methods away. */
class Bound {
  readonly listeners = new Set<string>()
  readonly subscribe: (name: string) => unknown
  constructor() {
    this.subscribe = this.add.bind(this)
  }
  add(name: string) { return ['__mut.b', this.listeners.add(name)] }
}

/** What is bound meanwhile is known. */
function whileLoading<T>(make: () => T): T {
  const stop = watchBind(globalThis)
  try {
    return make()
  } finally {
    stop()
  }
}

/** Without the mark. */
class Cache {
  readonly all: string[] = ['a']
  /** Returns this, as packages like it. */
  set(key: string): this {
    const { all } = this
    all.push(key) // not to this one alone
    return this
  }
}

class Loud extends Map<string, number> {
  override clear() { throw new Error('__mut.') }
}

describe('data that a module keeps is put back', () => {
  const cases: [string, () => unknown, (value: never) => void][] = [
    ['a property that was assigned', () => ({ a: 1 }), (it: { a: number }) => { it.a = 2 }],
    ['one that was added', () => ({ a: 1 }), (it: { b?: number }) => { it.b = 2 }],
    ['one that was deleted, where it stood', () => ({ a: 1, b: 2 }), (it: { a?: number }) => { delete it.a }],
    ['what is deep inside', () => ({ a: [{ b: { c: 1 } }] }), (it: { a: [{ b: { c: number } }] }) => { it.a[0].b.c = 2 }],
    ['a list that grew', () => [1, 2], (it: number[]) => { it.push(3) }],
    ['a list that shrank', () => [1, 2], (it: number[]) => { it.length = 0 }],
    ['a list that was sorted', () => [2, 1, 3], (it: number[]) => { it.sort() }],
    ['a map', () => new Map([['a', { n: 1 }]]), (it: Map<string, { n: number }>) => { it.get('a')!.n = 2; it.set('b', { n: 3 }) }],
    ['a map with methods of its own', () => new Loud(), (it: Map<string, number>) => { it.set('b', 3) }],
    ['a set', () => new Set(['a']), (it: Set<string>) => { it.clear() }],
    ['a date', () => new Date(1000), (it: Date) => { it.setFullYear(1999) }],
    ['where a pattern has come to', () => /a/g, (it: RegExp) => { it.test('banana') }],
    ['an instance', () => new Door(), (it: Door) => { it.open = true; it.rooms.push('attic') }],
    ['what instances of a class share', () => class { close() { return '__mut.' } }, (it: { prototype: { close?: unknown } }) => { delete it.prototype.close }],
    ['what a function carries', () => Object.assign(() => 1, { calls: 0 }), (it: { calls: number }) => { it.calls++ }],
    ['an instance of a package', () => new Cache(), (it: Cache) => { it.set('b').set('c') }],
    ['what listens', () => new EventEmitter(), (it: EventEmitter) => { it.on('end', it.getMaxListeners) }],
    ['bytes', () => new Uint8Array([1, 2]), (it: Uint8Array) => { it[1] = 9 }],
    ['bytes as Node has them', () => Buffer.from([1, 2]), (it: Buffer) => { it[1] = 9 }],
    ['an address', () => new URL('https://a.b/c'), (it: URL) => { it.searchParams.set('page', '2') }],
    ['what is beside a promise that has come to nothing', () => Object.assign(Promise.resolve(), { by: 1 }), (it: { by: number }) => { it.by = 2 }],
    ['what is beside functions of the language and of the platform', () => ({ type: String, log: console.log, later: setTimeout, name: 'a' }), (it: { name: string }) => { it.name = 'b' }],
    ['what a function did not carry', () => () => 1, (it: { calls?: number }) => { it.calls = 1 }],
  ]
  it.each(cases)('%s', (_, make, change) => {
    const { data, variable } = keep(make())
    expect(data.putBack()).toBe('same')
    change(variable.now as never)
    expect(data.putBack()).toBe('changed')
    const before = make()
    if (typeof before !== 'function') expect(variable.now).toEqual(before)
    if (typeof before === 'object') expect(Reflect.ownKeys(variable.now as object)).toEqual(Reflect.ownKeys(before!))
    expect([data.putBack(), data.files]).toEqual(['same', ['src/a.ts']])
  })

  it('a decoder that waits for the rest of a character', () => {
    const decoder = new TextDecoder()
    const { data } = keep({ decoder, encoder: new TextEncoder() })
    decoder.decode(Uint8Array.of(0xe2), { stream: true })
    expect([data.putBack(), data.putBack(), data.files]).toEqual(['changed', 'same', ['src/a.ts']])
    expect(decoder.decode(Uint8Array.of(0x61))).toBe('a')
  })

  it('what a function was bound to, and its first arguments, where that was done while the file was loaded', () => {
    const names: string[] = []
    const add = function (to: string[]) { return ['__mut.b', to.push('a')] }
    const { door, addFirst } = whileLoading(() => ({ door: new Bound(), addFirst: add.bind(undefined, names) }))
    const { data } = keep({ subscribe: door.subscribe, addFirst }, true)
    door.subscribe('a')
    expect([data.putBack(), door.listeners.size, data.putBack()]).toEqual(['changed', 0, 'same'])
    addFirst()
    expect([data.putBack(), names, data.files]).toEqual(['changed', [], ['src/a.ts']])
    expect(keep(new Bound()).data.files).toEqual([])
    expect(keep(whileLoading(() => console.log.bind(console)), true).data.files).toEqual(['src/a.ts'])
    expect(keep(whileLoading(() => process.emit.bind(process))).data.files).toEqual([])
  })

  it('also in a variable that holds another value now', () => {
    const { data, variable } = keep(undefined)
    variable.now = new WeakMap()
    expect([data.putBack(), variable.now]).toEqual(['changed', undefined])
  })

  it('but is lost when it was frozen or replaced for good', () => {
    const frozen = keep({ a: 1 })
    Object.freeze(frozen.variable.now)
    expect([frozen.data.putBack(), frozen.data.putBack()]).toEqual(['lost', 'lost'])
    let value: unknown = [1]
    const data = remember([{ file: 'src/a.ts', strict: false, read: () => [value] }])
    value = [1]
    expect(data.putBack()).toBe('lost')
  })
})

it('what a test leaves changed is told apart, and can be left as it is', () => {
  const { data, variable } = keep({ a: 1 })
  data.look(0)
  expect([...data.unsettled]).toEqual([])
  variable.now = { a: 2 }
  data.look(1)
  expect([[...data.unsettled], data.putBack()]).toEqual([['src/a.ts'], 'changed'])
  variable.now = { a: 3 }
  data.leave(data.unsettled)
  expect([data.putBack(), variable.now]).toEqual(['same', { a: 3 }])
})

it('what the first run has left is put back as it was then, and as it was loaded where that is no data', () => {
  const { data, variable } = keep({ a: 1 })
  variable.now = { a: 2 }
  data.look(0)
  data.rememberUnsettled()
  variable.now = { a: 3 }
  data.putBack('first run')
  expect(variable.now).toEqual({ a: 2 })
  expect([data.putBack(), variable.now]).toEqual(['changed', { a: 1 }])
  const other = keep({ a: 1 })
  other.variable.now = { call: expect.bind(undefined) }
  other.data.look(0)
  other.data.rememberUnsettled()
  expect([other.data.putBack('first run'), other.variable.now]).toEqual(['changed', { a: 1 }])
})

describe('what keeps more than can be seen is not data', () => {
  class Secret {
    #open = false
    toggle() { this.#open = !this.#open }
  }
  class Registered {
    readonly at = registry.push(this)
  }
  const registry: object[] = []
  function OfOldStyle(this: { open: boolean }) { this.open = true }
  it.each([
    ['private fields', { door: new Secret() }],
    ['a class with private fields', Secret],
    ['a promise that is open', new Promise(() => undefined)],
    ['one that has come to an object', Promise.resolve({})],
    ['an object that stands for another', new Proxy({}, {})],
    ['memory', new ArrayBuffer(2)],
    ['a generator', (function* () { yield 1 })()],
    ['an instance that gives itself to others', new Registered()],
    ['one whose class is a function', Reflect.construct(OfOldStyle, [])],
  ])('%s', (_, value) => { expect(keep(value).data.files).toEqual([]) })

  it('nor is a function, where the text does not show it', () => {
    const make = () => ({ next: () => 1 })
    expect([keep(make()).data.files, keep(make(), true).data.files]).toEqual([['src/a.ts'], []])
  })

  it('but a function of a source is, when all variables that it uses are handed out', () => {
    const variables = { n: 0 }
    // With the mark that functions of sources carry.
    const next = () => ['__mut.b', variables.n += 1]
    const marked = () => ['__mut.b', '__mut.u', variables.n]
    const hand = (value: unknown): KeptData => {
      const realm = createRealmGlobal()
      realm.k('src/make.ts', () => [variables.n], ([n]) => { variables.n = n as number })
      realm.k('src/make.ts', () => { throw new ReferenceError('it never gets a value') })
      realm.v('src/a.ts', true, () => [value])
      return rememberData(realm.kept, realm)
    }
    const data = hand({ next })
    expect([data.files, data.makers]).toEqual([['src/make.ts', 'src/a.ts'], ['src/make.ts']])
    next()
    expect([data.putBack(), variables.n, data.putBack()]).toEqual(['changed', 0, 'same'])
    expect([hand({ marked }).files, hand({ bound: next.bind(null) }).files]).toEqual([['src/make.ts'], ['src/make.ts']])
    const opaque = createRealmGlobal()
    opaque.k('src/make.ts')
    expect([rememberData(opaque.kept, opaque).files, rememberData(opaque.kept, opaque).makers]).toEqual([[], ['src/make.ts']])
  })

  it('private fields are, where their class hands them out', () => {
    const realm = createRealmGlobal()
    class Base {
      static #made = 0
      #open = false
      static { realm.p(this, ($) => [($ as Base).#open], ($, was) => { [($ as Base).#open] = was as [boolean] }, ($) => [($ as typeof Base).#made], ($, was) => { [($ as typeof Base).#made] = was as [number] }) }
      toggle() { this.#open = !this.#open; Base.#made++; return '__mut.' }
      get state() { return [this.#open, Base.#made] }
    }
    class Door extends Base {
      #list: string[] = []
      static { realm.p(this, ($) => [($ as Door).#list], ($, was) => { [($ as Door).#list] = was as [string[]] }, 0, 0) }
      add() { this.#list.push('__mut.') }
      get all() { return this.#list.length }
    }
    const door = new Door()
    realm.v('src/a.ts', true, () => [door])
    realm.v('src/a.ts', false, () => [Base, Door])
    const data = rememberData(realm.kept, realm)
    expect(data.files).toEqual(['src/a.ts'])
    door.toggle()
    door.add()
    expect([data.putBack(), door.state, door.all, data.putBack()]).toEqual(['changed', [false, 0], 0, 'same'])
  })

  it('values behind properties that count their reads are data, and nobody counts here', () => {
    const realm = createRealmGlobal()
    const table = realm.o({ list: ['a'], f: 1 }, 'list', () => ['b'], [0, 0])
    realm.v('src/a.ts', true, () => [table])
    const data = rememberData(realm.kept, realm)
    expect(data.files).toEqual(['src/a.ts'])
    table.list.push('c')
    expect([data.putBack(), table.list]).toEqual(['changed', ['a']])
    table.list = ['d']
    expect([data.putBack(), table.list]).toEqual(['changed', ['a']])
    expect(realm.h[0]).toBe(3)
  })

  it('nor is a function that came later', () => {
    const hooks: unknown[] = [() => 1]
    const realm = createRealmGlobal()
    realm.v('src/a.ts', false, () => [hooks])
    expect(rememberData(realm.kept, realm).files).toEqual(['src/a.ts'])
    hooks.push(() => 2)
    expect(rememberData(realm.kept, realm).files).toEqual([])
  })

  it('nor is what a class was given as a function, or an instance that is met again where a function must not be', () => {
    class Ids {
      static next = () => 1
      now() { return Ids.next() }
    }
    const all = [{ next: () => 1 }]
    const keeper = (strict: boolean): Keeper => ({ file: 'src/a.ts', strict, read: () => [all] })
    expect([keep(Ids).data.files, remember([keeper(false), keeper(true)]).files]).toEqual([[], []])
  })

  it('nor is a module of which a part is none', () => {
    const keeper = (value: unknown): Keeper => ({ file: 'src/a.ts', strict: true, read: () => [value] })
    expect(remember([keeper({ a: 1 }), keeper(() => 1)]).files).toEqual([])
  })

  it('nor is what throws when it is looked at', () => {
    const trap = new Proxy({}, { get() { throw new Error('no') } })
    expect(keep([trap]).data.files).toEqual([])
  })

  it('nor is what cannot be read', () => {
    let isGone = false
    const read = () => {
      if (isGone) throw new Error('gone')
      return []
    }
    const realm = createRealmGlobal()
    realm.v('src/a.ts', false, read)
    isGone = true
    expect(rememberData(realm.kept, realm).files).toEqual([])
  })

  it('nor is very much of it', () => {
    expect(keep(Array.from({ length: 60_000 }, (_, n) => n)).data.files).toEqual([])
  })
})
