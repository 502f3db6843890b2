/** Which tests of a file cover which site, and which others have to run with them. */
import { beginningTo } from './beginning.js'
import type { Catalog } from './catalog.js'
import type { FileState } from './file-state.js'
import type { Dry } from './protocol.js'

/** By whom a site is passed. */
export interface SiteCoverage {
  /** Indexes of tests in file order. */
  tests: number[]
  /** The site is passed while modules load. */
  load: boolean
}

/** Reads off the dry run which tests cover which site. */
export function indexCoverage(dry: Dry): Map<number, SiteCoverage> {
  const coverage = new Map<number, SiteCoverage>()
  const at = (site: number): SiteCoverage => {
    let entry = coverage.get(site)
    if (!entry) coverage.set(site, entry = { tests: [], load: false })
    return entry
  }
  for (let index = 0; index < dry.load.length; index += 2) at(dry.load[index]!).load = true
  dry.tests.forEach(({ hits }, test) => {
    for (let index = 0; index < hits.length; index += 2) at(hits[index]!).tests.push(test)
  })
  for (const { tests, hits } of dry.hooks) {
    for (let index = 0; index < hits.length; index += 2) {
      const entry = at(hits[index]!)
      entry.tests = [...new Set([...entry.tests, ...tests])].sort((a, b) => a - b)
    }
  }
  return coverage
}

/** The tests to run for a site: those that cover it, and those that depend on one of them having run before. */
export function closeOver(tests: readonly number[], dependent: readonly number[]): readonly number[] {
  const first = tests[0]
  if (first === undefined) return tests
  const last = dependent.findLast((test) => test > first || tests.includes(test))
  if (last === undefined) return tests
  return [...beginningTo(last), ...tests.filter((test) => test > last)]
}

/** Whether a site is passed while modules load: those of the first load, or one that a test loads. */
export function isStatic({ coverage }: FileState, { sites }: Catalog, site: number): boolean {
  return coverage.get(site)?.load === true || sites[site]!.loadTime
}
