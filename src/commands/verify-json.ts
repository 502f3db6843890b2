/** What `mutate verify` found out, for other programs. */
import type { TestId } from '../model/test.js'
import type { Comparison } from '../oracle/verify.js'
import type { KeptRun } from '../store/last-run.js'

export function comparisonAsJson(comparison: Comparison, run: KeptRun, seed: number | undefined): object {
  const { agreeing, disagreeing, notCompared, leftOut } = comparison
  const name = (id: TestId) => {
    const test = run.tests[id]
    return test && { file: test.file, name: test.path.join(' > ') }
  }
  return {
    compared: agreeing.length + disagreeing.length,
    agreeing: agreeing.length,
    ...(seed !== undefined && { seed }),
    leftOut,
    disagreements: disagreeing.map(({ mutant, verdict: { status, receipt }, truth, steady }) => ({
      id: mutant.id,
      file: mutant.file,
      location: mutant.location,
      operator: mutant.operator,
      original: mutant.original,
      replacement: mutant.replacement,
      status,
      receipt: {
        ...receipt,
        ran: receipt.ran.map(name),
        ...(receipt.failure && {
          failure: { ...receipt.failure, test: receipt.failure.test === undefined ? undefined : name(receipt.failure.test) },
        }),
      },
      truth,
      steady,
    })),
    agreements: agreeing.map(({ mutant, verdict, truth }) =>
      ({ id: mutant.id, status: verdict.status, outcome: truth.outcome })),
    notCompared: notCompared.map(({ mutant, verdict, why }) => ({ id: mutant.id, status: verdict.status, why })),
  }
}
