/** The answer of the last whole run, kept under the fingerprint of its project: while nothing changes, nothing is run again. */
import { readFileSync } from 'node:fs'
import { sha256 } from '../common/hash.js'
import type { ReportedSource, RunResult } from '../model/result.js'
import type { Fingerprint } from './fingerprint.js'
import { storePath, writeWhole } from './folder.js'
import { readRun, unchangedText, type KeptFile } from './last-run.js'

const NAME = 'answer.json'
const FORMAT = 1

/** What stands beside `last-run.json`, which holds the verdicts themselves. */
interface Stored {
  readonly format: typeof FORMAT
  /** Hash of the fingerprint of the project. */
  readonly of: string
  /** Hash of the `last-run.json` that belongs to it. */
  readonly run: string
  readonly notes: RunResult['notes']
}

/**
 * Keeps that the result in `last-run.json` is the answer for a project with this fingerprint. Throws what the file
 * system throws.
 */
export function keepAnswer(root: string, of: Fingerprint, { notes }: Pick<RunResult, 'notes'>): void {
  const stored: Stored = { format: FORMAT, of: sha256(JSON.stringify(of)), run: runHash(root), notes: notes.filter(({ passing }) => !passing) }
  writeWhole(storePath(root, NAME), JSON.stringify(stored))
}

/** The result of an earlier run of exactly this project; undefined when there is none, or it cannot be read. */
export function readAnswer(root: string, of: Fingerprint): Omit<RunResult, 'timings'> | undefined {
  try {
    const stored = JSON.parse(readFileSync(storePath(root, NAME), 'utf8')) as Stored
    if ((stored.format as number) !== FORMAT || stored.of !== sha256(JSON.stringify(of)) || stored.run !== runHash(root)) {
      return undefined
    }
    const run = readRun(root)
    const sources = run && textsOf(root, run.sources)
    const testSources = run && textsOf(root, run.testFiles)
    if (!run || !sources || !testSources || run.interrupted) return undefined
    const { mutants, verdicts, tests, runner } = run
    return { root, sources, mutants, verdicts, tests, testSources, notes: stored.notes, runner, interrupted: false }
  } catch {
    // What cannot be read is found out again.
    return undefined
  }
}

function textsOf(root: string, files: readonly KeptFile[]): ReportedSource[] | undefined {
  const texts = files.map((file) => ({ path: file.path, text: unchangedText(root, file) }))
  return texts.every((file): file is ReportedSource => file.text !== undefined) ? texts : undefined
}

function runHash(root: string): string {
  return sha256(readFileSync(storePath(root, 'last-run.json')))
}
