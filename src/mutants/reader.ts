/** Reads source files: the mutants that they have, and what they keep. Once for each text. */
import type { OpenGenerator } from './generator.js'
import type { Generated } from './generate.js'
import type { KeptState } from '../syntax/state.js'

export interface Reader {
  /** Resolves when it can read; rejects where the settings name an operator that does not exist, say. */
  readonly ready: () => Promise<unknown>
  generate(path: string, text: string): Promise<Generated>
  /** @param isTest the file is no source: a test file, a helper, a set-up file */
  keptState(path: string, text: string, isTest: boolean): Promise<KeptState>
  /**
   * Reads sources before they are asked for, one after the other, so that whoever needs another one waits for one at most. What cannot
   * be read is left to them. Absent where that would keep this thread from its work.
   * @param paths relative to the root
   */
  readAhead?(root: string, paths: readonly string[]): Promise<void>
  close(): void
}

/** Reads in this thread, as what the generator is made of cannot leave it. */
export function readHere(openGenerator: OpenGenerator): Reader {
  return {
    ready: openGenerator,
    generate: async (path, text) => (await openGenerator())(path, text),
    keptState: onceForEach(async (path, text, isTest) => (await import('../syntax/state.js')).keptState(path, text, isTest)),
    close: () => undefined,
  }
}

/** `keptState` that remembers its answers: helpers of tests are asked about for each test file that loads them. */
export function onceForEach(keptState: Reader['keptState']): Reader['keptState'] {
  const known = new Map<string, { readonly text: string; readonly state: Promise<KeptState> }>()
  return (path, text, isTest) => {
    const key = `${isTest ? 'test' : 'source'} ${path}`
    let found = known.get(key)
    if (found?.text !== text) known.set(key, found = { text, state: keptState(path, text, isTest) })
    return found.state
  }
}
