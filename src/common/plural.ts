/** Counts in words. */

/** `1 mutant`, `2 mutants`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}
