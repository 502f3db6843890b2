/** A mutant: one replacement of one span of one source file, as plain data. */
import type { Location, Span } from './span.js'

export interface Mutant {
  /**
   * Content-based identity: a hash of file, operator, scope, original text, replacement and ordinal.
   * It stays the same when code elsewhere in the file changes.
   */
  readonly id: string
  /** Path relative to the root, with forward slashes. */
  readonly file: string
  /** Name of the operator that made it, e.g. `EqualityOperator`. */
  readonly operator: string
  readonly span: Span
  readonly location: Location
  /** The text that `span` covers in the source. */
  readonly original: string
  /** The text that stands there instead; always different from `original`. */
  readonly replacement: string
  /** The enclosing named scopes joined by dots, e.g. `Cart.total`; empty at the top level of a module. */
  readonly scope: string
  /** 0 for the first mutant with the same file, operator, scope, original and replacement, then 1, 2 … */
  readonly ordinal: number
  /**
   * An edit with the same effect for places where the language allows no switch around `span`. Instrumented code uses it;
   * reports, and whoever applies the mutant to a file, use `span` and `replacement`.
   */
  readonly standIn?: { readonly span: Span; readonly replacement: string }
  /**
   * Set on an extreme mutant, which takes away all that a function does or all that it returns: the span of the function.
   */
  readonly extreme?: Span
  /** Set when a rule or a comment says that this mutant is not worth running. */
  readonly ignored?: Ignored
}

export interface Ignored {
  /** Rule id, or `comment`. */
  readonly rule: string
  /** Why, in words for the person who reads the report. */
  readonly reason: string
}
