/** The reference of all operators and rules in Markdown, docs/operators.md. */
import type { Example, Level } from '../operators/index.js'
import { describeOperators, describeRules, type OperatorDescription, type RuleDescription } from './describe.js'

const INTRODUCTION = `# Operators and suppression rules

Written by scripts/generate.js from the operators and rules themselves; do not edit. \`mutate describe <name>\` tells the
same on screen.

An operator makes mutants of one kind. \`--operators\` takes levels and names, and \`-Name\` leaves one out:

- \`default\`: the strongest mutants of each place. What detects them detects the weaker ones too.
- \`all\`: those, the weaker ones, and some more operators.
- \`stryker\`: exactly the mutants of StrykerJS 10, for people who come from there and for comparisons. \`node bench/stryker.js\`
  compares both: no difference on ufo (1,012 mutants), hookable (365) and zustand (542), 42 on hono (12,679; 0.33 %), where
  StrykerJS copies comments into what it puts there. Different on purpose: no mutant that equals its original, none twice at one
  place, none in \`require(…)\` and in tests inside of sources.

A comment switches mutants off: \`// mutate-disable-next-line <operators|all>: reason\`, or a stretch from
\`// mutate-disable\` to \`// mutate-restore\`. The comments of StrykerJS work as they are. A comment that switches nothing
off is reported. \`mutate list --suppressed\` lists what is left out, and why.`

const TITLES: Readonly<Record<Level, string>> = {
  default: 'Level `default`',
  all: 'Level `all`, besides',
  stryker: 'Level `stryker`',
}

/** The whole document. */
export function operatorReference(): string {
  const operators = describeOperators()
  const levels = Object.entries(TITLES).map(([level, title]) => {
    const own = operators.filter((operator) => operator.level === level)
    const shared = level === 'stryker' ? [sharedNames(operators)] : []
    return [`## ${title}`, ...shared, ...own.map(operatorPart)].join('\n\n')
  })
  return `${[INTRODUCTION, ...levels, rulesPart(describeRules())].join('\n\n')}\n`
}

function sharedNames(operators: readonly OperatorDescription[]): string {
  const names = operators.filter(({ alsoStryker }) => alsoStryker).map(({ name }) => code(name))
  return `These make the mutants of StrykerJS 10 under the names above: ${names.join(', ')}. And besides:`
}

function operatorPart({ name, description, why, remedy, examples, more, silencedBy }: OperatorDescription): string {
  return [
    `### ${name}`,
    description,
    `*Why a survivor matters.* ${why}`,
    `*How to detect it.* ${remedy}`,
    table(['before', 'after'], examples.map(exampleRow)),
    ...(more.length > 0 ? ['The level `all` makes besides:', table(['before', 'after'], more.map(exampleRow))] : []),
    ...(silencedBy.length > 0 ? [`Silenced by the rules ${silencedBy.map(code).join(', ')}.`] : []),
  ].join('\n\n')
}

function exampleRow({ before, after }: Example): string[] {
  return [code(before), after.length === 0 ? '–' : after.map(code).join('<br>')]
}

function rulesPart(rules: readonly RuleDescription[]): string {
  return [
    '## Suppression rules',
    'What a rule leaves out is counted and listed as ignored. `--no-suppress` lets no rule apply, and none applies to an '
      + 'operator that is named in `--operators`.',
    ...rules.map(({ id, description, reason, examples }) => [
      `### ${id}`,
      `${description} Because ${reason}.`,
      table(['code', 'left out'], examples.map(({ code: text, path, leftOut }) =>
        [code(text) + (path === undefined ? '' : ` in ${code(path)}`), leftOut.map(code).join('<br>')])),
    ].join('\n\n')),
  ].join('\n\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Code in a cell of a table: bars are escaped, and backticks in it ask for two around it. */
function code(text: string): string {
  const cell = text.replaceAll('\n', ' ⏎ ').replaceAll('|', '\\|')
  return cell.includes('`') ? `\`\` ${cell} \`\`` : `\`${cell}\``
}
