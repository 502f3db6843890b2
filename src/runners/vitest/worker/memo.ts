/** One object as it was: compared with what it is now, and put back. */
import { EventEmitter } from 'node:events'
import { inspect, types } from 'node:util'
import type { Secret } from '../../../instrument/keepers.js'
import type { RealmGlobal } from '../../../instrument/realm-global.js'
import { allInside, coderInside, insideOf, isAddress, type Inside } from './inside.js'
import { weakInside, type WeakInside } from './weak.js'

interface Property { readonly key: PropertyKey; readonly was: PropertyDescriptor; readonly isValue: boolean }

/** An object as it was. */
export interface Memo {
  readonly object: object
  readonly prototype: object | null
  readonly isExtensible: boolean
  readonly properties: readonly Property[]
  readonly inside?: Inside | WeakInside
  /** Its properties are Node's own, and tell nothing. */
  readonly isClosed?: true
}

/** The private fields of a class, as compilers write them. */
const SECRET = /#|_(?:private|classPrivate)/u

/** Private fields that classes have handed out. */
export type Secrets = Pick<RealmGlobal['secrets'], 'has' | 'get'>

/** Whether a class keeps what cannot be read from outside of it. */
export function hasSecrets(value: object, secrets: Secrets): boolean {
  const text = Function.prototype.toString.call(value)
  return text.startsWith('class') && SECRET.test(text) && !secrets.has(value)
}

/** What all functions have. */
const OF_FUNCTIONS = new Set<PropertyKey>(['length', 'name', 'prototype', 'arguments', 'caller'])

/** Not a static field of such a name. */
function isOfFunction(object: object, key: PropertyKey): boolean {
  return OF_FUNCTIONS.has(key) && (key === 'prototype' || Reflect.getOwnPropertyDescriptor(object, key)?.writable !== true)
}

/** Undefined for what keeps more than can be seen. No proxy is asked anything: its answers are made by code of the project. */
export function memoOf(object: object, secrets: Secrets): Memo | undefined {
  if (types.isProxy(object)) return undefined
  const prototype = Object.getPrototypeOf(object) as object | null
  const coder = coderInside(object, prototype)
  if (coder) return { object, prototype, isExtensible: true, properties: [], inside: coder, isClosed: true }
  if (typeof object !== 'function' && !isPlainKind(object, prototype, secrets)) return undefined
  const properties: Property[] = []
  for (const key of Reflect.ownKeys(object)) {
    if (typeof object === 'function' && isOfFunction(object, key)) continue
    // It is made when it is read first.
    if (key === 'stack' && types.isNativeError(object)) continue
    const was = Reflect.getOwnPropertyDescriptor(object, key)!
    properties.push({ key, was, isValue: 'value' in was })
  }
  const isWeak = types.isWeakMap(object) || types.isWeakSet(object)
  const inside = isWeak ? weakInside(object) : allInside([insideOf(object), ...secretsOf(object, prototype, secrets)])
  if (isWeak && !inside) return undefined
  return { object, prototype, isExtensible: Object.isExtensible(object), properties, ...(inside && { inside }) }
}

/** Whether the text of a class is one of the sources, which hand out what they keep. */
function isInstrumented(text: string): boolean {
  return text.includes('__mut.')
}

/**
 * Whether the text of a class that is none, one of a package say, shows that its instances are tied to nothing else: they give themselves
 * to nobody, who might keep something for them.
 */
function keepsToItself(text: string): boolean {
  return text.startsWith('class') && !GIVES_ITSELF.test(text.replaceAll(COMMENTS, ''))
}

/** `this`, but for `this.name`, `this[name]`, `return this` and `const { name } = this`. */
const GIVES_ITSELF = /(?<!\breturn\s+|\}\s*=\s*)\bthis\b(?!\s*(?:\.|\[|\?\.))/u
const COMMENTS = /\/\*.*?\*\/|(?<=^|\s)\/\/[^\n]*/gsu

/** Whether all that an object holds are its properties, and what `insideOf` tells. */
function isPlainKind(object: object, prototype: object | null, secrets: Secrets): boolean {
  if (types.isPromise(object) && !isSettled(object)) return false
  if (prototype === null || isAddress(prototype)) return true
  let isPlain = plainKinds.get(prototype)
  if (isPlain === undefined) plainKinds.set(prototype, isPlain = hidesNothing(prototype, secrets))
  return isPlain
}

/** That a promise has come to a value which nobody can change: only looking at it tells. */
function isSettled(promise: Promise<unknown>): boolean {
  return /^Promise \{ (?:undefined|null|true|false|-?\d+|'[^']*')(?:,| \})/u.test(inspect(promise, { depth: 0, colors: false }))
}

const plainKinds = new WeakMap<object, boolean>()

function hidesNothing(prototype: object, secrets: Secrets): boolean {
  for (let current: object | null = prototype; current !== null; current = Object.getPrototypeOf(current) as object | null) {
    const owner = ownerOf(current)
    if (typeof owner !== 'function') return false
    if (owner === Buffer || owner === EventEmitter) continue
    const text = Function.prototype.toString.call(owner)
    if (text.includes('[native code]')) return BUILT_IN.has(owner.name)
    if (!isInstrumented(text) && !keepsToItself(text)) return false
    if (SECRET.test(text) && !secrets.has(owner)) return false
  }
  return true
}

/** The class that a prototype belongs to. */
function ownerOf(prototype: object): unknown {
  return Object.hasOwn(prototype, 'constructor') ? (prototype as { constructor: unknown }).constructor : undefined
}

/** Whether a prototype is that of a class of a source that is mutated. */
export function isOfSources(prototype: object): boolean {
  const owner = ownerOf(prototype)
  return typeof owner === 'function' && isInstrumented(Function.prototype.toString.call(owner))
}

/** Private fields of a class itself, or of an instance by each of its classes. */
function secretsOf(object: object, prototype: object | null, secrets: Secrets): Inside[] {
  if (typeof object === 'function') return [secrets.get(object)?.ofClass].flatMap((secret) => (secret ? secretInside(object, secret) : []))
  const found: Inside[] = []
  for (let current = prototype; current !== null; current = Object.getPrototypeOf(current) as object | null) {
    const owner = ownerOf(current)
    const secret = typeof owner === 'function' ? secrets.get(owner)?.ofInstances : undefined
    if (secret) found.push(...secretInside(object, secret))
  }
  return found
}

/** None where the object was not made by the class: prototypes have no fields. */
function secretInside(object: object, { read, write }: Secret): Inside[] {
  try {
    const parts = read(object)
    return [{
      parts,
      isSame: () => read(object).every((value, at) => Object.is(value, parts[at])),
      putBack: () => { write(object, parts) },
    }]
  } catch {
    return []
  }
}

/** Classes of the language whose objects can be looked into. */
const BUILT_IN = new Set([
  'Object', 'Array', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Date', 'RegExp', 'Number', 'String', 'Boolean', 'Promise',
  'TypedArray', 'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array',
  'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array',
  'Collator', 'DateTimeFormat', 'DisplayNames', 'ListFormat', 'Locale', 'NumberFormat', 'PluralRules', 'RelativeTimeFormat', 'Segmenter',
  'Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError', 'AggregateError',
])

function keysOf(object: object): PropertyKey[] {
  const keys = Reflect.ownKeys(object)
  if (typeof object === 'function') return keys.filter((key) => !isOfFunction(object, key))
  return keys.includes('stack') && types.isNativeError(object) ? keys.filter((key) => key !== 'stack') : keys
}

/**
 * Runs after each trial, for all that is kept: reading a value takes a tenth of what reading its descriptor does.
 * @param thorough something gives properties other attributes: that counts as well
 */
export function isAsItWas({ object, prototype, isExtensible, properties, inside, isClosed }: Memo, thorough: boolean): boolean {
  if (isClosed) return inside!.isSame()
  const keys = keysOf(object)
  if (keys.length !== properties.length) return false
  for (let at = 0; at < keys.length; at++) {
    const property = properties[at]!
    if (keys[at] !== property.key) return false
    const isSame = property.isValue && !thorough ? Object.is((object as Record<PropertyKey, unknown>)[property.key], property.was.value) : holds(object, property)
    if (!isSame) return false
  }
  return Object.getPrototypeOf(object) === prototype && Object.isExtensible(object) === isExtensible && (inside === undefined || inside.isSame())
}

function holds(object: object, { key, was }: Property): boolean {
  const now = Reflect.getOwnPropertyDescriptor(object, key)
  return now !== undefined && Object.is(now.value, was.value) && now.get === was.get && now.set === was.set
    && now.writable === was.writable && now.enumerable === was.enumerable && now.configurable === was.configurable
}

/** As far as that can be: what was frozen meanwhile stays as it is. */
export function putObjectBack({ object, prototype, properties, inside, isClosed }: Memo): void {
  if (isClosed) {
    inside!.putBack()
    return
  }
  if (Object.getPrototypeOf(object) !== prototype) Reflect.setPrototypeOf(object, prototype)
  const known = new Set(properties.map(({ key }) => key))
  const isLost = keysOf(object).filter((key) => known.has(key)).some((key, at) => key !== properties[at]?.key)
  // In the order in which they were.
  for (const key of keysOf(object)) if (!known.has(key) || (isLost && !Array.isArray(object))) Reflect.deleteProperty(object, key)
  for (const property of properties) if (!holds(object, property)) Reflect.defineProperty(object, property.key, property.was)
  inside?.putBack()
}
