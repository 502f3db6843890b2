/** Takes down what modules keep in variables and tables once a test file is loaded, and puts it back after each run of its tests. */
import { types } from 'node:util'
import type { Keeper } from '../../../instrument/realm-global.js'

export interface KeptData {
  /** Files of which all that they hand out can be put back, relative to the root. */
  readonly files: readonly string[]
  /** Files whose data a test of the first run has left changed, so that the tests after it began with that. */
  readonly unsettled: ReadonlySet<string>
  /** A test of the first run is over. */
  look(): void
  /** From now on nothing is looked at or put back of these files. */
  leave(files: ReadonlySet<string>): void
  /** Properties that are looked at to find out whether something has changed. */
  size(): number
  isSame(): boolean
  /** Puts back what is not as it was; says whether there was anything, or whether some of it cannot be put back. */
  putBack(): 'same' | 'changed' | 'lost'
}

/** So many properties are looked at after each run: more would take longer than to evaluate modules anew. */
const MOST_PROPERTIES = 50_000

interface Root {
  readonly read: Keeper['read']
  readonly write: Keeper['write']
  readonly values: readonly unknown[]
}

interface Property { readonly key: PropertyKey; readonly was: PropertyDescriptor; readonly isValue: boolean }

/** An object as it was. */
interface Memo {
  readonly object: object
  readonly prototype: object | null
  readonly isExtensible: boolean
  readonly properties: readonly Property[]
  readonly inside?: Inside
}

/** What is in an object beside its properties. */
interface Inside {
  isSame(): boolean
  putBack(): void
}

/** @param shown functions that stand in the text where something is declared: all that they can keep is what the file keeps */
export function rememberData(keepers: readonly Keeper[], shown: Pick<WeakSet<object>, 'has'>): KeptData {
  const all = new Set(keepers.map(({ file }) => file))
  let parts = [...all].flatMap((file) => partOf(file, keepers.filter((keeper) => keeper.file === file), shown) ?? [])
  const unsettled = new Set<string>()
  const isSame = ({ roots, memos }: Part): boolean => roots.every(holdsSame) && memos.every(isAsItWas)
  return {
    files: parts.map(({ file }) => file),
    unsettled,
    look() {
      for (const part of parts) if (!unsettled.has(part.file) && !isSame(part)) unsettled.add(part.file)
    },
    leave(files) { parts = parts.filter(({ file }) => !files.has(file)) },
    size: () => parts.reduce((sum, { memos }) => sum + memos.reduce((count, { properties }) => count + properties.length, 0), 0),
    isSame: () => parts.every(isSame),
    putBack() {
      const changed = parts.filter((part) => !isSame(part))
      if (changed.length === 0) return 'same'
      try {
        for (const { roots, memos } of changed) {
          for (const { write, values } of roots.filter((root) => !holdsSame(root))) write?.(values)
          for (const memo of memos) if (!isAsItWas(memo)) putObjectBack(memo)
        }
      } catch {
        return 'lost'
      }
      return changed.every(isSame) ? 'changed' : 'lost'
    },
  }
}

/** All that one file keeps. */
interface Part { readonly file: string; readonly roots: readonly Root[]; readonly memos: readonly Memo[] }

/** Undefined where some of it is no plain data. */
function partOf(file: string, keepers: readonly Keeper[], shown: Pick<WeakSet<object>, 'has'>): Part | undefined {
  const notes = createNotes(shown)
  const roots: Root[] = []
  try {
    for (const { strict, read, write } of keepers) {
      const values = read()
      roots.push({ read, write, values })
      if (!values.every((value) => notes.lookInto(value, strict))) return undefined
    }
  } catch {
    // A variable that has no value yet.
    return undefined
  }
  return { file, roots, memos: notes.memos }
}

interface Notes {
  readonly memos: readonly Memo[]
  /**
   * Takes down a value and all that it holds; says whether that is plain data.
   * @param strict a function may keep what nobody sees: it is not one that the text shows
   */
  lookInto(value: unknown, strict: boolean): boolean
}

function createNotes(shown: Pick<WeakSet<object>, 'has'>): Notes {
  const memos: Memo[] = []
  const known = new Set<object>()
  // What a function may keep depends on where it is met.
  const seen = { strict: new Set<object>(), loose: new Set<object>() }
  let count = 0
  const takeDown = (value: object): Memo | undefined => {
    const memo = memoOf(value)
    if (!memo || known.has(value)) return memo
    known.add(value)
    count += memo.properties.length
    memos.push(memo)
    return memo
  }
  return {
    memos,
    lookInto(root, strict) {
      const mayStand = (value: unknown): boolean => typeof value !== 'function' || isMock(value) || (!strict && shown.has(value))
      if (!mayStand(root) || (typeof root === 'function' && hasSecrets(root))) return false
      // A class that changes does so in what its instances share.
      const open = [root, ...(typeof root === 'function' ? [root.prototype as unknown] : [])]
      const here = strict ? seen.strict : seen.loose
      while (open.length > 0) {
        const value = open.pop()
        if (!isObject(value) || here.has(value) || isNamespace(value) || isMock(value)) continue
        here.add(value)
        const memo = takeDown(value)
        if (!memo || count > MOST_PROPERTIES) return false
        const inside = partsInside(value)
        // Methods of classes are not enumerable.
        const parts = memo.properties.filter(({ was }) => was.enumerable).flatMap(({ was }) => [was.value as unknown, was.get, was.set])
        if (![...inside, ...parts].every(mayStand)) return false
        for (const { was } of memo.properties) open.push(was.value, was.get, was.set)
        open.push(...inside)
      }
      return true
    },
  }
}

/** Mocks are put back elsewhere. */
function isMock(value: object): boolean {
  return typeof value === 'function' && 'mockClear' in value
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

/** What a module exports is kept, or not, by the module. */
function isNamespace(value: object): boolean {
  return types.isModuleNamespaceObject(value) || (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag] === 'Module'
}

/** The private fields of a class, as compilers write them. */
const SECRET = /#|__private|__classPrivate|WeakMap/u

/** Whether a class keeps what cannot be read from outside of it. */
function hasSecrets(value: object): boolean {
  const text = Function.prototype.toString.call(value)
  return text.startsWith('class') && SECRET.test(text)
}

/** What all functions have. */
const OF_FUNCTIONS = new Set<PropertyKey>(['length', 'name', 'prototype', 'arguments', 'caller'])

/** Undefined for what keeps more than can be seen. */
function memoOf(object: object): Memo | undefined {
  const prototype = Object.getPrototypeOf(object) as object | null
  if (typeof object !== 'function' && !isPlainKind(object, prototype)) return undefined
  const properties: Property[] = []
  for (const key of Reflect.ownKeys(object)) {
    if (typeof object === 'function' && OF_FUNCTIONS.has(key)) continue
    // It is made when it is read first.
    if (key === 'stack' && types.isNativeError(object)) continue
    const was = Reflect.getOwnPropertyDescriptor(object, key)!
    properties.push({ key, was, isValue: 'value' in was })
  }
  const inside = insideOf(object)
  return { object, prototype, isExtensible: Object.isExtensible(object), properties, ...(inside && { inside }) }
}

/** In the text of a class of the sources; those of packages and of Node may be tied to what nobody sees. */
const INSTRUMENTED = '__mut.'

/** Whether all that an object holds are its properties, and what `insideOf` tells. */
function isPlainKind(object: object, prototype: object | null): boolean {
  if (types.isProxy(object)) return false
  if (prototype === null) return true
  let isPlain = plainKinds.get(prototype)
  if (isPlain === undefined) plainKinds.set(prototype, isPlain = hidesNothing(prototype))
  return isPlain
}

const plainKinds = new WeakMap<object, boolean>()

function hidesNothing(prototype: object): boolean {
  for (let current: object | null = prototype; current !== null; current = Object.getPrototypeOf(current) as object | null) {
    const owner = Object.hasOwn(current, 'constructor') ? (current as { constructor: unknown }).constructor : undefined
    if (typeof owner !== 'function') return false
    const text = Function.prototype.toString.call(owner)
    if (text.includes('[native code]')) return BUILT_IN.has(owner.name)
    if (!text.includes(INSTRUMENTED) || SECRET.test(text)) return false
  }
  return true
}

/** Classes of the language whose objects can be looked into. */
const BUILT_IN = new Set([
  'Object', 'Array', 'Map', 'Set', 'Date', 'RegExp', 'Number', 'String', 'Boolean',
  'Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError', 'AggregateError',
])

/** Classes of a project's own may have methods of these names that do something else. */
const { clear: clearMap, set: setInMap, entries: entriesOf } = Map.prototype
const { clear: clearSet, add: addToSet, values: valuesOf } = Set.prototype
const { getTime, setTime } = Date.prototype

function partsInside(object: object): unknown[] {
  if (types.isMap(object)) return [...entriesOf.call(object)].flat()
  return types.isSet(object) ? [...valuesOf.call(object)] : []
}

function insideOf(object: object): Inside | undefined {
  if (types.isDate(object)) {
    const time = getTime.call(object)
    return { isSame: () => Object.is(getTime.call(object), time), putBack: () => { setTime.call(object, time) } }
  }
  if (!types.isMap(object) && !types.isSet(object)) return undefined
  const parts = partsInside(object)
  return {
    isSame() {
      const now = partsInside(object)
      return now.length === parts.length && now.every((part, at) => Object.is(part, parts[at]))
    },
    putBack() {
      if (types.isSet(object)) {
        clearSet.call(object)
        for (const member of parts) addToSet.call(object, member)
      } else {
        clearMap.call(object)
        for (let at = 0; at < parts.length; at += 2) setInMap.call(object, parts[at], parts[at + 1])
      }
    },
  }
}

function holdsSame({ read, values }: Root): boolean {
  const now = read()
  return now.every((value, at) => Object.is(value, values[at]))
}

function keysOf(object: object): PropertyKey[] {
  const keys = Reflect.ownKeys(object)
  if (typeof object === 'function') return keys.filter((key) => !OF_FUNCTIONS.has(key))
  return keys.includes('stack') && types.isNativeError(object) ? keys.filter((key) => key !== 'stack') : keys
}

/** Runs after each trial, for all that is kept: reading a value takes a tenth of what reading its descriptor does. */
function isAsItWas({ object, prototype, isExtensible, properties, inside }: Memo): boolean {
  const keys = keysOf(object)
  if (keys.length !== properties.length) return false
  for (let at = 0; at < keys.length; at++) {
    const property = properties[at]!
    if (keys[at] !== property.key) return false
    const isSame = property.isValue ? Object.is((object as Record<PropertyKey, unknown>)[property.key], property.was.value) : holds(object, property)
    if (!isSame) return false
  }
  return Object.getPrototypeOf(object) === prototype && Object.isExtensible(object) === isExtensible && (inside === undefined || inside.isSame())
}

function holds(object: object, { key, was }: Property): boolean {
  const now = Reflect.getOwnPropertyDescriptor(object, key)
  return now !== undefined && Object.is(now.value, was.value) && now.writable === was.writable && now.get === was.get && now.set === was.set
}

/** As far as that can be: what was frozen meanwhile stays as it is. */
function putObjectBack({ object, prototype, properties, inside }: Memo): void {
  if (Object.getPrototypeOf(object) !== prototype) Reflect.setPrototypeOf(object, prototype)
  const known = new Set(properties.map(({ key }) => key))
  const isLost = keysOf(object).filter((key) => known.has(key)).some((key, at) => key !== properties[at]?.key)
  // In the order in which they were.
  for (const key of keysOf(object)) if (!known.has(key) || (isLost && !Array.isArray(object))) Reflect.deleteProperty(object, key)
  for (const property of properties) if (!holds(object, property)) Reflect.defineProperty(object, property.key, property.was)
  inside?.putBack()
}
