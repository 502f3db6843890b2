/** What there is to say about each operator and rule, as data for `mutate describe` and the documentation. */
import { generate } from '../generate.js'
import { knownName, operators, selectOperators, type Example, type Level, type Operator } from '../operators/index.js'
import { rules } from './index.js'

export interface OperatorDescription {
  readonly name: string
  /** The narrowest level that makes its mutants. */
  readonly level: Level
  readonly description: string
  readonly why: string
  readonly remedy: string
  /** Before and after, at that level. */
  readonly examples: readonly Example[]
  /** What the level `all` makes besides, from the same code; empty for operators of another level. */
  readonly more: readonly Example[]
  /** Ids of the rules that are known to leave out mutants of this operator. */
  readonly silencedBy: readonly string[]
  /** A comment that switches its next mutant off. */
  readonly comment: string
}

export interface RuleDescription {
  readonly id: string
  readonly description: string
  readonly reason: string
  readonly examples: readonly string[]
}

/** One operator by name, in any spelling; an unknown name is a UserError that names the nearest one. */
export function describeOperator(name: string): OperatorDescription {
  const spelled = knownName(name, describable().map((operator) => operator.name), 'operator')
  return descriptionOf(describable().find((operator) => operator.name === spelled)!)
}

/** All operators but those that only repeat StrykerJS under the same name, in their order. */
export function describeOperators(): OperatorDescription[] {
  return describable().map(descriptionOf)
}

export function describeRules(): RuleDescription[] {
  return rules.map(({ id, description, reason, examples }) =>
    ({ id, description, reason, examples: examples.map(({ code }) => code) }))
}

function describable(): Operator[] {
  const own = operators.filter((operator) => operator.level !== 'stryker')
  return [...own, ...operators.filter(({ level, name }) => level === 'stryker' && !own.some((each) => each.name === name))]
}

function descriptionOf(operator: Operator): OperatorDescription {
  const { name, level, description, why, remedy, examples } = operator
  return {
    name, level, description, why, remedy, examples,
    more: level === 'default' ? moreOf(operator) : [],
    silencedBy: silencers().get(name) ?? [],
    comment: `// mutate-disable-next-line ${name}: why it does not matter here`,
  }
}

function moreOf(operator: Operator): Example[] {
  return operator.examples.flatMap(({ before, after }) => {
    const more = textsOf(before, [operator]).filter((text) => !after.includes(text))
    return more.length > 0 ? [{ before, after: more }] : []
  })
}

function textsOf(code: string, chosen: readonly Operator[]): string[] {
  const file = generate('example.tsx', code, chosen)
  if ('error' in file) return []
  return file.mutants.map(({ span, replacement }) => code.slice(0, span.start) + replacement + code.slice(span.end))
}

let known: Map<string, string[]> | undefined

/** Rule ids by operator: what the examples of the rules show. */
function silencers(): Map<string, string[]> {
  if (known) return known
  known = new Map()
  for (const rule of rules) {
    for (const { code, path } of rule.examples) {
      const file = generate(path ?? 'example.ts', code, selectOperators(['all']), [rule])
      for (const { operator, ignored } of 'error' in file ? [] : file.mutants) {
        const ids = known.get(operator) ?? []
        if (ignored && !ids.includes(rule.id)) known.set(operator, [...ids, rule.id])
      }
    }
  }
  return known
}
