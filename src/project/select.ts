/** What the path arguments of a run choose: source files, and mutants on their lines. */
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import picomatch from 'picomatch'
import { UserError } from '../model/errors.js'
import { plural } from '../common/plural.js'
import type { Mutant } from '../model/mutant.js'
import type { PathSelection } from '../model/options.js'
import { isMutableFile, SOURCE_EXTENSIONS } from './candidates.js'
import { isOutside, unescapeGlob } from './paths.js'

/**
 * The files that selections choose, relative to the root, sorted. A file named in full is chosen even when it is
 * no candidate (a test helper, a generated file), unless it is a declaration file or below node_modules.
 * @param root absolute path of the project
 * @param candidates what `findCandidates` found
 * @param selections relative to the root, as `locatePaths` gives them; none chooses all candidates
 * @throws UserError when one of them chooses nothing or lies outside the root
 */
export function selectFiles(
  root: string, candidates: readonly string[], selections: readonly PathSelection[],
): string[] {
  if (selections.length === 0) return [...candidates]
  const chosen = new Set(selections.flatMap((selection) => filesOf(selection, root, candidates)))
  return [...chosen].sort((a, b) => (a < b ? -1 : 1))
}

/** What selections name by its letter: a file among these is wanted whatever it looks like. */
export function namedInFull(selections: readonly PathSelection[]): ReadonlySet<string> {
  return new Set(selections.flatMap(({ pattern }) => [pattern, unescapeGlob(pattern)]).map((name) => path.posix.normalize(name)))
}

function filesOf(selection: PathSelection, root: string, candidates: readonly string[]): readonly string[] {
  const { pattern } = selection
  for (const name of [pattern, unescapeGlob(pattern)]) {
    const file = path.posix.normalize(name).replace(/\/$/u, '')
    if (isOutside(file)) {
      throw new UserError(`${name} lies outside the project ${root}; choose another project with --root`)
    }
    const kind = kindOf(path.join(root, file))
    if (kind === 'file') return [withLines(namedFile(file), selection, root)]
    if (kind === 'folder') return filesInFolder(file, selection, candidates)
  }
  const matches = matcher(pattern)
  const found = candidates.filter((file) => matches(file))
  if (found.length === 0) throw new UserError(nothingFound(pattern, root))
  return found
}

/** A name that the file system refuses (too long, a loop of links) is no file; nor is a pipe, which nobody may ever write to. */
function kindOf(absolute: string): 'file' | 'folder' | undefined {
  try {
    const entry = statSync(absolute)
    return entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : undefined
  } catch {
    return undefined
  }
}

function namedFile(file: string): string {
  if (isMutableFile(file)) return file
  if (file.split('/').includes('node_modules')) {
    throw new UserError(`${file} is below node_modules, which is never mutated`)
  }
  if (/\.[cm]?ts$/u.test(file)) throw new UserError(`${file} is a declaration file: it holds no code to mutate`)
  const endings = SOURCE_EXTENSIONS.map((each) => `.${each}`).join(', ')
  throw new UserError(`${file} is not a source file; mutated are files that end in ${endings}`)
}

function withLines(file: string, { lines }: PathSelection, root: string): string {
  if (lines === undefined) return file
  const count = readFileSync(path.join(root, file), 'utf8').trimEnd().split('\n').length
  if (lines.from > count) throw new UserError(`${file} has ${plural(count, 'line')}; there is no line ${lines.from}`)
  return file
}

function filesInFolder(
  folder: string, { lines }: PathSelection, candidates: readonly string[],
): readonly string[] {
  if (lines !== undefined) throw new UserError(`${folder} is a folder; lines can only be chosen in a file`)
  const found = folder === '.' ? candidates : candidates.filter((file) => file.startsWith(`${folder}/`))
  if (found.length > 0) return found
  throw new UserError(`no source file to mutate in the folder ${folder} ${LEFT_OUT}`)
}

const LEFT_OUT = '(tests, declarations, config and build output are left out)'

function nothingFound(pattern: string, root: string): string {
  return /[*?[\]{}()]/u.test(pattern)
    ? `no source file matches ${pattern} below ${root} ${LEFT_OUT}`
    : `there is no file or folder ${unescapeGlob(pattern)} below ${root}`
}

/**
 * Whether a path is one of these files, lies in one of these folders, or matches one of these globs.
 * @throws UserError when a glob cannot be read
 */
export function globMatcher(patterns: readonly string[]): (file: string) => boolean {
  const tests = patterns.map((pattern) => {
    const name = path.posix.normalize(pattern).replace(/\/$/u, '')
    const matches = matcher(name)
    return (file: string) => name === '.' || file === name || file.startsWith(`${name}/`) || matches(file)
  })
  return (file) => tests.some((test) => test(file))
}

function matcher(pattern: string): (file: string) => boolean {
  try {
    return picomatch(pattern, { nonegate: true })
  } catch (error) {
    const start = pattern.length > 60 ? `${pattern.slice(0, 60)}…` : pattern
    throw new UserError(`the glob ${start} can not be read: ${String(error)}`, undefined, { cause: error })
  }
}

/** A mutant, as far as a selection looks at it. */
export type Selectable = Pick<Mutant, 'file' | 'location'>

const compiled = new WeakMap<readonly PathSelection[], readonly ((mutant: Selectable) => boolean)[]>()

/** Whether a mutant stands in one of the selections: in its file, touching its lines. None selects all. */
export function inSelection(mutant: Selectable, selections: readonly PathSelection[]): boolean {
  if (selections.length === 0) return true
  let tests = compiled.get(selections)
  if (tests === undefined) {
    tests = selections.map(compile)
    compiled.set(selections, tests)
  }
  return tests.some((test) => test(mutant))
}

function compile({ pattern, lines }: PathSelection): (mutant: Selectable) => boolean {
  const name = path.posix.normalize(unescapeGlob(pattern)).replace(/\/$/u, '')
  const matches = matcher(pattern)
  const inFile = (file: string): boolean =>
    name === '.' || file === name || file === pattern || file.startsWith(`${name}/`) || matches(file)
  if (lines === undefined) return (mutant) => inFile(mutant.file)
  return ({ file, location }) =>
    inFile(file) && location.start.line <= lines.to && lines.from <= lastLine(location)
}

/** The last line that a location covers; its end is exclusive. */
function lastLine({ start, end }: Selectable['location']): number {
  return end.column === 1 && end.line > start.line ? end.line - 1 : end.line
}
