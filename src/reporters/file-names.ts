/** Names of the files in the report folder. */

/** The report of the published schema. */
export const JSON_FILE = 'mutation.json'

/** Survivors first, for whoever reviews a change. */
export const REVIEW_FILE = 'index.html'

/** Every mutant in its source, for whoever looks around. */
export const EXPLORER_FILE = 'mutants.html'
