/** What the engine asks of a test runner: realms for test files, and batches of mutants inside them. */
import type { FromWorker, Job, ToWorker } from './protocol.js'

export interface TestFile {
  /** Unique key: project and path. */
  readonly key: string
  readonly project: string
  /** Relative to the root, with forward slashes. */
  readonly path: string
  /** The runner's config file for it, relative to the root; absent where there is none. */
  readonly config?: string
  /** Size of its text; absent where that is not known. */
  readonly bytes?: number
}

/** What the workers of a test file took in so far. Paths are relative to the root. */
export interface World {
  /** Modules of the project and those made up by plugins: what each imports and its text, as two hashes joined by a dot. */
  readonly modules: ReadonlyMap<string, string>
  /** Files that were read, or asked for, while tests ran. */
  readonly reads: ReadonlySet<string>
  /** Folders that were listed. */
  readonly folders: ReadonlySet<string>
  /** What no content of the project tells; each completes the sentence "the tests …". */
  readonly elsewhere: ReadonlySet<string>
  /** The tests use something that they would share with themselves in another worker: files that they write, ports, processes. */
  readonly holds: boolean
  /** The tests use connections to other processes, threads or processes: they may wait for what computes elsewhere. */
  readonly hasCompany: boolean
  /** The tests use these, or connections within their process: what is left there may act when the next mutant is active. */
  readonly mayActLater: boolean
}

export type RealmEvent =
  | FromWorker
  /** The realm takes the place of another in a worker that is already there. */
  | { readonly type: 'again' }
  /** The realm's process or thread is gone. `reason` says how, for a person. */
  | { readonly type: 'exit'; readonly reason: string }

/** A worker with a test file, opened for one job. */
export interface Realm {
  send(message: ToWorker): void
  /** Ends the worker, by force if it does not listen. Resolves when it is gone. */
  close(): Promise<void>
}

export interface Runner {
  readonly name: string
  readonly version: string
  readonly files: readonly TestFile[]
  /** The longest time the runner itself allows a test, in milliseconds. */
  readonly testTimeoutMs: number
  /** What may be the matter when tests fail without any mutant, in a sentence without its end. */
  readonly redHint?: string
  /** What tests were seen to take from outside of the project's files; grows. Completes the sentence "the tests …". */
  readonly outside?: ReadonlySet<string>
  /** What each test file takes in, by its key; each grows while realms of the file are open. */
  readonly worlds?: ReadonlyMap<string, World>
  /** Files that decide how the runner works, such as its config; relative to the root. */
  readonly configFiles?: readonly string[]
  /** Workers that may run at the same time; absent means as many as one likes. */
  readonly mostWorkers?: number
  /** @param slot number of the worker, from 1; unique among those running at the same time */
  open(file: TestFile, job: Job, slot: number, onEvent: (event: RealmEvent) => void): Realm
  close(): Promise<void>
}
