/** The names by which the main process, the preloaded code and the served runner module find each other. */

/** Environment variable with the address of the socket. */
export const ADDRESS = 'MUTATE_ADDRESS'
/** Environment variable with the number of the realm. */
export const REALM = 'MUTATE_REALM'
/** Key of the registered symbol on `process`. */
export const BRIDGE = 'mutate.bridge'
/** Id under which the runner module is served. */
export const RUNNER_MODULE = 'virtual:mutate-runner'

/**
 * Source of the served module: takes what is needed out of the user's Vitest and hands it to the preloaded code.
 * @param version the user's Vitest, as `major.minor.patch`
 */
export function runnerSource(version: string): string {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const unified = major > 4 || (major === 4 && minor >= 1)
  const imports = unified
    ? 'const { TestRunner } = vitest; const { getTestFn: getFn, getSuiteHooks: getHooks } = TestRunner'
    : `import { VitestTestRunner as TestRunner } from 'vitest/runners'\nimport { getFn, getHooks } from 'vitest/suite'`
  return `
import * as vitest from 'vitest'
import { startTests } from 'vitest/internal/browser'
${imports}
const bridge = process[Symbol.for('${BRIDGE}')]
globalThis.__mut = bridge.counters
export default bridge.createRunner({ TestRunner, startTests, getFn, getHooks, vi: vitest.vi }, bridge)
`
}
