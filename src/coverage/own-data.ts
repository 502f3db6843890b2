/** What this tool adds to Istanbul's data of a file, under a key that other tools pass over. */

export const OWN_KEY = 'mutate'

/** Counts by owner. An owner is a test, the load of a test file, or the hooks of a suite; zeros are left out. */
export interface OwnData {
  readonly version: 1
  /** Hash of the source text that was counted. */
  readonly sha256: string
  /** Keyed by the number of the owner in the table of tests; the counts are keyed like Istanbul's `s` and `f`. */
  readonly owners: Readonly<Record<string, OwnCounts>>
}

export interface OwnCounts {
  readonly s?: Readonly<Record<string, number>>
  readonly f?: Readonly<Record<string, number>>
}
