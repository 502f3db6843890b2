/**
 * The journal of a run: every verdict is appended the moment it is reached, so that a run that is killed loses none.
 * The next run of the same project takes them up. Each line has a checksum; tests are written once and go by number.
 */
import { closeSync, ftruncateSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import type { Note } from '../model/result.js'
import { testKey, type TestId, type TestName } from '../model/test.js'
import type { Receipt, Status } from '../model/verdict.js'
import { difference, type Fingerprint } from './fingerprint.js'
import { notKept } from './folder.js'
import { packReceipt, unpackReceipt, type PackedReceipt } from './ids.js'
import { sealed, unsealed, type Unsealed } from './lines.js'
import { plural } from '../common/plural.js'

/** A verdict without what every run finds out anew. */
export interface KeptVerdict {
  readonly status: Status
  /** Its tests go by the numbers of the journal. */
  readonly receipt: Receipt
}

/** Verdicts from an earlier run. */
export interface Kept {
  /** By number. */
  readonly tests: ReadonlyMap<TestId, TestName>
  /** By mutant id. */
  readonly verdicts: ReadonlyMap<string, KeptVerdict>
}

export const NOTHING_KEPT: Kept = { tests: new Map(), verdicts: new Map() }

export interface Journal {
  readonly kept: Kept
  readonly notes: readonly Note[]
  /** The number of a test in this journal. */
  numberOf(test: TestName): TestId
  /** Appends a verdict; `receipt` holds the numbers of this journal. */
  append(mutant: string, verdict: KeptVerdict): void
  /** Leaves the file for the next run, when a verdict is in it. */
  close(): void
  /** Deletes the file: nothing of it is needed any more. */
  remove(): void
}

type Line =
  | { readonly journal: 1; readonly of: Fingerprint }
  | { readonly test: TestId; readonly named: TestName }
  | { readonly mutant: string; readonly status: Status; readonly receipt: PackedReceipt }

/**
 * Opens the journal at `path`: goes on with one of the same fingerprint, begins a new one otherwise.
 * Throws what the file system throws.
 */
export function openJournal(path: string, of: Fingerprint): Journal {
  const notes: Note[] = []
  const old = readOld(path, of, notes)
  const file = openSync(path, old ? 'r+' : 'w')
  if (old) ftruncateSync(file, old.length)
  let end = old?.length ?? 0
  let failed = false
  let open = true
  let empty = !old || old.kept.verdicts.size === 0
  const numbers = new Map<string, TestId>()
  for (const [id, test] of old?.kept.tests ?? []) numbers.set(testKey(test), id)
  let nextNumber = Math.max(-1, ...numbers.values()) + 1

  const write = (line: Line) => {
    if (failed || !open) return
    try {
      const bytes = Buffer.from(sealed(line))
      for (let from = 0; from < bytes.length;) from += writeSync(file, bytes, from, bytes.length - from, end + from)
      end += bytes.length
    } catch (error) {
      failed = true
      notes.push(notKept('a run that is stopped from here on begins anew', error))
    }
  }
  const close = () => {
    if (!open) return
    open = false
    closeSync(file)
    if (empty) rmSync(path, { force: true })
  }
  if (!old) write({ journal: 1, of })
  return {
    kept: old?.kept ?? NOTHING_KEPT,
    notes,
    numberOf(test) {
      const key = testKey(test)
      const known = numbers.get(key)
      if (known !== undefined) return known
      const number = nextNumber++
      numbers.set(key, number)
      write({ test: number, named: test })
      return number
    },
    append(mutant, { status, receipt }) {
      empty = false
      write({ mutant, status, receipt: packReceipt(receipt) })
    },
    close,
    remove() {
      close()
      rmSync(path, { force: true })
    },
  }
}

/** What is usable of the file at `path`; undefined when a new one must be begun. */
function readOld(path: string, of: Fingerprint, notes: Note[]): { kept: Kept; length: number } | undefined {
  const read = readLines(path)
  if (!read) return undefined
  const [head, ...rest] = read.values as Line[]
  const kept = keptIn(rest)
  const verdicts = plural(kept.verdicts.size, 'verdict')
  if (!head || !('journal' in head) || (head.journal as number) !== 1) {
    notes.push({ level: 'warning', text: 'the journal of an earlier run is damaged at its beginning and is not used' })
    return undefined
  }
  const differing = difference(head.of, of)
  if (differing !== undefined) {
    if (kept.verdicts.size === 0) return undefined
    notes.push({
      level: 'info', text: `an earlier run was stopped after ${verdicts}; none is taken up: ${differing} since`,
    })
    return undefined
  }
  if (read.torn) {
    notes.push({ level: 'info', text: 'the last line of the journal was torn when an earlier run was stopped; it is dropped' })
  }
  if (read.damaged > 0) {
    const lines = plural(read.damaged, 'line')
    const are = read.damaged === 1 ? 'was damaged and is' : 'were damaged and are'
    notes.push({ level: 'warning', text: `${lines} of the journal of an earlier run ${are} dropped` })
  }
  if (kept.verdicts.size > 0) {
    const are = kept.verdicts.size === 1 ? 'is' : 'are'
    notes.push({ level: 'info', text: `${verdicts} of an earlier run that was stopped ${are} taken up` })
  }
  return { kept, length: read.length }
}

function readLines(path: string): Unsealed | undefined {
  try {
    const read = unsealed(readFileSync(path))
    return read.length === 0 ? undefined : read
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** The verdicts all of whose tests are known by name: a damaged line may have held one. */
function keptIn(lines: readonly Line[]): Kept {
  const tests = new Map<TestId, TestName>()
  const verdicts = new Map<string, KeptVerdict>()
  for (const line of lines) {
    if ('test' in line) tests.set(line.test, line.named)
    else if ('mutant' in line) {
      const { status } = line
      const receipt = unpackReceipt(line.receipt)
      const ids = receipt.failure?.test === undefined ? receipt.ran : [...receipt.ran, receipt.failure.test]
      if (ids.every((id) => tests.has(id))) verdicts.set(line.mutant, { status, receipt })
    }
  }
  return { tests, verdicts }
}
