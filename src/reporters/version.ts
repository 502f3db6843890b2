/** The version of this package, for the reports that say what made them. */
import { readFileSync } from 'node:fs'

let version: string | undefined

/** As in package.json, e.g. `0.1.0`. */
export function ownVersion(): string {
  version ??= (
    JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
  ).version
  return version
}
