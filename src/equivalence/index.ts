/** After the verdicts: which survivors are no mutants that a test could or need notice, and why. */
import type { Note, RunResult } from '../model/result.js'
import type { Mutant } from '../model/mutant.js'
import type { Verdict } from '../model/verdict.js'

export interface EquivalenceOptions {
  /** Type-check survivors with the compiler of the project. */
  readonly typeCheck: boolean
}

/** `result` with its survivors looked at once more; without survivors it is returned as it is. */
export async function withoutEquivalent(
  result: RunResult, { typeCheck }: EquivalenceOptions, signal: AbortSignal,
): Promise<RunResult> {
  if (!typeCheck || signal.aborted || !result.verdicts.some(isSurvivor)) return result
  const begun = performance.now()
  const checked = await typeChecked(result, signal)
  const spent = performance.now() - begun
  const { timings } = checked
  return { ...checked, timings: { ...timings, total: timings.total + spent, checking: spent } }
}

async function typeChecked(result: RunResult, signal: AbortSignal): Promise<RunResult> {
  const { askForTypes } = await import('./types/host.js')
  const answer = await askForTypes({ root: result.root, files: survivorsByFile(result) }, signal)
  if (!answer) return result
  if ('failure' in answer) {
    return withNotes(result, [{ level: 'warning', text: `survivors are not type-checked: ${answer.failure}` }])
  }
  const errors = new Map(answer.errors)
  const verdicts = result.verdicts.map((verdict): Verdict => {
    const error = errors.get(verdict.mutant)
    return error === undefined ? verdict : { ...verdict, status: 'CompileError', reason: `does not compile: ${error}` }
  })
  return withNotes({ ...result, verdicts }, answer.notes.map((text) => ({ level: 'info', text })))
}

function survivorsByFile({ sources, mutants, verdicts }: RunResult) {
  const survivors = new Map<string, Mutant[]>()
  mutants.forEach((mutant, index) => {
    if (!isSurvivor(verdicts[index])) return
    const list = survivors.get(mutant.file)
    if (list) list.push(mutant)
    else survivors.set(mutant.file, [mutant])
  })
  return sources.flatMap(({ path, text }) => {
    const list = survivors.get(path)
    if (!list) return []
    return [{
      path, text, mutants: list.map(({ id, span, replacement }) => ({ id, start: span.start, end: span.end, replacement })),
    }]
  })
}

function isSurvivor(verdict: Verdict | undefined): boolean {
  return verdict?.status === 'Survived'
}

function withNotes(result: RunResult, notes: readonly Note[]): RunResult {
  return { ...result, notes: [...result.notes, ...notes] }
}
