/** Finds mutants of the last run by their ids or the beginnings of them. */
import { UserError } from '../model/errors.js'
import type { Mutant } from '../model/mutant.js'
import type { Verdict } from '../model/verdict.js'
import type { KeptRun } from './last-run.js'

export interface KeptMutant {
  readonly mutant: Mutant
  readonly verdict: Verdict
}

type Mutants = Pick<KeptRun, 'mutants' | 'verdicts'>

/** So many mutants are named where several begin alike. */
const MOST_NAMED = 5

/** All mutants with their verdicts. */
export function keptMutants({ mutants, verdicts }: Mutants): KeptMutant[] {
  return mutants.map((mutant, index) => ({ mutant, verdict: verdicts[index]! }))
}

/**
 * @param whence where they come from, for messages
 * @throws UserError when no mutant, or more than one, has an id that begins so
 */
export function findMutant(run: Mutants, id: string, whence = 'the last run'): KeptMutant {
  const wanted = id.toLowerCase()
  const found = keptMutants(run).filter(({ mutant }) => mutant.id.startsWith(wanted))
  const [first, second] = found
  if (first && !second) return first
  if (!first) {
    throw new UserError(
      `no mutant of ${whence} has an id that begins with ${JSON.stringify(id)}; the reports and mutate list --diff show ids`)
  }
  const exact = found.find(({ mutant }) => mutant.id === wanted)
  if (exact) return exact
  const named = found.slice(0, MOST_NAMED).map(({ mutant }) =>
    `${mutant.id} (${mutant.file}:${mutant.location.start.line})`)
  const more = found.length > MOST_NAMED ? ' …' : ''
  throw new UserError(`${found.length} mutants have an id that begins with ${JSON.stringify(id)}: ${named.join(', ')}${more}`)
}
