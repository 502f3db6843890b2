/** Names of levels and operators, as the user writes them, to the operators they stand for. */
import { UserError } from '../model/errors.js'
import { nearest } from '../common/nearest.js'
import { operators } from './index.js'
import type { Level, Operator } from './operator.js'

const LEVELS: readonly Level[] = ['default', 'all', 'stryker']

/**
 * The operators for a list of levels and names; `-Name` leaves one out, wherever it stands in the list, and a list of
 * nothing but these starts from the level `default`.
 * @param all the operators to choose from
 */
export function selectOperators(names: readonly string[], all: readonly Operator[] = operators): readonly Operator[] {
  const known = (name: string) => knownName(name, [...LEVELS, ...new Set(all.map((operator) => operator.name))], 'operator or level')
  const left = new Set(names.filter(isOmission).map((name) => known(name.slice(1))))
  const given = names.filter((name) => !isOmission(name)).map(known)
  const wanted = new Map<Operator, { readonly whole: boolean; readonly explicit: boolean }>()
  for (const name of given.length > 0 ? given : ['default']) {
    for (const operator of named(name, all)) {
      const { whole = false, explicit = false } = wanted.get(operator) ?? {}
      wanted.set(operator, { whole: whole || name === 'all', explicit: explicit || !isLevel(name) })
    }
  }
  return [...wanted]
    .filter(([operator]) => !left.has(operator.name) && !left.has(operator.level))
    .map(([operator, { whole, explicit }]) => {
      const chosen = whole ? operator : withoutSubsumed(operator)
      return explicit ? { ...chosen, explicit } : chosen
    })
}

function isOmission(name: string): boolean {
  return name.startsWith('-')
}

function isLevel(name: string): name is Level {
  return (LEVELS as readonly string[]).includes(name)
}

/** A name means the operator of the level `default` or `all`; only what has no such operator comes from `stryker`. */
function named(name: string, all: readonly Operator[]): readonly Operator[] {
  if (name === 'all') return all.filter((operator) => operator.level !== 'stryker')
  if (isLevel(name)) return all.filter((operator) => operator.level === name)
  const found = all.filter((operator) => operator.name === name)
  const own = found.filter((operator) => operator.level !== 'stryker')
  return own.length > 0 ? own : found
}

const reduced = new Map<Operator, Operator>()

/** An operator of the level `default` without the mutants that its others make superfluous. */
function withoutSubsumed(operator: Operator): Operator {
  if (operator.level !== 'default') return operator
  let result = reduced.get(operator)
  if (!result) {
    result = {
      ...operator,
      *mutate(node, context) {
        for (const mutation of operator.mutate(node, context)) if (!mutation.subsumed) yield mutation
      },
    }
    reduced.set(operator, result)
  }
  return result
}

/** The one of `names` that is meant, whatever its case; a UserError names the nearest one when there is none. */
export function knownName(name: string, names: readonly string[], what: string): string {
  const found = names.find((each) => each.toLowerCase() === name.toLowerCase())
  if (found !== undefined) return found
  const meant = nearest(name, names)
  const hint = meant === undefined ? '' : `did you mean "${meant}"? `
  throw new UserError(`there is no ${what} "${name}"; ${hint}\`mutate describe\` lists them all`)
}
