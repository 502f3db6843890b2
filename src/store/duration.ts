/** How long the last run took that judged everything itself: the best guess of how long the next one will. */
import { readFileSync } from 'node:fs'
import { sha256 } from '../common/hash.js'
import { storePath, writeWhole } from './folder.js'

const NAME = 'duration.json'

interface Stored {
  /** Hash of what was asked. */
  readonly of: string
  readonly ms: number
}

/**
 * Throws what the file system throws.
 * @param asked all options that a result or its time depends on, as text
 * @param ms from the start until all mutants had their verdicts
 */
export function keepDuration(root: string, asked: string, ms: number): void {
  const stored: Stored = { of: sha256(asked), ms }
  writeWhole(storePath(root, NAME), JSON.stringify(stored))
}

/** Milliseconds; undefined where no such run is known. */
export function readDuration(root: string, asked: string): number | undefined {
  try {
    const { of, ms } = JSON.parse(readFileSync(storePath(root, NAME), 'utf8')) as Stored
    return of === sha256(asked) && ms > 0 ? ms : undefined
  } catch {
    return undefined
  }
}
