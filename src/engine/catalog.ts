/** All mutants and sites of a run by number: what workers and the engine speak in. */
import type { Site, SourceFile } from '../model/instrumentable.js'
import type { Mutant } from '../model/mutant.js'
import type { Hits } from './protocol.js'

export interface CatalogSite {
  readonly file: string
  readonly loadTime: boolean
  /** The site whose hits are those of this one: itself, or the first of the same constant. */
  readonly counter: number
  /** Number of the first mutant switched here; alternatives follow. */
  readonly firstMutant: number
  readonly alternatives: number
}

/** What is asked about each mutant when it becomes known. */
export interface MutantQuestions {
  /** Coverage read from outside says that no test covers it. */
  isUncovered?(mutant: Mutant): boolean
  /** It belongs to the run; one that does not is taken in when a test that decides reaches it. */
  isChosen?(mutant: Mutant): boolean
  /** Another machine judges it. */
  isElsewhere?(mutant: Mutant): boolean
}

export class Catalog {
  /** By path. */
  readonly files = new Map<string, SourceFile>()
  readonly mutants: Mutant[] = []
  /** The site of each mutant; -1 for mutants that are ignored. */
  readonly siteOf: number[] = []
  readonly sites: CatalogSite[] = []
  /** Mutants that coverage read from outside says no test covers: they are not run. */
  readonly uncovered = new Set<number>()

  /** Mutants that cannot be judged, each with the reason in a sentence. */
  readonly omitted = new Map<number, string>()

  /** Mutants that do not belong to the run: they are neither judged nor reported. */
  readonly unchosen = new Set<number>()

  /** Mutants that other machines judge. */
  readonly elsewhere = new Set<number>()

  /** The file of each body of an outermost function, by its number; those of a file follow each other. */
  readonly bodies: string[] = []
  /** Number of the first body of each file whose bodies are counted, by path. */
  readonly firstBody = new Map<string, number>()

  constructor(private readonly questions: MutantQuestions = {}) {}

  /** Number of the mutants that belong to the run and to this machine. */
  get chosen(): number {
    return this.mutants.length - this.unchosen.size - this.elsewhere.size
  }

  /** Whether nothing is run for a mutant here, whatever its tests. */
  isLeftOut(mutant: number): boolean {
    return this.unchosen.has(mutant) || this.uncovered.has(mutant) || this.elsewhere.has(mutant)
  }

  /** The mutants of a site belong to the run. */
  choose(site: number): void {
    const { firstMutant, alternatives } = this.sites[site]!
    for (let mutant = firstMutant; mutant < firstMutant + alternatives; mutant++) this.unchosen.delete(mutant)
  }

  /** Gives numbers to the sites and mutants of a file; returns the number of its first site. */
  add(file: SourceFile): number {
    const firstSite = this.sites.length
    this.files.set(file.path, file)
    this.firstBody.set(file.path, this.bodies.length)
    for (const _ of file.bodies) this.bodies.push(file.path)
    const counters = new Map<number, number>()
    for (const site of file.sites) {
      const number = this.sites.length
      const { constant } = site
      if (constant !== undefined && !counters.has(constant)) counters.set(constant, number)
      this.addSite(file.path, site, constant === undefined ? number : counters.get(constant)!)
    }
    for (const mutant of file.mutants) {
      if (mutant.ignored) this.addMutant(mutant, -1)
    }
    return firstSite
  }

  /** Hits as workers count them, with those of sites that share a counter written out. */
  spread(hits: Hits): Hits {
    const all: number[] = []
    for (let at = 0; at < hits.length; at += 2) {
      const counter = hits[at]!
      for (let site = counter; this.sites[site]?.counter === counter; site++) all.push(site, hits[at + 1]!)
    }
    return all
  }

  /** The mutants of the site cannot be judged. */
  omit(site: number, why: string): void {
    const { firstMutant, alternatives } = this.sites[site]!
    for (let mutant = firstMutant; mutant < firstMutant + alternatives; mutant++) this.omitted.set(mutant, why)
  }

  alternativeOf(mutant: number): number {
    const site = this.sites[this.siteOf[mutant] ?? -1]
    return site ? mutant - site.firstMutant : 0
  }

  private addSite(file: string, site: Site, counter: number): void {
    this.sites.push({
      file,
      loadTime: site.loadTime,
      counter,
      firstMutant: this.mutants.length,
      alternatives: site.mutants.length,
    })
    for (const mutant of site.mutants) {
      if (this.questions.isUncovered?.(mutant)) this.uncovered.add(this.mutants.length)
      this.addMutant(mutant, this.sites.length - 1)
    }
  }

  private addMutant(mutant: Mutant, site: number): void {
    if (site !== -1 && this.questions.isElsewhere?.(mutant)) this.elsewhere.add(this.mutants.length)
    if (this.questions.isChosen?.(mutant) === false) this.unchosen.add(this.mutants.length)
    this.siteOf.push(site)
    this.mutants.push(mutant)
  }
}
