/** The bare global object `__mut` that instrumented code talks to; it runs inside test workers, and imports little. */
import { describe, MOST_TOLD } from './describe.js'
import { isObject, readHidden, showAll, take, type Keeper, type Named, type Secret } from './keepers.js'

/** A source module that began to evaluate. */
export interface LoadedModule {
  /** Number of its first site. */
  readonly first: number
  /** How many sites it has. */
  readonly count: number
  /** Path relative to the root, with forward slashes. */
  readonly file: string
  /** Number of its first body of an outermost function. */
  readonly firstBody: number
  /** How many of those it has. */
  readonly bodies: number
}

export interface RealmGlobal {
  /** The active site, or -1 while every mutant is asleep. */
  s: number
  /** The active alternative of that site, from 0. */
  a: number
  /** Hits by site number; replaced by a larger array when a module with higher numbers registers. */
  h: Uint32Array
  /** By number of a body: 1 when it was entered; replaced by a larger array like `h`. */
  f: Uint8Array
  /** How many loop bodies and functions may still be entered; one is taken by each. 2^30 at first. */
  b: number
  /** Called as soon as `b` is negative; always throws a BudgetError. */
  t(): never
  /** Goes up by one each time a mutant is activated. */
  e: number
  /** The value of a constant under the active mutant: made at the first read after each activation. */
  c<T>(make: MakeConstant<T>): T
  /** The first value of a constant; `ranges` are first and last sites, its own and of what it is made of. Where a mutant in it is active already, all who read it get this same one. */
  m<T>(make: MakeConstant<T>, ...ranges: number[]): T
  /**
   * Has properties of a table count their reads, and give the value that a constant has under the active mutant.
   * @param slots for each property its key, what makes the constant again, and the `ranges` of it as in `m`
   * @returns the table
   */
  o<T extends object>(table: T, ...slots: unknown[]): T
  /** Whether tables do so; otherwise those constants count as read while their module loads. */
  live: boolean
  /** By the functions that read such properties: what these hold when every mutant is asleep. */
  slots: WeakMap<object, unknown>
  /** How many tables do so since it was set to 0. */
  tables: number
  /**
   * Has other modules read an exported constant through `read`, which counts and gives the value under the active mutant. Where that
   * cannot be, it counts as read while its module loads.
   *
   * @param firsts the first site of the constant, and of each that it is made of
   * @param file path relative to the root, as in `r`
   */
  x(file: string, name: string, value: unknown, read: () => unknown, ...firsts: number[]): void
  /** What a module that is being evaluated exports, if that can be known. Set by the worker. */
  exportsOf?: (file: string) => unknown
  /** Registers a module; the first thing an instrumented module does. */
  r(first: number, count: number, file: string, firstBody?: number, bodies?: number): void
  /** What was registered, in order; a module that is evaluated again is there again. */
  loaded: LoadedModule[]
  /** Hands out what variables of a module hold. */
  v(file: string, strict: boolean, read: Keeper['read'], write?: Keeper['write']): void
  /** Hands out a value that has no name, and gives it back. */
  d<T>(file: string, strict: boolean, value: T): T
  /** Tells the names that a module declares, before it has run. */
  n(file: string, read: Named['read'], kind?: Named['kind']): void
  /** What was told, in order. */
  names: Named[]
  /** Hands out private fields of a class, of its instances and its own; 0 where there are none. */
  p(owner: object, read: Secret['read'] | 0, write: Secret['write'] | 0, readOwn: Secret['read'] | 0, writeOwn: Secret['write'] | 0): void
  /** What was handed out so, by class. */
  secrets: WeakMap<object, { readonly ofInstances?: Secret; readonly ofClass?: Secret }>
  /** A place sets something up in a package. */
  q(place: string): void
  /** It is given this, which is given back. */
  g<T>(place: string, value: T): T
  /** What was told so: the place, a line break, and what it was given; nothing more is taken down once there are very many. */
  told: Set<string>
  /** Marks functions, see `HIDES`. */
  u: undefined
  /** Whether what is handed out is taken down: while a test file is loaded. Nobody asks for what comes while tests run, where a loop may hand out millions. */
  w: boolean
  /** Hands out variables of a function or block that functions made there use; without `read` those that cannot be. */
  k(file: string, read?: Keeper['read'], write?: Keeper['write']): void
  /** What was handed out, in order. */
  kept: Keeper[]
  /** The functions in it that stand where it is declared; of all others nobody knows what they keep. */
  shown: WeakSet<object>
}

/** The initializer of a constant, and what it gave last. */
export interface MakeConstant<T> {
  (): T
  madeAt?: number
  made?: T
}

/** Ends an endless loop or recursion. Code that catches it gets it again at its next loop or function. */
export class BudgetError extends Error {
  constructor() {
    super('loop budget exhausted')
    this.name = 'BudgetError'
  }
}

/**
 * A new global with every mutant asleep and no limit.
 * @param sites how many sites to have counters for at once; more are added as modules register. A module in an import
 *   cycle can be entered before it registers: what is beyond the counters then is not counted.
 */
export function createRealmGlobal(sites = 16_384): RealmGlobal {
  const global: RealmGlobal = {
    s: -1,
    a: 0,
    h: new Uint32Array(sites),
    f: new Uint8Array(sites),
    // A small integer to the engine, so that counting down stays cheap.
    b: 1 << 30,
    t() {
      throw new BudgetError()
    },
    e: 0,
    c(make) {
      if (make.madeAt !== global.e) {
        make.made = make()
        make.madeAt = global.e
      }
      return make.made!
    },
    m(make, ...ranges) {
      const value = make()
      if (isActive(global, ranges)) {
        make.made = value
        make.madeAt = global.e
      }
      return value
    },
    o(table, ...slots) {
      if (global.live) global.tables++
      for (let at = 0; at < slots.length; at += 3) {
        const [key, make, ranges] = slots.slice(at, at + 3) as [string, MakeConstant<unknown>, number[]]
        if (global.live) define(global, table, key, make, ranges)
        else count(global, ranges)
      }
      return table
    },
    live: true,
    slots: new WeakMap(),
    tables: 0,
    x(file, name, value, read, ...firsts) {
      const exported = global.exportsOf?.(file)
      const property = isObject(exported) ? Object.getOwnPropertyDescriptor(exported, name) : undefined
      if (property?.configurable && property.get && Object.is(property.get(), value)) {
        Object.defineProperty(exported, name, { ...property, get: read })
      } else {
        for (const first of firsts) global.h[first]!++
      }
    },
    r(first, count, file, firstBody = 0, bodies = 0) {
      if (first + count > global.h.length) global.h = grown(global.h, new Uint32Array(roomFor(global.h, first + count)))
      if (firstBody + bodies > global.f.length) global.f = grown(global.f, new Uint8Array(roomFor(global.f, firstBody + bodies)))
      global.loaded.push({ first, count, file, firstBody, bodies })
    },
    loaded: [],
    v(file, strict, read, write) {
      if (!global.w) return
      take(global.kept, { file, strict, read, write })
      if (!strict) showAll(read(), global.shown)
    },
    d(file, strict, value) {
      if (!global.w) return value
      take(global.kept, { file, strict, read: () => [value] })
      if (!strict) showAll([value], global.shown)
      return value
    },
    n(file, read, kind = 'module') {
      if (global.w) global.names.push({ file, read, kind })
    },
    names: [],
    p(owner, read, write, readOwn, writeOwn) {
      global.secrets.set(owner, { ...(read && write && { ofInstances: { read, write } }), ...(readOwn && writeOwn && { ofClass: { read: readOwn, write: writeOwn } }) })
    },
    secrets: new WeakMap(),
    q(place) {
      if (global.told.size < MOST_TOLD) global.told.add(`${place}\n`)
    },
    g(place, value) {
      if (global.told.size < MOST_TOLD) global.told.add(`${place}\n${describe(value)}`)
      return value
    },
    told: new Set(),
    u: undefined,
    w: true,
    k(file, read = readHidden, write) {
      if (global.w) take(global.kept, { file, captured: true, strict: true, read, write })
    },
    kept: [],
    shown: new WeakSet(),
  }
  return global
}

function isActive({ s }: RealmGlobal, ranges: readonly number[]): boolean {
  for (let at = 0; at < ranges.length; at += 2) if (s >= ranges[at]! && s <= ranges[at + 1]!) return true
  return false
}

function count({ h }: RealmGlobal, ranges: readonly number[]): void {
  for (let at = 0; at < ranges.length; at += 2) h[ranges[at]!]!++
}

/** Who assigns to the property makes it a plain one. */
function define(global: RealmGlobal, table: object, key: string, make: MakeConstant<unknown>, ranges: readonly number[]): void {
  const value = (table as Record<string, unknown>)[key]
  const get = (): unknown => {
    count(global, ranges)
    return isActive(global, ranges) ? global.c(make) : value
  }
  global.slots.set(get, value)
  Object.defineProperty(table, key, {
    get,
    set(this: object, assigned: unknown) {
      Object.defineProperty(this, key, { value: assigned, writable: true, enumerable: true, configurable: true })
    },
    enumerable: true,
    configurable: true,
  })
}

/** In the text of each function of a source that is mutated, and of those of test files that use nothing else than what is handed out. */
export const OPEN = '__mut.b'

/** In the text of a function that uses variables which nobody hands out. */
export const HIDES = '__mut.u'

/** Doubling keeps many small modules from copying each time. */
function roomFor(full: { readonly length: number }, needed: number): number {
  return Math.max(needed, full.length * 2)
}

/** The longer array with the same counts. */
function grown<T extends Uint32Array | Uint8Array>(counts: T, larger: T): T {
  larger.set(counts)
  return larger
}
