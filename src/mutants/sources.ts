/** The source files of a run: read and instrumented when a test first loads them, or at the end when none did. */
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Catalog } from '../engine/catalog.js'
import type { Reader } from './reader.js'
import type { KeptState } from '../syntax/state.js'
import { instrument, instrumentKept } from '../instrument/instrument.js'
import type { Emit, SpanName } from '../model/events.js'
import type { SourceFile } from '../model/instrumentable.js'
import type { Mutant } from '../model/mutant.js'
import type { Note } from '../model/result.js'
import { relativePath } from '../common/relative-path.js'
import { isCandidateName } from '../project/candidates.js'

export interface SourcesInput {
  readonly root: string
  /** Relative paths that may be mutated. */
  readonly allowed: ReadonlySet<string>
  /** Relative paths that are mutated even when no test loads them. */
  readonly always: readonly string[]
  /** It is asked when workers are already starting: what it loads takes as long as that. */
  readonly reader: Reader
  /** Hears how long the files took; default: nobody. */
  readonly emit?: Emit
  readonly keep: (mutant: Mutant) => boolean
  /** Whether coverage read from outside says that no test covers the mutant. */
  readonly isUncovered: (mutant: Mutant) => boolean
  /** Whether a mutant belongs to the run whatever tests reach it; default: yes. */
  readonly isChosen?: (mutant: Mutant) => boolean
  /** Whether another machine judges a mutant; default: none. */
  readonly isElsewhere?: (mutant: Mutant) => boolean
}

export interface Served {
  readonly code: string
  readonly map: object
  /** The number that the code registers its sites under, first of all; no other code has the same. Absent: it is not mutated. */
  readonly firstSite?: number
}

export interface Sources {
  readonly catalog: Catalog
  readonly notes: Note[]
  /** The instrumented text of a module, or undefined when it stays as it is: it is not mutated, and keeps nothing. */
  serve(absolutePath: string, text: string): Promise<Served | undefined>
  /** The file is no source, whatever its name says. */
  leaveOut(absolutePath: string): void
  /** What a module of the project keeps, as it is told when it was served: the file of a relative path, with this text. */
  keptState(path: string, text: string): Promise<KeptState>
  /** The text that was served for the file is not what runs: some plugin put another in its place. */
  lost(absolutePath: string): void
  /** Whether something was served, and all of it was lost. */
  allLost(): boolean
  /** Takes in what must be mutated although no test loaded it; `more` beside what was said at first, as relative paths. */
  addUnloaded(more?: readonly string[]): Promise<void>
  /**
   * Runs what loads modules; its signal is aborted too once no text could be made for one of them.
   * @throws what `generate` threw, as nobody awaits it where modules are served
   */
  whileServing<Result>(signal: AbortSignal, work: (either: AbortSignal) => Promise<Result>): Promise<Result>
}

export function openSources(input: SourcesInput): Sources {
  const { root, allowed, always, reader } = input
  const catalog = new Catalog(input)
  const notes: Note[] = []
  const served = new Map<string, Promise<Served | undefined>>()
  const lost = new Set<string>()
  const leftOut = new Set<string>()
  const failure = new AbortController()
  const pathOf = (absolutePath: string) => relativePath(root, absolutePath)
  const keptState = (path: string, text: string) => reader.keptState(path, text, leftOut.has(path) || !isCandidateName(path))
  return {
    catalog,
    notes,
    lost(absolutePath) {
      const path = pathOf(absolutePath)
      if (lost.has(path)) return
      lost.add(path)
      catalog.firstBody.delete(path)
      notes.push({ level: 'warning', text: `${path} is not judged: ${LOST}` })
      catalog.sites.forEach(({ file }, site) => { if (file === path) catalog.omit(site, LOST) })
    },
    allLost: () => lost.size > 0 && catalog.firstBody.size === 0,
    leaveOut(absolutePath) {
      leftOut.add(pathOf(absolutePath))
      served.set(pathOf(absolutePath), Promise.resolve(undefined))
    },
    keptState,
    async serve(absolutePath, text) {
      const path = pathOf(absolutePath)
      if (!allowed.has(path) && !isOfProject(path, text)) return undefined
      try {
        if (allowed.has(path)) {
          let file = served.get(path)
          if (!file) served.set(path, file = serveFile(input, catalog, notes, path, text))
          const found = await file
          if (found) return found
        }
        return serveKept(root, path, text, await keptState(path, text))
      } catch (error) {
        failure.abort(error)
      }
      return undefined
    },
    async addUnloaded(more = []) {
      for (const path of [...always, ...more]) {
        if (!allowed.has(path) || served.has(path)) continue
        served.set(path, Promise.resolve(undefined))
        const text = readText(root, path, notes)
        const file = text === undefined ? undefined : await readFile(input, notes, path, text)
        if (file) {
          catalog.add(file)
          catalog.firstBody.delete(path)
        }
      }
    },
    whileServing(signal, work) {
      const working = work(AbortSignal.any([signal, failure.signal])).finally(() => failure.signal.throwIfAborted())
      reader.ready().catch((error: unknown) => { failure.abort(error) })
      void reader.readAhead?.(root, always.filter((path) => allowed.has(path) && !leftOut.has(path)))
      return working
    },
  }
}

/** Longer texts are made by programs. */
const MOST_CHARACTERS = 500_000

/** Whether a module that is not mutated may be a test file, or a helper of tests. */
function isOfProject(path: string, text: string): boolean {
  return /\.[cm]?[jt]sx?$/u.test(path) && !path.includes('node_modules/') && text.length < MOST_CHARACTERS
}

/** What a plugin makes up, or changes before it is read, is not what the engine reads of the file. */
function serveKept(root: string, path: string, text: string, state: KeptState): Served | undefined {
  const file = join(root, path)
  if (state.kept.length + state.names.length + state.opens.length === 0 || !existsSync(file) || readFileSync(file, 'utf8') !== text) return undefined
  const { code, map } = instrumentKept({ path, text }, state)
  return { code, map: { ...map, sources: [basename(path)] } }
}

async function serveFile(input: SourcesInput, catalog: Catalog, notes: Note[], path: string, text: string): Promise<Served | undefined> {
  if (readText(input.root, path, notes) !== text) {
    notes.push({ level: 'warning', text: `${path} is not mutated: a plugin of the project changes it before it is read` })
    return undefined
  }
  const [file, state] = await Promise.all([readFile(input, notes, path, text), input.reader.keptState(path, text, false)])
  if (!file || file.mutants.length === 0) return undefined
  const read = performance.now()
  const firstSite = catalog.add(file)
  const { code, map, omitted } = instrument(file, firstSite, catalog.firstBody.get(path), state)
  const tell = (name: SpanName, from: number, to: number) => input.emit?.({ type: 'span', track: 0, name, from, to, detail: path })
  tell('parsing', read - file.parseMs - file.generationMs, read - file.generationMs)
  tell('generation', read - file.generationMs, read)
  tell('instrumentation', read, performance.now())
  for (const site of omitted) catalog.omit(firstSite + site, TOO_DEEP)
  // Vite reads the names of sources relative to the module they belong to.
  return { code, map: { ...map, sources: [basename(path)] }, firstSite }
}

const TOO_DEEP = 'this code is nested too deep for a switch between original and mutant: it could not be judged'
const LOST = 'a plugin of the project puts another text in the place of the one with its mutants'

function readText(root: string, path: string, notes: Note[]): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch (error) {
    notes.push({ level: 'warning', text: `${path} is not mutated: ${error instanceof Error ? error.message : String(error)}` })
    return undefined
  }
}

async function readFile(input: SourcesInput, notes: Note[], path: string, text: string): Promise<SourceFile | undefined> {
  const generated = await input.reader.generate(path, text)
  if ('error' in generated) {
    const { message, line } = generated.error
    notes.push({ level: 'warning', text: `${path} is not mutated: syntax error in line ${line}: ${message}` })
    return undefined
  }
  notes.push(...generated.notes ?? [])
  return keepSome(generated, input.keep)
}

function keepSome(file: SourceFile, keep: (mutant: Mutant) => boolean): SourceFile {
  const mutants = file.mutants.filter(keep)
  if (mutants.length === file.mutants.length) return file
  const kept = new Set(mutants)
  const sites = file.sites
    .map((site) => ({ ...site, mutants: site.mutants.filter((mutant) => kept.has(mutant)) }))
    .filter((site) => site.mutants.length > 0)
  return { ...file, mutants, sites }
}
