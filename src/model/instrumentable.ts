/** What the instrumenter needs to know about one source file, beside its text: where switches and guards go. */
import type { Mutant } from './mutant.js'
import type { Note } from './result.js'
import type { Span } from './span.js'

/**
 * The syntactic shape of a carrier, the stretch of code a switch between original and mutants wraps.
 * - `expression`: an expression that may stand inside parentheses.
 * - `functionBody`: the block of a function, braces included; the mutant empties it.
 * - `block`: any other block, braces included; the mutant empties it.
 * - `statement`: one whole statement; the mutant removes it.
 */
export type CarrierForm = 'expression' | 'functionBody' | 'block' | 'statement'

/** One place where the instrumented source chooses between the original and its mutants. */
export interface Site {
  readonly form: CarrierForm
  /** The carrier; contains the span of every mutant of this site. Carriers nest or are disjoint, never overlap partly. */
  readonly span: Span
  /** Code that runs while the module loads, not inside a function. */
  readonly loadTime: boolean
  /** An expression carrier that begins an expression statement in a statement list, where a leading `(` could join the line above. */
  readonly startsStatement: boolean
  /** The text of an enum member: the switch has to look like a text to compilers. */
  readonly textOfEnum?: true
  /** The mutants switched here; the index in this array is the alternative's number. */
  readonly mutants: readonly Mutant[]
  /** Index in `SourceFile.constants` of the constant whose initializer this is a part of; absent for all other code. */
  readonly constant?: number
}

/**
 * A constant of the module whose value is made again for a mutant in its initializer, wherever it is read. So the mutant
 * can be switched on after the module was loaded, and its hits are the reads: who never reads the value cannot notice.
 */
export interface Constant {
  /** The initializer. */
  readonly span: Span
  /** Empty for a value that is written in a table. */
  readonly name: string
  readonly reads: readonly {
    readonly span: Span
    /** As in `Site`. */
    readonly startsStatement: boolean
    /** `{ NAME }`, which has to become `{ NAME: … }`. */
    readonly shorthand: boolean
    /** It stands in the initializer of another constant: who reads that one reads both. */
    readonly inside: boolean
  }[]
  /** Indexes in `SourceFile.constants` of those that it is made of, and of what these are. */
  readonly madeOf: readonly number[]
  /** Where the statement ends that exports it; absent where only its own module can read it. */
  readonly exportedAt?: number
}

/** A table that is written where its module loads; in it constants are read, of which some have no name. */
export interface Table {
  /** The object literal. */
  readonly span: Span
  /** `constant`: index in `SourceFile.constants`. */
  readonly slots: readonly { readonly key: string; readonly constant: number }[]
}

/**
 * Something that a module keeps from one run of the tests to the next, and that can be handed out when it is loaded.
 * - `names`: variables, functions or classes; `at` is the end of the statement that declares them.
 * - `value`: an expression whose value has no name of its own.
 *
 * `strict`: functions in it may keep what nobody sees, as they are not written where it is made.
 */
export type Kept =
  | { readonly kind: 'names'; readonly at: number; readonly names: readonly string[]; readonly assignable: boolean; readonly strict: boolean }
  | { readonly kind: 'value'; readonly span: Span; readonly strict: boolean }

/** Names that a file declares where it runs once. `at`: the end of the statement, in a file with tests; absent: outside of functions. */
export interface Declared {
  readonly at?: number
  readonly names: readonly string[]
  /** Hooks begin each run with them as they were, as far as the text tells. */
  readonly isRenewed?: true
}

/** Where code runs when a function or block is entered; `form` and `span` are as in `Guard`. */
export interface Place {
  readonly form: 'block' | 'expression'
  readonly span: Span
  /** Of an expression: what a function in it gets its name from. */
  readonly name?: string
}

/** Variables of a function or block that functions made there go on to use. */
export interface Captured extends Place {
  /** Names that get their values at the same time, `this` among them; `assignable`: those of them that the file assigns somewhere. */
  readonly groups: readonly { readonly names: readonly string[]; readonly assignable: readonly string[] }[]
}

/** Private fields of a class, whose body begins at `at`. */
export interface Secrets {
  readonly at: number
  readonly ofInstances: readonly string[]
  readonly ofClass: readonly string[]
}

/** An expression that sets something up in a package. */
export interface Setting {
  readonly span: Span
  /** What the package is given. */
  readonly given: readonly Span[]
}

export interface Captures {
  readonly settings: readonly Setting[]
  /** Classes with private fields; also those that only look so. */
  readonly secrets: readonly Secrets[]
  readonly scopes: readonly Captured[]
  /** Bodies of functions that use variables which cannot be handed out. */
  readonly hiding: readonly Place[]
  /** Some of those variables are used where no function can be named. */
  readonly isOpaque: boolean
}

/** A loop or function body: a place where a counter of the remaining budget is checked. */
export interface Guard {
  /** `block`: `offset` is just after the `{` and its directives. `expression`: the body of an arrow function; wraps `span`. `statement`: a loop body without braces; wraps `span`. */
  readonly form: 'block' | 'expression' | 'statement'
  readonly span: Span
  /** Index in `SourceFile.bodies` of the body that begins here; absent for loops and for functions inside of bodies. */
  readonly body?: number
}

export interface SourceFile {
  /** Path relative to the root, with forward slashes. */
  readonly path: string
  /** The whole text as on disk. */
  readonly text: string
  /** All mutants in source order, the ignored ones too. */
  readonly mutants: readonly Mutant[]
  /** Places of all mutants that are not ignored, outer before inner, in source order. */
  readonly sites: readonly Site[]
  readonly guards: readonly Guard[]
  readonly constants: readonly Constant[]
  readonly tables: readonly Table[]
  /**
   * The bodies of the outermost functions, in source order: code that has no effect before it is entered. What is left
   * of the text runs, or may run, when the file is loaded.
   */
  readonly bodies: readonly Span[]
  /** Milliseconds that parsing took. */
  readonly parseMs: number
  /** How long the rest took until its mutants were known. */
  readonly generationMs: number
  /** What the author of the file should know, such as a comment that switches nothing off; absent when there is nothing. */
  readonly notes?: readonly Note[]
}
