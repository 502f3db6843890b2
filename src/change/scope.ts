/** What a run judges when only a change counts: mutants on its lines, and those that its tests reach. */
import type { Deciding } from '../engine/bench.js'
import type { TestFile } from '../engine/runner.js'
import type { GenerateFile } from '../mutants/generator.js'
import type { Mutant } from '../model/mutant.js'
import type { Note } from '../model/result.js'
import type { ChosenFiles } from '../project/choose.js'
import { isTouched, type Change } from './change.js'
import { readText } from '../project/read-text.js'
import { findSupport, testsOnLines } from './tests.js'

export interface Met {
  /** The tests of the change, when it touches any. */
  readonly deciding?: Deciding
  /** There is nothing at all to run. */
  readonly empty: boolean
}

export interface Scope {
  readonly root: string
  readonly change: Change
  /** Relative paths of files that may be mutated. */
  readonly allowed: ReadonlySet<string>
  /** Test files that the change touches, once the test files are known. */
  readonly testFiles: ReadonlySet<string>
  /** The files of the run; those that cannot matter are taken out when the test files are known. */
  readonly files: ChosenFiles
  readonly notes: readonly Note[]
  /** Whether a mutant stands on changed lines. */
  isChosen(mutant: Mutant): boolean
  /** Whether a mutant may still come to belong to the run; told when the test files are known. */
  mayMatter(mutant: Mutant): boolean
  /**
   * Takes the test files of the project.
   * @param generate gives the mutants of a file
   */
  meet(testFiles: readonly TestFile[], generate: GenerateFile): Met
}

export function openScope(root: string, change: Change, chosen: ChosenFiles): Scope {
  const notes: Note[] = []
  const allowed = new Set(chosen.allowed)
  const isChanged = (path: string): boolean => change.files.get(path)?.deleted === false
  const touched = new Set<string>()
  let linesAlone = false
  const isChosen = (mutant: Mutant): boolean => isTouched(change, mutant)
  return {
    root,
    change,
    allowed: chosen.allowed,
    testFiles: touched,
    files: { ...chosen, allowed, always: chosen.always.filter(isChanged) },
    notes,
    isChosen,
    mayMatter: (mutant) => !linesAlone || isChosen(mutant),
    meet(testFiles, generate) {
      const paths = [...new Set(testFiles.map(({ path }) => path))]
      const { users, unknown } = findSupport(root, change, paths, (path) => chosen.allowed.has(path))
      if (unknown.length > 0) notes.push(unknownNote(unknown))
      for (const path of paths) if (users.has(path) || isChanged(path)) touched.add(path)
      notes.push(...deletedTests(change))
      if (touched.size > 0) {
        return { deciding: decidingTests(root, change, touched, users), empty: false }
      }
      linesAlone = true
      for (const path of chosen.allowed) if (!isChanged(path)) allowed.delete(path)
      return { empty: ![...allowed].some((path) => holdsMutant(generate(path, readText(root, path)), isChosen)) }
    },
  }
}

function holdsMutant(generated: ReturnType<GenerateFile>, isChosen: (mutant: Mutant) => boolean): boolean {
  // What cannot be parsed is told by the run.
  return 'error' in generated || generated.mutants.some((mutant) => !mutant.ignored && isChosen(mutant))
}

function decidingTests(
  root: string, change: Change, touched: ReadonlySet<string>, users: ReadonlySet<string>,
): Deciding {
  return {
    concerns: ({ path }) => touched.has(path),
    testsOf: ({ path }, tests) => {
      if (users.has(path)) return tests.map((_, index) => index)
      return testsOnLines(path, readText(root, path), change.files.get(path)?.lines ?? [], tests)
    },
  }
}

/** What only they reached cannot be told from the tests that are left. */
function deletedTests({ files }: Change): Note[] {
  const deleted = [...files.values()].filter((file) => file.deleted && /\.(?:test|spec)\.[^/]+$/u.test(file.path))
  if (deleted.length === 0) return []
  const named = deleted.slice(0, MOST_NAMED).map(({ path }) => path).join(', ')
  const more = deleted.length > MOST_NAMED ? ` and ${deleted.length - MOST_NAMED} more` : ''
  return [{
    level: 'warning',
    text: `the change deletes ${named}${more}: mutants elsewhere that only deleted tests reached are not judged; run without --since to see them`,
  }]
}

const MOST_NAMED = 3

function unknownNote(unknown: readonly string[]): Note {
  const named = unknown.slice(0, MOST_NAMED).join(', ')
  const more = unknown.length > MOST_NAMED ? ` and ${unknown.length - MOST_NAMED} more` : ''
  return {
    level: 'info',
    text: `the change holds ${named}${more}, which may matter to tests that no import tells of; to judge everything, run without --since`,
  }
}
