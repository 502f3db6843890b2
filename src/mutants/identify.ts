/** Drafts to mutants: each gets an id that stays the same when code around it moves. */
import { sha256 } from '../common/hash.js'
import type { Ignored, Mutant } from '../model/mutant.js'
import type { Location } from '../model/span.js'
import { linesOf } from '../syntax/index.js'
import type { Draft } from './drafts.js'

/**
 * Gives each draft its id: a hash of what it is and where it belongs, and of nothing else in the file.
 * @param untyped the drafts without the help of types: what is in both has the same id whether types helped or not
 */
export function identify(
  file: string, text: string, drafts: readonly Draft[], ignoredBy: (draft: Draft, location: Location) => Ignored | undefined,
  untyped: readonly Draft[],
): Mutant[] {
  const lines = linesOf(text)
  // Line ends depend on how the file was checked out.
  const contentOf = ({ operator, scope, original, replacement }: Draft): string =>
    JSON.stringify([file, operator, scope, original, replacement]).replaceAll('\\r\\n', '\\n')
  /** By content: the ordinal of each place where it begins. */
  const ordinals = new Map<string, Map<number, number>>()
  const identityOf = (draft: Draft): { readonly content: string; readonly ordinal: number } => {
    const content = contentOf(draft)
    const places = ordinals.get(content) ?? new Map<number, number>()
    if (places.size === 0) ordinals.set(content, places)
    const { start } = draft.span
    const ordinal = places.get(start) ?? places.size
    places.set(start, ordinal)
    return { content, ordinal }
  }
  if (untyped !== drafts) untyped.forEach(identityOf)
  return drafts.map((draft) => {
    const { operator, scope, span, original, replacement, standIn, extreme } = draft
    const { content, ordinal } = identityOf(draft)
    const id = sha256(`${content}${ordinal}`).slice(0, 12)
    const location = lines.locationOf(span)
    const ignored = ignoredBy(draft, location)
    const mutant: Building = { id, file, operator, span, location, original, replacement, scope, ordinal }
    if (standIn) mutant.standIn = standIn
    if (extreme) mutant.extreme = extreme
    if (ignored) mutant.ignored = ignored
    return mutant
  })
}

/** A mutant whose rare properties are still to be set. */
type Building = { -readonly [Key in keyof Mutant]: Mutant[Key] }
