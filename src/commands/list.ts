/** `mutate list`: what would be mutated, running nothing. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { ExitCode } from '../model/errors.js'
import type { SourceFile } from '../model/instrumentable.js'
import type { Mutant } from '../model/mutant.js'
import type { RunResult } from '../model/result.js'
import { NO_RECEIPT } from '../model/verdict.js'
import type { ListOptions } from '../options/resolve.js'
import { chooseFiles } from '../project/choose.js'
import { inSelection } from '../project/select.js'
import { mutantPatch } from './patch.js'

/** Runs the command. */
export async function list(options: ListOptions): Promise<ExitCode> {
  const files = await generateAll(options)
  if (options.json) await printJson(options.root, files)
  else process.stdout.write(`${humanList(files, options.diff)}\n`)
  return ExitCode.passed
}

/** The chosen files with their chosen mutants; what can not be read or parsed is named and left out. */
async function generateAll(options: ListOptions): Promise<SourceFile[]> {
  const listed = await listedFiles(options)
  // The parser is slow to load: wrong paths are told before.
  const { createGenerator } = await import('../generate.js')
  const generate = createGenerator(options.operators, options.suppress)
  const files: SourceFile[] = []
  for (const file of listed) {
    const text = await readFile(path.join(options.root, file), 'utf8').catch((error: unknown) => {
      note(`${file} is left out: ${error instanceof Error ? error.message : String(error)}`)
    })
    if (text === undefined) continue
    const source = generate(file, text)
    if ('error' in source) {
      note(`${file} is left out: syntax error in line ${source.error.line}: ${source.error.message}`)
    } else {
      const mutants = source.mutants.filter((mutant) => inSelection(mutant, options.paths))
      files.push({ ...source, mutants })
    }
  }
  return files
}

/** Without paths: what a run mutates even when no test loads it, or all candidates where that is nothing. */
async function listedFiles({ root, paths }: ListOptions): Promise<readonly string[]> {
  const { allowed, always } = await chooseFiles(root, paths)
  if (always.length === 0) return [...allowed]
  const others = allowed.size - always.length
  if (others > 0) {
    const are = others === 1 ? 'file outside src and lib is' : 'files outside src and lib are'
    note(`${others} ${are} mutated only where tests load them; name them to list them`)
  }
  return always
}

/** Standard output is for the list alone. */
function note(sentence: string): void {
  process.stderr.write(`mutate: ${sentence}\n`)
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
  const parts = files.filter(({ mutants }) => mutants.length > 0).map(({ path: file, text, mutants }) => {
    const entries = diff ? mutants.map((mutant) => asDiff(text, mutant)) : mutants.map(asLine)
    return `${file}  ${count(mutants)}\n${entries.join(diff ? '\n\n' : '\n')}`
  })
  const total = `${files.length} ${files.length === 1 ? 'file' : 'files'}`
  return [...parts, `${total}, ${count(files.flatMap(({ mutants }) => mutants))}`].join('\n\n')
}

function count(mutants: readonly Mutant[]): string {
  const ignored = mutants.filter((mutant) => mutant.ignored !== undefined).length
  const all = `${mutants.length} ${mutants.length === 1 ? 'mutant' : 'mutants'}`
  return ignored === 0 ? all : `${all}, ${ignored} ignored`
}

function asLine(mutant: Mutant): string {
  const { file, location: { start }, operator } = mutant
  const change = `${oneLine(mutant.original)} → ${oneLine(mutant.replacement)}`
  return `  ${file}:${start.line}:${start.column}  ${operator}  ${change}${silenced(mutant)}`
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
