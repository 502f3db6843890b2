/** Puts back what a failing test has left changed in the objects that all code shares: it never came to the line that restores it. */
import { isMock } from './spies.js'

export interface Globals {
  /** Whether tests have left something changed. */
  isChanged(): boolean
  /** The same, but for mocks, which tests put there, and what assertions keep. */
  isChangedBeyondMocks(): boolean
  /** Puts that back, and does so from now on after each run; says whether that is new. */
  mend(): boolean
  /** @param names such as `globalThis.flag` and `Array.prototype.last`; what is deeper in an object is not put back */
  canPutBack(names: readonly string[]): boolean
  /** Leaves all as tests change it; says whether it was put back until now. */
  stopMending(): boolean
  /** After a run. */
  reset(): void
}

/** Takes down the properties of the global object, and those of the functions and of the objects like `Math` that it holds. */
export function rememberGlobals(page: object): Globals {
  const memos = new Map<object, ReadonlyMap<PropertyKey, PropertyDescriptor>>()
  const see = (value: unknown): void => {
    if (isObject(value) && !memos.has(value)) memos.set(value, propertiesOf(value))
  }
  see(page)
  for (const [name, { value: held, get }] of memos.get(page)! as ReadonlyMap<PropertyKey, { readonly value?: unknown; readonly get?: unknown }>) {
    // Reading others may load what they stand for.
    const value = get && READABLE.has(name) ? (page as Record<PropertyKey, unknown>)[name] : held
    if (!isObject(value) || (typeof value !== 'function' && !HOLDERS.has(String(name)) && !READABLE.has(name))) continue
    see(value)
    see(propertiesOf(value).get('prototype')?.value)
  }
  let mends = false
  const restore = (): void => {
    for (const [object, before] of memos) {
      for (const [key, old] of changesOf(object, before, object === page)) {
        if (old) Reflect.defineProperty(object, key, old)
        else Reflect.deleteProperty(object, key)
      }
    }
  }
  const isChanged = (counts: (key: PropertyKey, value: unknown) => boolean): boolean => [...memos].some(([object, before]) =>
    changesOf(object, before, object === page).some(([key]) => counts(key, Reflect.getOwnPropertyDescriptor(object, key)?.value)))
  const canPutBack = (name: string): boolean => {
    const names = name.split('.')
    const key = names.pop()!
    const holder = names.reduce<unknown>((value, each) => (ROOTS.has(each) ? page : isObject(value) ? propertiesOf(value).get(each)?.value : undefined), page)
    if (!isObject(holder) || !memos.has(holder)) return false
    return memos.get(holder)!.has(key) ? holder !== page || !key.startsWith('_') : isOurs(holder, key, holder === page)
  }
  return {
    canPutBack: (names) => names.every(canPutBack),
    isChanged: () => isChanged(() => true),
    isChangedBeyondMocks: () => isChanged((key, value) => key !== '__flags' && !isMock(value)),
    mend() {
      if (mends) return false
      restore()
      return mends = true
    },
    stopMending() {
      const was = mends
      mends = false
      return was
    },
    reset() {
      if (mends) restore()
    },
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
const OF_TOOLS = /^__(?:vi|mut|coverage)|^_?___|vitest|jest|chai|matchers|^node/iu

/**
 * The properties that are not as they were, with what they were; undefined for new ones, of which those that hold nothing do not count.
 * @param isGlobal what begins with a line, and was there before, belongs to tools
 */
function changesOf(
  object: object, before: ReadonlyMap<PropertyKey, PropertyDescriptor>, isGlobal: boolean,
): (readonly [PropertyKey, PropertyDescriptor | undefined])[] {
  const changed = [...before].filter(([key, old]) => {
    if (isGlobal && (typeof key !== 'string' || key.startsWith('_'))) return false
    const now = Reflect.getOwnPropertyDescriptor(object, key)
    return !now || !Object.is(now.value, old.value) || now.get !== old.get || now.set !== old.set
  })
  const added = Reflect.ownKeys(object).filter((key) => !before.has(key) && Reflect.get(object, key) !== undefined && isOurs(object, key, isGlobal))
  return [...changed, ...added.map((key) => [key, undefined] as const)]
}

/** Whether a property that was not there before is none that tools have added. */
function isOurs(object: object, key: PropertyKey, isGlobal: boolean): boolean {
  const name = typeof key === 'symbol' ? key.description ?? '' : String(key)
  // React marks the document so.
  return isGlobal ? !OF_TOOLS.test(name) : !('nodeType' in object && name.startsWith('_'))
}
