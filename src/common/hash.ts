/** The hash that everything kept or numbered by content goes by. */
import { hash } from 'node:crypto'

/** SHA-256 in hexadecimal digits; take the first few where a whole one is too long. */
export function sha256(content: string | Buffer): string {
  return hash('sha256', content)
}

/** A whole number from 0 to below 2^32 that any text gets at random, and always the same. */
export function hashNumber(text: string): number {
  return Number.parseInt(sha256(text).slice(0, 8), 16)
}
