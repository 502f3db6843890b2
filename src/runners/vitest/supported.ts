/** Which versions of Vitest this tool drives. */

/** As it is said in messages. */
export const SUPPORTED = 'Vitest 3.2, 4 and 5'

/** @param version as in Vitest's package.json */
export function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major === 4 || major === 5 || (major === 3 && minor >= 2)
}
