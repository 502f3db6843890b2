/** What an operator is: something that, shown a node, proposes replacements. */
import type { CarrierForm } from '../model/instrumentable.js'
import type { Span } from '../model/span.js'
import type { Facts, Shape, ts } from '../syntax/index.js'

export type Level = 'default' | 'all' | 'stryker'

/** A change of the text. */
export interface Edit {
  /** The node that the change belongs to; the switch is put around it or around the nearest place that allows one. */
  readonly node: ts.Node
  /** The text to replace, inside `node`; default: all of `node`. */
  readonly span?: Span
  /** Parentheses and spaces that the place needs are added later. */
  readonly replacement: string
  /** The expression whose text the replacement is, or the operator that joins it; saves finding out by parsing. */
  readonly shape?: Shape
  /** Default: `expression`. */
  readonly form?: CarrierForm
}

/** One proposed replacement. */
export interface Mutation extends Edit {
  /** Another edit with the same effect, made instead where the code is switched; reports show this mutation. */
  readonly standIn?: Edit
  /** Given up when any other mutant lies inside its span. */
  readonly onlyAlone?: boolean
  /** The function that does nothing, or returns nothing of value, under this mutant. */
  readonly extreme?: ts.Node
  /** Detected by whatever detects its siblings; made at the level `all` only. */
  readonly subsumed?: boolean
}

/** What an operator may ask while it looks at a node. */
export interface Context {
  /** Relative, with forward slashes. */
  readonly path: string
  readonly source: ts.SourceFile
  readonly facts: Facts
  /** The text of a node without the comments before it. */
  text(node: ts.Node): string
}

/** A piece of code and what it becomes; the whole set, in the order of the source. */
export interface Example {
  readonly before: string
  /** Every mutant of the operator at its own level, as whole text. */
  readonly after: readonly string[]
}

export interface Operator {
  /** Unique within a level; the name in reports and on the command line. */
  readonly name: string
  /** The narrowest level it belongs to. */
  readonly level: Level
  /** What it does, in one sentence. */
  readonly description: string
  /** Why a survivor matters. */
  readonly why: string
  /** What kind of test detects it. */
  readonly remedy: string
  /** Kinds of nodes it wants to see. */
  readonly kinds: readonly ts.SyntaxKind[]
  readonly examples: readonly Example[]
  /** Defined by the config of a project; its examples then say nothing about what it makes of them. */
  readonly custom?: boolean
  /** The user asked for it by name: no suppression rule applies to it. */
  readonly explicit?: boolean
  mutate(node: ts.Node, context: Context): Iterable<Mutation>
}
