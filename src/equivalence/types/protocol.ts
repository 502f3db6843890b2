/** What goes to the process that type-checks survivors, and what comes back. */

/** `prepare`: the answer to a request about these files is soon wanted; their mutants do not count, and nothing comes back. */
export interface TypeCheckMessage {
  readonly kind: 'prepare' | 'check'
  readonly request: TypeCheckRequest
}

export interface TypeCheckRequest {
  /** Absolute path of the project. */
  readonly root: string
  readonly files: readonly TypeCheckFile[]
}

/** A source file with the mutants to check in it. */
export interface TypeCheckFile {
  /** Relative to the root, with forward slashes. */
  readonly path: string
  /** The text that the spans of the mutants are about. */
  readonly text: string
  readonly mutants: readonly TypeCheckMutant[]
}

export interface TypeCheckMutant {
  readonly id: string
  /** UTF-16 offsets; `end` is exclusive. */
  readonly start: number
  readonly end: number
  readonly replacement: string
}

export interface TypeCheckAnswer {
  /** Id of a mutant that does not compile → what the compiler says, in one line. */
  readonly errors: readonly (readonly [mutant: string, message: string])[]
  /** How many mutants were checked: they are in a file that a tsconfig.json of the project includes. */
  readonly checked: number
  /** Versions of the compilers that were used. */
  readonly compilers: readonly string[]
  /** Absolute paths of the files that the answer rests on, beside those of the request. */
  readonly files: readonly string[]
  /** Why something was not checked, each a sentence. */
  readonly notes: readonly string[]
}
