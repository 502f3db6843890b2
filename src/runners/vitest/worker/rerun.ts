/**
 * Runs the tests of a file again inside a worker: on the loaded modules (hot), with the test file loaded anew on the sources (warm),
 * or with all modules evaluated anew (cold).
 */
import { forgetDefinitions } from './custom-elements.js'
import { forgetEmptyFixtures } from './fixtures.js'
import { placeOf } from './hook-places.js'
import type { LoadGlobals } from './load-globals.js'
import { forgetModules, rememberModules } from './modules.js'
import { setTimeout, clearTimeout } from './real.js'
import type { Watcher } from './recording.js'
import { withoutDiff } from './no-diff.js'
import { forgetRequired, rememberRequired } from './required.js'
import { readTree, type Tree } from './tree.js'
import { TimeLimitError } from './trial.js'
import type { EvaluatedModule, FileTask, RunnerOverrides, SuiteHooks, TestRunner, TestTask, VitestApi } from './vitest-types.js'

export interface Reruns {
  /** Runs the tree as it stands: prune or restore it before. */
  hot(tree: Tree): Promise<void>
  /**
   * Imports setup files and the test file anew and runs it. `prepare` sees the new tree before its tests run.
   * @param kept modules that are not evaluated anew, beside sources that Node has loaded itself; absent: there are none
   */
  anew(model: Tree, prepare: (tree: Tree) => void, kept?: ReadonlySet<EvaluatedModule>): Promise<Tree>
}

/**
 * @param globals what the modules of the file have set while they loaded
 * @param watcher says who is watching at the time a test starts.
 */
export function createReruns(
  api: VitestApi,
  runner: TestRunner,
  path: string,
  globals: LoadGlobals,
  watcher: () => Watcher | undefined,
): Reruns {
  const silent: RunnerOverrides = {
    onBeforeCollect: undefined,
    onCollectStart: undefined,
    onCollected: undefined,
    onTaskUpdate: undefined,
    onAfterRunFiles: undefined,
    runTask: (test) => runWithLimit(() => taskOf(api, runner)(test), watcher()?.limitMs?.(test)),
  }
  let swap: (files: FileTask[]) => void = () => undefined
  /** Hooks that are not registered again when all modules, or those that are not kept, are evaluated anew: found in the first such run. */
  const outside: { all?: SuiteHooks; some?: SuiteHooks } = {}
  const hotRunner = Object.assign(Object.create(runner) as TestRunner, silent, {
    config: { ...runner.config, setupFiles: [] },
    importFile: () => undefined,
    onBeforeRunFiles: (files: FileTask[]) => { swap(files) },
  } satisfies RunnerOverrides)
  const anewRunner = Object.assign(Object.create(runner) as TestRunner, silent, {
    // Where tests stand in their file is known from the first time; finding out takes a stack for each.
    config: { ...runner.config, includeTaskLocation: false },
    onBeforeRunFiles: (files: FileTask[]) => { swap(files) },
  } satisfies RunnerOverrides)
  const run = async (chosen: TestRunner): Promise<FileTask[]> => {
    const files = await withShortStacks(() => api.startTests([path], chosen))
    forgetEmptyFixtures(api.test)
    return files
  }
  return {
    async hot(tree) {
      swap = (files) => { files[0] = tree.file }
      await run(hotRunner)
    },
    async anew(model, prepare, kept) {
      const putBack = [rememberModules(runner), ...kept ? [] : [rememberRequired(), () => { globals.putBack() }]]
      forgetModules(runner, kept)
      if (!kept) {
        forgetRequired()
        forgetDefinitions(api.page)
        globals.takeAway()
      }
      let tree: Tree | undefined
      swap = (files) => {
        const file = files[0]!
        const hooks = api.getHooks(file)
        // A file that could not be imported has none.
        if (hooks) addHooks(outside[kept ? 'some' : 'all'] ??= hooksFromOutside(api.getHooks(model.file), hooks), hooks)
        if (!kept) globals.loadedAnew()
        tree = readTree(file)
        prepare(tree)
      }
      const files = await run(anewRunner)
      for (const each of putBack) each()
      return tree ?? readTree(files[0]!)
    },
  }
}

/** How a test is run: a runner of the user's own may do that in its own way. */
export function taskOf(api: VitestApi, runner: TestRunner): (test: TestTask) => unknown {
  return runner.runTask?.bind(runner) ?? ((test) => api.getFn(test)?.())
}

/** Mapping a stack back to the sources takes longer than most tests, and only its top is ever read. */
const STACK_LINES = 10

async function withShortStacks<T>(run: () => Promise<T>): Promise<T> {
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = Math.min(before, STACK_LINES)
  try {
    return await run()
  } finally {
    Error.stackTraceLimit = before
  }
}

async function runWithLimit(run: () => unknown, limitMs: number | undefined): Promise<void> {
  try {
    await (limitMs === undefined ? run() : withinLimit(run, limitMs))
  } catch (error) {
    withoutDiff(error)
    throw error
  }
}

async function withinLimit(run: () => unknown, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  try {
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => { reject(new TimeLimitError(limitMs)) }, limitMs)
    })
    await Promise.race([run(), limit])
  } finally {
    clearTimeout(timer)
  }
}

const KINDS = ['beforeAll', 'afterAll', 'beforeEach', 'afterEach'] as const

/**
 * Packages outside Vite are not evaluated anew, so hooks which they registered for the file on import would be missing
 * (Testing Library's clean-up is one). A hook is theirs when none was registered from the same place in a run without a mutant.
 */
function hooksFromOutside(before: SuiteHooks | undefined, after: SuiteHooks): SuiteHooks {
  const missing = (kind: typeof KINDS[number]): SuiteHooks[typeof kind] => {
    if (!before || before[kind].length <= after[kind].length) return []
    const known = new Set(after[kind].map(placeOf))
    return before[kind].filter((hook) => !known.has(placeOf(hook)))
  }
  return Object.fromEntries(KINDS.map((kind) => [kind, missing(kind)])) as unknown as SuiteHooks
}

function addHooks(more: SuiteHooks, hooks: SuiteHooks): void {
  for (const kind of KINDS) hooks[kind].unshift(...more[kind])
}
