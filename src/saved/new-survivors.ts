/** Compares a result with an earlier mutation.json: which survivors are new, and which only moved. */
import type { MutantResult, MutationTestResult } from 'mutation-testing-report-schema/api'
import type { Mutant } from '../model/mutant.js'
import type { RunResult } from '../model/result.js'
import type { Location } from '../model/span.js'
import type { Status } from '../model/verdict.js'

export interface Comparison {
  /** Survivors that the earlier report does not hold, and mutants that were detected there and survive or have no test now. */
  readonly newSurvivors: readonly Mutant[]
  /** Ids of all mutants that the earlier report does not hold, and of the new survivors, in the order of the result. */
  readonly brought: readonly string[]
}

/** Statuses of a mutant that was there and that nothing noticed; one that was not judged is given the benefit of the doubt. */
const UNNOTICED: readonly string[] = ['Survived', 'NoCoverage', 'Pending', 'RuntimeError', 'CompileError']

/**
 * Mutants are compared by their ids, which say what they are and not where. One whose id is not in the report, because
 * its code went to another file or its function got another name, takes the place of one with the same change on the
 * same line of code that is gone.
 */
export function compareWith(report: MutationTestResult, result: Pick<RunResult, 'mutants' | 'verdicts' | 'sources'>): Comparison {
  const before = new Map<string, Status>()
  const gone = new Map<string, Status[]>()
  const ids = new Set(result.mutants.map(({ id }) => id))
  for (const file of Object.values(report.files)) {
    const lines = file.source.split('\n')
    for (const mutant of file.mutants) {
      before.set(mutant.id, mutant.status)
      if (ids.has(mutant.id)) continue
      const key = contentOf(mutant, lines)
      gone.set(key, [...gone.get(key) ?? [], mutant.status])
    }
  }
  const sources = new Map(result.sources.map(({ path, text }) => [path, text.split('\n')]))
  const newSurvivors: Mutant[] = []
  const brought: string[] = []
  result.mutants.forEach((mutant, index) => {
    const { id, operator: mutatorName, replacement, location } = mutant
    const then = before.get(id) ?? gone.get(contentOf({ mutatorName, replacement, location }, sources.get(mutant.file) ?? []))?.shift()
    const status = result.verdicts[index]?.status
    // Code that never had a test is no survivor; code that lost its tests is as good as one.
    const isNew = status === 'Survived' ? then === undefined || !UNNOTICED.includes(then)
      : status === 'NoCoverage' && (then === 'Killed' || then === 'Timeout')
    if (isNew) newSurvivors.push(mutant)
    if (isNew || then === undefined) brought.push(id)
  })
  return { newSurvivors, brought }
}

type Placed = Pick<MutantResult, 'mutatorName' | 'replacement'> & { readonly location: Location }

/** What a mutant changes, with the lines it stands on, wherever these are. */
function contentOf({ mutatorName, replacement, location: { start, end } }: Placed, lines: readonly string[]): string {
  const code = lines.slice(start.line - 1, end.line).map((line) => line.trim())
  const indent = (lines[start.line - 1] ?? '').search(/\S/u)
  return JSON.stringify([mutatorName, replacement?.replace(/\s+/gu, ' '), start.column - Math.max(0, indent), code])
}
