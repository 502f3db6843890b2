/** What modules hand out of what they keep, so that others can look at it and put it back; it runs inside test workers. */
import { types } from 'node:util'

/** Something that a module keeps. */
export interface Keeper {
  /** Path of the module relative to the root, with forward slashes. */
  readonly file: string
  /** Variables of a function or block; some may never get a value. */
  readonly captured?: true
  /** A function in it may keep what nobody sees. */
  readonly strict: boolean
  read(): readonly unknown[]
  /** Assigns what `read` gave; absent where nothing can be assigned. */
  readonly write?: ((values: readonly unknown[]) => void) | undefined
}

/** Reads and assigns the private fields of an object. */
export interface Secret {
  read(object: object): readonly unknown[]
  write(object: object, values: readonly unknown[]): void
}

/** What a module has declared outside of its functions. */
export interface Named {
  /** Path of the module relative to the root, with forward slashes. */
  readonly file: string
  /** `own`: it is a file with tests; `renewed`: whose hooks seem to begin each run with these as they were. */
  readonly kind: 'module' | 'own' | 'renewed'
  /** Throws while the module is not done. */
  read(): readonly unknown[]
}

/** Beyond the most that are taken down, a file is one of which something is hidden. */
export function take(kept: Keeper[], keeper: Keeper): void {
  if (kept.length < MOST_KEEPERS) {
    kept.push(keeper)
    return
  }
  for (let at = MOST_KEEPERS; at < kept.length; at++) if (kept[at]!.file === keeper.file) return
  kept.push({ ...keeper, read: readHidden, write: undefined })
}

/** Stands for what nobody can look into. */
const HIDDEN = new Proxy({}, {})

export const readHidden = (): readonly unknown[] => [HIDDEN]

/** So many are handed out: more would take longer to compare than modules to evaluate. */
const MOST_KEEPERS = 20_000

/** Walks through tables as they are written; what functions and instances hold is not written there. */
export function showAll(values: readonly unknown[], shown: WeakSet<object>): void {
  const seen = new Set<unknown>()
  const open = [...values]
  while (open.length > 0) {
    const value = open.pop()
    if (seen.has(value)) continue
    seen.add(value)
    // Its answers are made by code of the project.
    if (types.isProxy(value)) continue
    if (typeof value === 'function') shown.add(value)
    else if (value instanceof Map) open.push(...value.keys(), ...value.values())
    else if (value instanceof Set) open.push(...value)
    else if (isObject(value) && isTable(value)) {
      for (const { value: part, get, set } of Object.values(Object.getOwnPropertyDescriptors(value))) open.push(part, get, set)
    }
  }
}

function isTable(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null
  return Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null
}

/** Not functions. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
