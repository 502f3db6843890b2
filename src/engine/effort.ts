/** Says whether it is worth trying to run a test file again in yet another way; used by workers and by the main process. */

/** Files that take fewer milliseconds are tried in every way. */
const SHORT_MS = 1000
/** Of the tests of others, this share may be left to slower ways. */
const FEW = 0.2

/**
 * @param durationMs what a run of the file takes
 * @param bad how many of its tests do not repeat the first run as it is run now
 */
export function isWorthTrying(durationMs: number, bad: number, tests: number): boolean {
  return bad > 0 && (durationMs < SHORT_MS || bad > FEW * tests)
}
