/** The parts of Vitest that run inside a worker, described by shape: they come from the user's own version. */

export interface TaskResult {
  state: 'pass' | 'fail' | 'skip' | 'run' | 'todo' | 'only' | 'queued'
  duration?: number
  errors?: TaskError[]
}

export interface TaskError {
  name?: string
  message: string
  stack?: string
  /** What was expected and what came, for a person, in colours. */
  diff?: string
}

interface TaskBase {
  id: string
  name: string
  mode: 'run' | 'skip' | 'only' | 'todo' | 'queued'
  result?: TaskResult | undefined
  retry?: unknown
  repeats?: number
  concurrent?: boolean
  /** Absent for what stands right in the file. */
  suite?: SuiteTask
  location?: { line: number; column: number }
}

export interface TestTask extends TaskBase {
  type: 'test' | 'custom'
  file: FileTask
  context: object
  fails?: boolean
}

export interface SuiteTask extends TaskBase {
  type: 'suite'
  tasks: (TestTask | SuiteTask)[]
}

export interface FileTask extends SuiteTask {
  filepath: string
}

export type Task = TestTask | SuiteTask

export type Hook = (...args: never[]) => unknown
export type SuiteHooks = Record<'beforeAll' | 'afterAll' | 'beforeEach' | 'afterEach', Hook[]>

/** Takes in the tests and hooks of a suite while it is collected. */
export interface SuiteCollector {
  on?: (kind: string, ...hooks: Hook[]) => void
}

/** An instance of Vitest's own test runner, with what it calls and what we override. */
export interface TestRunner {
  config: Record<string, unknown> & { setupFiles?: unknown }
  /** `evaluatedModules` and `moduleRunner` came with version 4. */
  workerState: { evaluatedModules?: { idToModuleMap: Map<string, EvaluatedModule> } }
  moduleRunner?: { mocker?: { reset(): void } }
  /** Version 3.2 has this in their place. */
  __vitest_executor?: { mocker: { reset(): void }; moduleCache: ModuleCache }
  importFile(path: string, source: 'collect' | 'setup'): unknown
  runTask?(test: TestTask): unknown
  onBeforeRunTask?(test: TestTask): unknown
  onAfterRunTask?(test: TestTask): unknown
  onBeforeRunSuite?(suite: SuiteTask): unknown
  onAfterRunSuite?(suite: SuiteTask): unknown
  onAfterRunFiles?(files: FileTask[]): unknown
  onBeforeCollect?(paths: string[]): unknown
  onBeforeRunFiles?(files: FileTask[]): unknown
}

/** What may be set on a runner object for runs inside a run. */
export interface RunnerOverrides {
  config?: TestRunner['config']
  importFile?: () => void
  runTask?: (test: TestTask) => unknown
  onBeforeCollect?: undefined
  onCollectStart?: undefined
  onCollected?: undefined
  onTaskUpdate?: undefined
  onBeforeRunFiles?: (files: FileTask[]) => void
  onAfterRunFiles?: undefined
}

export interface EvaluatedModule {
  promise?: unknown
  exports?: unknown
  evaluated?: boolean
  /** What the main process gave: a text, or where Node finds the module. */
  meta?: { readonly id?: string; readonly externalize?: string } | undefined
  importers: Set<string>
  /** Ids of what it has imported since it was first evaluated. */
  imports?: Set<string>
}

/** The modules that vite-node has evaluated, by path or id. */
export interface ModuleCache extends Map<string, EvaluatedModule> {
  invalidateModule(module: unknown): boolean
}

/** What the served runner module takes out of the user's Vitest. */
/** The part of `expect` that keeps what it is given out of sight. */
export interface Expect {
  addSnapshotSerializer: (this: unknown, serializer: unknown) => void
  readonly not: object
}

export interface VitestApi {
  readonly TestRunner: new (config: TestRunner['config']) => TestRunner
  readonly startTests: (files: string[], runner: TestRunner) => Promise<FileTask[]>
  readonly getFn: (test: TestTask) => (() => unknown) | undefined
  readonly getHooks: (suite: SuiteTask) => SuiteHooks | undefined
  readonly getCurrentSuite: () => SuiteCollector | undefined
  readonly vi: {
    useRealTimers(): void
    isFakeTimers(): boolean
    clearAllMocks(): void
    restoreAllMocks(): void
    spyOn(target: object, key: PropertyKey, ...rest: unknown[]): { mockRestore(): void }
    fn(): unknown
  }
  readonly expect: Expect
  readonly test: object
  readonly chai: { readonly expect: Pick<Expect, 'addSnapshotSerializer'>; readonly Assertion: { readonly prototype: object } }
  /** The global object that tests see: in a virtual machine it is not that of the worker. */
  readonly page: object
}
