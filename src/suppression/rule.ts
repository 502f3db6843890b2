/** What a suppression rule is: a reason why a mutant is not worth running, found in the code around it. */
import type { ts } from '../syntax/index.js'

/** A mutant as rules see it. */
export interface Candidate {
  /** Relative, with forward slashes. */
  readonly path: string
  /** The user named this very file, so he wants it mutated whatever kind of file it is. */
  readonly named: boolean
  readonly source: ts.SourceFile
  /** Name of the operator. */
  readonly operator: string
  /** The node that is changed. */
  readonly node: ts.Node
  /** The text that is put there. */
  readonly replacement: string
}

export interface Rule {
  /** Short and lasting: it stands in reports. */
  readonly id: string
  /** Why such mutants are left out, for the person who reads the report. */
  readonly reason: string
  /** What it matches, for the documentation. */
  readonly description: string
  /** Code of which every mutant of the level `default` is suppressed; the path matters to rules about files. */
  readonly examples: readonly { readonly code: string; readonly path?: string }[]
  covers(candidate: Candidate): boolean
}
