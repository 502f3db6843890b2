/** What is known of each mutant while the run goes on: which pairs are open, what was found, when it is final. */
import type { Emit } from '../model/events.js'
import type { Mutant } from '../model/mutant.js'
import type { Status } from '../model/verdict.js'
import type { Catalog } from './catalog.js'
import type { FileState } from './file-state.js'
import type { Settled } from './pair.js'

export interface Finding extends Settled {
  readonly state: FileState
  /** Set when it was found out by an earlier run. */
  readonly recalled?: true
}

/** What is known of mutants before the run, and who wants to know what becomes known. */
export interface Memory {
  /** Statuses that hold already, by mutant id: these mutants are not judged again. */
  readonly known: ReadonlyMap<string, { readonly status: Status }>
  /** Hears of each verdict that something was run for, with the evidence, before it is announced. */
  record(mutant: Mutant, status: Status, findings: readonly Finding[]): void
}

const NO_MEMORY: Memory = { known: new Map(), record: () => undefined }

export class Ledger {
  private readonly findings = new Map<number, Finding[]>()
  private readonly open = new Map<number, number>()
  private readonly final = new Map<number, Status>()
  private allFilesKnown = false

  constructor(
    private readonly catalog: Catalog,
    private readonly emit: Emit,
    private readonly memory: Memory = NO_MEMORY,
  ) {}

  /** A pair of this mutant waits to be judged. */
  expect(mutant: number): void {
    this.open.set(mutant, (this.open.get(mutant) ?? 0) + 1)
  }

  /** Nothing more needs to be run for this mutant. */
  isFinal(mutant: number): boolean {
    return this.final.has(mutant)
  }

  /** Whether all but one pair of the mutant are judged, and no further one can appear. */
  isLast(mutant: number): boolean {
    return this.allFilesKnown && this.open.get(mutant) === 1
  }

  /** Closes a mutant that is known from before; says whether it was. */
  takeUp(mutant: number): boolean {
    const known = this.memory.known.get(this.catalog.mutants[mutant]!.id)
    if (known) this.close(mutant, known.status)
    return known !== undefined
  }

  settle(finding: Finding): void {
    const { mutant } = finding.pair
    const list = this.findings.get(mutant)
    if (list) list.push(finding)
    else this.findings.set(mutant, [finding])
    this.open.set(mutant, (this.open.get(mutant) ?? 1) - 1)
    if (finding.result === 'killed') this.close(mutant, 'Killed')
    else if (finding.result === 'timeout') this.close(mutant, 'Timeout')
    else this.closeIfDone(mutant)
  }

  /** All dry runs are done: no further pair of a mutant can appear but by judging again. */
  filesAreKnown(): void {
    if (this.allFilesKnown) return
    this.allFilesKnown = true
    this.catalog.siteOf.forEach((site, mutant) => {
      if (this.catalog.unchosen.has(mutant) || this.catalog.elsewhere.has(mutant)) return
      if (site === -1) this.close(mutant, 'Ignored')
      else if (this.catalog.omitted.has(mutant)) this.close(mutant, 'RuntimeError')
      else if (this.open.has(mutant)) this.closeIfDone(mutant)
      else this.close(mutant, 'NoCoverage')
    })
  }

  findingsOf(mutant: number): readonly Finding[] {
    return this.findings.get(mutant) ?? []
  }

  /** Number of mutants that something was run for, now or in an earlier run. */
  judged(): number {
    return this.findings.size
  }

  /** The status that the findings add up to; undefined while pairs are open or when nothing was run. */
  statusOf(mutant: number): Status | undefined {
    return this.final.get(mutant)
  }

  private closeIfDone(mutant: number): void {
    if (!this.allFilesKnown || this.final.has(mutant) || (this.open.get(mutant) ?? 0) > 0) return
    const results = this.findingsOf(mutant).map(({ result }) => result)
    const reached = results.includes('survived')
    this.close(mutant, reached && !results.includes('undecided') ? 'Survived' : 'RuntimeError')
  }

  private close(mutant: number, status: Status): void {
    if (this.final.has(mutant)) return
    this.final.set(mutant, status)
    const findings = this.findingsOf(mutant)
    if (findings.length > 0) this.memory.record(this.catalog.mutants[mutant]!, status, findings)
    this.emit({
      type: 'verdict',
      mutant: this.catalog.mutants[mutant]!.id,
      status,
      done: this.final.size,
      total: this.catalog.chosen,
    })
  }
}
