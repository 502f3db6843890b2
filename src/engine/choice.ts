/** Which mutants belong to the run when a change decides, and whether a site has any. */
import type { JudgeInput } from './bench.js'
import type { Catalog } from './catalog.js'
import type { FileState } from './file-state.js'

/** Whether any mutant of a site is to be run. */
export function isJudged(catalog: Catalog, site: number): boolean {
  const { firstMutant, alternatives } = catalog.sites[site]!
  for (let mutant = firstMutant; mutant < firstMutant + alternatives; mutant++) {
    if (!catalog.isLeftOut(mutant)) return true
  }
  return false
}

/** Takes in the mutants that the deciding tests of a file reach, also while its modules load. */
export function chooseByTests({ catalog, deciding }: JudgeInput, { file, dry, coverage }: FileState): void {
  const tests = new Set(deciding!.testsOf(file, dry!.tests))
  for (const [site, reached] of coverage) {
    if (tests.size > 0 && (reached.load || reached.tests.some((test) => tests.has(test)))) catalog.choose(site)
  }
}
