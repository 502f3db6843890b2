/** The version of this package, and the check that Node is new enough for it. */
import { readFileSync } from 'node:fs'
import { UserError } from '../model/errors.js'

const MINIMUM = [20, 19] as const

/** The version in package.json, e.g. `0.1.0`. */
export function packageVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}

/**
 * Throws a UserError when Node is too old.
 * @param version as in `process.versions.node`
 */
export function checkNodeVersion(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return
  throw new UserError(`Node ${MINIMUM.join('.')} or later is needed, this is ${version}; install a newer one`)
}
