/** Which function each mutant stands in: reports hold it in `config`, because the schema has no place for it. */
import type { MutationTestResult } from 'mutation-testing-report-schema/api'
import type { Mutant } from '../model/mutant.js'

/** What the order of survivors and the telling of functions need beside what the schema holds. */
export type Place = Pick<Mutant, 'scope' | 'extreme'>

export interface Places {
  /** Ids by scope, by file; mutants at the top level of a module are left out. */
  readonly scopes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
  /** Of extreme mutants, by id: where their function begins and ends in the text of the file. */
  readonly extremes: Readonly<Record<string, readonly [number, number]>>
}

/** What a report says about the places of these mutants; undefined when there is nothing to say. */
export function placesOf(mutants: readonly Mutant[]): Places | undefined {
  const files = new Map<string, Map<string, string[]>>()
  const extremes = new Map<string, [number, number]>()
  for (const { id, file, scope, extreme } of mutants) {
    if (extreme) extremes.set(id, [extreme.start, extreme.end])
    if (scope === '') continue
    const scopes = files.get(file) ?? new Map<string, string[]>()
    files.set(file, scopes)
    const ids = scopes.get(scope)
    if (ids) ids.push(id)
    else scopes.set(scope, [id])
  }
  if (files.size === 0 && extremes.size === 0) return undefined
  // `fromEntries` defines own properties, whatever a file or a function is called.
  return {
    scopes: Object.fromEntries([...files].map(([file, scopes]) => [file, Object.fromEntries(scopes)])),
    extremes: Object.fromEntries(extremes),
  }
}

/** The place of a mutant by its id; at the top level where the report does not say, or says what no run wrote. */
export function placesIn({ config }: Partial<MutationTestResult>): (id: string) => Place {
  const { scopes, extremes } = (config ?? {}) as { scopes?: unknown; extremes?: unknown }
  const scopeOf = new Map<string, string>()
  for (const [, ofFile] of entries(scopes)) {
    for (const [scope, ids] of entries(ofFile)) {
      for (const id of Array.isArray(ids) ? ids as unknown[] : []) scopeOf.set(String(id), scope)
    }
  }
  const extremeOf = new Map(entries(extremes))
  return (id) => {
    const span = extremeOf.get(id)
    return { scope: scopeOf.get(id) ?? '', ...(isSpan(span) && { extreme: { start: span[0], end: span[1] } }) }
  }
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : []
}

function isSpan(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((offset) => Number.isSafeInteger(offset))
}
