/** What the engine takes over from an earlier run: findings that would be the same now. */
import type { FileState } from './file-state.js'
import type { Settled } from './pair.js'

export interface Earlier {
  /**
   * What was found out about a mutant with a test file, when it holds for these tests; empty means all. The dry run of the
   * file has to be known.
   */
  recall(state: FileState, mutant: number, tests: readonly number[]): Settled | undefined
  /** Key of the test file that noticed a mutant; undefined when none did. */
  killerOf(mutant: number): string | undefined
  /** Index of the test of this file that noticed a mutant; undefined when none did, or it is gone. */
  killingTest(state: FileState, mutant: number): number | undefined
  /** Tests that depend on those before them, when nothing changed that tests of the file run; else undefined. */
  dependentOf(state: FileState): readonly number[] | undefined
  /** Whether the file loads and reads what it did, function bodies aside. */
  isSame(state: FileState): boolean
}
