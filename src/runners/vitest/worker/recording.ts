/** Watches a run of a whole file without a mutant and writes down hits, costs and results test by test. */
import type { Dry, DryTest } from '../../../engine/protocol.js'
import { NO_BUDGET, takeEntered, takeHits, takeTold, type Counters } from './hits.js'
import type { Patience } from './patience.js'
import type { ToldInRun } from './told.js'
import { testPath, testsBelow, type Tree } from './tree.js'
import type { SuiteTask, TestTask } from './vitest-types.js'

/** What a run reports to while it goes on. */
export interface Watcher {
  beforeTest(test: TestTask): void
  afterTest(test: TestTask): void
  /** Before the hooks of the suite run. */
  beforeSuite?(suite: SuiteTask): void
  /** After they ran. */
  afterSuite?(suite: SuiteTask): void
  /** The time limit for the test, in milliseconds; absent: that of Vitest. */
  limitMs?(test: TestTask): number
}

interface Measured { hits: number[]; entered: number[]; cost: number }

export interface Recording extends Watcher {
  /** What sources have told packages. */
  readonly told: ToldInRun
  /** Closes the books; call once, after the run. */
  finish(load: Measured & { files: string[] }, unhandled: readonly string[], durationMs: number): Dry
}

/** @param patience default: Vitest's own */
export function startRecording(counters: Counters, tree: Tree, patience?: Patience): Recording {
  const measured = new Map<TestTask, Measured>()
  const hooks: { tests: number[]; hits: number[]; entered: number[] }[] = []
  const told = { tests: [] as ReadonlySet<string>[], hooks: [] as { tests: number[]; told: ReadonlySet<string> }[] }
  // Tests that overlap share their hits: nobody can tell which of them made a hit.
  let overlapping: TestTask[] = []
  const running = new Set<TestTask>()
  let hookCost = 0

  const numberOf = (test: TestTask) => tree.index.get(test) ?? -1
  const closeGroup = () => {
    const hits = takeHits(counters)
    const entered = takeEntered(counters)
    const cost = takeCost(counters)
    const { told: toldHere } = takeTold(counters)
    for (const test of overlapping) {
      measured.set(test, { hits, entered, cost })
      // Of several at a time nobody knows which has told it.
      if (toldHere.size > 0 && overlapping.length === 1) told.tests[numberOf(test)] = toldHere
    }
    // Hooks of suites that run at the same time may have made them as well.
    for (const suite of new Set(overlapping.map((test) => aroundConcurrent(tree, test)))) {
      if (suite) hooks.push({ tests: testsBelow(tree, suite), hits, entered })
    }
    overlapping = []
  }
  const creditHooks = (suite: SuiteTask) => {
    // A test that skips itself while it runs never reports its end.
    for (const test of running) if (test.result?.state === 'skip') leave(test)
    if (running.size > 0) return
    const hits = takeHits(counters)
    const entered = takeEntered(counters)
    hookCost += takeCost(counters)
    const tests = testsBelow(tree, aroundConcurrent(tree, suite) ?? suite)
    if (hits.length > 0 || entered.length > 0) hooks.push({ tests, hits, entered })
    const { told: toldHere } = takeTold(counters)
    if (toldHere.size > 0) told.hooks.push({ tests, told: toldHere })
  }
  const leave = (test: TestTask) => {
    if (running.delete(test) && running.size === 0) closeGroup()
  }
  return {
    told,
    ...(patience && { limitMs: (test) => patience.limitMs(numberOf(test)) }),
    beforeTest(test) {
      creditHooks(tree.parents.get(test) ?? tree.file)
      running.add(test)
      overlapping.push(test)
    },
    afterTest(test) {
      patience?.ended(numberOf(test), test.result?.duration ?? 0)
      leave(test)
    },
    beforeSuite(suite) { creditHooks(tree.parents.get(suite) ?? tree.file) },
    afterSuite: creditHooks,
    finish(load, unhandled, durationMs) {
      for (const test of [...running]) leave(test)
      creditHooks(tree.file)
      return {
        tests: tree.tests.map((test) => describeTest(tree, test, measured.get(test))),
        load: load.hits,
        loadEntered: load.entered,
        loadCost: load.cost,
        hooks,
        hookCost,
        loaded: load.files,
        errors: [...suiteErrors(tree), ...unhandled],
        durationMs,
      }
    },
  }
}

/** The suite around the outermost of the concurrent suites that a test or suite is in; undefined where there is none. */
function aroundConcurrent(tree: Tree, task: TestTask | SuiteTask): SuiteTask | undefined {
  let around: SuiteTask | undefined
  for (let suite = task.type === 'suite' ? task : tree.parents.get(task); suite; suite = tree.parents.get(suite)) {
    if (suite.concurrent === true) around = tree.parents.get(suite)
  }
  return around
}

/** Loop and function entries since the last call. */
export function takeCost(counters: Counters): number {
  const cost = NO_BUDGET - counters.b
  counters.b = NO_BUDGET
  return cost
}

/** Errors of the file and its suites themselves: failed imports and hooks. */
export function suiteErrors(tree: Tree): string[] {
  return tree.suites.flatMap((suite) => (suite.result?.errors ?? []).map((error) => error.message))
}

function describeTest(tree: Tree, test: TestTask, measured: Measured | undefined): DryTest {
  const state = test.result?.state === 'pass' || test.result?.state === 'fail' ? test.result.state : 'skip'
  const message = test.result?.errors?.[0]?.message
  return {
    path: testPath(tree, test),
    ...(test.location && { line: test.location.line, column: test.location.column }),
    state,
    ...(message !== undefined && { message }),
    durationMs: test.result?.duration ?? 0,
    hits: measured?.hits ?? [],
    entered: measured?.entered ?? [],
    cost: measured?.cost ?? 0,
    ...(test.fails === true && { fails: true }),
  }
}
