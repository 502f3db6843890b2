/** Lines with a checksum: of a file that something is appended to until a process dies, what is whole can be told. */
import { sha256 } from '../common/hash.js'

/** One value as one line, its line break included. */
export function sealed(value: unknown): string {
  const text = JSON.stringify(value)
  return `${checksum(text)} ${text}\n`
}

export interface Unsealed {
  readonly values: readonly unknown[]
  /** Whole lines that are not what was written. */
  readonly damaged: number
  /** The file ends in the middle of a line. */
  readonly torn: boolean
  /** Length of the file without its torn end, in bytes. */
  readonly length: number
}

/** Reads back what is whole. */
export function unsealed(bytes: Buffer): Unsealed {
  const end = bytes.lastIndexOf(0x0a) + 1
  const values: unknown[] = []
  let damaged = 0
  for (const line of bytes.toString('utf8', 0, end).split('\n').slice(0, -1)) {
    const text = line.slice(CHECKSUM + 1)
    if (line.slice(0, CHECKSUM) === checksum(text)) values.push(JSON.parse(text))
    else damaged++
  }
  return { values, damaged, torn: end < bytes.length, length: end }
}

/** Characters of a checksum. */
const CHECKSUM = 8

function checksum(text: string): string {
  return sha256(text).slice(0, CHECKSUM)
}
