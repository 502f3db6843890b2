/** The evidence of a verdict, put together from what was found out about its mutant in each test file. */
import type { FileState } from '../engine/file-state.js'
import type { Finding } from '../engine/ledger.js'
import type { TestCase, TestId } from '../model/test.js'
import { NO_RECEIPT, type Failure, type Receipt } from '../model/verdict.js'

/** Gives the test at an index of a file its number. */
export type NumberTest = (state: FileState, index: number) => TestId

export function receiptOf(findings: readonly Finding[], numberOf: NumberTest): Receipt {
  if (findings.length === 0) return NO_RECEIPT
  const decisive = findings.find(({ result }) => result === 'killed') ?? findings.find(({ result }) => result === 'timeout')
  const failure = decisive && failureOf(decisive, numberOf)
  const warmest = (['hot', 'warm', 'cold', 'fresh'] as const).find((tier) => findings.some((found) => found.tier === tier))
  return {
    reached: findings.reduce((sum, { outcome }) => sum + outcome.reached, 0),
    ran: findings.flatMap(({ outcome, state }) => outcome.ran.map((index) => numberOf(state, index))),
    ...(failure && { failure }),
    control: 'passed',
    tier: decisive?.tier ?? warmest ?? 'none',
    durationMs: findings.reduce((sum, { outcome }) => sum + outcome.durationMs, 0),
  }
}

function failureOf({ outcome, state }: Finding, numberOf: NumberTest): Failure | undefined {
  const { failure, budgetExhausted } = outcome
  const { path: file } = state.file
  if (budgetExhausted && failure?.kind !== 'budget') {
    // The code under test may catch what ends its loop, and fail for another reason then: that is not what was noticed.
    return { kind: 'budget', message: 'loop budget exhausted', file, ...(failure?.test !== undefined && { test: numberOf(state, failure.test) }) }
  }
  if (!failure) return undefined
  const { test, stack, ...rest } = failure
  return {
    ...rest,
    file,
    ...(stack !== undefined && { stack: ownFrames(stack) }),
    ...(test !== undefined && { test: numberOf(state, test) }),
  }
}

/** Frames of libraries, of Node and of our own worker tell nothing about the project, and are most of a stack. */
const FOREIGN_FRAME = /^\s+at .*(?:[\\/]node_modules[\\/]|\bnode:|[\\/]vitest[\\/]worker[\\/]|[\\/]instrument[\\/]realm-global\.js|new Promise \(<anonymous>\))/u
const MOST_FRAMES = 5

function ownFrames(stack: string): string {
  const lines = stack.split('\n').filter((line) => !FOREIGN_FRAME.test(line))
  const first = lines.findIndex((line) => /^\s+at /u.test(line))
  return (first === -1 ? lines : lines.slice(0, first + MOST_FRAMES)).join('\n')
}

/** The tests of a file as its dry run found them, without numbers. */
export function testsOf({ file, dry }: FileState): Omit<TestCase, 'id'>[] {
  const seen = new Map<string, number>()
  return (dry?.tests ?? []).map((test) => {
    const key = test.path.join('\0')
    const ordinal = seen.get(key) ?? 0
    seen.set(key, ordinal + 1)
    return {
      project: file.project,
      file: file.path,
      path: test.path,
      ordinal,
      ...(test.line !== undefined && { location: { line: test.line, column: test.column ?? 1 } }),
      durationMs: test.durationMs,
    }
  })
}

/** What tells the tests of a file from each other: the names around each and its own, and which it is of those alike. */
export function testNames(state: FileState): string[][] {
  return testsOf(state).map(({ path, ordinal }) => [...path, String(ordinal)])
}
