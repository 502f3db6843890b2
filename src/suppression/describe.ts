/** What there is to say about each operator and rule, as data for `mutate describe` and the documentation. */
import { generate } from '../mutants/generate.js'
import {
  knownName, operators as builtInOperators, selectOperators, type Example, type Level, type Operator,
} from '../operators/index.js'
import { rules as builtInRules, type Rule } from './index.js'

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
  /** Whether the level `stryker` has mutants of its own under the same name. */
  readonly alsoStryker: boolean
}

export interface RuleDescription {
  readonly id: string
  readonly description: string
  readonly reason: string
  readonly examples: readonly RuleExample[]
  /** Names of the operators whose mutants it leaves out in the examples. */
  readonly silences: readonly string[]
}

export interface RuleExample {
  readonly code: string
  /** Where the code stands, when that matters to the rule. */
  readonly path?: string
  /** What is not judged, as `original → replacement`. */
  readonly leftOut: readonly string[]
}

/** What a name may mean. */
export type Description =
  | ({ readonly type: 'operator' } & OperatorDescription)
  | ({ readonly type: 'rule' } & RuleDescription)

/** What there is to describe: what is built in, and what a config defines. */
export interface Described {
  readonly operators: readonly Operator[]
  readonly rules: readonly Rule[]
}

const builtIn: Described = { operators: builtInOperators, rules: builtInRules }

/** An operator or rule by name, in any spelling; an unknown name is a UserError that names the nearest one. */
export function describeName(name: string, described: Described = builtIn): Description {
  const { rules } = described
  const operators = describable(described)
  const spelled = knownName(name, [...operators.map((operator) => operator.name), ...rules.map(({ id }) => id)], 'operator or rule')
  const rule = rules.find(({ id }) => id === spelled)
  if (rule) return { type: 'rule', ...ruleDescription(rule) }
  return { type: 'operator', ...operatorDescription(operators.find((operator) => operator.name === spelled)!, described) }
}

/** All operators but those that only repeat StrykerJS under the same name, in their order. */
export function describeOperators(described: Described = builtIn): OperatorDescription[] {
  return describable(described).map((operator) => operatorDescription(operator, described))
}

export function describeRules({ rules }: Described = builtIn): RuleDescription[] {
  return rules.map(ruleDescription)
}

/** Name, level and description of each operator, without the examples that take time to work out. */
export function operatorNames(described: Described = builtIn): Pick<Operator, 'name' | 'level' | 'description'>[] {
  return describable(described)
}

function describable({ operators }: Described): Operator[] {
  const own = operators.filter((operator) => operator.level !== 'stryker')
  return [...own, ...operators.filter(({ level, name }) => level === 'stryker' && !own.some((each) => each.name === name))]
}

function operatorDescription(operator: Operator, { operators, rules }: Described): OperatorDescription {
  const { name, level, description, why, remedy } = operator
  return {
    name, level, description, why, remedy,
    examples: operator.custom
      ? operator.examples.map(({ before }) => ({ before, after: textsOf(before, [operator]) }))
      : operator.examples,
    more: level === 'default' && !operator.custom ? moreOf(operator) : [],
    silencedBy: rules.filter((rule) => silencedBy(rule).has(name)).map(({ id }) => id),
    comment: `// mutate-disable-next-line ${name}: why it does not matter here`,
    alsoStryker: level !== 'stryker' && operators.some((each) => each.level === 'stryker' && each.name === name),
  }
}

function ruleDescription(rule: Rule): RuleDescription {
  const { id, description, reason, examples } = rule
  return {
    id, description, reason,
    examples: examples.map(({ code, path }) => ({ code, ...(path !== undefined && { path }), leftOut: leftOutOf(rule, code, path) })),
    silences: [...silencedBy(rule)],
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

function leftOutOf(rule: Rule, code: string, path = 'example.ts'): string[] {
  const file = generate(path, code, selectOperators(['default']), { rules: [rule] })
  return 'error' in file ? [] : file.mutants.filter(({ ignored }) => ignored)
    .map(({ original, replacement }) => `${original} → ${replacement === '' ? '(nothing)' : replacement}`)
}

const known = new Map<Rule, ReadonlySet<string>>()

/** Names of operators that have mutants in the examples of a rule, which leaves them out. */
function silencedBy(rule: Rule): ReadonlySet<string> {
  const before = known.get(rule)
  if (before) return before
  const names = new Set(rule.examples.flatMap(({ code, path = 'example.ts' }) => {
    const file = generate(path, code, selectOperators(['all']), { rules: [rule] })
    return 'error' in file ? [] : file.mutants.filter(({ ignored }) => ignored).map(({ operator }) => operator)
  }))
  known.set(rule, names)
  return names
}
