/** Descriptions of operators and rules as text for a terminal. */
import type { Example, Level } from '../operators/index.js'
import { plain, row, wrap } from '../options/columns.js'
import type { TextStyle } from '../reporters/text-style.js'
import type { Description, OperatorDescription, RuleDescription, RuleExample } from '../suppression/describe.js'

const LEVELS: Readonly<Record<Level, string>> = {
  default: 'Level default, which is made when nothing else is asked for:',
  all: 'Level all makes those of default, their weaker mutants, and:',
  stryker: 'Level stryker makes exactly the mutants of StrykerJS 10. Of its operators these have no namesake above:',
}

/** Where the second column of the tables begins. */
const COLUMN = 26

type Style = Pick<TextStyle, 'chalk'>

/** A table of everything that has a name. */
export function overviewText(
  operators: readonly Pick<OperatorDescription, 'name' | 'level' | 'description'>[],
  rules: readonly Pick<RuleDescription, 'id' | 'reason'>[],
  { chalk }: Style,
): string {
  const levels = Object.entries(LEVELS).map(([level, title]) => {
    const rows = operators.filter((operator) => operator.level === level)
      .map(({ name, description }) => row(name, plain(description), COLUMN))
    return [chalk.bold(wrap(title, 0)), ...rows].join('\n')
  })
  const suppression = [
    chalk.bold(wrap('Suppression rules leave out what is not worth judging, because:', 0)),
    ...rules.map(({ id, reason }) => row(id, plain(reason), COLUMN)),
  ].join('\n')
  return [...levels, suppression, 'mutate describe <name> tells all about one of them.'].join('\n\n')
}

/** All about one operator or rule. */
export function descriptionText(found: Description, style: Style): string {
  return found.type === 'operator' ? operatorText(found, style) : ruleText(found, style)
}

function operatorText(found: OperatorDescription, { chalk }: Style): string {
  const { name, level, description, why, remedy, examples, more, silencedBy, comment, alsoStryker } = found
  const part = (title: string, ...lines: string[]) => [chalk.bold(title), ...lines].join('\n')
  return [
    `${chalk.bold(name)}  operator, level ${level}`,
    wrap(plain(description), 0),
    ...(why === '' ? [] : [part('Why a survivor matters', wrap(plain(why), 2))]),
    ...(remedy === '' ? [] : [part('How to detect it', wrap(plain(remedy), 2))]),
    ...(examples.length === 0 ? [] : [part('Before and after', ...examples.flatMap(exampleLines))]),
    ...(more.length > 0 ? [part('With --operators all also', ...more.flatMap(exampleLines))] : []),
    part(
      'What silences it',
      ...(silencedBy.length > 0 ? [row('by rule', silencedBy.join(', '), 14)] : []),
      `${'  in code'.padEnd(14)}${comment}`,
      row('everywhere', `--operators ${level},-${name}`, 14),
    ),
    ...(alsoStryker ? [wrap('The level stryker has mutants of its own under this name: those that StrykerJS 10 makes.', 0)] : []),
  ].join('\n\n')
}

function exampleLines({ before, after }: Example): string[] {
  const [first, ...rest] = after.length === 0 ? ['(no mutant)'] : after
  return [`  ${before}`, ...[first, ...rest].map((text) => `    → ${text ?? ''}`)]
}

function ruleText(found: RuleDescription, { chalk }: Style): string {
  const { id, description, reason, examples, silences } = found
  const part = (title: string, ...lines: string[]) => [chalk.bold(title), ...lines].join('\n')
  return [
    `${chalk.bold(id)}  suppression rule`,
    ...(description === '' ? [] : [wrap(plain(description), 0)]),
    part('Why', wrap(plain(reason), 2)),
    ...(examples.length === 0 ? [] : [part('What it leaves out', ...examples.flatMap(leftOutLines))]),
    ...(silences.length === 0 ? [] : [part('Operators it concerns here', wrap(silences.join(', '), 2))]),
    part(
      'How to see or judge them all the same',
      row('mutate list --suppressed', 'lists what is left out, by rule', 28),
      row('--no-suppress', 'lets no rule apply', 28),
      row('--operators default,Name', 'lets no rule apply to the operator that is named', 28),
    ),
  ].join('\n\n')
}

function leftOutLines({ code, path, leftOut }: RuleExample): string[] {
  return [
    ...(path === undefined ? [] : [`  in ${path}:`]),
    ...code.split('\n').map((line) => `  ${line}`),
    ...leftOut.map((each) => `    ${each}`),
  ]
}
