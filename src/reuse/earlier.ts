/**
 * Finds out which trials of an earlier run would go the same way now. A trial rests on all that its test file loads and
 * reads, but of the sources only on the code that runs at their load and on the bodies of functions that were entered.
 */
import type { Judged } from '../engine/bench.js'
import type { Catalog } from '../engine/catalog.js'
import type { Earlier } from '../engine/earlier.js'
import type { FileState } from '../engine/file-state.js'
import type { Settled } from '../engine/pair.js'
import type { Outcome } from '../engine/protocol.js'
import type { Runner, World } from '../engine/runner.js'
import type { Note } from '../model/result.js'
import { plural } from '../common/plural.js'
import { testNames } from '../outcome/receipt.js'
import { sha256 } from '../common/hash.js'
import { changesSince, fileOf, isBelow, type Changes } from './changes.js'
import { partsOf, placeOf, type Parts } from './parts.js'
import { fileKey, type StoredFile, type StoredTrial, type Trials } from './stored.js'
import type { Fingerprint } from '../store/fingerprint.js'

export interface EarlierInput {
  readonly trials: Trials
  /** Of the project as it is. */
  readonly now: Fingerprint
  readonly catalog: Catalog
  readonly runner: Runner
}

/** What there is of an earlier run, or why nothing of it holds. */
export type Found = { readonly earlier: Earlier; readonly of: Trials } | { readonly everything: string }

export function openEarlier({ trials, now, catalog, runner }: EarlierInput): Found {
  const changes = changesSince(trials, now, runner.configFiles ?? [], runner.files.map(({ path }) => path))
  if (changes.everything !== undefined) return { everything: changes.everything }
  const stored = new Map(trials.files.map((file) => [fileKey(file), file]))
  const bodies = openBodies(trials, changes, now, catalog)
  const opened = new Map<FileState, OpenedFile | undefined>()
  const open = (state: FileState): OpenedFile | undefined => {
    if (opened.has(state)) return opened.get(state)
    const file = stored.get(fileKey(state.file))
    const world = runner.worlds?.get(state.file.key)
    const same = file && world && state.dry && isSame(file, world, changes, bodies) ? openFile(file, state) : undefined
    opened.set(state, same)
    return same
  }
  const killers = new Map<string, string>()
  for (const { key, ...file } of runner.files) {
    for (const { mutant, result } of stored.get(fileKey(file))?.trials ?? []) if (result === 'killed') killers.set(mutant, key)
  }
  const earlier: Earlier = {
    recall(state, mutant, tests) {
      if (state.unreliable.size > 0) return undefined
      const file = open(state)
      const { id, file: path } = catalog.mutants[mutant]!
      const trial = file?.trials.get(id)
      const source = catalog.files.get(path)
      if (!file || !trial || !source || trial.place !== placeOf(source, catalog.mutants[mutant]!)) return undefined
      if (!bodies.areSame(trial.entered, file.stored)) return undefined
      return settled(trial, file, state, mutant, tests, bodies.numbersNow)
    },
    killingTest(state, mutant) {
      const file = stored.get(fileKey(state.file))
      const trial = file?.trials.find((each) => each.mutant === catalog.mutants[mutant]!.id)
      const test = trial?.outcome.failure?.test
      return file && test !== undefined ? openFile(file, state).numberNow(test) : undefined
    },
    killerOf: (mutant) => killers.get(catalog.mutants[mutant]!.id),
    dependentOf(state) {
      const file = open(state)
      if (!file || !bodies.areSame(file.stored.entered, file.stored)) return undefined
      const numbers = file.stored.dependent.map((test) => file.numberNow(test))
      return numbers.every((number) => number !== undefined) ? numbers : undefined
    },
    isSame: (state) => open(state) !== undefined,
  }
  return { earlier, of: trials }
}

/** How much was taken over, or why nothing was. */
export function notesOnEarlier(found: Found | undefined, { recalled, ledger }: Pick<Judged, 'recalled' | 'ledger'>): Note[] {
  if (!found) return []
  if ('everything' in found) {
    return [{ level: 'info', passing: true, text: `everything is judged again, as all verdicts may depend on what changed: ${found.everything}` }]
  }
  const again = ledger.judged() - recalled.size
  return [{
    level: 'info',
    passing: true,
    text: `${plural(recalled.size, 'verdict')} of earlier runs hold; ${
      again === 0 ? 'nothing had to be judged again' : `${again} may depend on what changed and were judged again`} (--force judges all)`,
  }]
}

interface OpenedFile {
  readonly stored: StoredFile
  readonly trials: ReadonlyMap<string, StoredTrial>
  /** The index that a test has now; undefined when it is gone. */
  numberNow(test: number): number | undefined
}

function openFile(stored: StoredFile, state: FileState): OpenedFile {
  const names = new Map(testNames(state).map((name, index) => [JSON.stringify(name), index]))
  const numbers = stored.tests.map((name) => names.get(JSON.stringify(name)))
  return {
    stored,
    trials: new Map(stored.trials.map((trial) => [trial.mutant, trial])),
    numberNow: (test) => numbers[test],
  }
}

/** Whether everything is as it was that all trials of a test file rest on. */
function isSame(file: StoredFile, world: World, { changed, moved }: Changes, bodies: Bodies): boolean {
  if (world.elsewhere.size > 0 || changed.has(file.path)) return false
  if (file.reads.some((path) => changed.has(path))) return false
  if (file.folders.some((folder) => moved.some((path) => isBelow(folder, path)))) return false
  const before = new Map(file.modules)
  for (const module of before.keys()) {
    const path = fileOf(module)
    if (changed.has(path) && (module !== path || !bodies.hasSameSkeleton(path))) return false
  }
  for (const [module, key] of world.modules) {
    const old = before.get(module)
    if (old === undefined) return false
    // Of a changed source the imports say whether its load is the same.
    const same = changed.has(fileOf(module)) ? importsOf(old) === importsOf(key) : old === key
    if (!same) return false
  }
  return bodies.areSame(file.always, file)
}

function importsOf(key: string): string {
  return key.split('.', 1)[0]!
}

/** The finding as if it was made now; undefined when other tests would have to run. */
function settled(
  { result, tier, ran, entered, outcome }: StoredTrial, file: OpenedFile, state: FileState, mutant: number,
  tests: readonly number[], numbersNow: Bodies['numbersNow'],
): Settled | undefined {
  const numbers = ran.map((test) => file.numberNow(test))
  const known = numbers.filter((test) => test !== undefined)
  const failed = outcome.failure?.test === undefined ? undefined : file.numberNow(outcome.failure.test)
  if (outcome.failure?.test !== undefined && failed === undefined) return undefined
  if (result === 'survived') {
    const all = state.dry!.tests.flatMap(({ state: how }, test) => how === 'skip' ? [] : [test])
    const needed = tests.length > 0 ? tests : all
    const isAsNeeded = known.length === numbers.length && [needed.join(), all.join()].includes(known.join())
    if ((state.dependent ?? []).length > 0 && !isAsNeeded) return undefined
    const reached = new Set(known)
    if (!needed.every((test) => reached.has(test))) return undefined
  }
  const { failure, ...rest } = outcome
  const now = entered && numbersNow(entered)
  const told: Outcome = {
    mutant, ...rest, ran: known, sound: true,
    ...(failure && { failure: { ...failure, ...(failed !== undefined && { test: failed }) } }),
    ...(now && { entered: now }),
  }
  return {
    pair: { mutant, tests, tier, alone: false, generous: false, confirming: 'nothing' },
    result, tier, outcome: told,
  }
}

interface Bodies {
  /** Whether a changed source has changed in bodies of functions alone. */
  hasSameSkeleton(path: string): boolean
  /** @param entered numbers of the earlier run; undefined: all bodies of what the file loads */
  areSame(entered: readonly number[] | undefined, file: StoredFile): boolean
  /** The numbers that bodies have in this run; undefined when one has none. */
  numbersNow(entered: readonly number[]): number[] | undefined
}

function openBodies({ sources }: Trials, { changed }: Changes, now: Fingerprint, catalog: Catalog): Bodies {
  const before = new Map(sources)
  const owners: { readonly path: string; readonly index: number; readonly hash: string }[] = []
  for (const [path, { bodies }] of sources) bodies.forEach((hash, index) => owners.push({ path, index, hash }))
  const hashes = new Map(now.files)
  const known = new Map<string, Parts | undefined>()
  const partsNow = (path: string): Parts | undefined => {
    if (known.has(path)) return known.get(path)
    const source = catalog.firstBody.has(path) ? catalog.files.get(path) : undefined
    // It may have been saved since the fingerprint was taken.
    const parts = source && sha256(source.text).slice(0, 16) === hashes.get(path) ? partsOf(source) : undefined
    known.set(path, parts)
    return parts
  }
  const hasSameSkeleton = (path: string): boolean => {
    const old = before.get(path)
    return old !== undefined && partsNow(path)?.skeleton === old.skeleton
  }
  const isSameBody = ({ path, index, hash }: (typeof owners)[number]): boolean =>
    !changed.has(path) || partsNow(path)?.bodies[index] === hash
  return {
    hasSameSkeleton,
    areSame(entered, file) {
      if (!entered) return file.modules.every(([module]) => !changed.has(fileOf(module)))
      return entered.every((body) => owners[body] !== undefined && isSameBody(owners[body]))
    },
    numbersNow(entered) {
      const numbers = entered.map((body) => {
        const { path, index } = owners[body]!
        const first = catalog.firstBody.get(path)
        return first === undefined ? undefined : first + index
      })
      return numbers.every((number) => number !== undefined) ? numbers : undefined
    },
  }
}
