/** The result of the last run, kept in `.mutate/` for `mutate show`, `mutate verify` and comparisons. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../common/hash.js'
import { UserError } from '../model/errors.js'
import type { Mutant } from '../model/mutant.js'
import type { ReportedSource, RunResult } from '../model/result.js'
import type { TestCase } from '../model/test.js'
import type { Verdict } from '../model/verdict.js'
import { STORE_FOLDER, storePath, writeWhole } from './folder.js'
import { packIds, packReceipt, unpackIds, unpackReceipt, type PackedReceipt } from './ids.js'

/** A file as it was when the run read it. */
export interface KeptFile {
  /** Relative to the root, with forward slashes. */
  readonly path: string
  /** Of the text, in hexadecimal. */
  readonly sha256: string
}

export interface KeptRun {
  /** Version of this tool. */
  readonly tool: string
  readonly runner: RunResult['runner']
  readonly sources: readonly KeptFile[]
  readonly testFiles: readonly KeptFile[]
  readonly mutants: readonly Mutant[]
  /** One verdict a mutant, in the order of `mutants`. */
  readonly verdicts: readonly Verdict[]
  readonly tests: readonly TestCase[]
  readonly interrupted: boolean
}

/** Of this shape of the file; another one is not read. */
const FORMAT = 1
const NAME = 'last-run.json'

/** Lists of tests are the same for many mutants: each is written once. */
interface Stored extends Omit<KeptRun, 'verdicts'> {
  readonly format: typeof FORMAT
  readonly lists: readonly string[]
  readonly verdicts: readonly StoredVerdict[]
}

interface StoredVerdict extends Omit<Verdict, 'coveredBy' | 'killedBy' | 'receipt'> {
  readonly coveredBy: number
  readonly killedBy: number
  readonly receipt: Omit<PackedReceipt, 'ran'> & { readonly ran: number }
}

/** Keeps a result. Throws what the file system throws. */
export function keepRun(result: RunResult, tool: string): void {
  const lists = new Map<string, number>()
  const listed = (packed: string): number => {
    const known = lists.get(packed)
    if (known !== undefined) return known
    lists.set(packed, lists.size)
    return lists.size - 1
  }
  const verdicts = result.verdicts.map(({ reason, ...verdict }): StoredVerdict => {
    const receipt = packReceipt(verdict.receipt)
    return {
      ...verdict,
      // Mostly it is what the failure says.
      ...(reason !== undefined && reason !== receipt.failure?.message && { reason }),
      coveredBy: listed(packIds(verdict.coveredBy)),
      killedBy: listed(packIds(verdict.killedBy)),
      receipt: { ...receipt, ran: listed(receipt.ran) },
    }
  })
  const stored: Stored = { format: FORMAT, ...asKept(result, tool), lists: [...lists.keys()], verdicts }
  writeWhole(storePath(result.root, NAME), JSON.stringify(stored))
}

/** A result as it will be read back. */
export function asKept(result: RunResult, tool: string): KeptRun {
  const { runner, sources, testSources, mutants, verdicts, tests, interrupted } = result
  return {
    tool, runner, interrupted, sources: sources.map(keptFile), testFiles: testSources.map(keptFile), tests, mutants, verdicts,
  }
}

function keptFile({ path, text }: ReportedSource): KeptFile {
  return { path, sha256: sha256(text) }
}

/**
 * What the last run found out; undefined when none is kept.
 * @throws UserError when it cannot be read, or is of another version of this tool
 */
export function readRun(root: string): KeptRun | undefined {
  const path = storePath(root, NAME)
  let stored: Stored
  try {
    stored = JSON.parse(readFileSync(path, 'utf8')) as Stored
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new UserError(`${STORE_FOLDER}/${NAME} cannot be read: ${message(error)}; run mutate again`, undefined, { cause: error })
  }
  if ((stored.format as number) !== FORMAT) {
    throw new UserError(`${STORE_FOLDER}/${NAME} was written by another version of mutate; run mutate again`)
  }
  const { format: _, lists, verdicts, ...rest } = stored
  const list = (index: number): number[] => unpackIds(lists[index] ?? '')
  return {
    ...rest,
    verdicts: verdicts.map((verdict) => ({
      ...(verdict.receipt.failure && { reason: verdict.receipt.failure.message }),
      ...verdict,
      coveredBy: list(verdict.coveredBy),
      killedBy: list(verdict.killedBy),
      receipt: unpackReceipt({ ...verdict.receipt, ran: lists[verdict.receipt.ran] ?? '' }),
    })),
  }
}

/** The text of a file when it is still what the run read; undefined when it was changed or is gone. */
export function unchangedText(root: string, file: KeptFile): string | undefined {
  try {
    const text = readFileSync(join(root, file.path), 'utf8')
    return sha256(text) === file.sha256 ? text : undefined
  } catch {
    return undefined
  }
}

function message(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? ''
}
