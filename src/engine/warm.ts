/** Which test files are loaded anew without their sources (warm), and for which sites that says what new modules would. */
import { isJudged } from './choice.js'
import type { Catalog } from './catalog.js'
import type { FileState } from './file-state.js'
import type { Ledger } from './ledger.js'
import type { Ready } from './protocol.js'

/** How many open mutants are passed while the file loads, and might be without its sources. The dry run of the file has to be known. */
export function countForWarm(state: FileState, catalog: Catalog, ledger: Ledger): number {
  const { dry, ready } = state
  if (!dry || state.warmHarms || (ready && state.sitesWarm.size === 0)) return 0
  let mutants = 0
  for (let at = 0; at < dry.load.length; at += 2) {
    const site = dry.load[at]!
    const { loadTime, firstMutant, alternatives } = catalog.sites[site]!
    if (loadTime || !isJudged(catalog, site)) continue
    for (let mutant = firstMutant; mutant < firstMutant + alternatives; mutant++) if (!ledger.isFinal(mutant)) mutants++
  }
  return mutants
}

/**
 * The sites that a realm may judge so. A function that is passed less often on loaded sources was called while they load, or
 * behaves otherwise the second time; where something is kept, nobody can tell which.
 */
export function warmSites({ dry, remembers, writers }: FileState, { warm = [] }: Ready, catalog: Catalog): ReadonlySet<number> {
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
  return mixed && (remembers !== 'nothing' || writers.size > 0) ? new Set() : sites
}
