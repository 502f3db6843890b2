/** Type-checks mutants with the compiler of the project they are in. */
import { join } from 'node:path'
import type ts from 'typescript'
import { findCompiler, type Compiler } from './compiler.js'
import { folderWithConfig, forward, openConfigs, type Config, type Configs } from './configs.js'
import type { TypeCheckAnswer, TypeCheckFile, TypeCheckRequest } from './protocol.js'
import { findRefused, suspectOf, type NewComplaint, type Suspect } from './rounds.js'
import { openSlots } from './slots.js'
import { edited, openVersions, type Beside, type Complaint, type Reader, type Versions } from './versions.js'

const TYPESCRIPT = /\.[cm]?tsx?$/u
/** Where JavaScript is checked only on request. */
const CHECKED_JAVASCRIPT = /^\s*\/\/\s*@ts-check\b/mu

/** A file with what it is checked by. */
interface Checkable {
  readonly file: TypeCheckFile
  /** Absolute, with forward slashes. */
  readonly path: string
}

interface Group {
  readonly compiler: Compiler
  /** Absolute path of the package.json of the compiler. */
  readonly manifest: string
  readonly config: Config
  readonly members: Checkable[]
}

export function checkTypes({ root, files }: TypeCheckRequest): TypeCheckAnswer {
  const notes = new Set<string>()
  const groups = groupByConfig(root, files, notes)
  const found = groups.map(checkGroup)
  return {
    errors: found.flatMap(({ errors }) => errors),
    files: [...new Set(found.flatMap(({ files }) => files))],
    checked: groups.flatMap(({ members }) => members).reduce((sum, { file }) => sum + file.mutants.length, 0),
    compilers: [...new Set(groups.map(({ compiler }) => compiler.version))],
    notes: [...notes],
  }
}

/** Reads and binds what the check of these files will need: all that can be done before it is known what is checked. */
export function prepareTypes({ root, files }: TypeCheckRequest): void {
  for (const { compiler, config, members } of groupByConfig(root, files, new Set())) {
    openVersions(compiler, config, sourcesOf(compiler, members), readerOf(config)).prepare()
  }
}

const readers = new Map<string, Reader>()

/** What was read with a config is read once, for its preparation and for the check. */
function readerOf({ path }: Config): Reader {
  const reader = readers.get(path) ?? { parsed: new Map() }
  readers.set(path, reader)
  return reader
}

/** Files that no config includes are not checked by the user's compiler, and so neither here. */
function groupByConfig(root: string, files: readonly TypeCheckFile[], notes: Set<string>): Group[] {
  const groups = new Map<string, Group>()
  const configs = new Map<Compiler, Configs>()
  for (const file of files) {
    const path = join(root, file.path)
    const folder = folderWithConfig(root, path)
    if (folder === undefined) continue
    const found = findCompiler(folder)
    if (!found.compiler) {
      // Of plain JavaScript nobody expects it.
      if (TYPESCRIPT.test(path)) notes.add(found.problem)
      continue
    }
    const { compiler, manifest } = found
    if (!configs.has(compiler)) configs.set(compiler, openConfigs(compiler, root))
    const config = configs.get(compiler)!.configOf(path)
    if (!config || !isChecked(path, file.text, config)) continue
    const group = groups.get(config.path) ?? { compiler, manifest, config, members: [] }
    groups.set(config.path, group)
    group.members.push({ file, path: forward(path) })
  }
  return [...groups.values()]
}

function isChecked(path: string, text: string, { options }: Config): boolean {
  return TYPESCRIPT.test(path) || options.checkJs === true || CHECKED_JAVASCRIPT.test(text)
}

/** Characters of mutated files that stand in one program: so much memory do they take. */
const MOST_BESIDE = 3_000_000

function checkGroup({ compiler, manifest, config, members }: Group): { errors: [string, string][]; files: string[] } {
  const sources = sourcesOf(compiler, members)
  const versions = openVersions(compiler, config, sources, readerOf(config))
  const suspects = members.flatMap((member) => suspectsOf(compiler, sources.get(member.path)!, member))
  const [first = [], ...others] = portionsOf(suspects, sources)
  let beside = versions.beside(first)
  let baseline = unchanged(beside, sources)
  if ([...baseline.values()].some((complaints) => complaints.length > 0)) {
    // Perhaps only because a file was left out that adds to the types of others.
    versions.widen()
    beside = versions.beside(first)
    baseline = unchanged(beside, sources)
  }
  const refused = new Map<string, NewComplaint>()
  const left: Suspect[] = []
  for (const portion of [first, ...others]) {
    let judged = judgeBeside(portion, portion === first ? beside : versions.beside(portion), sources, baseline, refused)
    left.push(...judged.left)
    while (judged.again.length > 0) judged = judgeBeside(judged.again, versions.beside(judged.again), sources, baseline, refused)
  }
  const check = (together: readonly Suspect[]): NewComplaint[] => checkInPlace(versions, sources, baseline, together)
  for (const [id, complaint] of findRefused(left, check)) refused.set(id, complaint)
  return {
    errors: suspects.flatMap(({ id }): [string, string][] => (refused.has(id) ? [[id, refused.get(id)!.message]] : [])),
    files: [...versions.files(), ...config.own, manifest],
  }
}

function sourcesOf(compiler: Compiler, members: readonly Checkable[]): Sources {
  return new Map(members.map(({ file, path }) => [path, compiler.createSourceFile(path, file.text, compiler.ScriptTarget.Latest)]))
}

function suspectsOf(compiler: Compiler, source: ts.SourceFile, { file, path }: Checkable): Suspect[] {
  const slotOf = openSlots(compiler, source)
  return file.mutants.map((mutant) => ({ ...mutant, file: path, slot: slotOf(mutant) }))
}

function portionsOf(suspects: readonly Suspect[], sources: Sources): Suspect[][] {
  const portions: Suspect[][] = []
  let room = 0
  for (const suspect of suspects) {
    const size = sources.get(suspect.file)!.text.length
    if (size > room) {
      portions.push([])
      room = MOST_BESIDE
    }
    portions.at(-1)!.push(suspect)
    room -= size
  }
  return portions
}

type Sources = ReadonlyMap<string, ts.SourceFile>

type Baseline = ReadonlyMap<string, readonly Complaint[]>

function unchanged(beside: Beside, sources: Sources): Baseline {
  return new Map([...sources.keys()].map((path) => [path, beside.unchanged(path)]))
}

/** That something cannot be iterated over the compiler says once of each type, wherever it meets it. */
const SAID_ONCE = new Set([2461, 2488, 2489, 2490, 2495, 2504, 2547, 2548, 2549, 2763, 2764, 2765, 2766, 2767, 2802])

interface JudgedBeside {
  /** What a copy of its file says nothing sure about. */
  readonly left: readonly Suspect[]
  /** What was accepted, perhaps only because the same was said of another mutant of its file. */
  readonly again: readonly Suspect[]
}

/** Puts the mutants that do not compile into `refused`. */
function judgeBeside(
  mutants: readonly Suspect[], beside: Beside, sources: Sources, baseline: Baseline, refused: Map<string, NewComplaint>,
): JudgedBeside {
  const isSame = new Map([...new Set(mutants.map(({ file }) => file))].map((path) =>
    [path, JSON.stringify(beside.unchangedCopy(path)) === JSON.stringify(baseline.get(path))]))
  // What was wrong before is counted over the whole file, and so is what is expected to be wrong.
  const isWhole = new Map([...isSame.keys()].map((path) =>
    [path, baseline.get(path)!.length > 0 || sources.get(path)!.text.includes('@ts-expect-error')]))
  const left: Suspect[] = []
  const accepted: Suspect[] = []
  const filesOfOnce = new Set<string>()
  for (const [index, mutant] of mutants.entries()) {
    const { file, slot: { typed, leaves } } = mutant
    const relation = beside.relationOf(file)
    if (relation === 'close' || (relation === 'types' && leaves) || !isSame.get(file)) {
      left.push(mutant)
      continue
    }
    const complaints = beside.version(index, isWhole.get(file) ? undefined : typed)
    const [complaint] = newComplaints(file, complaints, baseline, [mutant])
    if (complaint) refused.set(mutant.id, complaint)
    else accepted.push(mutant)
    if (complaints.some(({ code }) => SAID_ONCE.has(code))) filesOfOnce.add(file)
  }
  // Only what was refused is gone the next time.
  const again = left.length + accepted.length < mutants.length ? accepted.filter(({ file }) => filesOfOnce.has(file)) : []
  return { left, again }
}

/** What the mutants give rise to, all in one version of the program, each in its own file. */
function checkInPlace(
  versions: Versions, sources: Sources, baseline: Baseline, mutants: readonly Suspect[],
): NewComplaint[] {
  const changed = new Map<string, string>()
  for (const mutant of [...mutants].sort((a, b) => b.start - a.start)) {
    changed.set(mutant.file, edited(changed.get(mutant.file) ?? sources.get(mutant.file)!.text, mutant))
  }
  return [...versions.check(changed)].flatMap(([file, complaints]) => newComplaints(file, complaints, baseline, mutants))
}

/** That a function gives nothing back is what a mutant that empties its body is there to say. */
const RETURNS_NOTHING = new Set([2355, 2366, 2378, 7030])

/** @param mutants all that are in the version of the file that the complaints are about */
function newComplaints(
  file: string, complaints: readonly Complaint[], baseline: Baseline, mutants: readonly Suspect[],
): NewComplaint[] {
  const counted = complaints.filter(({ code, start }) =>
    !RETURNS_NOTHING.has(code) || suspectOf({ file, start }, mutants)?.slot.emptiesBody !== true)
  return notIn(baseline.get(file) ?? [], counted).map(({ message, code, start }) =>
    ({ file, start, message: `${message} (TS${code})` }))
}

/**
 * The complaints that `before` does not have, by what they say; nothing unless there are more of them. A mutant can change
 * the words of an error that was there before, and that is no new error.
 */
function notIn(before: readonly Complaint[], now: readonly Complaint[]): Complaint[] {
  if (now.length <= before.length) return []
  const known = new Map<string, number>()
  for (const { code, message } of before) known.set(`${code} ${message}`, (known.get(`${code} ${message}`) ?? 0) + 1)
  return now.filter(({ code, message }) => {
    const left = known.get(`${code} ${message}`) ?? 0
    known.set(`${code} ${message}`, left - 1)
    return left <= 0
  })
}
