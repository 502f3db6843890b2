/** Reads and compares the counters that instrumented code writes. */
import type { Hits } from '../../../engine/protocol.js'

/** The global that instrumented code talks to; made by the instrumenter's `createRealmGlobal`. */
export interface Counters {
  s: number
  a: number
  h: Uint32Array
  b: number
  e: number
  readonly loaded: { readonly file: string; readonly first: number; readonly count: number }[]
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

let knownModules = 0
let knownEnd = 0

/** The number after the last site of any module that was evaluated in this worker: counters beyond it stay zero. */
function endOfSites(counters: Counters): number {
  for (; knownModules < counters.loaded.length; knownModules++) {
    const { first, count } = counters.loaded[knownModules]!
    knownEnd = Math.max(knownEnd, first + count)
  }
  return Math.min(knownEnd, counters.h.length)
}

/** Back to how it was before any module was evaluated: another test file begins. */
export function forgetHits(counters: Counters): void {
  takeHits(counters)
  counters.loaded.length = 0
  knownModules = 0
  knownEnd = 0
  counters.s = -1
  counters.a = 0
  counters.b = NO_BUDGET
}

export function sameHits(a: Hits, b: Hits): boolean {
  if (a.length !== b.length) return false
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false
  return true
}
