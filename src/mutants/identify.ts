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
  const counts = new Map<string, number>()
  const ordinals = new Map<string, number>()
  const count = (draft: Draft): void => {
    const content = contentOf(draft)
    const place = `${draft.span.start} ${content}`
    if (ordinals.has(place)) return
    const ordinal = counts.get(content) ?? 0
    counts.set(content, ordinal + 1)
    ordinals.set(place, ordinal)
  }
  untyped.forEach(count)
  drafts.forEach(count)
  return drafts.map((draft) => {
    const { operator, scope, span, original, replacement, standIn, extreme } = draft
    const content = contentOf(draft)
    const ordinal = ordinals.get(`${span.start} ${content}`) ?? 0
    const id = sha256(`${content}${ordinal}`).slice(0, 12)
    const location = lines.locationOf(span)
    const ignored = ignoredBy(draft, location)
    return {
      id, file, operator, span, location, original, replacement, scope, ordinal,
      ...(standIn ? { standIn } : {}),
      ...(extreme ? { extreme } : {}),
      ...(ignored ? { ignored } : {}),
    }
  })
}
