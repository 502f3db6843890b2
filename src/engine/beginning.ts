/** The tests that a test file begins with: run so they meet what they meet in each run of the whole file. */

/** Whether these are all tests up to one of them, or all. */
export function isBeginning(tests: readonly number[]): boolean {
  return tests.every((test, at) => test === at)
}

/** All tests up to this one. */
export function beginningTo(last: number): number[] {
  return Array.from({ length: last + 1 }, (_, test) => test)
}
