/** What the modules of the project hold, as far as one gets from the names that they declare: what tests change of it is seen, not read from texts. */
import { types } from 'node:util'
import type { Named } from '../../../instrument/keepers.js'
import { isObject } from './globals.js'
import { isOfSources } from './memo.js'
import { isOfGlobals } from './plain-data.js'
import { takeDown } from './reach.js'
import { isMock } from './spies.js'

/** So many objects are looked at once in each test file: about ten milliseconds. Whose modules hold more counts as changed by its tests. */
const MOST_OBJECTS = 20_000

export interface Held {
  /**
   * The path of something in modules that is not as it was when the file was loaded.
   * @param isData objects that are put back in any case
   */
  findChange(isData: (object: object) => boolean): string | undefined
  /** The same for what the test file has, but for tables that its hooks renew. */
  findOwnChange(isData: (object: object) => boolean): string | undefined
}

export function rememberHeld(declared: readonly Named[]): Held {
  const of = (kind: Named['kind']) => memoryOf(declared.filter((each) => each.kind === kind))
  const [modules, own, renewed] = [of('module'), of('own'), of('renewed')]
  return {
    findChange: (isData) => modules(isData),
    findOwnChange: (isData) => own(isData) ?? renewed((object) => isData(object) || isTable(object)),
  }
}

/** Finds what has changed since. */
function memoryOf(declared: readonly Named[]): (isLeftOut: (object: object) => boolean) => string | undefined {
  const roots: Record<string, unknown[]> = {}
  for (const { file, read } of declared) (roots[file] ??= []).push(...valuesOf(read))
  const memory = takeDown(roots, { most: MOST_OBJECTS, isLeaf, skip: (_, value) => isMock(value) })
  const elements = Object.values(roots).flat().filter(isElement).map((element) => ({ element, html: element.outerHTML }))
  return (isLeftOut) => {
    if (!memory.isWhole) return 'more than can be looked through'
    return elements.some(({ element, html }) => element.outerHTML !== html) ? 'an element of the page' : memory.findChange(isLeftOut)
  }
}

function isElement(value: unknown): value is { readonly outerHTML: string } {
  return isObject(value) && !types.isProxy(value) && 'nodeType' in value && 'outerHTML' in value
}

function isTable(object: object): boolean {
  const prototype = Object.getPrototypeOf(object) as object | null
  return typeof object !== 'function' && (prototype === null || OF_LANGUAGE.has(prototype))
}

/** Empty where a module did not come to an end. */
function valuesOf(read: Named['read']): readonly unknown[] {
  try {
    return read()
  } catch {
    return []
  }
}

/** Whatever is made with `new` counts as kept anyway; what packages make holds more than can be looked through. */
function isLeaf(object: object): boolean {
  if (types.isProxy(object)) return true
  if (typeof object === 'function') return isMock(object) || isOfGlobals(object)
  const prototype = Object.getPrototypeOf(object) as object | null
  if (prototype === null || OF_LANGUAGE.has(prototype)) return false
  let leaf = leaves.get(prototype)
  if (leaf === undefined) leaves.set(prototype, leaf = !isOfSources(prototype))
  return leaf
}

const leaves = new WeakMap<object, boolean>()

const OF_LANGUAGE = new Set<object>([Object, Array, Map, Set, Error].map(({ prototype }) => prototype))
