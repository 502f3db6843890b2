/** The trials of a whole run as they are kept in `.mutate/`: what each mutant did to each test file, and what that rests on. */
import { readFileSync } from 'node:fs'
import type { Outcome } from '../engine/protocol.js'
import type { PairResult, PairTier } from '../engine/pair.js'
import type { Fingerprint } from '../store/fingerprint.js'
import { packIds, unpackIds } from '../store/ids.js'
import { storePath, writeWhole } from '../store/folder.js'
import type { Parts } from './parts.js'

/** A run of some paths leaves what is kept of whole runs alone. */
export type TrialsName = 'trials.json' | 'trials-of-paths.json'

/** Of this shape of the file; another one is not read. */
const FORMAT = 1

/** One mutant against one test file. Tests go by their index in the file, bodies by their number in `Trials.sources`. */
export interface StoredTrial {
  readonly mutant: string
  /** Where it stood, as `placeOf` says. */
  readonly place: string
  readonly result: Extract<PairResult, 'killed' | 'survived' | 'timeout'>
  readonly tier: PairTier
  readonly ran: readonly number[]
  /** Bodies that this rests on; undefined: on all that the test file loads. */
  readonly entered: readonly number[] | undefined
  readonly outcome: Pick<Outcome, 'failure' | 'reached' | 'budgetExhausted' | 'durationMs'>
}

export interface StoredFile {
  readonly project: string
  readonly path: string
  readonly tests: readonly (readonly string[])[]
  /** See `FileState.dependent`. */
  readonly dependent: readonly number[]
  /** As in `World`. */
  readonly modules: readonly (readonly [path: string, key: string])[]
  readonly reads: readonly string[]
  readonly folders: readonly string[]
  /** Bodies entered while the file was loaded and by hooks of its suites: every trial rests on them. */
  readonly always: readonly number[]
  /** Bodies entered by any test without a mutant, and those. */
  readonly entered: readonly number[]
  readonly trials: readonly StoredTrial[]
}

export interface Trials {
  /** Of the project, with all options that a result depends on in its settings. */
  readonly of: Fingerprint
  /** See `Runner.configFiles`. */
  readonly configFiles: readonly string[]
  /** Sources whose bodies are counted, with their parts; bodies are numbered through all of them, in this order. */
  readonly sources: readonly (readonly [path: string, parts: Parts])[]
  readonly files: readonly StoredFile[]
}

/** What tells test files from each other on every machine. */
export function fileKey({ project, path }: Pick<StoredFile, 'project' | 'path'>): string {
  return JSON.stringify([project, path])
}

/** Lists of tests and bodies are the same for many trials: each is written once. */
type Packed = readonly [
  mutant: string, place: string, result: StoredTrial['result'], tier: PairTier, ran: number, entered: number,
  outcome: StoredTrial['outcome'],
]

/** Keeps the trials. Throws what the file system throws. */
export function keepTrials(root: string, name: TrialsName, { files, ...rest }: Trials): void {
  const lists = new Map<string, number>()
  const listed = (ids: readonly number[]): number => {
    const text = packIds(ids)
    const known = lists.get(text)
    if (known !== undefined) return known
    lists.set(text, lists.size)
    return lists.size - 1
  }
  const packed = files.map((file) => ({
    ...file,
    always: packIds(file.always),
    entered: packIds(file.entered),
    trials: file.trials.map(({ mutant, place, result, tier, ran, entered, outcome }): Packed =>
      [mutant, place, result, tier, listed(ran), entered ? listed(entered) : -1, outcome]),
  }))
  writeWhole(storePath(root, name), JSON.stringify({ format: FORMAT, ...rest, files: packed, lists: [...lists.keys()] }))
}

/** What the last whole run kept; undefined when there is nothing that can be read: then it is found out again. */
export function readTrials(root: string, name: TrialsName): Trials | undefined {
  try {
    const stored = JSON.parse(readFileSync(storePath(root, name), 'utf8')) as Omit<Trials, 'files'> & {
      readonly format: number
      readonly lists: readonly string[]
      readonly files: readonly (Omit<StoredFile, 'always' | 'entered' | 'trials'> & {
        readonly always: string; readonly entered: string; readonly trials: readonly Packed[]
      })[]
    }
    if (stored.format !== FORMAT) return undefined
    const lists = stored.lists.map(unpackIds)
    return {
      of: stored.of,
      configFiles: stored.configFiles,
      sources: stored.sources,
      files: stored.files.map((file) => ({
        ...file,
        always: unpackIds(file.always),
        entered: unpackIds(file.entered),
        trials: file.trials.map(([mutant, place, result, tier, ran, entered, outcome]) =>
          ({ mutant, place, result, tier, ran: lists[ran] ?? [], entered: entered < 0 ? undefined : lists[entered] ?? [], outcome })),
      })),
    }
  } catch {
    return undefined
  }
}
