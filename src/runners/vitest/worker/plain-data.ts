/** Walks through values that modules keep, and tells those that are plain data: all that they hold can be seen from outside. */
import { types } from 'node:util'
import { HIDES, OPEN } from '../../../instrument/realm-global.js'
import { tiedTo } from './bound.js'
import { isObject } from './globals.js'
import { hasSecrets, memoOf, type Memo, type Secrets } from './memo.js'
import { isMock } from './spies.js'

/** So many properties are looked at after each run: more would take longer than to evaluate modules anew. */
const MOST_PROPERTIES = 50_000

export interface Notes {
  readonly memos: readonly Memo[]
  /**
   * Takes down a value and all that it holds; says whether that is plain data.
   * @param strict a function may keep what nobody sees: it is not one that the text shows, unless all that it uses is handed out
   */
  lookInto(value: unknown, strict: boolean): boolean
}

/** What instrumented code tells of values. */
export interface Known {
  /** Functions that stand in the text where something is declared: all that they can keep is what the file keeps. */
  readonly shown: Pick<WeakSet<object>, 'has'>
  /** What properties hold that count their reads, by the functions that do so. */
  readonly slots: Pick<WeakMap<object, unknown>, 'has' | 'get'>
  readonly secrets: Secrets
}

export function createNotes({ shown, slots, secrets }: Known): Notes {
  const memos: Memo[] = []
  const known = new Set<object>()
  // What a function may keep depends on where it is met.
  const seen = { strict: new Set<object>(), loose: new Set<object>() }
  let count = 0
  const takeDown = (value: object): Memo | undefined => {
    const memo = memoOf(value, secrets)
    if (!memo || known.has(value)) return memo
    known.add(value)
    count += memo.properties.length
    memos.push(memo)
    return memo
  }
  const valuesOf = ({ was: { value, get, set } }: Memo['properties'][number]): unknown[] =>
    get && slots.has(get) ? [slots.get(get)] : [value, get, set]
  return {
    memos,
    lookInto(root, strict) {
      const mayStand = (value: unknown): boolean =>
        typeof value !== 'function' || isMock(value) || isOpen(value, secrets) || tiedTo(value) !== undefined || isOfGlobals(value) || (!strict && shown.has(value))
      if (!mayStand(root) || (typeof root === 'function' && hasSecrets(root, secrets))) return false
      const open = [root]
      const here = strict ? seen.strict : seen.loose
      while (open.length > 0) {
        const value = open.pop()
        if (!isObject(value) || here.has(value)) continue
        if (isMock(value) || isOfGlobals(value)) continue
        if (types.isProxy(value)) return false
        if (isNamespace(value)) continue
        here.add(value)
        const memo = takeDown(value)
        if (!memo || count > MOST_PROPERTIES) return false
        const inside = [...memo.inside?.parts ?? [], ...tiedTo(value) ?? []]
        // Methods of classes are not enumerable.
        const parts = memo.properties.filter(({ was }) => was.enumerable).flatMap(valuesOf)
        if (![...inside, ...parts].every(mayStand)) return false
        for (const property of memo.properties) open.push(...valuesOf(property))
        open.push(...inside)
        // A class that changes does so in what its instances share.
        if (typeof value === 'function') open.push(value.prototype)
      }
      return true
    },
  }
}

/** Whether a function is one of the sources, of which all variables that it uses are handed out. */
function isOpen(value: object, secrets: Secrets): boolean {
  const text = Function.prototype.toString.call(value)
  return text.includes(OPEN) && !text.includes(HIDES) && !hasSecrets(value, secrets)
}

/**
 * The global object and the console, functions of the language by their own names, and those of the platform that keep nothing of who
 * calls them: tests that leave those changed are found elsewhere.
 */
export function isOfGlobals(value: object): boolean {
  const page = globalThis as unknown as Record<string, unknown>
  if (value === page || value === page.console) return true
  if (typeof value !== 'function') return false
  if (PLATFORM.some((name) => page[name] === value) || TALKING.some((name) => globalThis.console[name] === value)) return true
  return !types.isProxy(value) && LANGUAGE.has(value.name) && page[value.name] === value
}

const PLATFORM = [
  'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate', 'queueMicrotask', 'structuredClone', 'fetch',
  'atob', 'btoa',
]

const TALKING = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const

const LANGUAGE = new Set([
  'Object', 'Array', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Date', 'RegExp', 'Number', 'String', 'Boolean', 'Symbol', 'BigInt', 'Function', 'Promise',
  'Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError', 'AggregateError',
  'parseInt', 'parseFloat', 'isNaN', 'isFinite', 'encodeURIComponent', 'decodeURIComponent', 'encodeURI', 'decodeURI',
])

/** What a module exports is kept, or not, by the module. */
function isNamespace(value: object): boolean {
  return types.isModuleNamespaceObject(value) || (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag] === 'Module'
}
