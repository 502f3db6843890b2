/** Reads and compares the counters that instrumented code writes. */
import { MOST_TOLD } from '../../../instrument/describe.js'
import type { Keeper, Named } from '../../../instrument/keepers.js'
import type { RealmGlobal } from '../../../instrument/realm-global.js'

/** The global that instrumented code talks to; made by the instrumenter's `createRealmGlobal`. */
export interface Counters {
  s: number
  a: number
  h: Uint32Array
  b: number
  e: number
  f: Uint8Array
  exportsOf?: (file: string) => unknown
  w: boolean
  live: boolean
  tables: number
  readonly slots: WeakMap<object, unknown>
  readonly secrets: RealmGlobal['secrets']
  readonly kept: Keeper[]
  readonly names: Named[]
  readonly shown: WeakSet<object>
  told: Set<string>
  readonly loaded: {
    readonly file: string; readonly first: number; readonly count: number; readonly firstBody: number; readonly bodies: number
  }[]
}

/** So large that no honest test uses it up, and still a small integer to the engine. */
export const NO_BUDGET = 1 << 30

/** Takes all counts out of the counters and sets them to zero. */
export function takeHits(counters: Counters): number[] {
  const taken: number[] = []
  const { h } = counters
  const end = endOfSites(counters)
  for (let site = 0; site < end; site++) {
    const count = h[site]!
    if (count !== 0) {
      taken.push(site, count)
      h[site] = 0
    }
  }
  return taken
}

/** Takes the numbers of all bodies that were entered since the last call. */
export function takeEntered(counters: Counters): number[] {
  const taken: number[] = []
  endOfSites(counters)
  // There is room for many more than are used.
  const f = counters.f.subarray(0, knownBodies)
  for (let body = f.indexOf(1); body !== -1; body = f.indexOf(1, body + 1)) {
    taken.push(body)
    f[body] = 0
  }
  return taken
}

/** Takes what sources have told packages since the last call, and whether that is all. */
export function takeTold(counters: Counters): { told: ReadonlySet<string>; isWhole: boolean } {
  const { told } = counters
  if (told.size > 0) counters.told = new Set()
  return { told, isWhole: told.size < MOST_TOLD }
}

let knownBodies = 0
let knownModules = 0
let knownEnd = 0

/** The number after the last site of any module that was evaluated in this worker: counters beyond it stay zero. */
function endOfSites(counters: Counters): number {
  for (; knownModules < counters.loaded.length; knownModules++) {
    const { first, count, firstBody, bodies } = counters.loaded[knownModules]!
    knownEnd = Math.max(knownEnd, first + count)
    knownBodies = Math.max(knownBodies, firstBody + bodies)
  }
  return Math.min(knownEnd, counters.h.length)
}

/** Back to how it was before any module was evaluated: another test file begins. */
export function forgetHits(counters: Counters): void {
  takeHits(counters)
  takeTold(counters)
  counters.f.fill(0)
  counters.loaded.length = 0
  counters.kept.length = 0
  knownBodies = 0
  knownModules = 0
  knownEnd = 0
  counters.s = -1
  counters.a = 0
  counters.b = NO_BUDGET
}
