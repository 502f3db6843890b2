/** Puts the trials of a finished run together with what each of them rests on. */
import type { Judged } from '../engine/bench.js'
import type { Catalog } from '../engine/catalog.js'
import type { Earlier } from '../engine/earlier.js'
import type { FileState } from '../engine/file-state.js'
import type { Finding } from '../engine/ledger.js'
import type { Runner } from '../engine/runner.js'
import { testNames } from '../outcome/receipt.js'
import { partsOf, placeOf } from './parts.js'
import { fileKey, type StoredFile, type StoredTrial, type Trials } from './stored.js'

export interface CollectInput {
  readonly catalog: Catalog
  readonly judged: Pick<Judged, 'files' | 'ledger'>
  readonly runner: Pick<Runner, 'worlds' | 'configFiles'>
  /** What was taken over, from these trials. */
  readonly before?: { readonly earlier: Earlier; readonly of: Trials }
}

/** What can be kept: no trial of a test file that takes in what no content tells, or has a test that fails now and then. */
export function collectTrials({ catalog, judged, runner, before }: CollectInput): Omit<Trials, 'of'> {
  const counted = [...catalog.files.values()].filter(({ path }) => catalog.firstBody.has(path))
  const numberOf = storedNumbers(catalog)
  const byFile = new Map<FileState, Finding[]>()
  for (const mutant of catalog.mutants.keys()) {
    for (const finding of judged.ledger.findingsOf(mutant)) {
      const list = byFile.get(finding.state)
      if (list) list.push(finding)
      else byFile.set(finding.state, [finding])
    }
  }
  const files = judged.files.flatMap((state): StoredFile[] => {
    const { file: { key, project, path }, dry, dependent, unreliable } = state
    const world = runner.worlds?.get(key)
    if (!dry || !world || world.elsewhere.size > 0 || unreliable.size > 0 || dependent === undefined) return []
    // Trials that were taken over may have loaded and read more than the dry run of now.
    const old = before?.earlier.isSame(state) ? before.of.files.find((file) => fileKey(file) === fileKey(state.file)) : undefined
    const always = union([dry.loadEntered, ...dry.hooks.map(({ entered }) => entered)].map((list) => list.map(numberOf)))
    const ofTests = dry.tests.map(({ entered }) => entered.map(numberOf))
    const trials = (byFile.get(state) ?? []).flatMap((finding): StoredTrial[] => {
      const trial = trialOf(finding, catalog)
      const { entered, ran } = finding.outcome
      return trial ? [{ ...trial, entered: entered && union([always, entered.map(numberOf), ...ran.map((test) => ofTests[test] ?? [])]) }] : []
    })
    return [{
      project, path, dependent, always, trials,
      tests: testNames(state),
      modules: [...new Map([...old?.modules ?? [], ...world.modules])].sort(([a], [b]) => (a < b ? -1 : 1)),
      reads: sorted([...world.reads, ...old?.reads ?? []]),
      folders: sorted([...world.folders, ...old?.folders ?? []]),
      entered: union([always, ...ofTests]),
    }]
  })
  return { configFiles: runner.configFiles ?? [], sources: counted.map((file) => [file.path, partsOf(file)] as const), files }
}

/** The number of a body among those that are kept. */
function storedNumbers({ bodies, files, firstBody }: Catalog): (body: number) => number {
  const firsts = new Map<string, number>()
  let next = 0
  for (const { path, bodies: { length } } of files.values()) {
    if (!firstBody.has(path)) continue
    firsts.set(path, next)
    next += length
  }
  return (body) => {
    const path = bodies[body]!
    return firsts.get(path)! + body - firstBody.get(path)!
  }
}

function trialOf({ pair: { mutant }, result, tier, outcome }: Finding, { mutants, files }: Catalog): Omit<StoredTrial, 'entered'> | undefined {
  if (result !== 'killed' && result !== 'survived' && result !== 'timeout') return undefined
  const { id, file } = mutants[mutant]!
  const { failure, reached, budgetExhausted, durationMs, ran } = outcome
  return {
    mutant: id, place: placeOf(files.get(file)!, mutants[mutant]!), result, tier, ran,
    outcome: { ...(failure && { failure }), reached, budgetExhausted, durationMs },
  }
}

function union(lists: readonly (readonly number[])[]): number[] {
  return [...new Set(lists.flat())].sort((a, b) => a - b)
}

function sorted(paths: readonly string[]): string[] {
  return [...new Set(paths)].sort()
}
