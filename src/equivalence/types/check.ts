/** Type-checks mutants with the compiler of the project they are in. */
import { join } from 'node:path'
import { findCompiler, type Compiler } from './compiler.js'
import { folderWithConfig, forward, openConfigs, type Config, type Configs } from './configs.js'
import type { TypeCheckAnswer, TypeCheckFile, TypeCheckRequest } from './protocol.js'
import { findRefused, suspectOf, type NewComplaint, type Suspect } from './rounds.js'
import { slotOf } from './slots.js'
import { openVersions, type Complaint, type Versions } from './versions.js'

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
  readonly config: Config
  readonly members: Checkable[]
}

export function checkTypes({ root, files }: TypeCheckRequest): TypeCheckAnswer {
  const notes = new Set<string>()
  const groups = groupByConfig(root, files, notes)
  const errors: [string, string][] = []
  for (const group of groups) errors.push(...checkGroup(group))
  return {
    errors,
    checked: groups.flatMap(({ members }) => members).reduce((sum, { file }) => sum + file.mutants.length, 0),
    compilers: [...new Set(groups.map(({ compiler }) => compiler.version))],
    notes: [...notes],
  }
}

/** Files that no config includes are not checked by the user's compiler, and so neither here. */
function groupByConfig(root: string, files: readonly TypeCheckFile[], notes: Set<string>): Group[] {
  const groups = new Map<string, Group>()
  const configs = new Map<Compiler, Configs>()
  for (const file of files) {
    const path = join(root, file.path)
    const folder = folderWithConfig(path)
    if (folder === undefined) continue
    const found = findCompiler(folder)
    if (!found.compiler) {
      if (found.problem !== 'missing') notes.add(found.problem)
      else if (TYPESCRIPT.test(path)) notes.add('survivors are not type-checked: the project has no TypeScript installed')
      continue
    }
    const { compiler } = found
    if (!configs.has(compiler)) configs.set(compiler, openConfigs(compiler))
    const config = configs.get(compiler)!.configOf(path)
    if (!config || !isChecked(path, file.text, config)) continue
    const group = groups.get(config.path) ?? { compiler, config, members: [] }
    groups.set(config.path, group)
    group.members.push({ file, path: forward(path) })
  }
  return [...groups.values()]
}

function isChecked(path: string, text: string, { options }: Config): boolean {
  return TYPESCRIPT.test(path) || options.checkJs === true || CHECKED_JAVASCRIPT.test(text)
}

function checkGroup({ compiler, config, members }: Group): [string, string][] {
  const texts = new Map(members.map(({ file, path }) => [path, file.text]))
  let versions = openVersions(compiler, config, texts, false)
  let baseline = versions.check(texts)
  if ([...baseline.values()].some((complaints) => complaints.length > 0)) {
    // Perhaps only because a file was left out that adds to the types of others.
    versions = openVersions(compiler, config, texts, true)
    baseline = versions.check(texts)
  }
  const suspects = members.flatMap((member) => suspectsOf(compiler, versions, member))
  const refused = findRefused(suspects, (together) => newComplaints(versions, texts, baseline, together))
  return [...refused].map(([id, { message }]) => [id, message])
}

function suspectsOf(compiler: Compiler, versions: Versions, { file, path }: Checkable): Suspect[] {
  const source = versions.original(path)
  if (!source) return []
  return file.mutants.map((mutant) => ({ ...mutant, file: path, slot: slotOf(compiler, source, mutant) }))
}

/** That a function gives nothing back is what a mutant that empties its body is there to say. */
const RETURNS_NOTHING = new Set([2355, 2366, 2378, 7030])

function newComplaints(
  versions: Versions, texts: ReadonlyMap<string, string>, baseline: ReadonlyMap<string, readonly Complaint[]>,
  mutants: readonly Suspect[],
): NewComplaint[] {
  const changed = new Map<string, string>()
  for (const mutant of [...mutants].sort((a, b) => b.start - a.start)) {
    const text = changed.get(mutant.file) ?? texts.get(mutant.file)!
    changed.set(mutant.file, text.slice(0, mutant.start) + mutant.replacement + text.slice(mutant.end))
  }
  return [...versions.check(changed)].flatMap(([file, complaints]) => {
    const counted = complaints.filter(({ code, start }) =>
      !RETURNS_NOTHING.has(code) || suspectOf({ file, start }, mutants)?.slot.emptiesBody !== true)
    return notIn(baseline.get(file) ?? [], counted).map(({ message, code, start }) =>
      ({ file, start, message: `${message} (TS${code})` }))
  })
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
