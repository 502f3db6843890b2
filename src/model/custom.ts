/** What the config of a project may bring along: operators and rules of its own, and settings for some of its paths. */

/** A piece of source code as operators and rules of a config see it. */
export interface Code {
  /** What it is, by the name that TypeScript's syntax tree has for it: `CallExpression`, `Identifier`, `IfStatement`. */
  readonly kind: string
  /** Without the comments before it. */
  readonly text: string
  /** The line it begins on, from 1. */
  readonly line: number
  /** The code around it; undefined for the whole file. */
  readonly parent: Code | undefined
  /** The code it consists of, in the order of the source. */
  readonly children: readonly Code[]
  /** One part by its name in TypeScript's syntax tree, e.g. `expression` of a call; undefined when there is none. */
  part(name: string): Code | undefined
  /** The parts of a list by its name in TypeScript's syntax tree, e.g. `arguments` of a call; empty when there is none. */
  parts(name: string): readonly Code[]
  /** This code or the nearest around it that is of one of these kinds. */
  closest(...kinds: readonly string[]): Code | undefined
}

/**
 * What an operator puts in place of the code it was shown, as text; with `at` in place of a part of that code.
 * An expression is replaced by an expression, a statement is removed by `''`, a block is emptied by `'{}'`.
 */
export type Replacement = string | { readonly at: Code; readonly by: string }

/** An operator that a config defines. */
export interface CustomOperator {
  /** Stands in reports and on the command line: letters, the first one a capital, e.g. `RetryCount`. */
  readonly name: string
  /** What it does, in one sentence. */
  readonly description: string
  /** The narrowest level that makes its mutants; default: `default`. */
  readonly level?: 'default' | 'all'
  /** Why a survivor matters, for `mutate describe`. */
  readonly why?: string
  /** What kind of test detects it, for `mutate describe` and the advice in reports. */
  readonly remedy?: string
  /** Code to show in `mutate describe`, with what the operator makes of it. */
  readonly examples?: readonly string[]
  /** The kinds of code that it wants to see. */
  readonly kinds: readonly string[]
  /** What it makes of `code`; nothing when there is nothing to do. */
  mutate(code: Code): Iterable<Replacement>
}

/** A mutant as a rule of a config sees it. */
export interface CustomCandidate {
  /** Relative to the root, with forward slashes. */
  readonly path: string
  /** Name of the operator. */
  readonly operator: string
  /** The code that is changed. */
  readonly code: Code
  /** The text that is put there. */
  readonly replacement: string
}

/** A suppression rule that a config defines. */
export interface CustomRule {
  /** Stands in reports: small letters, digits and dashes, e.g. `feature-flag`. */
  readonly id: string
  /** Why such mutants are left out, as the end of a sentence that begins with `because`. */
  readonly reason: string
  /** What it matches, for `mutate describe`. */
  readonly description?: string
  /** Code to show in `mutate describe`, with what is left out of it. */
  readonly examples?: readonly string[]
  /** Whether the mutant is left out. */
  covers(candidate: CustomCandidate): boolean
}

/** Settings for some of the paths. */
export interface Override {
  /** Files, folders or globs, relative to the root. */
  readonly paths: readonly string[]
  /** Levels and operators there, instead of those of the whole project. */
  readonly operators?: readonly string[]
  /** Rules there, instead of those of the whole project. */
  readonly rules?: readonly string[]
  /** Whether rules apply there at all. */
  readonly suppress?: boolean
}

/** What mutants are made, and which of them are left out. */
export interface GenerationOptions {
  /** Level names and operator names, `-Name` leaves one out; default `['default']`. */
  readonly operators: readonly string[]
  /** Apply suppression rules. */
  readonly suppress: boolean
  /** Ids of the rules that apply, `all` for every one, `-id` leaves one out; default `['all']`. */
  readonly rules: readonly string[]
  /** Later ones win. */
  readonly overrides: readonly Override[]
  readonly customOperators: readonly CustomOperator[]
  readonly customRules: readonly CustomRule[]
}
