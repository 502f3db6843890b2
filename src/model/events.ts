/** What the engine says while it works; reporters listen, nobody prints from inside. */
import type { Note } from './result.js'
import type { Status } from './verdict.js'

export type Phase = 'starting' | 'dry run' | 'judging' | 'checking' | 'reporting'

export type RunEvent =
  /**
   * Told with the dry run: `workers`, how many compute at the same time, and `earlierMs`, the milliseconds from the start until all was
   * judged of the last run that asked the same, where all is to be judged again.
   */
  | { readonly type: 'phase'; readonly phase: Phase; readonly workers?: number; readonly earlierMs?: number }
  /** Mutants known so far; grows while files load. */
  | { readonly type: 'discovered'; readonly files: number; readonly mutants: number }
  /** One test file finished its dry run. */
  | { readonly type: 'testFile'; readonly done: number; readonly total: number; readonly file: string }
  /** A mutant's status is final; `mutant` is its id. `total` grows while files load. */
  | {
    readonly type: 'verdict'
    readonly mutant: string
    readonly status: Status
    readonly done: number
    readonly total: number
  }
  /** What a worker is doing now. */
  | {
    readonly type: 'running'
    readonly worker: number
    readonly what: string
    readonly waiting?: Waiting
  }
  | { readonly type: 'note'; readonly note: Note }
  /** A piece of work that is over; times as `performance.now()` counts. `track`: 0 the main process, else the worker. */
  | {
    readonly type: 'span'
    readonly track: number
    readonly name: SpanName
    readonly from: number
    readonly to: number
    /** The file or mutant. */
    readonly detail?: string
    /** Of a judged mutant: milliseconds that the tests which ran take without a mutant. */
    readonly testsMs?: number
  }

/** What is put off until all test files were opened: as much as is expected when they are. */
export interface Waiting {
  /** Trials in workers that are open, and the milliseconds of workers that they are expected to take. */
  readonly trials: number
  readonly trialsMs: number
  /** Trials in workers of their own. */
  readonly fresh: number
  /** Milliseconds that their test files took to open; they have to be opened again. */
  readonly openMs: number
}

/** `hot`, `warm`, `cold` and `fresh` are mutants judged in that tier; `checkpoint` is the control after a batch of them. */
export type SpanName =
  | 'parsing' | 'generation' | 'instrumentation'
  | 'worker start' | 'dry run' | 'baseline' | 'hot' | 'warm' | 'cold' | 'fresh' | 'checkpoint' | 'worker end'

export type Emit = (event: RunEvent) => void
