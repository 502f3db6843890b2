/** One test file while it is judged: its dry run, its tests, the pairs that wait for it. */
import type { Pair } from './pair.js'
import type { Dry, Ready, RerunTier } from './protocol.js'
import type { Remembers } from './remembers.js'
import type { TestFile } from './runner.js'
import type { SiteCoverage } from './site-coverage.js'

export interface FileState {
  readonly file: TestFile
  dry?: Dry
  ready?: Ready
  /** `undefined`: not known yet. Tests that behave differently when their predecessors did not run. */
  dependent?: readonly number[]
  /** Re-evaluation in the same worker made the file unusable: do not try again. */
  coldHarms: boolean
  /** So did loading the test file anew on its sources. */
  warmHarms?: true
  /**
   * Of the sites that are passed while modules load, those that the sources do not pass meanwhile: for them the test file alone can be
   * loaded anew. Undefined: it cannot, or nobody has tried.
   */
  sitesWarm?: ReadonlySet<number>
  /** It failed in a worker that had run another file before: it gets workers of its own. */
  alone: boolean
  /** It failed where tables count their reads: they stay plain. */
  plain: boolean
  /** Its dry run failed: it gets another one. */
  failedOnce?: true
  /** A worker ended in its dry run. */
  diedInDryRun?: true
  /** What keeps state; known before anything is judged hot, warm or cold. */
  remembers?: Remembers
  /** The first test that leaves data changed, where that is put back when all tests have run. */
  unsettledBy?: number
  /** Globals that sources change while its tests run, and that are put back. */
  globals?: readonly string[]
  /** Tests, as their indexes joined, that fail without a mutant where those before them did not run in the same worker. */
  readonly needPredecessors: Set<string>
  /** Tests fail without a mutant when the likeliest to notice one goes first. */
  needsOrder?: true
  /** Numbers of bodies that assign variables of sources: when one of them is entered, the file remembers from then on. */
  writers: ReadonlySet<number>
  /** See `World`. */
  mayActLater?: boolean
  /** Realms found polluted so far, by the tier of the batch before. */
  readonly polluted: Record<RerunTier, number>
  /** Batches since the last of them whose control passed. */
  passed: number
  /** Runs without a mutant that are to be made in workers of their own, to find tests that fail now and then. */
  repeats: number
  /** What those runs found. */
  readonly again: Dry[]
  /** Indexes of tests that pass each time, but not in the same way. */
  readonly unsteady: Set<number>
  /** Indexes of tests that were seen to pass and to fail without a mutant. */
  readonly unreliable: Set<number>
  readonly hot: Pair[]
  readonly warm: Pair[]
  readonly cold: Pair[]
  readonly fresh: Pair[]
  /** Mutants that have survived a run which may have hidden them, and meet the whole file once more: the verdict is that run's. */
  readonly seconds: Set<number>
  /** Kills by test index: who kills often goes first. */
  readonly kills: number[]
  /** Covering tests by site. */
  coverage: ReadonlyMap<number, SiteCoverage>
  openRealms: number
  /** Milliseconds from opening a realm of the file until it is ready to judge. */
  openMs: number
  readonly judged: Readonly<Record<RerunTier, JudgedSoFar>>
}

/** What was judged so far of one tier: trials of mutants that had not survived in the file before, and second ones of those that had. */
interface JudgedSoFar {
  firsts: number
  firstsMs: number
  /** Of the first trials: those of mutants that no other file had been tried for, and how many of these noticed theirs. */
  untried: number
  untriedNoticed: number
  seconds: number
  secondsMs: number
}

export function newFileState(file: TestFile): FileState {
  return {
    file, needPredecessors: new Set(), writers: new Set(), coldHarms: false, alone: false, plain: false, polluted: { hot: 0, warm: 0, cold: 0 }, passed: 0, repeats: 0, again: [], unsteady: new Set(), unreliable: new Set(),
    hot: [], warm: [], cold: [], fresh: [], seconds: new Set(), kills: [], coverage: new Map(), openRealms: 0, openMs: 0,
    judged: { hot: none(), warm: none(), cold: none() },
  }
}

const none = (): JudgedSoFar => ({ firsts: 0, firstsMs: 0, untried: 0, untriedNoticed: 0, seconds: 0, secondsMs: 0 })

/** Runs of a file without a mutant after one of them has failed. */
export const SUSPICION = 2
