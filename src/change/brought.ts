/** Tells the mutants that a change brings from those whose code was there before, by what they are and not by where. */
import type { GenerateFile } from '../mutants/generator.js'
import type { Mutant } from '../model/mutant.js'
import type { TestChoice } from '../model/options.js'
import type { Note, RunResult } from '../model/result.js'
import { isMutableFile } from '../project/candidates.js'
import { textBefore, type Change } from './change.js'
import type { Scope } from './scope.js'
import { readText } from '../project/read-text.js'

export interface BroughtInput {
  readonly result: RunResult
  readonly scope: Scope
  readonly generate: GenerateFile
  readonly concurrency: number
  /** Which tests are the tests of the project. */
  readonly choice: TestChoice
  /** Absolute paths of folders that runs write to. */
  readonly leftOut: readonly string[]
  readonly signal: AbortSignal
}

/**
 * The result with the mutants named that the change brings: whose code is new, and whose survival is because the
 * changed tests noticed them before.
 */
export async function withBrought({ result, scope, ...rest }: BroughtInput): Promise<RunResult> {
  const { root, change, allowed, testFiles } = scope
  const ids = await broughtMutants(root, change, allowed, rest.generate)
  const survivors = result.mutants.filter(({ id }, index) => result.verdicts[index]?.status === 'Survived' && !ids.has(id))
  const notes: Note[] = []
  if (testFiles.size > 0 && survivors.length > 0 && !rest.signal.aborted) {
    const { noticedBefore } = await import('./before.js')
    const before = await noticedBefore({ root, change, survivors, testFiles, ...rest })
    for (const id of before.noticed) ids.add(id)
    notes.push(...before.notes)
  }
  const mutants = result.mutants.map(({ id }) => id).filter((id) => ids.has(id))
  return { ...result, notes: [...result.notes, ...notes], brought: { since: change.ref, mutants } }
}

/**
 * Ids of the mutants whose code is new: those in changed files that were not there at the base, under whatever path.
 * @param allowed relative paths of files that may be mutated
 */
export async function broughtMutants(
  root: string, change: Change, allowed: ReadonlySet<string>, generate: GenerateFile,
): Promise<Set<string>> {
  const mutants = (path: string, text: string | undefined): readonly Mutant[] => {
    const generated = text === undefined ? undefined : generate(path, text)
    return generated === undefined || 'error' in generated ? [] : generated.mutants
  }
  const now: Mutant[] = []
  const before: Mutant[] = []
  for (const file of change.files.values()) {
    if (!isMutableFile(file.path) || !(allowed.has(file.path) || file.deleted)) continue
    if (!file.deleted) now.push(...mutants(file.path, readText(root, file.path)))
    // A renamed file is read under its new path, so that its mutants have the same ids.
    if (file.before !== undefined) before.push(...mutants(file.path, await textBefore(root, change, file.before)))
  }
  return newMutants(now, before)
}

/**
 * Ids of the mutants that are not among those from before. One that has moved, into another file or with its text
 * unchanged, is none of them: as many as have disappeared elsewhere with the same content.
 */
function newMutants(now: readonly Mutant[], before: readonly Mutant[]): Set<string> {
  const ids = new Set(now.map(({ id }) => id))
  const known = new Set(before.map(({ id }) => id))
  const gone = new Map<string, number>()
  for (const mutant of before) {
    if (!ids.has(mutant.id)) gone.set(contentOf(mutant), (gone.get(contentOf(mutant)) ?? 0) + 1)
  }
  const found = new Set<string>()
  for (const mutant of now) {
    if (known.has(mutant.id)) continue
    const left = gone.get(contentOf(mutant)) ?? 0
    if (left > 0) gone.set(contentOf(mutant), left - 1)
    else found.add(mutant.id)
  }
  return found
}

/** What a mutant is, wherever it stands. */
function contentOf({ operator, scope, original, replacement }: Mutant): string {
  return JSON.stringify([operator, scope, original, replacement]).replaceAll('\\r\\n', '\\n')
}
