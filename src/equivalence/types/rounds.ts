/** Finds the mutants that do not compile with few checks: many at once, and what is suspected then alone. */
import type { Slot } from './slots.js'

/** A mutant as the search sees it. */
export interface Suspect {
  readonly id: string
  readonly file: string
  readonly start: number
  readonly end: number
  readonly replacement: string
  readonly slot: Slot
}

/** A complaint that the unchanged file does not give rise to. */
export interface NewComplaint {
  readonly file: string
  readonly message: string
  /** Offset in the checked version of the file. */
  readonly start: number
}

/** Checks the given mutants, which do not overlap, all in one version of the program. */
export type CheckTogether = (mutants: readonly Suspect[]) => readonly NewComplaint[]

/**
 * What the compiler says about each mutant that it refuses. A mutant is only ever refused for what was found with it alone
 * in the program, and accepted in a program without any complaint: which others are looked at makes no difference.
 */
export function findRefused(mutants: readonly Suspect[], check: CheckTogether): Map<string, NewComplaint> {
  const refused = new Map<string, NewComplaint>()
  for (const round of roundsOf(mutants)) search(round, check, refused)
  return refused
}

function search(round: readonly Suspect[], check: CheckTogether, refused: Map<string, NewComplaint>): void {
  const [first, second] = round
  if (!first) return
  const complaints = check(round)
  const [complaint] = complaints
  if (!complaint) return
  if (!second) {
    refused.set(first.id, complaint)
    return
  }
  const placed = complaints.map((each) => suspectOf(each, round))
  const suspects = new Set(placed.filter((each) => each !== undefined))
  if (suspects.size === 0) {
    const half = Math.ceil(round.length / 2)
    search(round.slice(0, half), check, refused)
    search(round.slice(half), check, refused)
    return
  }
  for (const suspect of suspects) search([suspect], check, refused)
  // An error may hide behind that of another mutant: without those that were suspected it would be seen.
  search(round.filter((mutant) => !suspects.has(mutant)), check, refused)
}

/** The mutant in whose slot a complaint stands. */
export function suspectOf(
  { file, start }: Pick<NewComplaint, 'file' | 'start'>, round: readonly Suspect[],
): Suspect | undefined {
  let shift = 0
  const inFile = round.filter((mutant) => mutant.file === file).sort((a, b) => a.start - b.start)
  for (const mutant of inFile) {
    const growth = mutant.replacement.length - (mutant.end - mutant.start)
    if (start < mutant.slot.end + shift + growth) return start >= mutant.slot.start + shift ? mutant : undefined
    shift += growth
  }
  return undefined
}

/**
 * As few rounds as mutants of one slot allow; of one file no two slots in a round overlap. Where the type of a mutant can be
 * seen elsewhere, another mutant could have taken away what sees it: such ones are alone.
 */
function roundsOf(mutants: readonly Suspect[]): Suspect[][] {
  const rounds: Suspect[][] = []
  for (const mutant of [...mutants].sort((a, b) => a.start - b.start)) {
    const round = isSeen(mutant) ? undefined : rounds.find((each) => each.every((other) => !isSeen(other) && !overlap(mutant, other)))
    if (round) round.push(mutant)
    else rounds.push([mutant])
  }
  return rounds
}

/** No type is written between the mutant and the rest of its file. */
function isSeen({ slot }: Suspect): boolean {
  return slot.typed === undefined
}

function overlap(a: Suspect, b: Suspect): boolean {
  return a.file === b.file && a.slot.start < b.slot.end && b.slot.start < a.slot.end
}
