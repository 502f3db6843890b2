/** Takes down what modules keep in variables and tables once a test file is loaded, and puts it back after each run of its tests. */
import type { Keeper } from '../../../instrument/keepers.js'
import { isAsItWas, putObjectBack, type Memo } from './memo.js'
import { createNotes, type Known, type Notes } from './plain-data.js'
import { endTest, type WeakInside } from './weak.js'

export interface KeptData {
  /** Files of which all that they hand out can be put back, relative to the root. */
  readonly files: readonly string[]
  /** Files whose functions handed out variables. */
  readonly makers: readonly string[]
  /** Files whose data a test of the first run has left changed, so that the tests after it began with that. */
  readonly unsettled: ReadonlySet<string>
  /** The first test that did so; undefined: none. */
  readonly unsettledBy: number | undefined
  /** A test of the first run is over: the one with this index. */
  look(test: number): void
  /** From now on nothing is looked at or put back of these files. */
  leave(files: ReadonlySet<string>): void
  /** Properties that are looked at to find out whether something has changed. */
  size(): number
  isSame(): boolean
  /** Whether an object is among what can be put back. */
  has(object: object): boolean
  /**
   * Puts back what is not as it was; says whether there was anything, or whether some of it cannot be put back.
   * @param to how it was after the load, or where the first run has left other data, as that has; of the latter nothing is said
   */
  putBack(to?: 'load' | 'first run'): 'same' | 'changed' | 'lost'
  /** Takes down, once, how the data now is that the first run has left changed. */
  rememberUnsettled(): void
}

interface Root {
  readonly read: Keeper['read']
  readonly write: Keeper['write']
  /** Absent: it has none, and never will. */
  readonly values: readonly unknown[] | undefined
}

/** So many properties are looked at in a first run, about a second's worth: whose data needs more counts as changed by the tests. */
const MOST_LOOKS = 5_000_000

/** @param thorough some code gives properties other attributes */
export function rememberData(keepers: readonly Keeper[], known: Known, thorough = false): KeptData {
  const all = new Set(keepers.map(({ file }) => file))
  const partsOf = (files: readonly string[]): Part[] => files.flatMap((file) => partOf(file, keepers.filter((keeper) => keeper.file === file), known) ?? [])
  let parts = partsOf([...all])
  const objects = new Set(parts.flatMap(({ memos }) => memos.map(({ object }) => object)))
  const unsettled = new Set<string>()
  /** Tests in the order in which they ended. */
  const order: number[] = []
  let unsettledBy: number | undefined
  let looked = 0
  /** Of what is unsettled, as the first run has left it; by file. */
  let asLeft: ReadonlyMap<string, Part> | undefined
  const isSame = (part: Part): boolean => isSameIn(part, thorough)
  return {
    files: parts.map(({ file }) => file),
    makers: [...new Set(keepers.filter(({ captured }) => captured).map(({ file }) => file))],
    unsettled,
    get unsettledBy() { return unsettledBy },
    look(test) {
      order.push(test)
      looked += this.size()
      if (looked > MOST_LOOKS) for (const { file } of parts) unsettled.add(file)
      for (const part of parts) if (!unsettled.has(part.file) && !isSame(part)) unsettled.add(part.file)
      endTest()
      if (unsettled.size === 0) return
      // What it met in a weak map or set another one has left there.
      const met = parts.flatMap(({ weak }) => weak.flatMap(({ metFrom }) => metFrom() ?? [])).map((at) => order[at]!)
      unsettledBy = Math.min(unsettledBy ?? test, test, ...met)
    },
    leave(files) {
      const left = parts.filter(({ file }) => files.has(file))
      parts = parts.filter(({ file }) => !files.has(file))
      const watched = new Set(parts.flatMap(({ weak }) => weak))
      for (const { weak } of left) for (const each of weak) if (!watched.has(each)) each.leave()
    },
    size: () => parts.reduce((sum, { roots, memos }) => sum + roots.length + memos.reduce((count, { properties }) => count + properties.length, 0), 0),
    isSame: () => parts.every(isSame),
    has: (object) => objects.has(object),
    putBack(to = 'load') {
      if (to === 'load') return restore(parts, thorough)
      const found = restore(parts.filter(({ file }) => !asLeft?.has(file)), thorough)
      return restore([...asLeft?.values() ?? []], thorough) === 'lost' ? 'lost' : found
    },
    rememberUnsettled() {
      // Weak maps tell what they have met since the file was loaded, and nothing else.
      asLeft ??= new Map(partsOf(parts.map(({ file }) => file).filter((file) => unsettled.has(file)))
        .map((part) => [part.file, { ...part, memos: part.memos.filter(({ inside }) => !inside || !('leave' in inside)), weak: [] }]))
    },
  }
}

function isSameIn({ roots, memos }: Part, thorough: boolean): boolean {
  return roots.every(holdsSame) && memos.every((memo) => isAsItWas(memo, thorough))
}

function restore(parts: readonly Part[], thorough: boolean): 'same' | 'changed' | 'lost' {
  const changed = parts.filter((part) => !isSameIn(part, thorough))
  // Also what nobody might meet.
  for (const { weak } of parts) for (const each of weak) each.putBack()
  if (changed.length === 0) return 'same'
  try {
    for (const { roots, memos } of changed) {
      for (const { write, values } of roots.filter((root) => !holdsSame(root))) if (values) write?.(values)
      for (const memo of memos) if (!isAsItWas(memo, thorough)) putObjectBack(memo)
    }
  } catch {
    return 'lost'
  }
  return changed.every((part) => isSameIn(part, thorough)) ? 'changed' : 'lost'
}

/** All that one file keeps. */
interface Part { readonly file: string; readonly roots: readonly Root[]; readonly memos: readonly Memo[]; readonly weak: readonly WeakInside[] }

/** Undefined where some of it is no plain data. */
function partOf(file: string, keepers: readonly Keeper[], known: Known): Part | undefined {
  const notes = createNotes(known)
  const roots: Root[] = []
  for (const { captured, strict, read, write } of keepers) {
    const values = valuesOf(read)
    // A module that is not done with its variables.
    if (!values && !captured) return undefined
    roots.push({ read, write, values })
    if (values && !areData(values, notes, strict)) return undefined
  }
  const weak = notes.memos.flatMap(({ inside }) => (inside && 'leave' in inside ? inside : []))
  return { file, roots, memos: notes.memos, weak }
}

/** What throws when it is looked at is none. */
function areData(values: readonly unknown[], notes: Notes, strict: boolean): boolean {
  try {
    return values.every((value) => notes.lookInto(value, strict))
  } catch {
    return false
  }
}

/** Undefined where a variable has no value: the code that would give it one was left before. */
function valuesOf(read: Keeper['read']): readonly unknown[] | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

function holdsSame({ read, values }: Root): boolean {
  const now = valuesOf(read)
  return now?.length === values?.length && (now?.every((value, at) => Object.is(value, values?.[at])) ?? true)
}
