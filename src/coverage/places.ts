/** Places of a source with a count, and how the innermost one around a location is found. */
import type { BranchMapping, FileCoverageData, Range } from 'istanbul-lib-coverage'
import type { Location } from '../model/span.js'

/** A stretch of source as Istanbul counts it: lines from 1, columns from 0, end exclusive. */
export interface Place {
  readonly startLine: number
  readonly startColumn: number
  readonly endLine: number
  readonly endColumn: number
  readonly hits: number
}

/** Kinds of branches whose arms are exactly the code that runs when the arm is taken. An `if` names its test as well. */
const EXACT_ARMS = new Set(['cond-expr', 'binary-expr', 'default-arg', 'branch'])

/** All places of a file that tell whether the code in them ran, in the order of their starts, outer before inner. */
export function placesOf(file: FileCoverageData): Place[] {
  const places: Place[] = []
  const add = (range: unknown, hits: number | undefined) => {
    const place = toPlace(range, hits ?? 0)
    if (place) places.push(place)
  }
  for (const [id, range] of Object.entries(file.statementMap)) add(range, file.s[id])
  for (const [id, { loc }] of Object.entries(file.fnMap)) add(loc, file.f[id])
  for (const [id, branch] of Object.entries(file.branchMap)) {
    if (!EXACT_ARMS.has(branch.type)) continue
    armsOf(branch).forEach((range, arm) => { add(range, file.b[id]?.[arm]) })
  }
  return places.sort(byStart)
}

function armsOf(branch: BranchMapping): readonly unknown[] {
  return Array.isArray(branch.locations) ? branch.locations : []
}

/** Undefined for a range without a start, as Istanbul writes for an `else` that is not there. */
function toPlace(range: unknown, hits: number): Place | undefined {
  const { start, end } = (range ?? {}) as Partial<Range>
  if (typeof start?.line !== 'number' || typeof end?.line !== 'number') return undefined
  return {
    startLine: start.line,
    startColumn: numberOr(start.column, 0),
    endLine: end.line,
    // A missing end, or one that JSON made `null` of infinity, is the end of the line.
    endColumn: numberOr(end.column, Infinity),
    hits,
  }
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback
}

/** The location of a mutant in Istanbul's way of counting. */
export function placeAt({ start, end }: Location): Place {
  return {
    startLine: start.line,
    startColumn: start.column - 1,
    endLine: end.line,
    endColumn: end.column - 1,
    hits: 0,
  }
}

export function rangeOf({ start, end }: Location): Range {
  return { start: { line: start.line, column: start.column - 1 }, end: { line: end.line, column: end.column - 1 } }
}

/** The number of the innermost place that contains `wanted`, or -1; `places` as `placesOf` sorts them. */
export function innermost(places: readonly Place[], wanted: Place): number {
  for (let index = lastStartingUpTo(places, wanted); index >= 0; index--) {
    if (contains(places[index]!, wanted)) return index
  }
  return -1
}

function lastStartingUpTo(places: readonly Place[], wanted: Place): number {
  let low = -1
  let high = places.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (compareStart(places[middle]!, wanted) <= 0) low = middle
    else high = middle - 1
  }
  return low
}

/**
 * Whether anything inside the place ran. Ranges that went through a source map can be too wide: one with no hits around
 * code that ran says nothing.
 */
export function ranInside(places: readonly Place[], index: number): boolean {
  const outer = places[index]!
  for (let inner = index + 1; inner < places.length; inner++) {
    const place = places[inner]!
    if (compare(place.startLine, place.startColumn, outer.endLine, outer.endColumn) >= 0) return false
    if (place.hits > 0 && contains(outer, place)) return true
  }
  return false
}

export function contains(outer: Place, inner: Place): boolean {
  return compareStart(outer, inner) <= 0
    && compare(outer.endLine, outer.endColumn, inner.endLine, inner.endColumn) >= 0
}

export function byStart(a: Place, b: Place): number {
  return compareStart(a, b) || compare(b.endLine, b.endColumn, a.endLine, a.endColumn)
}

function compareStart(a: Place, b: Place): number {
  return compare(a.startLine, a.startColumn, b.startLine, b.startColumn)
}

function compare(line: number, column: number, otherLine: number, otherColumn: number): number {
  // Not a plain difference: both columns may be infinite.
  if (line !== otherLine) return line - otherLine
  return column < otherColumn ? -1 : column > otherColumn ? 1 : 0
}
