/** Watches a run with one mutant active: stops after the first failure and says what happened. */
import { stripVTControlCharacters } from 'node:util'
import type { FailureKind } from '../../../model/verdict.js'
import type { Outcome, RunItem } from '../../../engine/protocol.js'
import { startBudget } from './budget.js'
import { NO_BUDGET, takeEntered, type Counters } from './hits.js'
import { idleMs, now } from './real.js'
import type { Tree } from './tree.js'
import type { Watcher } from './recording.js'
import type { TaskError, TestTask } from './vitest-types.js'

/** Thrown into a test that takes longer than its limit. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError'
  constructor(limitMs: number) {
    super(`no end after ${Math.round(limitMs)} ms`)
  }
}

export interface Trial extends Watcher {
  /** Puts the mutant to sleep and reports. `tree` is undefined when collecting the file failed. */
  finish(tree: Tree | undefined, unhandled: readonly TaskError[]): Outcome
  /**
   * Reports while the hooks after a test are still to come, which may wait as long again for what it waited for.
   * @param error what the test ended with; undefined is returned where that is not that its time was up, or not how it ends
   */
  endLate(tree: Tree, test: TestTask, error: unknown): Outcome | undefined
}

/**
 * Activates the mutant.
 * @param costOf see `startBudget`
 */
export function startTrial(counters: Counters, item: RunItem, costOf: (test: TestTask) => number | undefined): Trial {
  const ran: TestTask[] = []
  let failed: TestTask | undefined
  const [begun, idleBefore] = [now(), idleMs()]
  counters.h[item.counter] = 0
  takeEntered(counters)
  const budget = startBudget(counters, item, costOf)
  counters.a = item.alternative
  counters.s = item.site
  counters.e++
  const outcomeOf = (tree: Tree | undefined, failure: Outcome['failure'], budgetExhausted: boolean): Outcome => ({
    mutant: item.mutant,
    ...(failure && { failure }),
    reached: counters.h[item.counter] ?? 0,
    entered: takeEntered(counters),
    ...(failure?.kind === 'timeout' && { idle: (idleMs() - idleBefore) / (now() - begun) }),
    ran: tree ? ran.map((test) => tree.index.get(test) ?? -1) : [],
    budgetExhausted,
    sound: true,
    durationMs: now() - begun,
  })
  return {
    limitMs: () => item.testLimitMs,
    beforeTest(test) {
      budget.beforeTest(test)
      if (!failed) ran.push(test)
      // Thrown out of the suite: skipping each of thousands of tests takes longer than the tests that ran.
      else if (test.concurrent !== true) throw new Error('stopped after the first failure')
      else test.mode = 'skip'
    },
    afterTest(test) {
      budget.afterTest()
      if (test.result?.state === 'fail') failed ??= test
    },
    finish(tree, unhandled) {
      counters.s = -1
      const budgetExhausted = counters.b < 0
      counters.b = NO_BUDGET
      return outcomeOf(tree, findFailure(tree, failed, unhandled), budgetExhausted)
    },
    endLate(tree, test, error) {
      // A test that is expected to fail, or runs again, has not failed yet.
      if (failed || test.fails || test.retry || test.repeats || !(error instanceof Error) || classify(error) !== 'timeout') return undefined
      return outcomeOf(tree, failureOf(tree, test, error), counters.b < 0)
    },
  }
}

function findFailure(
  tree: Tree | undefined,
  failed: TestTask | undefined,
  unhandled: readonly TaskError[],
): Outcome['failure'] {
  if (failed) {
    return failureOf(tree, failed, failed.result?.errors?.[0] ?? { message: 'the test failed' })
  }
  for (const suite of tree?.suites ?? []) {
    const error = suite.result?.errors?.[0]
    if (!error) continue
    const loading = suite === tree?.file && tree.tests.length === 0
    return { kind: loading ? 'load' : classify(error) === 'budget' ? 'budget' : 'hook', ...describe(error) }
  }
  const error = unhandled[0]
  return error && { kind: classify(error) === 'budget' ? 'budget' : 'unhandled', ...describe(error) }
}

function failureOf(tree: Tree | undefined, failed: TestTask, error: TaskError): NonNullable<Outcome['failure']> {
  const test = tree?.index.get(failed)
  return { ...(test !== undefined && { test }), kind: classify(error), ...describe(error) }
}

export function isSnapshotMismatch(message: string): boolean {
  return /^Snapshot `.*` mismatched/s.test(message)
}

function classify(error: TaskError): FailureKind {
  if (error.name === 'BudgetError') return 'budget'
  if (error.name === 'TimeLimitError' || /^(Test|Hook) timed out in /.test(error.message)) return 'timeout'
  if (isSnapshotMismatch(error.message)) return 'snapshot'
  return error.name === 'AssertionError' ? 'assertion' : 'exception'
}

function describe(error: TaskError): { message: string; stack?: string } {
  const message = [error.message === '' ? error.name ?? 'Error' : error.message, ...(classify(error) === 'snapshot' ? differences(error) : [])].join('\n').slice(0, 2000)
  return error.stack === undefined ? { message } : { message, stack: error.stack.slice(0, 4000) }
}

/** So many lines tell how a snapshot differs; its message does not. */
const MOST_DIFFERENCES = 6

/** The lines of the snapshot that are gone and those that are new, each with its sign. */
function differences({ diff }: TaskError): string[] {
  const lines = stripVTControlCharacters(diff ?? '').split('\n').filter((line) => /^[-+] (?!(?:Expected|Received)\b)/u.test(line))
  return lines.length <= MOST_DIFFERENCES ? lines : [...lines.slice(0, MOST_DIFFERENCES), '…']
}
