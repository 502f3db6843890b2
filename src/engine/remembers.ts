/** Which test files keep what happened, or load sources that do: there a mutant that leaves something out profits from the runs before it. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { goesOutOfSight } from '../syntax/out-of-sight.js'
import type { KeptState } from '../syntax/state.js'
import type { Bench } from './bench.js'
import type { Catalog } from './catalog.js'
import { testsMs } from './dry-run.js'
import type { FileState } from './file-state.js'
import type { Keeps, PutsBack } from './protocol.js'

/**
 * What keeps something: what all modules of a worker share, a module that the test file loads, or at most the file itself. Where all
 * of that is data which is put back after each run on loaded modules, it is `data`, or `test data`.
 */
export type Remembers = 'nothing' | 'test data' | 'test file' | 'data' | 'modules' | 'worker'

export interface Remembering {
  readonly remembers: Remembers
  /** Numbers of the bodies that assign variables of modules: from when one of them is entered, something is kept. */
  readonly writers: ReadonlySet<number>
  /** The first test that leaves data changed, which is put back when all tests have run; absent: none does. */
  readonly unsettledBy?: number
  /** Globals that sources change while tests run, such as `globalThis.flag`, which are to be put back; absent: none. */
  readonly globals?: readonly string[]
}

/** Whether loading the test file anew on its sources is not enough to forget what is kept. */
export function isBeyondTestFile(remembers: Remembers | undefined): boolean {
  return remembers === 'data' || remembers === 'modules' || remembers === 'worker'
}

/** Whether what is kept is put back after each run on loaded modules. */
export function isPutBack(remembers: Remembers | undefined): boolean {
  return remembers === 'data' || remembers === 'test data'
}

/** From now on what is kept counts as kept: it cannot be put back. */
export function leaveData(state: FileState): void {
  state.remembers = state.remembers === 'test data' ? 'test file' : 'modules'
}

/** Whether a run entered a body that makes its file remember; it did where nobody could count. */
export function enters(entered: readonly number[] | undefined, writers: ReadonlySet<number>): boolean {
  return writers.size > 0 && (entered?.some((body) => writers.has(body)) ?? true)
}

/** What a test file and the modules of the project that it loads keep, as far as their texts tell. */
interface Texts {
  readonly own: KeptState
  /** Sources in the order in which they were loaded, then others: sources that this run does not mutate, helpers of tests, set-up files. */
  readonly modules: readonly (KeptState & { readonly path: string })[]
  /** How many of those are sources that this run mutates; it is known which bodies of them ran. */
  readonly sources: number
}

/**
 * Whether a test file or a module of the project that it loads keeps state of its own. Packages are not looked at. What a module
 * holds after its load is nothing to remember.
 */
export async function remembering(bench: Bench, state: FileState): Promise<Remembering> {
  const { catalog } = bench.input
  const { dry } = state
  const texts = await readTexts(bench, state)
  const { own, modules } = texts
  const sources = modules.slice(0, texts.sources)
  const states = [...modules, own]
  const ran = [...dry?.tests ?? [], ...dry?.hooks ?? []]
  const globals = new Set(sources.flatMap(({ path, globals: changes }) => changes
    .filter(({ offset }) => ran.some(({ entered }) => enters(entered, new Set(bodiesAt(catalog, path, [offset])))))
    .map(({ name }) => name)))
  if (globals.has(undefined)) return { remembers: 'worker', writers: new Set() }
  const { ofFile, ofModules } = levels(bench, state, texts)
  if (globals.size > 0) return { unsettledBy: 0, ...ofModules(), globals: [...globals].map(String) }
  if (modules.some(({ keeps }) => keeps)) return ofModules()
  // Nobody knows by which names tests have what they load themselves.
  const loadedLater = sources.slice(dry?.loaded.length)
  if (loadedLater.some(({ hides, kept }) => hides || kept.length > 0)) return ofModules()
  const changed = new Set(states.flatMap((each) => [...each.changed]))
  const changedResults = new Set(states.flatMap((each) => [...each.changedResults]))
  const isChanged = ({ exported, handsOut }: KeptState): boolean => [...exported].some(([name, table]) =>
    changed.has(name) || states.some(({ passedOn }) => goesOutOfSight(table, passedOn.get(name))))
    || [...handsOut].some((name) => changedResults.has(name))
  if (states.some(isChanged)) return ofModules()
  // Nobody counts the bodies of what is not mutated.
  const writers = new Set(modules.flatMap(({ path, assigns }) => bodiesAt(catalog, path, assigns)))
  if (writers.has(NOWHERE)) return ofModules()
  // What a variable was given while modules loaded may be changed under any name.
  if ([...ran, { entered: dry?.loadEntered }].some(({ entered }) => enters(entered, writers))) return ofModules()
  // Whatever the texts say: it was seen.
  if (dry?.restorable?.changed !== undefined || dry?.restorable?.unsettled.some((path) => path !== state.file.path)) return ofModules()
  return { remembers: ofFile, writers }
}

async function readTexts({ input: { catalog: { files }, runner, keptState } }: Bench, { dry, file }: FileState): Promise<Texts> {
  const loaded = [...dry?.loaded ?? [], ...dry?.loadedLater ?? []]
  const others = [...runner.worlds?.get(file.key)?.modules.keys() ?? []].map((id) => id.replace(/[?#].*$/u, ''))
    .filter((path) => CODE.test(path) && !files.has(path) && path !== file.path)
  const read = async (path: string, text: string): Promise<Texts['modules'][number]> => ({ path, ...await keptState(path, text) })
  return {
    own: await keptState(file.path, textOf(file.path)),
    modules: await Promise.all([
      ...loaded.map((path) => read(path, files.get(path)?.text ?? '')),
      ...others.map((path) => read(path, textOf(path))),
    ]),
    sources: loaded.length,
  }
}

/** What it is called when the test file keeps something, and when modules do: by whether all of that can be put back. */
function levels({ input: { catalog } }: Bench, { dry, file }: FileState, { own, modules }: Texts): { ofFile: Remembers; ofModules: () => Remembering } {
  const { changed, ownChanged, isThorough = false } = dry?.restorable ?? {}
  const isComparable = isThorough || ![own, ...modules].some(({ redefines }) => redefines)
  const { files: handedOut = [], makers = [], unsettled = [], unsettledBy } = (isComparable ? dry?.restorable : undefined) ?? {}
  // Whatever its text says.
  const ownKeeps = own.keeps || unsettled.includes(file.path)
  const isIn = (restorable: ReadonlySet<string>, path: string, { hides, kept }: KeptState): boolean => !hides && (kept.length === 0 || restorable.has(path))
  // A source that holds tests hands out only what sources do.
  const areMakersIn = (restorable: ReadonlySet<string>): boolean => makers.every((path) => restorable.has(path))
  const isOwnIn = (restorable: ReadonlySet<string>): boolean =>
    !ownKeeps || (isIn(restorable, file.path, own) && !catalog.files.has(file.path) && areMakersIn(restorable))
  const areIn = (restorable: ReadonlySet<string>): boolean =>
    isOwnIn(restorable) && areMakersIn(restorable) && modules.every((module) => isIn(restorable, module.path, module))
  const settled = new Set(handedOut.filter((path) => !unsettled.includes(path)))
  return {
    ofFile: ownChanged !== undefined ? 'test file' : !ownKeeps ? 'nothing' : isOwnIn(settled) ? 'test data' : 'test file',
    ofModules() {
      const data: Remembering = { remembers: 'data', writers: new Set() }
      if (changed !== undefined || ownChanged !== undefined) return { ...data, remembers: 'modules' }
      if (areIn(settled)) return data
      if (unsettledBy !== undefined && areIn(new Set(handedOut))) return { ...data, unsettledBy }
      return { ...data, remembers: 'modules' }
    },
  }
}

/** What lives on from run to run. */
export function keeps(remembers: Remembers): Keeps {
  return remembers === 'nothing' ? 'nothing' : isPutBack(remembers) ? 'data' : 'more'
}

/** Milliseconds: where all tests of a file take less, they all run for each mutant, as they go on with what others left. */
const CHEAP_MS = 50

function runsAll({ remembers, unsettledBy, dry }: FileState): boolean {
  return isPutBack(remembers) && unsettledBy !== undefined && testsMs(dry!) <= CHEAP_MS
}

/** What is put back after each run of a file. Where more is kept than data, that keeps others from failing after a test that a mutant has stopped. */
export function putsBack(state: FileState): PutsBack {
  if (state.remembers === 'nothing') return 'nothing'
  if (isPutBack(state.remembers) && state.unsettledBy === undefined) return 'settled'
  return runsAll(state) ? 'all' : 'by need'
}

/** Tests that begin with what those before them left, beside those that were seen to. */
export function withUnsettled(state: FileState, dependent: readonly number[]): readonly number[] {
  if (!runsAll(state)) return dependent
  return state.dry!.tests.map((_, test) => test).filter((test) => test > state.unsettledBy! || dependent.includes(test))
}

/** Stands for code that is in no body. */
const NOWHERE = -1

/** Numbers of the bodies of a source that these offsets are in. */
function bodiesAt({ files, firstBody }: Catalog, path: string, offsets: readonly number[]): number[] {
  const first = firstBody.get(path)
  const bodies = files.get(path)?.bodies ?? []
  return offsets.map((offset) => {
    const at = bodies.findIndex(({ start, end }) => start <= offset && offset < end)
    return first === undefined || at === -1 ? NOWHERE : first + at
  })
}

/** Names of modules whose text can be read as code. */
const CODE = /\.[cm]?[jt]sx?$/u

/** Relative to the working directory, which is the project while its runner is open; nothing of what plugins make up. */
function textOf(path: string): string {
  try {
    return readFileSync(resolve(path), 'utf8')
  } catch {
    return ''
  }
}
