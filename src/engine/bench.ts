/** What the engine is asked, what it answers, and what its parts share during one run. */
import type { Emit } from '../model/events.js'
import type { Mutant } from '../model/mutant.js'
import type { Note } from '../model/result.js'
import type { Canaries, Unproven } from './canary.js'
import type { Catalog } from './catalog.js'
import type { Earlier } from './earlier.js'
import type { FileState } from './file-state.js'
import type { Ledger, Memory } from './ledger.js'
import type { Pair } from './pair.js'
import type { Dry, DryTest, Ready } from './protocol.js'
import type { Runner, TestFile } from './runner.js'
import type { KeptState } from '../syntax/state.js'

/** Tests that choose mutants by reaching them: those that a change touches. */
export interface Deciding {
  /** Whether the dry run of a test file must be known before anything is judged elsewhere. */
  concerns(file: TestFile): boolean
  /** Indexes of the tests of such a file whose mutants are chosen. */
  testsOf(file: TestFile, tests: readonly DryTest[]): readonly number[]
}

/** A limited time: which mutants go first, and when none is started any more. */
export interface Draw {
  /** From 0 to below 1; lower ones go first. */
  placeOf(mutant: Mutant): number
  /** The share of the time that is gone; from 1 on nothing is started. */
  gone(): number
  /** All of the time, in milliseconds. */
  readonly budgetMs: number
}

export interface JudgeInput {
  readonly runner: Runner
  readonly catalog: Catalog
  /** What a file keeps, as far as its text tells. */
  readonly keptState: (path: string, text: string) => Promise<KeptState>
  readonly concurrency: number
  readonly emit: Emit
  readonly signal: AbortSignal
  /** Judge every pair in a worker of its own. Default: only those that need it. */
  readonly fresh?: boolean
  /** Runs of each test file without a mutant before anything is judged. Default: 1. */
  readonly dryRuns?: number
  /** Default: nothing is known, and nobody wants to know. */
  readonly memory?: Memory
  /** Default: there was no earlier run. */
  readonly earlier?: Earlier
  /** Default: all mutants are judged, in the order that is fastest. */
  readonly draw?: Draw
  /** How near a test file is to what is mutated: of many, the nearest are opened first. Default: all are as near. */
  readonly nearness?: (path: string) => number
  /** Default: no test chooses, all mutants of the catalog are judged. */
  readonly deciding?: Deciding
}

export interface FailingTest {
  readonly file: string
  /** Empty when the file itself failed. */
  readonly name: string
  readonly message: string
}

export interface Judged {
  readonly files: readonly FileState[]
  readonly ledger: Ledger
  /** Tests that fail without any mutant; when there are some nothing was judged. */
  readonly red: readonly FailingTest[]
  readonly notes: readonly Note[]
  /** Test files without a dry run, as the time was up or the run was stopped. */
  readonly unopened: number
  readonly dryRunMs: number
  /** Numbers of the mutants for which nothing was run now, as findings of an earlier run hold. */
  readonly recalled: ReadonlySet<number>
  /** Projects and kinds of realms in which failures are not noticed: nothing was judged there, and no verdict is whole. */
  readonly unproven: readonly Unproven[]
}

/** What the parts of the engine share during one run. */
export interface Bench {
  readonly canaries: Canaries
  readonly input: JudgeInput
  readonly ledger: Ledger
  /** False as soon as a test failed without a mutant: dry runs go on, to name all failing tests. */
  judging(): boolean
  /** The time was up before the dry run was over: no further test file is opened, and no mutant can be called surviving or not covered. */
  isCutShort(): boolean
  /** Milliseconds until nothing is started any more; none are left from 0 on. */
  leftMs(): number
  /** Whether a file that was opened just now, and takes long, is opened once more for its mutants when all others were opened. */
  comesLater(state: FileState, dry: Dry): boolean
  /** Whether a pair may be given to a worker now; in a limited time its turn may not have come, or never come. */
  mayStart(pair: Pair): boolean
  acceptDry(state: FileState, dry: Dry): void
  /** Takes in another run of the file without a mutant. */
  acceptAgain(state: FileState, dry: Dry): void
  acceptReady(state: FileState, ready: Ready): void
  acceptDependent(state: FileState, dependent: readonly number[]): void
  /** Whether the file has mutants to judge, as far as its dry run tells. */
  concerns(state: FileState): boolean
  /** How many mutants may be judged with the file loaded anew without its sources, should that turn out to be possible. */
  mayBeWarm(state: FileState): number
  /** Opens another realm for the file: the last one ended before it could judge. */
  reopen(state: FileState): void
  /** Judges what is left of the file in fresh workers. `why` completes the sentence "the test file …". */
  onlyFresh(state: FileState, why: string): void
  /** Queues a pair by its tier. */
  queue(state: FileState, pair: Pair): void
  /** Queues a pair that takes long when it is worth its time. */
  putPairOff(state: FileState, pair: Pair): void
  /** Whether the mutant has ended a worker and waits to do so again in a new one: until then it would end those of other files as well. */
  isSuspect(mutant: number): boolean
  /** Queues the pairs that were put off, and are judged now that the worker of their file has nothing else to do; says whether there are any. */
  queueDue(state: FileState): boolean
  note(note: Note): void
}
