/** Which tests a change touches: by their lines, and by what their files import. */
import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { statementLines } from '../syntax/statement-lines.js'
import { touches, type Change, type ChangedLines } from './change.js'

/** A test as far as its place goes. */
export interface PlacedTest {
  /** Where it begins in its file; unknown for tests that a helper makes. */
  readonly line?: number
}

/**
 * Indexes of the tests that the changed lines of their file belong to. A line belongs to the innermost statement around
 * it that holds a test: to that test, to all tests of its `describe`, or to all tests of the file.
 */
export function testsOnLines(
  path: string, text: string, lines: readonly ChangedLines[], tests: readonly PlacedTest[],
): readonly number[] {
  const all = tests.map((_, index) => index)
  const statements = statementLines(path, text)
  if (!statements || tests.some(({ line }) => line === undefined)) return lines.length > 0 ? all : []
  const groups = statements
    .map(([from, to]) => ({ from, to, tests: all.filter((index) => from <= tests[index]!.line! && tests[index]!.line! <= to) }))
    .filter((group) => group.tests.length > 0)
    .sort((a, b) => (a.to - a.from) - (b.to - b.from))
  const rows = text.split('\n')
  const found = new Set<number>()
  for (const changed of lines.flatMap((range) => withoutBlank(range, rows))) {
    const inside = groups.find(({ from, to }) => holds({ from, to }, changed))
    for (const index of inside?.tests ?? all) found.add(index)
  }
  return [...found].sort((a, b) => a - b)
}

/** The lines one by one, without empty ones; a gap stays one. */
function withoutBlank({ from, to }: ChangedLines, rows: readonly string[]): ChangedLines[] {
  if (from > to) return [{ from, to }]
  const lines: ChangedLines[] = []
  for (let line = from; line <= Math.min(to, rows.length); line++) {
    if ((rows[line - 1] ?? '').trim() !== '') lines.push({ from: line, to: line })
  }
  return lines
}

function holds(statement: { readonly from: number; readonly to: number }, changed: ChangedLines): boolean {
  return touches(changed, statement.from, statement.to) && (changed.from <= changed.to || statement.from < statement.to)
}

/** Files that tests are made of, beside the test files: helpers, data, snapshots. */
export interface TestSupport {
  /** Test files that use a changed file, by relative path. */
  readonly users: ReadonlySet<string>
  /** Changed files that may matter to every test and that no import leads to: configs, set-up files, lockfiles. */
  readonly unknown: readonly string[]
}

const PASSED_OVER = /(?:^|\/)(?:LICENSE|CHANGELOG|README|CODEOWNERS)\b|\.mdx?$|(?:^|\/)\.|\.d\.[cm]?ts$/iu

/**
 * @param testFiles relative paths of all test files
 * @param isSource whether a file is one whose mutants are chosen by their lines
 */
export function findSupport(
  root: string, change: Change, testFiles: readonly string[], isSource: (path: string) => boolean,
): TestSupport {
  const tests = new Set(testFiles)
  const changed = [...change.files.values()]
    .map(({ path }) => path)
    .filter((path) => !tests.has(path) && !isSource(path))
  const open = new Set(changed.filter((path) => !PASSED_OVER.test(path) || path.endsWith('.snap')))
  if (open.size === 0) return { users: new Set(), unknown: [] }
  const users = new Set<string>()
  const explained = new Set<string>()
  for (const path of open) {
    const tested = snapshotOf(path)
    if (tested === undefined) continue
    explained.add(path)
    if (tests.has(tested)) users.add(tested)
  }
  const importsOf = cached(root)
  for (const test of tests) {
    const used = reachable(test, importsOf, isSource)
    for (const path of open) {
      if (!used.has(path)) continue
      users.add(test)
      explained.add(path)
    }
  }
  return { users, unknown: [...open].filter((path) => !explained.has(path)).sort() }
}

/** The test files that lead to one of these files by relative imports, through whatever lies between. */
export function importersOf(root: string, paths: readonly string[], testFiles: readonly string[]): ReadonlySet<string> {
  if (paths.length === 0) return new Set()
  const importsOf = cached(root)
  return new Set(testFiles.filter((test) => {
    const used = reachable(test, importsOf, () => false)
    return paths.some((path) => path !== test && used.has(path))
  }))
}

function snapshotOf(path: string): string | undefined {
  const match = /^(.*?)__snapshots__\/([^/]+)\.snap$/u.exec(path)
  return match ? `${match[1] ?? ''}${match[2] ?? ''}` : undefined
}

/** What a test file imports, through helpers but not through sources, whose changes are seen by their own mutants. */
function reachable(
  from: string, importsOf: (path: string) => readonly string[], isSource: (path: string) => boolean,
): ReadonlySet<string> {
  const seen = new Set<string>([from])
  for (const path of seen) {
    if (path !== from && isSource(path)) continue
    for (const next of importsOf(path)) seen.add(next)
  }
  return seen
}

const SPECIFIER = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*|\bmock\s*\(\s*|\bURL\s*\(\s*)(['"`])(\.{1,2}\/[^'"`\n]*)\1/gu
const ENDINGS = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json', '/index.ts', '/index.tsx', '/index.js']

/** All paths that the relative imports of a file may mean; whether they exist does not matter. */
function cached(root: string): (path: string) => readonly string[] {
  const known = new Map<string, readonly string[]>()
  return (path) => {
    let found = known.get(path)
    if (!found) known.set(path, found = importsIn(root, path))
    return found
  }
}

function importsIn(root: string, path: string): string[] {
  let text: string
  try {
    text = readFileSync(join(root, path), 'utf8')
  } catch {
    return []
  }
  return [...text.matchAll(SPECIFIER)].flatMap(([, , specifier = '']) => {
    const target = posix.join(posix.dirname(path), specifier.replace(/[?#].*$/u, ''))
    const bare = target.replace(/\.[cm]?jsx?$/u, '')
    return [...ENDINGS.map((ending) => target + ending), ...(bare === target ? [] : ENDINGS.map((ending) => bare + ending))]
  })
}
