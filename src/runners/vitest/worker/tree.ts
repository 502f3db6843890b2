/** The collected tests of one file, and how to run a part of them again. */
import { namesTest } from '../../../model/test.js'
import { IGNORED, ROOT } from './bridge.js'
import type { FileTask, SuiteTask, Task, TestTask } from './vitest-types.js'
import { relativePath } from '../../../common/relative-path.js'

export interface Tree {
  readonly file: FileTask
  /** All tests in file order; the index is the test's number everywhere. */
  readonly tests: readonly TestTask[]
  readonly index: ReadonlyMap<TestTask, number>
  readonly parents: ReadonlyMap<Task, SuiteTask>
  readonly suites: readonly SuiteTask[]
  /** Children and modes as collected. */
  readonly children: ReadonlyMap<SuiteTask, Task[]>
  readonly modes: ReadonlyMap<Task, Task['mode']>
}

/** Tests that were asked to be left out are skipped from the start. */
export function readTree(file: FileTask): Tree {
  const tests: TestTask[] = []
  const index = new Map<TestTask, number>()
  const parents = new Map<Task, SuiteTask>()
  const suites: SuiteTask[] = []
  const children = new Map<SuiteTask, Task[]>()
  const modes = new Map<Task, Task['mode']>()
  const visit = (suite: SuiteTask) => {
    suites.push(suite)
    children.set(suite, [...suite.tasks])
    modes.set(suite, suite.mode)
    for (const task of suite.tasks) {
      parents.set(task, suite)
      if (task.type === 'suite') {
        visit(task)
      } else {
        if (isIgnored(file, task)) task.mode = 'skip'
        modes.set(task, task.mode)
        index.set(task, tests.length)
        tests.push(task)
      }
    }
  }
  visit(file)
  return { file, tests, index, parents, suites, children, modes }
}

const ignored = JSON.parse(process.env[IGNORED] ?? '[]') as string[]
const root = process.env[ROOT] ?? ''

function isIgnored(file: FileTask, test: TestTask): boolean {
  if (ignored.length === 0) return false
  const path = [test.name]
  for (let suite = test.suite; suite && suite !== file; suite = suite.suite) path.unshift(suite.name)
  const name = relativePath(root, file.filepath)
  return ignored.some((pattern) => namesTest(pattern, name, path))
}

/** Names of the suites around a test and of the test itself, outermost first. */
export function testPath(tree: Tree, test: TestTask): string[] {
  const names = [test.name]
  for (let suite = tree.parents.get(test); suite && suite !== tree.file; suite = tree.parents.get(suite)) {
    names.unshift(suite.name)
  }
  return names
}

/** The numbers of all tests below a suite. */
export function testsBelow(tree: Tree, suite: SuiteTask): number[] {
  return (tree.children.get(suite) ?? []).flatMap((task) =>
    task.type === 'suite' ? testsBelow(tree, task) : [tree.index.get(task) ?? -1])
}

/** Makes the tree look as just collected, with all its tests. Retries stay as `retry` says. */
export function restoreAll(tree: Tree): void {
  for (const suite of tree.suites) {
    suite.tasks = [...(tree.children.get(suite) ?? [])]
    resetTask(tree, suite)
  }
  for (const test of tree.tests) resetTask(tree, test)
}

/**
 * Prunes the tree to some tests, given in file order, and makes these look as just collected.
 * `first` moves tests, and the suites they are in, before their siblings.
 */
export function select(tree: Tree, tests: readonly number[], first: readonly number[] = []): void {
  const touched = new Set<SuiteTask>()
  // What an earlier run left on suites that do not run now must not be read as a failure of this one.
  for (const suite of tree.suites) suite.result = undefined
  tree.file.tasks = []
  touched.add(tree.file)
  resetTask(tree, tree.file)
  const add = (number: number) => {
    const test = tree.tests[number]
    if (!test) return
    resetTask(tree, test)
    let child: Task = test
    for (let parent = tree.parents.get(child); parent; parent = tree.parents.get(child)) {
      const known = touched.has(parent)
      if (!known) {
        parent.tasks = []
        resetTask(tree, parent)
        touched.add(parent)
      }
      parent.tasks.push(child)
      if (known) break
      child = parent
    }
  }
  const early = new Set(first)
  for (const number of first) add(number)
  for (const number of tests) if (!early.has(number)) add(number)
}

function resetTask(tree: Tree, task: Task): void {
  task.mode = tree.modes.get(task) ?? task.mode
  task.result = undefined
}

/** Turns the order of all suites and tests around. */
export function reverse(suite: SuiteTask): void {
  suite.tasks.reverse()
  for (const task of suite.tasks) if (task.type === 'suite') reverse(task)
}

export function allNumbers(tree: Tree): number[] {
  return tree.tests.map((_, number) => number)
}
