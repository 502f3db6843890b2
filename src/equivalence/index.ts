/** After the verdicts: which survivors are no mutants that a test could or need notice, and why. */
import { join } from 'node:path'
import type { Ignored, Mutant } from '../model/mutant.js'
import type { Note, ReportedSource, RunResult } from '../model/result.js'
import type { Verdict } from '../model/verdict.js'
import type { TypeProcess } from './types/host.js'
import { folderWithConfig } from './types/configs.js'
import type { ProjectFiles } from './types/kept.js'
import type { TypeCheckAnswer, TypeCheckRequest } from './types/protocol.js'

export interface EquivalenceOptions {
  /** Type-check survivors with the compiler of the project. */
  readonly typeCheck: boolean
  /** Leave survivors out that are the same program after minification. */
  readonly minify: boolean
  /** What earlier runs were told by the compiler does not count. */
  readonly force: boolean
}

/** What looks at survivors: opened when a run begins, as reading all types of a project takes longer than checking some. */
export interface Equivalence {
  /** Tells what sources there are, while tests run: survivors will be in some of them. Only the first time counts. */
  prepare(sources: Iterable<ReportedSource>): void
  /** `result` with its survivors looked at once more; without survivors it is returned as it is. */
  withoutEquivalent(result: RunResult): Promise<RunResult>
  close(): void
}

/**
 * @param root absolute path of the project
 * @param project the files of the project as the run found them; undefined where nothing is kept between runs
 */
export async function openEquivalence(
  root: string, options: EquivalenceOptions, project: ProjectFiles | undefined, signal: AbortSignal,
): Promise<Equivalence> {
  const known = options.force ? undefined : project
  const [{ openTypeProcess }, { mayBeKnown }] = await Promise.all([import('./types/host.js'), import('./types/kept.js')])
  const types = openTypeProcess()
  let prepared = !options.typeCheck || mayBeKnown(root, known)
  return {
    prepare(sources) {
      if (prepared || signal.aborted) return
      prepared = true
      const request = requestFor(root, [...sources].map((source) => ({ source, mutants: [] })))
      if (request.files.length > 0) types.prepare(request)
    },
    withoutEquivalent: (result) => withoutEquivalent(result, options, known, types, signal),
    close() { types.close() },
  }
}

/** Those of the files that a config may include. */
function requestFor(root: string, files: readonly { source: ReportedSource; mutants: readonly Mutant[] }[]): TypeCheckRequest {
  return {
    root,
    files: files.filter(({ source }) => folderWithConfig(root, join(root, source.path)) !== undefined)
      .map(({ source: { path, text }, mutants }) => ({
        path, text, mutants: mutants.map(({ id, span, replacement }) => ({ id, start: span.start, end: span.end, replacement })),
      })),
  }
}

/**
 * `result` with its survivors looked at once more; without survivors it is returned as it is.
 * @param project the files of the project as the run found them; undefined where nothing that is kept counts
 */
async function withoutEquivalent(
  result: RunResult, { typeCheck, minify }: EquivalenceOptions, project: ProjectFiles | undefined, types: TypeProcess, signal: AbortSignal,
): Promise<RunResult> {
  if (!(typeCheck || minify) || signal.aborted || !result.verdicts.some(isSurvivor)) return result
  const begun = performance.now()
  // The compiler works in a process of its own meanwhile.
  const asked = typeCheck ? askAboutTypes(result, project, types, signal) : undefined
  const same = minify ? await sameProgram(result) : new Set<string>()
  const checked = withTypes(result, await asked, same)
  const spent = performance.now() - begun
  const { timings } = checked
  return {
    ...checked,
    mutants: checked.mutants.map((mutant) => (same.has(mutant.id) ? { ...mutant, ignored: SAME_PROGRAM } : mutant)),
    verdicts: checked.verdicts.map((verdict): Verdict => (same.has(verdict.mutant)
      ? { ...verdict, status: 'Ignored', reason: `${SAME_PROGRAM.rule}: ${SAME_PROGRAM.reason}` }
      : verdict)),
    timings: { ...timings, total: timings.total + spent, checking: spent },
  }
}

const SAME_PROGRAM: Ignored = { rule: 'equivalent', reason: 'same program after minification' }

async function sameProgram(result: RunResult): Promise<ReadonlySet<string>> {
  const { sameAfterMinification } = await import('./minified.js')
  return new Set(survivorsByFile(result).flatMap(({ source, mutants }) => sameAfterMinification(source, mutants)))
}

type Answer = Awaited<ReturnType<TypeProcess['ask']>>

async function askAboutTypes(
  result: RunResult, project: ProjectFiles | undefined, types: TypeProcess, signal: AbortSignal,
): Promise<Answer> {
  const { openKept } = await import('./types/kept.js')
  const kept = openKept(requestFor(result.root, survivorsByFile(result)), project)
  const answer = kept.rest.files.length === 0 ? NOTHING_ASKED : await types.ask(kept.rest, signal)
  if (!answer || 'failure' in answer) return answer
  if (answer !== NOTHING_ASKED) kept.keep(answer)
  return { ...answer, errors: [...kept.known, ...answer.errors] }
}

/** The compiler need not be started. */
const NOTHING_ASKED: TypeCheckAnswer = { errors: [], checked: 0, compilers: [], files: [], notes: [] }

function withTypes(result: RunResult, answer: Answer, same: ReadonlySet<string>): RunResult {
  if (!answer) return result
  if ('failure' in answer) {
    return withNotes(result, [{ level: 'warning', text: `survivors are not type-checked: ${answer.failure}` }])
  }
  const errors = new Map(answer.errors)
  const verdicts = result.verdicts.map((verdict): Verdict => {
    const error = same.has(verdict.mutant) ? undefined : errors.get(verdict.mutant)
    return error === undefined ? verdict : { ...verdict, status: 'CompileError', reason: `does not compile: ${error}` }
  })
  return withNotes({ ...result, verdicts }, answer.notes.map((text) => ({ level: 'info', text })))
}

function survivorsByFile({ sources, mutants, verdicts }: RunResult): { source: ReportedSource; mutants: Mutant[] }[] {
  const survivors = new Map<string, Mutant[]>()
  mutants.forEach((mutant, index) => {
    if (!isSurvivor(verdicts[index])) return
    const list = survivors.get(mutant.file)
    if (list) list.push(mutant)
    else survivors.set(mutant.file, [mutant])
  })
  return sources.flatMap((source) => {
    const list = survivors.get(source.path)
    return list ? [{ source, mutants: list }] : []
  })
}

function isSurvivor(verdict: Verdict | undefined): boolean {
  return verdict?.status === 'Survived'
}

function withNotes(result: RunResult, notes: readonly Note[]): RunResult {
  return { ...result, notes: [...result.notes, ...notes] }
}
