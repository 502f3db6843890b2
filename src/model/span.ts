/** Where something stands in a source text. */

/** A place in a text as people and report formats count it: both numbers start at 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** A range of a text in lines and columns; `end` is exclusive. */
export interface Location {
  readonly start: Position
  readonly end: Position
}

/** A range of a text in UTF-16 offsets from 0; `end` is exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}
