/** Commands that can be copied into a shell. */

/** A word in single quotes where a shell would take it apart. */
export function shellWord(word: string): string {
  return /^[\w./:@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
