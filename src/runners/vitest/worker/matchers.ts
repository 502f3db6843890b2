/** Matchers that set-up files and tests have given to `expect`: those of a file that is loaded anew stand for its new modules. */
import type { VitestApi } from './vitest-types.js'

/** What Vitest's own `expect` keeps on the global object. */
interface Tables { readonly matchers?: Readonly<Record<string, unknown>>; readonly customEqualityTesters?: unknown[] }

/** Puts the matchers back that there are now. */
export function rememberMatchers({ expect, chai, page }: Pick<VitestApi, 'expect' | 'chai' | 'page'>): { reset(): void } {
  const held = (name: string): object => ((page as Record<symbol, object | undefined>)[Symbol.for(name)] ?? {})
  const { matchers = {}, customEqualityTesters: testers = [] } = held('$$jest-matchers-object') as Tables
  const names = Object.keys(matchers)
  const values = Object.values(matchers)
  const places = [matchers, held('asymmetric-matchers-object'), chai.Assertion.prototype, expect, expect.not]
  const before = places.map((place) => Object.getOwnPropertyDescriptors(place))
  const testersBefore = [...testers]
  // Every matcher is in this table; it is looked through after each trial.
  const isSame = (): boolean => Object.keys(matchers).length === names.length && names.every((name, at) => matchers[name] === values[at])
  return {
    reset() {
      if (testers.length !== testersBefore.length) testers.splice(0, Infinity, ...testersBefore)
      if (isSame()) return
      for (const [at, place] of places.entries()) {
        for (const key of Reflect.ownKeys(place)) if (!Object.hasOwn(before[at]!, key)) Reflect.deleteProperty(place, key)
        for (const key of Reflect.ownKeys(before[at]!)) Reflect.defineProperty(place, key, before[at]![key as string]!)
      }
    },
  }
}
