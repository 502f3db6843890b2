/** Tells what weak maps and sets hold by watching what is written into them, and puts that back: nobody can list it. */
import { types } from 'node:util'
import { isObject } from './globals.js'
import type { Inside } from './inside.js'

// Taken before they are replaced by those that watch.
const { get: getIn, has: isIn, set: setIn, delete: deleteFrom } = WeakMap.prototype
const { has: isMember, add: addTo, delete: removeFrom } = WeakSet.prototype

type Weak = WeakMap<object, unknown> | WeakSet<object>

/**
 * - `load`: what is written is taken down, as part of what is there from the start.
 * - `first run`: also who reads what, so that one sees whether a test meets what another has left.
 * - `later`: all else.
 */
type Phase = 'load' | 'first run' | 'later'

let phase: Phase = 'later'
/** Goes up by one with each test file: what was written for another one is not known. */
let file = 0
/** Goes up by one after each test of a first run. */
let epoch = 0

/** Where methods were replaced. */
const watchedKinds = new WeakSet<object>()
const unknown = new WeakSet<object>()
/** What was written to while some file loaded. */
const known = new WeakSet<object>()
/** Keys that were written while this file loaded: let go of when it has. */
let written = new WeakMap<object, Set<object>>()
const journals = new WeakMap<object, Journal>()

interface Journal {
  readonly file: number
  read(key: object): void
  write(key: object): void
}

/** What a weak map or set holds, as far as other tests might meet it. */
export interface WeakInside extends Inside {
  readonly parts: readonly unknown[]
  /** The number of the test, in the order of the first run, that left what a later one met; undefined where none did. */
  metFrom(): number | undefined
  /** Nobody watches any more. */
  leave(): void
}

/** A test file is about to be loaded, with this global object. */
export function watchWeak(page: object): void {
  file++
  beginPhase('load')
  const { WeakMap: Maps, WeakSet: Sets } = page as { readonly WeakMap: typeof WeakMap; readonly WeakSet: typeof WeakSet }
  if (isMember.call(watchedKinds, Maps.prototype)) return
  addTo.call(watchedKinds, Maps.prototype)
  addTo.call(watchedKinds, Sets.prototype)
  replace(Maps.prototype, {
    get(this: WeakMap<object, unknown>, key: object) { noteRead(this, key); return getIn.call(this, key) as unknown },
    has(this: WeakMap<object, unknown>, key: object) { noteRead(this, key); return isIn.call(this, key) },
    set(this: WeakMap<object, unknown>, key: object, value: unknown) { setIn.call(this, key, value); noteWrite(this, key); return this },
    delete(this: WeakMap<object, unknown>, key: object) { return deleteFrom.call(this, key) && noteWrite(this, key) },
  })
  replace(Sets.prototype, {
    has(this: WeakSet<object>, key: object) { noteRead(this, key); return isMember.call(this, key) },
    add(this: WeakSet<object>, key: object) { addTo.call(this, key); noteWrite(this, key); return this },
    delete(this: WeakSet<object>, key: object) { return removeFrom.call(this, key) && noteWrite(this, key) },
  })
}

function replace(prototype: object, methods: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(prototype, name, { ...Object.getOwnPropertyDescriptor(prototype, name), value })
  }
}

export function beginPhase(next: Phase): void {
  phase = next
  epoch = 0
  if (next !== 'later') written = new WeakMap()
}

/** A test of the first run is over. */
export function endTest(): void {
  epoch++
}

function noteRead(weak: Weak, key: object): void {
  if (phase === 'first run') journalOf(weak)?.read(key)
}

/** Afterwards, so that the key is known to be one. */
function noteWrite(weak: Weak, key: object): true {
  const journal = journalOf(weak)
  if (journal) journal.write(key)
  else if (phase !== 'load') addTo.call(unknown, weak)
  else {
    const keys = getIn.call(written, weak) as Set<object> | undefined
    if (keys) keys.add(key)
    else if (isMember.call(known, weak)) addTo.call(unknown, weak)
    else {
      addTo.call(known, weak)
      setIn.call(written, weak, new Set([key]))
    }
  }
  return true
}

function journalOf(weak: Weak): Journal | undefined {
  const journal = getIn.call(journals, weak) as Journal | undefined
  return journal?.file === file ? journal : undefined
}

/** Undefined where that was written to while nobody watched. */
export function weakInside(weak: Weak): WeakInside | undefined {
  if (!isMember.call(watchedKinds, Object.getPrototypeOf(weak) as object) || isMember.call(unknown, weak)) return undefined
  const opened = getIn.call(journals, weak) as WeakInside & Journal | undefined
  if (opened) return opened.file === file ? opened : undefined
  const keys = getIn.call(written, weak) as ReadonlySet<object> | undefined
  if (!keys && isMember.call(known, weak)) return undefined
  const journal = openJournal(weak, keys ?? new Set())
  setIn.call(journals, weak, journal)
  return journal
}

/** @param keys all that may be in it now */
function openJournal(weak: Weak, keys: ReadonlySet<object>): WeakInside & Journal {
  const isMap = types.isWeakMap(weak)
  const holds = (key: object): boolean => (isMap ? isIn : isMember).call(weak, key)
  const valueOf = (key: object): unknown => (isMap ? getIn.call(weak, key) : undefined)
  const before = new Map([...keys].filter(holds).map((key) => [key, valueOf(key)]))
  /** When a key was first written since it was put back last. */
  let touched = new WeakMap<object, number>()
  /** Those keys. Held as weakly as by the map: tests may look whether something is let go of. */
  let refs: WeakRef<object>[] = []
  /** Objects that were met as keys in the first run: one that comes again lives longer than a test. */
  const seen = new WeakSet<object>()
  let met: number | undefined
  const differs = (key: object): boolean => holds(key) !== before.has(key) || !Object.is(valueOf(key), before.get(key))
  const mayBeMet = (key: object): boolean => before.has(key) || typeof key === 'symbol' || (phase !== 'first run' && isMember.call(seen, key))
  const touchedKeys = (): object[] => refs.flatMap((ref) => ref.deref() ?? [])
  const forget = (): void => {
    // Most runs write to few of all that there are.
    if (refs.length === 0) return
    touched = new WeakMap()
    refs = []
  }
  const meet = (key: object): void => {
    const at = getIn.call(touched, key) as number | undefined
    if (at !== undefined && at !== epoch) met = Math.min(met ?? at, at)
    if (isObject(key)) addTo.call(seen, key)
  }
  return {
    file,
    parts: [...before.values()],
    read: meet,
    write(key) {
      if (phase === 'first run') meet(key)
      if (isIn.call(touched, key)) return
      setIn.call(touched, key, epoch)
      refs.push(new WeakRef(key))
    },
    metFrom: () => met,
    isSame: () => (phase !== 'first run' || met === undefined) && touchedKeys().every((key) => !mayBeMet(key) || !differs(key)),
    putBack() {
      for (const key of touchedKeys()) {
        if (!before.has(key)) (isMap ? deleteFrom : removeFrom).call(weak, key)
        else if (isMap) setIn.call(weak, key, before.get(key))
        else addTo.call(weak, key)
      }
      forget()
    },
    leave() {
      deleteFrom.call(journals, weak)
      forget()
    },
  }
}
