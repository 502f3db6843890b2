/** Names of levels and operators, as the user writes them, to the operators they stand for. */
import { UserError } from '../model/errors.js'
import { nearest } from '../options/nearest.js'
import { operators } from './index.js'
import type { Level, Operator } from './operator.js'

const LEVELS: readonly Level[] = ['default', 'all', 'stryker']

/**
 * The operators for a list of levels and names; `-Name` leaves one out, wherever it stands in the list, and a list of
 * nothing but these starts from the level `default`.
 */
export function selectOperators(names: readonly string[]): readonly Operator[] {
  const left = new Set(names.filter(isOmission).map((name) => known(name.slice(1))))
  const wanted = names.filter((name) => !isOmission(name)).map(known)
  const selected = (wanted.length > 0 ? wanted : ['default']).flatMap(expand)
  return [...new Set(selected)].filter((operator) => !left.has(operator.name) && !left.has(operator.level))
}

function isOmission(name: string): boolean {
  return name.startsWith('-')
}

function expand(name: string): readonly Operator[] {
  switch (name) {
    case 'default':
      return operators.filter((operator) => operator.level === 'default').map(withoutSubsumed)
    case 'all':
      return operators.filter((operator) => operator.level !== 'stryker')
    case 'stryker':
      return operators.filter((operator) => operator.level === 'stryker')
    default:
      return byName(name)
  }
}

/** A name means the operator of the level `default` or `all`; only what has no such operator comes from `stryker`. */
function byName(name: string): readonly Operator[] {
  const found = operators.filter((operator) => operator.name === name)
  const own = found.filter((operator) => operator.level !== 'stryker')
  return (own.length > 0 ? own : found).map((operator) => operator.level === 'default' ? withoutSubsumed(operator) : operator)
}

const reduced = new Map<Operator, Operator>()

/** The operator without the mutants that its others make superfluous. */
function withoutSubsumed(operator: Operator): Operator {
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

/** The name as it is spelled here; an unknown one is the user's mistake. */
function known(name: string): string {
  const words = [...LEVELS, ...new Set(operators.map((operator) => operator.name))]
  const found = words.find((word) => word.toLowerCase() === name.toLowerCase())
  if (found) return found
  const meant = nearest(name, words)
  throw new UserError(`Unknown operator or level "${name}"${meant ? `; did you mean "${meant}"?` : ''}. `
    + 'Levels are default, all and stryker; `mutate describe` lists the operators.')
}
