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
import { listText, suppressedText } from './list-text.js'

/** Runs the command. */
export async function list(options: ListOptions): Promise<ExitCode> {
  const files = await generateAll(options)
  if (options.json) await printJson(options.root, files)
  else process.stdout.write(`${options.suppressed ? suppressedText(files, options.diff) : listText(files, options.diff)}\n`)
  return ExitCode.passed
}

/** The chosen files with their chosen mutants; what can not be read or parsed is named and left out. */
async function generateAll(options: ListOptions): Promise<SourceFile[]> {
  const { listed, named, isAsked } = await listedFiles(options)
  // The parser is slow to load: wrong paths are told before.
  const { createGenerator } = await import('../generator.js')
  const generate = createGenerator(options.operators, options.suppress, { ...options, named })
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
      for (const { text: sentence } of source.notes ?? []) note(sentence)
      const chosen = source.mutants.filter((mutant) => inSelection(mutant, options.paths) && isAsked(mutant))
      const mutants = options.suppressed ? chosen.filter(({ ignored }) => ignored !== undefined) : chosen
      files.push({ ...source, mutants })
    }
  }
  return files
}

interface Listed {
  readonly listed: readonly string[]
  /** Files that were named in full. */
  readonly named: ReadonlySet<string>
  /** Whether a mutant stands where it was asked for. */
  isAsked(mutant: Mutant): boolean
}

/** Without paths: what a run mutates even when no test loads it, or all candidates where that is nothing. */
async function listedFiles({ root, paths, since }: ListOptions): Promise<Listed> {
  const { allowed, always, named } = await chooseFiles(root, paths)
  const all = { named, isAsked: () => true }
  if (since !== undefined) {
    const { readChange, isTouched } = await import('../change/change.js')
    const change = await readChange(root, since)
    return { listed: [...allowed].filter((file) => change.files.has(file)), named, isAsked: (mutant) => isTouched(change, mutant) }
  }
  if (always.length === 0) return { listed: [...allowed], ...all }
  const others = allowed.size - always.length
  if (others > 0) {
    const are = others === 1 ? 'file outside src and lib is' : 'files outside src and lib are'
    note(`${others} ${are} mutated only where tests load them; name them to list them`)
  }
  return { listed: always, ...all }
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
      ...(mutant.ignored && { reason: `${mutant.ignored.rule}: ${mutant.ignored.reason}` }),
    })),
    tests: [],
    testSources: [],
    notes: [],
    runner: { name: '', version: '' },
    timings: { total: 0, dryRun: 0, judging: 0 },
    interrupted: false,
  }
}
