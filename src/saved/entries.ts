/** The mutants of one file of a report, with their verdicts, as they were when the report was written. */
import type { FileResult, MutantResult } from 'mutation-testing-report-schema/api'
import type { Mutant } from '../model/mutant.js'
import type { Location, Position, Span } from '../model/span.js'
import type { TestId } from '../model/test.js'
import { NO_RECEIPT, type Status, type Verdict } from '../model/verdict.js'
import { IN_PSEUDO_TESTED, PSEUDO_TESTED } from '../outcome/pseudo-tested.js'
import type { Place } from './places.js'
import { unfit } from './read.js'

export interface Entry {
  /** Reports do not hold its ordinal: it is 0. */
  readonly mutant: Mutant
  /** The evidence itself stays where the mutant was judged; reports hold its duration. */
  readonly verdict: Verdict
}

const STATUSES: Readonly<Record<Status, true>> = {
  Killed: true, Survived: true, NoCoverage: true, Timeout: true,
  RuntimeError: true, CompileError: true, Ignored: true, Pending: true,
}

/**
 * @param report its name, for messages
 * @param path of the file, as the report has it
 * @param numberOf gives a test id of the report its number; undefined for one that is not known
 * @param placeOf gives the place of a mutant by its id
 * @throws UserError when a mutant has no id, no place, or an unknown status
 */
export function entriesOf(
  report: string, path: string, { source, mutants }: FileResult, numberOf: (id: string) => TestId | undefined,
  placeOf: (id: string) => Place,
): Entry[] {
  const offset = offsetsIn(source)
  const numbers = (ids: readonly string[] = []): TestId[] => ids.flatMap((id) => numberOf(id) ?? [])
  return mutants.map((one) => {
    if (!Object.hasOwn(STATUSES, one.status) || typeof one.id !== 'string' || !isLocation(one.location)) {
      throw unfit(report, `a mutant of ${path} has no id, no place, or an unknown status`)
    }
    const span: Span = { start: offset(one.location.start), end: offset(one.location.end) }
    const mutant = { ...mutantOf(path, source.slice(span.start, span.end), span, one), ...placeOf(one.id) }
    return { mutant, verdict: verdictOf(one, numbers) }
  })
}

function mutantOf(file: string, original: string, span: Span, one: MutantResult): Omit<Mutant, 'scope'> {
  return {
    id: one.id, file, operator: one.mutatorName, span, location: one.location,
    original, replacement: one.replacement ?? '', ordinal: 0,
    ...(one.status === 'Ignored' && { ignored: ignoredOf(one.statusReason ?? '') }),
  }
}

function verdictOf(one: MutantResult, numbers: (ids?: readonly string[]) => TestId[]): Verdict {
  return {
    mutant: one.id,
    status: one.status,
    coveredBy: numbers(one.coveredBy),
    killedBy: numbers(one.killedBy),
    static: one.static ?? false,
    receipt: { ...NO_RECEIPT, durationMs: one.duration ?? 0 },
    ...(one.statusReason !== undefined && !isFound(one.statusReason) && { reason: one.statusReason }),
  }
}

/** What is said of pseudo-tested functions is found anew from what is read. */
function isFound(reason: string): boolean {
  return reason.startsWith(PSEUDO_TESTED) || reason.startsWith(IN_PSEUDO_TESTED)
}

/** Reports say `rule: reason`. */
function ignoredOf(text: string): NonNullable<Mutant['ignored']> {
  const at = text.indexOf(': ')
  return at === -1 ? { rule: 'comment', reason: text } : { rule: text.slice(0, at), reason: text.slice(at + 2) }
}

/** Whether this is a place as reports have it. */
export function isLocation(location: unknown): location is Location {
  const { start, end } = (location ?? {}) as Partial<Location>
  return [start?.line, start?.column, end?.line, end?.column].every((number) => Number.isSafeInteger(number))
}

/** Where a line and column stand in a text; a place behind its end is its end. Lines end at `\n` alone, as in what is written. */
function offsetsIn(text: string): (position: Position) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return ({ line, column }) => Math.min(text.length, (starts[line - 1] ?? text.length) + column - 1)
}
