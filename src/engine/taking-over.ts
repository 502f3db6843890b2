/** What a run takes over from an earlier one, and the pairs that wait for the test file that noticed their mutant then. */
import type { JudgeInput } from './bench.js'
import type { FileState } from './file-state.js'
import { closeOver } from './site-coverage.js'
import type { Finding, Ledger } from './ledger.js'
import type { Pair } from './pair.js'

export interface TakingOver {
  /** Mutants with a finding that was taken over. */
  readonly recalled: ReadonlySet<number>
  /** Whether every finding of a test file was taken over: nothing of it has to run. */
  isAnswered(state: FileState): boolean
  /**
   * Takes over what an earlier run found out with this file: at once what noticed a mutant, so that no other file has to;
   * and all, when nothing is left to judge here. The dry run of the file has to be known.
   */
  takeOver(state: FileState): void
  /** Takes over the finding of one mutant with these tests of a file; says whether there was one. */
  recall(state: FileState, mutant: number, tests: readonly number[]): boolean
  /** The pair with the test of this file that noticed its mutant then, if there was one. */
  withKiller(state: FileState, pair: Pair): Pair
  /** Lets a pair wait when another test file noticed its mutant then; says whether it does. */
  hold(state: FileState, pair: Pair): boolean
  /** The pairs of a test file that wait so. */
  waiting(state: FileState): readonly Pair[]
  /** Whether pairs wait for files all of which are done. */
  maySettle(isDone: (state: FileState) => boolean): boolean
  /** The pairs that waited and whose mutants nobody noticed meanwhile; they wait no longer. */
  release(): readonly Waiting[]
}

interface Waiting {
  readonly state: FileState
  readonly pair: Pair
}

export function createTakingOver({ earlier, catalog }: JudgeInput, ledger: Ledger, files: readonly FileState[]): TakingOver {
  const answered = new Set<FileState>()
  const recalled = new Set<number>()
  let held: Waiting[] = []

  function settle(finding: Finding): void {
    const { mutant } = finding.pair
    recalled.add(mutant)
    ledger.expect(mutant)
    ledger.settle({ ...finding, recalled: true })
  }

  /** What is left when all that noticed a mutant is settled; undefined when something has to be judged. */
  function settleKills(state: FileState, dependent: readonly number[] | undefined): Finding[] | undefined {
    const rest: Finding[] = []
    let complete = dependent !== undefined
    for (const [site, { tests, load }] of state.coverage) {
      const { firstMutant, alternatives, loadTime } = catalog.sites[site]!
      const needed = load || loadTime ? [] : closeOver(tests, dependent ?? [])
      for (let mutant = firstMutant; mutant < firstMutant + alternatives; mutant++) {
        if (catalog.isLeftOut(mutant) || ledger.isFinal(mutant) || ledger.takeUp(mutant)) continue
        const found = earlier!.recall(state, mutant, needed)
        if (found?.result === 'killed' || found?.result === 'timeout') settle({ ...found, state })
        else if (found) rest.push({ ...found, state })
        else complete = false
      }
    }
    return complete ? rest : undefined
  }

  return {
    recalled,
    isAnswered: (state) => answered.has(state),
    takeOver(state) {
      if (!earlier) return
      const dependent = earlier.dependentOf(state)
      // What may be taken over depends on it.
      if (dependent) state.dependent = dependent
      const rest = settleKills(state, dependent)
      if (!rest) {
        delete state.dependent
        return
      }
      for (const finding of rest) settle(finding)
      state.ready = { hot: [], cold: false, controlMs: 0 }
      answered.add(state)
    },
    recall(state, mutant, tests) {
      const found = earlier?.recall(state, mutant, tests)
      if (found) settle({ ...found, state })
      return found !== undefined
    },
    withKiller(state, pair) {
      const killer = earlier?.killerOf(pair.mutant) === state.file.key ? earlier.killingTest(state, pair.mutant) : undefined
      return killer === undefined ? pair : { ...pair, killer }
    },
    hold(state, pair) {
      const killer = earlier?.killerOf(pair.mutant)
      if (killer === undefined || killer === state.file.key) return false
      held.push({ state, pair })
      return true
    },
    waiting: (state) => held.flatMap((each) => (each.state === state ? [each.pair] : [])),
    maySettle(isDone) {
      if (held.length === 0) return false
      const killers = new Set(held.map(({ pair }) => earlier!.killerOf(pair.mutant)))
      return files.every((state) => !killers.has(state.file.key) || isDone(state))
    },
    release() {
      const waiting = held.filter(({ pair }) => !ledger.isFinal(pair.mutant))
      held = []
      return waiting
    },
  }
}
