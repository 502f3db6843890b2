/**
 * Globals, prototypes of the language and environment variables that modules set while they load. Before all modules are evaluated anew
 * they are as before the first load: what is still there would hide that a mutant does not set it.
 */
import { changesSince, put, takeDown, takeDownNode, type Change } from './globals.js'
import { readFileSync } from '../../../undo/real-files.js'

export interface LoadGlobals {
  /** The modules were loaded for the first time. */
  loaded(): void
  /** Whether there is any that is taken away. */
  readonly isAny: boolean
  /** Whether there is any that nobody can take away, and a part of whose name a file of the project says. */
  readonly isStuck: boolean
  /** All modules are about to be evaluated anew. */
  takeAway(): void
  /** They are: takes down what they have set again. */
  loadedAnew(): void
  /** The run is over: the modules of the first load find what they have set. */
  putBack(): void
  /** The tests went as in the first run: what did not come back belongs to packages, which stay, and so does it. */
  settle(): void
  /** They did not: leaves what did not come back, unless a file of the project says a part of its name; says whether there was such. */
  narrow(): boolean
  /** Leaves all as it is. */
  leave(): void
}

/**
 * Before anything of a file is loaded.
 * @param page the global object; absent: nothing will be evaluated anew
 * @param files absolute paths of those of the project that are loaded
 */
export function watchLoad(page: object | undefined, files: () => readonly string[]): LoadGlobals {
  const memos = page ? new Map([...takeDownNode(), ...takeDown(page), ...takeDown(process.env)]) : new Map<never, never>()
  /** What the first load has set, with how to get rid of it and how to have it back. */
  let set: (Change & { readonly after: PropertyDescriptor | undefined; hasComeBack?: true })[] = []
  let stuck: typeof set = []
  const isSaid = (): ((change: Change) => boolean) => {
    const texts = files().map(textOf)
    return ({ key }) => partsOf(key).some((part) => texts.some((text) => text.includes(part)))
  }
  return {
    loaded() {
      const all = (page ? changesSince(memos, page) : []).map((change) => ({ ...change, after: Reflect.getOwnPropertyDescriptor(change.object, change.key) }))
      set = all.filter(({ after }) => after?.configurable !== false)
      stuck = all.filter((each) => !set.includes(each))
    },
    get isAny() { return set.length > 0 },
    get isStuck() { return stuck.length > 0 && stuck.some(isSaid()) },
    takeAway() { for (const { object, key, before } of set) put(object, key, before) },
    loadedAnew() {
      for (const each of set) {
        const now = Reflect.getOwnPropertyDescriptor(each.object, each.key)
        if (now && !Object.is(now.value ?? now.get, each.before?.value ?? each.before?.get)) each.hasComeBack = true
      }
    },
    putBack() {
      for (const { object, key, after } of set) put(object, key, after)
    },
    settle() { set = set.filter(({ hasComeBack }) => hasComeBack) },
    narrow() {
      const isOurs = isSaid()
      const left = set.filter((each) => each.hasComeBack ?? isOurs(each))
      const isLess = left.length < set.length
      set = left
      return isLess
    },
    leave() { set = [] },
  }
}

/** Of the description of a symbol as well: the text may put it together. */
function partsOf(key: PropertyKey): string[] {
  const name = typeof key === 'symbol' ? key.description ?? '' : String(key)
  return [name, ...typeof key === 'symbol' ? name.split(/\W+/u) : []].filter((part) => part.length > 2)
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
