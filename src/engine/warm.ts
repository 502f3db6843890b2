/** Which test files are loaded anew without their sources (warm), and for which sites that says what new modules would. */
import { isJudged } from './choice.js'
import type { Catalog } from './catalog.js'
import type { FileState } from './file-state.js'
import type { Ledger } from './ledger.js'
import type { Ready } from './protocol.js'
import { isBeyondTestFile } from './remembers.js'

/** Of so many mutants that only tests pass, one is expected to survive them. */
const ONE_SURVIVES_OF = 10

/**
 * How many open mutants might be judged without loading the sources: those that are passed while the file loads, and, where only the
 * test file keeps state, the survivors of those that its tests pass. The dry run of the file has to be known.
 */
export function countForWarm(state: FileState, catalog: Catalog, ledger: Ledger): number {
  const { dry, ready } = state
  if (!dry || state.warmHarms || (ready && !state.sitesWarm)) return 0
  let [loading, running] = [0, 0]
  for (const [site, { load }] of state.coverage) {
    const { loadTime, firstMutant, alternatives } = catalog.sites[site]!
    if (loadTime || !isJudged(catalog, site)) continue
    for (let mutant = firstMutant; mutant < firstMutant + alternatives; mutant++) {
      if (ledger.isFinal(mutant)) continue
      if (load) loading++
      else running++
    }
  }
  return loading + (state.remembers === 'test file' ? Math.ceil(running / ONE_SURVIVES_OF) : 0)
}

/**
 * The sites that a realm may judge so; undefined where it may judge none. A function that is passed less often on loaded sources was
 * called while they load, or behaves otherwise the second time; where modules keep something, nobody can tell which.
 */
export function warmSites({ dry, remembers }: FileState, { warm }: Ready, catalog: Catalog): ReadonlySet<number> | undefined {
  if (!warm) return undefined
  const counters = new Set(warm)
  const sites = new Set<number>()
  let mixed = false
  for (let at = 0; at < dry!.load.length; at += 2) {
    const site = dry!.load[at]!
    const { loadTime, counter } = catalog.sites[site]!
    if (loadTime) continue
    if (counters.has(counter)) sites.add(site)
    else mixed = true
  }
  return mixed && isBeyondTestFile(remembers) ? new Set() : sites
}

/** Takes out what may not be judged so any more: another realm has found other sites, or something has come to be kept. */
export function narrowWarm(state: FileState, ready: Ready, catalog: Catalog): void {
  const sites = warmSites(state, ready, catalog)
  if (sites && state.sitesWarm) state.sitesWarm = new Set([...state.sitesWarm].filter((site) => sites.has(site)))
  else delete state.sitesWarm
}
