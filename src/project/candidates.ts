/** Which files of a project may be mutated: sources that are no tests, declarations, config or output. */
import { closeSync, openSync, readSync } from 'node:fs'
import path from 'node:path'
import { glob } from 'tinyglobby'

/** Extensions of the files that can be mutated. */
export const SOURCE_EXTENSIONS = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'] as const

const SOURCE = new RegExp(`\\.(?:${SOURCE_EXTENSIONS.join('|')})$`, 'u')
/** `a.d.ts`, and `a.d.css.ts` as TypeScript writes the types of other files. */
const DECLARATION = /\.d(?:\.[^./]+)?\.[cm]?ts$/u

const TEST_FOLDERS = [
  'test', 'tests', '__tests__', '__mocks__', 'e2e', 'spec', 'cypress', '__fixtures__', 'fixtures',
]
const OUTPUT_FOLDERS = ['dist', 'build', 'out', 'lib-cov', 'coverage', 'reports']

const HELPER_NAMES = [
  /\.(?:test|spec|test-d|bench|e2e|stories|story|mock|gen|generated|config|setup)\.[^.]+$/u,
  /^(?:vitest|jest)\.[^.]+\.[^.]+$/u,
  /^setup-?tests?\.[^.]+$/iu,
  /^\..*rc\.[^.]+$/u,
]

/** A file with such a name is a test where it looks like one; a command may be called `test` as well. */
const TEST_NAME = /^(?:tests?|spec)\.[^.]+$/u
const TEST_CODE = /\bfrom\s*['"](?:vitest|@jest\/globals|node:test|bun:test|mocha|chai)['"]|\b(?:describe|it|test)(?:\.\w+(?:\([^)]*\))?)?\(\s*['"`]/u

/** As far into a file, in bytes, as is looked for what says that it is no source. */
const HEAD = 2048

/**
 * All files that may be mutated, relative to the root with forward slashes, sorted.
 * @param root absolute path of the project
 */
export async function findCandidates(root: string): Promise<string[]> {
  const found = await glob([`**/*.{${SOURCE_EXTENSIONS.join(',')}}`], {
    cwd: root,
    // What is large is kept out of the search; `isCandidateName` is the rule.
    ignore: ['**/node_modules/**', `**/{${TEST_FOLDERS.join(',')}}/**`, `{${OUTPUT_FOLDERS.join(',')}}/**`],
    dot: false,
    followSymbolicLinks: false,
    expandDirectories: false,
  })
  const mutable = found.filter((file) => isCandidateName(file) && !saysItIsNone(path.join(root, file)))
  return mutable.sort(byCodeUnit)
}

/** Whether a file may be mutated, by its path relative to the root alone. */
export function isCandidateName(file: string): boolean {
  const folders = file.split('/')
  const name = folders.pop() ?? ''
  const hidden = folders.some((folder) => folder.startsWith('.') || TEST_FOLDERS.includes(folder))
  const helper = HELPER_NAMES.some((pattern) => pattern.test(name))
  return isMutableFile(file) && !hidden && !helper && !isBuildOutput(folders)
}

/** Whether a file can be mutated when a person names it: a source of the project itself, no declaration. */
export function isMutableFile(file: string): boolean {
  return SOURCE.test(file) && !DECLARATION.test(file) && !file.split('/').includes('node_modules')
}

/** Below `src` and `lib` a folder called `coverage` or `build` holds sources that deal with such things. */
function isBuildOutput(folders: readonly string[]): boolean {
  const output = folders.findIndex((folder) => OUTPUT_FOLDERS.includes(folder))
  return output >= 0 && !folders.slice(0, output).some(isSourceFolder)
}

function isSourceFolder(folder: string): boolean {
  return folder === 'src' || folder === 'lib'
}

/**
 * Whether a file is mutated although no test loads it: one below `src` or `lib` of the root or of a workspace
 * package.
 * @param workspaces folders of the workspace packages, relative to the root, as `findWorkspaces` gives them
 */
export function isDefaultTarget(file: string, workspaces: readonly string[] = []): boolean {
  const folders = file.split('/').slice(0, -1)
  const source = folders.findIndex(isSourceFolder)
  if (source < 0) return false
  return source === 0 || workspaces.includes(folders.slice(0, source).join('/'))
}

/** Whether a file is marked as generated, or is a test. One that can not be read is kept: whoever parses it will say what is wrong. */
function saysItIsNone(file: string): boolean {
  let handle: number | undefined
  try {
    handle = openSync(file, 'r')
    const head = Buffer.alloc(HEAD)
    const length = readSync(handle, head, 0, HEAD, 0)
    const text = head.toString('utf8', 0, length)
    return text.includes('@generated') || (TEST_NAME.test(path.basename(file)) && TEST_CODE.test(text))
  } catch {
    return false
  } finally {
    if (handle !== undefined) closeSync(handle)
  }
}

/** An order that is the same on every machine, unlike one by locale. */
function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
