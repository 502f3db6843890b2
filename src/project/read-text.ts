/** Reads a file of the project that may be gone by now. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The text of a file, empty when it cannot be read. */
export function readText(root: string, path: string): string {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return ''
  }
}
