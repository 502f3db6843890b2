/** Ties the engine to the store: what is known from before goes in, each verdict goes to the journal as it is reached. */
import type { FileState } from '../engine/file-state.js'
import type { Memory } from '../engine/ledger.js'
import type { TestName } from '../model/test.js'
import { receiptOf, testsOf } from '../outcome/receipt.js'
import type { Store } from './store.js'

export function memoryOf({ kept, journal }: Store): Memory {
  const names = new Map<FileState, readonly TestName[]>()
  const nameOf = (state: FileState, index: number): TestName => {
    let tests = names.get(state)
    if (!tests) {
      tests = testsOf(state).map(({ project, file, path, ordinal }) => ({ project, file, path, ordinal }))
      names.set(state, tests)
    }
    return tests[index]!
  }
  return {
    known: kept.verdicts,
    record(mutant, status, findings) {
      if (!journal) return
      const receipt = receiptOf(findings, (state, index) => journal.numberOf(nameOf(state, index)))
      journal.append(mutant.id, { status, receipt })
    },
  }
}
