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
  /** It is of the file that is loaded, and nobody has left it. */
  isLive(): boolean
  read(key: object): void
  write(key: object): void
  /** Takes out what an earlier run has left under this key; says whether there was anything. */
  drop(key: object): boolean
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
    get(this: WeakMap<object, unknown>, key: object) {
      noteRead(this, key)
      const value: unknown = getIn.call(this, key)
      return value === undefined || isOver(this, key) ? undefined : value
    },
    has(this: WeakMap<object, unknown>, key: object) { noteRead(this, key); return isIn.call(this, key) && !isOver(this, key) },
    set(this: WeakMap<object, unknown>, key: object, value: unknown) { setIn.call(this, key, value); noteWrite(this, key); return this },
    delete(this: WeakMap<object, unknown>, key: object) { return !isOver(this, key) && deleteFrom.call(this, key) && noteWrite(this, key) },
  })
  replace(Sets.prototype, {
    has(this: WeakSet<object>, key: object) { noteRead(this, key); return isMember.call(this, key) && !isOver(this, key) },
    add(this: WeakSet<object>, key: object) { addTo.call(this, key); noteWrite(this, key); return this },
    delete(this: WeakSet<object>, key: object) { return !isOver(this, key) && removeFrom.call(this, key) && noteWrite(this, key) },
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

/** Whether an earlier run has left this; it is gone then. */
function isOver(weak: Weak, key: object): boolean {
  return (getIn.call(journals, weak) as Journal | undefined)?.drop(key) ?? false
}

/** Afterwards, so that the key is known to be one. */
function noteWrite(weak: Weak, key: object): true {
  const journal = getIn.call(journals, weak) as Journal | undefined
  journal?.write(key)
  if (journal?.isLive()) return true
  if (phase !== 'load') addTo.call(unknown, weak)
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

function journalOf(weak: Weak): WeakInside & Journal | undefined {
  const journal = getIn.call(journals, weak) as WeakInside & Journal | undefined
  return journal?.isLive() ? journal : undefined
}

/** Undefined where that was written to while nobody watched. */
export function weakInside(weak: Weak): WeakInside | undefined {
  if (!isMember.call(watchedKinds, Object.getPrototypeOf(weak) as object) || isMember.call(unknown, weak)) return undefined
  if (isIn.call(journals, weak)) return journalOf(weak)
  const keys = getIn.call(written, weak) as ReadonlySet<object> | undefined
  if (!keys && isMember.call(known, weak)) return undefined
  const journal = openJournal(weak, keys ?? new Set())
  setIn.call(journals, weak, journal)
  return journal
}

/** Higher than the number of any test. */
const RUN = 2 ** 20

/**
 * Of what only a test knows no list is kept, not even of weak references: those hold an object until the code that runs is done, and
 * tests may look before whether it is let go of. What it left is taken out when somebody asks for it.
 * @param keys all that may be in it now
 */
function openJournal(weak: Weak, keys: ReadonlySet<object>): WeakInside & Journal {
  const isMap = types.isWeakMap(weak)
  const holds = (key: object): boolean => (isMap ? isIn : isMember).call(weak, key)
  const valueOf = (key: object): unknown => (isMap ? getIn.call(weak, key) : undefined)
  const before = new Map([...keys].filter(holds).map((key) => [key, valueOf(key)]))
  const opened = file
  let isLeft = false
  const isLive = (): boolean => !isLeft && opened === file
  /** When a key was first written in a run: what counts from `begun` on is of this one. */
  const touched = new WeakMap<object, number>()
  let begun = 0
  /** Keys written in this run that others might meet, those that modules put there among them. */
  const open = new Set<object>()
  /** Objects that were met as keys in the first run: one that comes again lives longer than a test. */
  const seen = new WeakSet<object>()
  let met: number | undefined
  const since = (key: object): number => (getIn.call(touched, key) as number | undefined) ?? -1
  const differs = (key: object): boolean => holds(key) !== before.has(key) || !Object.is(valueOf(key), before.get(key))
  const mayBeMet = (key: object): boolean => before.has(key) || typeof key === 'symbol' || (phase !== 'first run' && isMember.call(seen, key))
  const meet = (key: object): void => {
    const at = since(key) - begun
    if (at >= 0 && at !== epoch) met = Math.min(met ?? at, at)
    if (isObject(key)) addTo.call(seen, key)
  }
  const mend = (key: object): void => {
    if (!before.has(key)) (isMap ? deleteFrom : removeFrom).call(weak, key)
    else if (isMap) setIn.call(weak, key, before.get(key))
    else addTo.call(weak, key)
  }
  return {
    isLive,
    parts: [...before.values()],
    read: meet,
    write(key) {
      if (!isLive()) {
        deleteFrom.call(touched, key)
        return
      }
      if (phase === 'first run') meet(key)
      if (since(key) >= begun) return
      setIn.call(touched, key, begun + epoch)
      if (mayBeMet(key)) open.add(key)
    },
    drop(key) {
      const at = since(key)
      if (at < 0 || at >= begun) return false
      deleteFrom.call(touched, key)
      mend(key)
      return true
    },
    metFrom: () => met,
    isSame: () => (phase !== 'first run' || met === undefined) && [...open].every((key) => !differs(key)),
    putBack() {
      for (const key of open) {
        mend(key)
        deleteFrom.call(touched, key)
      }
      open.clear()
      begun += RUN
    },
    leave() {
      isLeft = true
      open.clear()
    },
  }
}
