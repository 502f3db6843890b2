/** What judging is expected to take: made from what the dry run of a plan measured. */
import type { Catalog } from '../engine/catalog.js'
import type { FileState } from '../engine/file-state.js'

/** The starts of workers in the dry run. */
export interface Starts {
  /** Milliseconds that each took. */
  readonly ms: readonly number[]
  /** How many workers may run at the same time. */
  readonly workers: number
}

export interface Costs {
  /** Milliseconds to open each test file: a worker, the dry run, and the runs that show that it can be repeated. */
  readonly openMs: readonly number[]
  /**
   * Milliseconds to judge a mutant of a site, without the opening of its test files.
   * @param covering indexes of the test files that reach it
   */
  mutantMs(site: number, covering: readonly number[]): number
}

/** What a mutant costs beside its tests, in milliseconds: messages, hooks, an error to describe, its share of checkpoints. */
const PAIR_MS = 3
/** A mutant ends with the first test that fails: about this part of the tests of a file runs. */
const PART_RUN = 0.5
/** How often the next test file has to run because the one before noticed nothing. */
const UNNOTICED = 0.2
/** Runs of the tests of a file before its first mutant: the dry run, one in loaded modules, one in modules evaluated anew. */
const RUNS = 3

/**
 * How long a mutant runs that never ends is not known in advance, and not reckoned with.
 * @param files after their dry run
 */
export function estimateCosts(catalog: Catalog, files: readonly FileState[], starts: Starts): Costs {
  const tests = files.map(({ dry }) => (dry?.tests ?? []).reduce((sum, { durationMs }) => sum + durationMs, 0))
  // The first files wait for what all load, and for the first workers: what is usual is among the others.
  const loads = files.map(({ dry }, file) => Math.max(0, (dry?.durationMs ?? 0) - tests[file]!)).sort((a, b) => a - b)
  const loadMs = median(loads.slice(0, Math.max(1, loads.length - starts.workers)))
  // The first workers start anyway; how often another test file needs one of its own differs between projects.
  const further = Math.max(0, starts.ms.length - starts.workers) / Math.max(1, files.length - starts.workers)
  const startMs = median(starts.ms) * Math.min(1, further)
  const coldMs = (file: number): number => PAIR_MS + loadMs + tests[file]!
  const hotMs = (file: number, site: number): number => {
    const { dry, coverage } = files[file]!
    const ran = coverage.get(site)!.tests.reduce((sum, test) => sum + dry!.tests[test]!.durationMs, 0)
    return PAIR_MS + ran * PART_RUN
  }
  return {
    openMs: tests.map((testsMs) => startMs + 2 * loadMs + RUNS * testsMs),
    mutantMs(site, covering) {
      if (covering.length === 0) return 0
      const isCold = (file: number): boolean => catalog.sites[site]!.loadTime || files[file]!.coverage.get(site)!.load
      const sum = covering.reduce((ms, file) => ms + (isCold(file) ? coldMs(file) : hotMs(file, site)), 0)
      // Which of its files comes first is not known.
      return sum / covering.length * (1 + UNNOTICED * (covering.length - 1))
    },
  }
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}
