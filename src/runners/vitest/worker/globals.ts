/** Puts back what a failing test has left changed in the objects that all code shares: it never came to the line that restores it. */
import { loadedModules } from './node-modules.js'
import { isMock } from './spies.js'
import type { Note } from './surroundings.js'

export interface Globals {
  /** What tests have left changed: nothing, only mocks, which they put there, what assertions keep and what is usual, or more. */
  left(): 'nothing' | 'usual' | 'more'
  /** What is changed now is usual: the tests leave it so without a mutant. */
  accept(): void
  /** Since then something was changed that nobody can put back. */
  readonly isStuck: boolean
  /** Puts that back, and does so from now on after each run; says whether that is new. */
  mend(): boolean
  /** @param names such as `globalThis.flag` and `Array.prototype.last`; what is deeper in an object is not put back */
  canPutBack(names: readonly string[]): boolean
  /** Leaves all as tests change it; says whether it was put back until now. */
  stopMending(): boolean
  /** After a run. @param note is told what is put back, but for mocks and what is usual, and what it was */
  reset(note: Note): void
  /** What tests have left that `reset` did not put back, as nobody has asked for it yet; otherwise as there. */
  others(): ReadonlyMap<string, unknown>
}

/** Properties by the objects that all code shares. */
export type Memos = ReadonlyMap<object, Memo>

/** An object as it was. */
interface Memo {
  readonly properties: ReadonlyMap<PropertyKey, PropertyDescriptor>
  readonly isExtensible: boolean
}

/** A property that is not as it was. */
export interface Change {
  readonly object: object
  readonly key: PropertyKey
  /** Absent for a new one. */
  readonly before?: PropertyDescriptor
}

/** Takes down the properties of the global object, and those of the functions and of the objects like `Math` that it holds. */
export function takeDown(page: object): Memos {
  const memos = new Map<object, Memo>()
  for (const [name, { value: held, get }] of see(page, memos).properties as ReadonlyMap<PropertyKey, { readonly value?: unknown; readonly get?: unknown }>) {
    // Reading others may load what they stand for.
    const value = get && READABLE.has(name) ? (page as Record<PropertyKey, unknown>)[name] : held
    if (isObject(value) && (typeof value === 'function' || HOLDERS.has(String(name)) || READABLE.has(name))) seeWithPrototype(value, memos)
  }
  return memos
}

/** Takes down what Node's modules hold that something has loaded, their classes, and `process`: functions there are often replaced by tests. */
export function takeDownNode(): Memos {
  const memos = new Map<object, Memo>()
  see(process, memos)
  for (const name of loadedModules()) {
    for (const { value } of see(process.getBuiltinModule(name) as object, memos).properties.values() as Iterable<{ readonly value?: unknown }>) {
      if (typeof value === 'function' && !memos.has(value) && !isPlain(value)) seeWithPrototype(value, memos)
    }
  }
  return memos
}

/** Whether a function holds nothing but what each one holds: hundreds of Node's are so, and nobody gives them properties. */
function isPlain(method: object): boolean {
  const prototype: unknown = Reflect.getOwnPropertyDescriptor(method, 'prototype')?.value
  return Reflect.ownKeys(method).every((key) => OF_ALL_FUNCTIONS.has(key)) && (!isObject(prototype) || Reflect.ownKeys(prototype).length <= 1)
}

const OF_ALL_FUNCTIONS = new Set<PropertyKey>(['length', 'name', 'prototype', 'arguments', 'caller'])

function see(object: object, memos: Map<object, Memo>): Memo {
  const memo = memos.get(object) ?? { properties: propertiesOf(object), isExtensible: Object.isExtensible(object) }
  memos.set(object, memo)
  return memo
}

function seeWithPrototype(object: object, memos: Map<object, Memo>): void {
  const prototype: unknown = see(object, memos).properties.get('prototype')?.value
  if (isObject(prototype)) see(prototype, memos)
}

/** What is not as it was taken down; new properties that hold nothing do not count. */
export function changesSince(memos: Memos, page: object): Change[] {
  const changes: Change[] = []
  for (const [object, memo] of memos) if (!isUntouched(object, memo)) changes.push(...changesOf(object, memo.properties, object === page))
  return changes
}

/** Makes a property this; absent: takes it away. */
export function put(object: object, key: PropertyKey, property: PropertyDescriptor | undefined): void {
  if (property) Reflect.defineProperty(object, key, property)
  else Reflect.deleteProperty(object, key)
}

/** Puts back what tests change from now on, once it is asked to mend. */
export function rememberGlobals(page: object): Globals {
  const memos = new Map([...takeDownNode(), ...takeDown(page)])
  let mends = false
  let usual: readonly Change[] = []
  let isStuck = false
  const changes = (): Change[] => changesSince(memos, page)
  const isUsual = ({ object, key }: Change): boolean => usual.some((each) => each.object === object && each.key === key)
  const restore = (found: readonly Change[]): void => {
    for (const change of found) {
      const { object, key, before } = change
      put(object, key, before)
      const now = Reflect.getOwnPropertyDescriptor(object, key)
      if ((before ? !isAsItWas(now, before) : now !== undefined) && !isUsual(change)) isStuck = true
    }
  }
  const isMore = (change: Change): boolean => {
    const value: unknown = Reflect.getOwnPropertyDescriptor(change.object, change.key)?.value
    return change.key !== '__flags' && !isMock(value) && !isUsual(change)
  }
  const named = (found: readonly Change[]): Map<string, unknown> => new Map(found.filter(isMore).map(({ object, key }) => {
    const now = Reflect.getOwnPropertyDescriptor(object, key)
    return [`global ${String(key)}`, now?.get ?? now?.value]
  }))
  const canPutBack = (name: string): boolean => {
    const names = name.split('.')
    const key = names.pop()!
    const holder = names.reduce<unknown>((value, each) => (ROOTS.has(each) ? page : isObject(value) ? propertiesOf(value).get(each)?.value : undefined), page)
    if (!isObject(holder) || !memos.has(holder)) return false
    const before = memos.get(holder)!.properties.get(key)
    // Nobody gets rid of that again.
    if (Reflect.getOwnPropertyDescriptor(holder, key)?.configurable === false && before?.configurable !== false) return false
    return before ? holder !== page || !key.startsWith('_') : isOurs(holder, key, holder === page)
  }
  return {
    canPutBack: (names) => names.every(canPutBack),
    left() {
      const left = changes()
      return left.some(isMore) ? 'more' : left.length > 0 ? 'usual' : 'nothing'
    },
    accept() {
      usual = changes()
      isStuck = false
    },
    get isStuck() { return isStuck },
    mend() {
      if (mends) return false
      restore(changes())
      return mends = true
    },
    stopMending() {
      const was = mends
      mends = false
      return was
    },
    reset(note) {
      if (!mends) return
      const found = changes()
      for (const [what, to] of named(found)) note(what, to)
      restore(found)
    },
    others: () => (mends ? new Map() : named(changes())),
  }
}

/** Objects of the language that hold functions; others, such as the document, have ways of their own. */
const HOLDERS = new Set(['Math', 'JSON', 'Reflect', 'Intl', 'Atomics', 'console', 'crypto'])

/** Those that nothing is loaded for when they are read. */
const READABLE = new Set<PropertyKey>(['performance', 'document', 'navigator', 'history', 'location', 'screen'])

/** Functions as well. */
export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

/** Getters are not called. */
function propertiesOf(object: object): ReadonlyMap<PropertyKey, PropertyDescriptor> {
  return new Map(Reflect.ownKeys(object).map((key) => [key, Reflect.getOwnPropertyDescriptor(object, key)!] as const))
}

/** Names of the global object itself. */
const ROOTS = new Set(['globalThis', 'global', 'window', 'self'])

/** Names of what tools keep there. */
const OF_TOOLS = /^__(?:vi|mut|coverage)|^_?___|vitest|jest|chai|matchers|^node|^undici\./iu

/**
 * Runs for thousands of properties after each run where something is put back, so values are read without their descriptors. Other
 * attributes count where the object was frozen or sealed.
 */
function isUntouched(object: object, { properties, isExtensible }: Memo): boolean {
  if (Object.isExtensible(object) !== isExtensible) return false
  const keys = Reflect.ownKeys(object)
  if (keys.length !== properties.size) return false
  let at = 0
  for (const [key, was] of properties) {
    if (keys[at++] !== key) return false
    if ('value' in was) {
      if (!Object.is(valueOf(object, key), was.value)) return false
    } else if (!isAsItWas(Reflect.getOwnPropertyDescriptor(object, key), was)) return false
  }
  return true
}

/** A getter that stands where a value was may throw. */
function valueOf(object: object, key: PropertyKey): unknown {
  try {
    return (object as Record<PropertyKey, unknown>)[key]
  } catch {
    return ACCESSOR
  }
}

const ACCESSOR = Symbol('accessor')

/** @param isGlobal what begins with a line, and was there before, belongs to tools */
function changesOf(object: object, properties: ReadonlyMap<PropertyKey, PropertyDescriptor>, isGlobal: boolean): Change[] {
  const changes: Change[] = []
  for (const [key, before] of properties) {
    if (!isAsItWas(Reflect.getOwnPropertyDescriptor(object, key), before) && !(isGlobal && isOfTools(key)) && !(object === process && isOfProcess(key))) {
      changes.push({ object, key, before })
    }
  }
  for (const key of Reflect.ownKeys(object)) {
    if (!properties.has(key) && isOurs(object, key, isGlobal) && !holdsNothing(object, key)) changes.push({ object, key })
  }
  return changes
}

/** Getters are not called: some throw. */
function holdsNothing(object: object, key: PropertyKey): boolean {
  const property = Reflect.getOwnPropertyDescriptor(object, key)
  return !property || ('value' in property && property.value === undefined)
}

function isAsItWas(now: PropertyDescriptor | undefined, old: PropertyDescriptor): boolean {
  return now !== undefined && Object.is(now.value, old.value) && now.get === old.get && now.set === old.set
    && now.writable === old.writable && now.enumerable === old.enumerable && now.configurable === old.configurable
}

function isOfTools(key: PropertyKey): boolean {
  return typeof key !== 'string' || key.startsWith('_')
}

/** What Node changes itself, what is no plain property though it looks like one, and what is put back in other ways. */
function isOfProcess(key: PropertyKey): boolean {
  return isOfTools(key) || OF_PROCESS.has(key)
}

const OF_PROCESS = new Set<PropertyKey>(['title', 'debugPort', 'ppid', 'exitCode', 'env', 'channel', 'connected'])

/** Whether a property that was not there before is none that tools have added. */
function isOurs(object: object, key: PropertyKey, isGlobal: boolean): boolean {
  if (object === process) return !isOfProcess(key)
  const name = typeof key === 'symbol' ? key.description ?? '' : String(key)
  // React marks the document so.
  return isGlobal ? !OF_TOOLS.test(name) : !('nodeType' in object && name.startsWith('_'))
}
