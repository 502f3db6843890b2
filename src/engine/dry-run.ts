/** Reads what a run of a test file without a mutant tells. */
import { gist } from '../common/gist.js'
import type { FailingTest } from './bench.js'
import type { Catalog } from './catalog.js'
import type { FileState } from './file-state.js'
import type { Dry } from './protocol.js'
import { passedBefore } from './unreliable.js'

/** Writes out the hits of sites that share a counter. */
export function spreadHits(dry: Dry, catalog: Catalog): Dry {
  return {
    ...dry,
    load: catalog.spread(dry.load),
    tests: dry.tests.map((test) => ({ ...test, hits: catalog.spread(test.hits) })),
    hooks: dry.hooks.map((hook) => ({ ...hook, hits: catalog.spread(hook.hits) })),
  }
}

/** Milliseconds that tests took, one after the other. @param which their indexes; default: all */
export function testsMs({ tests }: Pick<Dry, 'tests'>, which: Iterable<number> = tests.keys()): number {
  let sum = 0
  for (const test of which) sum += tests[test]?.durationMs ?? 0
  return sum
}

/** Whether a test fails, or the file itself. */
export function fails({ tests, errors }: Dry): boolean {
  return errors.length > 0 || tests.some(({ state }) => state === 'fail')
}

/** The tests that fail, and the errors that belong to no test. */
export function failures(state: FileState, dry: Dry): FailingTest[] {
  const { path: file } = state.file
  const tests = dry.tests.filter((test) => test.state === 'fail')
  return [
    ...dry.errors.map((message) => ({ file, name: '', message })),
    ...tests.map((test) => ({
      file,
      name: test.path.join(' > '),
      message: gist(test.message ?? 'failed') + (passedBefore(state, test) ? ' (it passed in another run)' : ''),
    })),
  ]
}

/** Stands for the dry run of a file whose worker ended before it was over. */
export function deadDry(reason: string): Dry {
  return { tests: [], load: [], loadEntered: [], loadCost: 0, hooks: [], hookCost: 0, loaded: [], errors: [reason], durationMs: 0 }
}
