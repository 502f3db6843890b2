/** Test cases and test files as the dry run saw them. */
import type { Position } from './span.js'

export type TestId = number

export interface TestCase {
  /** Small integer, unique in a run, in the order project, file, position in the file. */
  readonly id: TestId
  /** Name of the Vitest project; empty when there is only one. */
  readonly project: string
  /** Path of the test file relative to the root, with forward slashes. */
  readonly file: string
  /** Suite names and test name, outermost first. */
  readonly path: readonly string[]
  /** 0 for the first test with the same project, file and path, then 1, 2 … */
  readonly ordinal: number
  readonly location?: Position
  readonly durationMs: number
}

/** The name a person knows the test by. */
export function fullName(test: Pick<TestCase, 'path'>): string {
  return test.path.join(' > ')
}

/** What a test is known by in every run, whatever its number there. */
export type TestName = Pick<TestCase, 'project' | 'file' | 'path' | 'ordinal'>

/** One text for what a test is known by. */
export function testKey({ project, file, path, ordinal }: TestName): string {
  return JSON.stringify([project, file, path, ordinal])
}

/**
 * Whether a pattern names a test: its names from the outermost suite on, all or the last ones, joined by ` > `, with or
 * without the file before them. `*` stands for any text.
 */
export function namesTest(pattern: string, file: string, path: readonly string[]): boolean {
  const source = pattern.split('*').map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, '\\$&')).join('.*')
  return new RegExp(`(?:^| > )${source}$`, 's').test([file, ...path].join(' > '))
}
