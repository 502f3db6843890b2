/** What differs between the versions of Vitest in the main process, behind one interface; the worker side has `worker/modules.ts` for that. */
import type { TestProject } from 'vitest/node'
import type { LoadedVitest } from '../load.js'
import type { PluginContainer } from '../serve.js'
import type { Environment } from './environment.js'

/** A call to the main process, or an answer to one: Vitest's own protocol. */
export type Message = Record<string, unknown>

/** What a worker of one test file is started with, the same for all versions. */
export interface WorkerStart {
  readonly project: TestProject
  /** Absolute path of the test file. */
  readonly path: string
  /** Whether the tests run in a virtual machine with globals of its own. */
  readonly virtual: boolean
  /** Module that Node loads before anything else. */
  readonly preload: string
  readonly env: NodeJS.ProcessEnv
  /** The project's config as tests get it. */
  readonly config: object
  /** Number of the worker among those running at the same time. */
  readonly slot: number
  /** Number of the worker among all of this run. */
  readonly realm: number
}

export interface WorkerEvents {
  /** The worker calls a function of the main process. */
  call(message: Message): void
  /** Vitest has ended with the file. */
  finished(): void
  /** The worker is gone or of no use any more; may be told several times. */
  exit(reason: string): void
}

export interface TestWorker {
  /** Rejects when the worker cannot be started. */
  readonly started: Promise<void>
  answer(message: Message): void
  /** Runs another file in the worker, whose last one has ended; absent where a version cannot do that. */
  again?(start: WorkerStart): void
  /** Ends it, by force if it does not listen; waits until it is gone. */
  stop(): Promise<void>
}

/** What a project's config says of its workers. */
export interface Habits {
  /** Test files may lean on what other files left behind. */
  readonly sharesState: boolean
  /** Which settings make one test file run at a time; undefined where several may. */
  readonly oneByOne?: string
}

export interface Adapter {
  /** Options for `createVitest` under the names that the version knows. */
  readonly options: object
  habitsOf(project: TestProject): Habits
  /** Those through which the modules of a project go on their way to a worker. */
  containersOf(project: TestProject): PluginContainer[]
  startWorker(start: WorkerStart, hear: WorkerEvents): TestWorker
  /** The environment in which the tests of a file run. */
  environmentOf(project: TestProject, path: string): Environment
  /** The absolute path of the file that a worker was given for a call of `fetch`, where one is known. */
  fileOf(fetched: readonly unknown[], module: unknown): string | undefined
}

export type MakeAdapter = (vitest: Omit<LoadedVitest, 'adapter'>) => Adapter

/** @param version a supported one */
export async function adapterFor(version: string): Promise<MakeAdapter> {
  return Number.parseInt(version) === 3
    ? (await import('./vite-node.js')).adaptViteNode
    : (await import('./pool-workers.js')).adaptPoolWorkers
}

export function describeExit(code: unknown, signal: unknown): string {
  return typeof signal === 'string' ? `the worker was ended by ${signal}` : `the worker exited with code ${String(code)}`
}

export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)
}
