/** `mutate list`: what would be mutated, running nothing. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { ExitCode } from '../model/errors.js'
import type { SourceFile } from '../model/instrumentable.js'
import type { Mutant } from '../model/mutant.js'
import type { RunResult } from '../model/result.js'
import { NO_RECEIPT } from '../model/verdict.js'
import type { ListOptions } from '../options/resolve.js'
import { findCandidates, isDefaultTarget } from '../project/candidates.js'
import { inSelection, selectFiles } from '../project/select.js'
import { findWorkspaces } from '../project/workspaces.js'
import { mutantPatch } from './patch.js'

type Generate = (path: string, text: string, operators: readonly string[], suppress: boolean) => SourceFile

/** Runs the command. */
export async function list(options: ListOptions): Promise<ExitCode> {
  const generate = await loadGenerator()
  const files: SourceFile[] = []
  for (const file of await chosenFiles(options)) {
    const text = await readFile(path.join(options.root, file), 'utf8')
    const source = generate(file, text, options.operators, options.suppress)
    files.push({ ...source, mutants: source.mutants.filter((mutant) => inSelection(mutant, options.paths)) })
  }
  if (options.json) await printJson(options.root, files)
  else process.stdout.write(`${humanList(files, options.diff)}\n`)
  return ExitCode.passed
}

async function loadGenerator(): Promise<Generate> {
  const module = '../generate.js'
  return ((await import(module)) as { generate: Generate }).generate
}

/** Without paths: what a run mutates even when no test loads it, or all candidates where there is no such folder. */
async function chosenFiles({ root, paths }: ListOptions): Promise<readonly string[]> {
  const candidates = await findCandidates(root)
  if (paths.length > 0) return selectFiles(root, candidates, paths)
  const workspaces = await findWorkspaces(root)
  const targets = candidates.filter((file) => isDefaultTarget(file, workspaces))
  if (targets.length === 0) return candidates
  const others = candidates.length - targets.length
  if (others > 0) process.stderr.write(`mutate: ${others} files outside src and lib are mutated only where tests load them, and not listed\n`)
  return targets
}

async function printJson(root: string, files: readonly SourceFile[]): Promise<void> {
  const { buildReport } = await import('../reporters/report.js')
  process.stdout.write(`${JSON.stringify(buildReport(asResult(root, files)))}\n`)
}

/** A result in which nothing has been run. */
function asResult(root: string, files: readonly SourceFile[]): RunResult {
  const mutants = files.flatMap((file) => file.mutants)
  return {
    root,
    sources: files.map(({ path, text }) => ({ path, text })),
    mutants,
    verdicts: mutants.map((mutant) => ({
      mutant: mutant.id,
      status: mutant.ignored === undefined ? 'Pending' : 'Ignored',
      coveredBy: [],
      killedBy: [],
      static: false,
      receipt: NO_RECEIPT,
    })),
    tests: [],
    testSources: [],
    notes: [],
    runner: { name: '', version: '' },
    timings: { total: 0, dryRun: 0, judging: 0 },
    interrupted: false,
  }
}

function humanList(files: readonly SourceFile[], diff: boolean): string {
  const shown = files.filter((file) => file.mutants.length > 0)
  const parts = shown.map((file) => {
    const body = diff ? file.mutants.map((mutant) => asDiff(file.text, mutant)).join('\n\n') : file.mutants.map(asLine).join('\n')
    return `${file.path}  ${count(file.mutants)}\n${body}`
  })
  return [...parts, `${files.length} ${files.length === 1 ? 'file' : 'files'}, ${count(files.flatMap((file) => file.mutants))}`].join('\n\n')
}

function count(mutants: readonly Mutant[]): string {
  const ignored = mutants.filter((mutant) => mutant.ignored !== undefined).length
  return `${mutants.length} ${mutants.length === 1 ? 'mutant' : 'mutants'}${ignored === 0 ? '' : `, ${ignored} ignored`}`
}

function asLine(mutant: Mutant): string {
  const { line, column } = mutant.location.start
  const place = `${mutant.file}:${line}:${column}`
  return `  ${place}  ${mutant.operator}  ${oneLine(mutant.original)} → ${oneLine(mutant.replacement)}${silenced(mutant)}`
}

function asDiff(text: string, mutant: Mutant): string {
  return `# ${mutant.id}  ${mutant.operator}${silenced(mutant)}\n${mutantPatch(text, mutant)}`
}

function silenced({ ignored }: Mutant): string {
  return ignored === undefined ? '' : `  (ignored: ${ignored.reason})`
}

/** Code on one line, the middle left out where it is long. */
function oneLine(code: string): string {
  const flat = code.replace(/\s+/gu, ' ').trim()
  if (flat === '') return '(nothing)'
  return flat.length > 60 ? `${flat.slice(0, 40)} … ${flat.slice(-17)}` : flat
}
