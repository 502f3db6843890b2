/** The help texts, made from the option table; every line fits in 80 columns. */
import { plain, section, wrap } from './columns.js'
import { type CommandName, commands, flagsOf, groups, type OptionSpec } from './table.js'

const USAGE: Readonly<Record<CommandName, string>> = {
  run: 'mutate [run] [paths…] [options]',
  list: 'mutate list [paths…] [options]',
  show: 'mutate show <id> [options]',
  verify: 'mutate verify [id…] [options]',
  diff: 'mutate diff <old> <new> [options]',
  affected: 'mutate affected --since <ref> [options]',
  plan: 'mutate plan --shards <n> [paths…] [options]',
  merge: 'mutate merge <reports…> [options]',
  describe: 'mutate describe [name] [options]',
  init: 'mutate init [options]',
}

const PATHS = 'A path is a file, a folder, a glob, or lines of a file (src/cart.ts:12-40). '
  + 'Without paths: what the tests load, and all that is in src and lib.'

const IDS = 'An id is that of a mutant of the last run, as the reports show it; its beginning is enough.'

const ABOUT: Readonly<Record<CommandName, string>> = {
  run: PATHS,
  list: PATHS,
  show: `${IDS} With --report the mutant is read from a report, as far as that tells.`,
  verify: `Applies each mutant to a copy of the project and runs the whole plain test suite on it with the project's own Vitest, `
    + `then compares with what the last run said. ${IDS} Without ids: all verdicts, or --sample.`,
  diff: 'Compares two mutation.json files by what their mutants are, wherever they stand: what survives newly, what is noticed '
    + 'now, what is gone. With --reporters html or markdown the report of the new one begins with that.',
  affected: 'The tests that cover the changed lines, as the last run saw it, and those that changed themselves. '
    + 'A file that no coverage knows widens the answer.',
  plan: 'Runs the tests once and writes plan.json into the report folder: which shard judges what, balanced by measured durations. '
    + `Each machine then runs: mutate run --shard i/n --plan <file>. ${PATHS}`,
  merge: 'Reports are those that shards wrote (mutation.json), or folders that hold them. Says what is missing, writes the reports '
    + 'of the whole, and applies the gates.',
  init: 'Writes nothing over: a config that is there stays as it is.',
  describe: 'A name is that of an operator or of a suppression rule, as reports show it. Without one: all of them in a table.',
}

const EXAMPLES: Readonly<Record<CommandName, readonly (readonly [string, string])[]>> = {
  run: [
    ['mutate', 'the whole project'],
    ['mutate src/cart.ts:12-40', 'some lines'],
    ['mutate src/billing --min-score 80', 'a gate for CI'],
    ['mutate --operators default,-StringLiteral', 'all but one operator'],
  ],
  list: [
    ['mutate list src/cart.ts --diff', 'each mutant as a diff'],
    ['mutate list --json', 'as a mutation report'],
    ['mutate list --suppressed', 'what is left out, and why'],
  ],
  show: [
    ['mutate show 1f0c6a', 'the mutant whose id begins so'],
    ['mutate show 1f0c6a --report all/mutation.json', 'as a report tells it'],
  ],
  verify: [
    ['mutate verify 1f0c6a', 'one verdict'],
    ['mutate verify --sample 50', 'fifty, drawn at random'],
    ['mutate verify --sample 50 --seed 7', 'the same fifty each time'],
  ],
  diff: [
    ['mutate diff old/mutation.json new/mutation.json', 'on the terminal'],
    ['mutate diff old.json new.json --reporters markdown', 'as a comment'],
  ],
  affected: [
    ['mutate affected --since main', 'the tests, one a line'],
    ['mutate affected --since main --run', 'run them'],
  ],
  plan: [
    ['mutate plan --shards 4', 'for four machines'],
  ],
  merge: [
    ['mutate merge shards/*/mutation.json', 'one report out of several'],
    ['mutate merge shards --min-score 80', 'all below a folder, with a gate'],
  ],
  init: [
    ['mutate init', 'begin'],
  ],
  describe: [
    ['mutate describe EqualityOperator', 'what it does, and how to detect it'],
    ['mutate describe error-text', 'what a rule leaves out, and why'],
  ],
}

const EXIT_CODES_OF_VERIFY = [
  ['0', 'all verdicts that were compared agree'],
  ['1', 'at least one does not'],
  ['2', 'usage or configuration is wrong'],
  ['3', 'the plain suite fails in a copy without any mutant'],
  ['4', 'nothing could be compared'],
] as const

const EXIT_CODES = [
  ['0', 'passed'],
  ['1', 'a gate (--min-score …) failed'],
  ['2', 'usage or configuration is wrong'],
  ['3', 'tests fail without any mutant; nothing was judged'],
  ['4', 'inconclusive: a gate was asked for, but too little could be judged'],
  ['70', 'a bug in mutate'],
  ['130, 143', 'stopped by a signal; the results so far are kept'],
] as const

/** Help about one command, or about all of them. */
export function helpText(topic: CommandName | undefined): string {
  const about = topic ?? 'run'
  const parts = [
    'mutate finds the changes to your code that no test notices.',
    usage(topic),
    wrap(ABOUT[about], 0),
    ...(topic === undefined ? [section('Commands', Object.entries(commands))] : []),
    ...optionParts(about),
    section('Examples', EXAMPLES[about].concat(topic === undefined ? EXAMPLES.list : []), 46),
    ...(about === 'run' ? [section('Exit codes', EXIT_CODES, 12)] : []),
    ...(about === 'verify' ? [section('Exit codes', EXIT_CODES_OF_VERIFY, 12)] : []),
  ]
  if (topic === undefined) parts.push('mutate <command> --help shows the options of a command.')
  return `${parts.join('\n\n')}\n`
}

function usage(topic: CommandName | undefined): string {
  const names = topic === undefined ? (Object.keys(USAGE) as CommandName[]) : [topic]
  return `Usage: ${names.map((name) => USAGE[name]).join('\n       ')}`
}

function optionParts(command: CommandName): string[] {
  const specs = flagsOf(command)
  const listed = groups.map((group) => {
    const members = specs.filter((spec) => spec.group === group)
    const rows = members.map((spec) => [spec.flag ?? '', describe(spec)] as const)
    return rows.length === 0 ? '' : section(group, rows)
  })
  const others = [['-h, --help', 'Show this help.'], ['-V, --version', 'Show the version.']] as const
  return [...listed.filter((text) => text !== ''), section('Other', others)]
}

function describe(spec: OptionSpec): string {
  const known = spec.choices === undefined ? '' : ` Known: ${spec.choices.join(', ')}.`
  const fallback = spec.defaultText ?? (spec.kind === 'boolean' ? undefined : listed(spec.default))
  const otherwise = fallback === undefined || fallback === 'no gate' ? '' : ` Default: ${fallback}.`
  return plain(`${spec.flagDoc ?? spec.doc}${known}${otherwise}`)
}

function listed(value: OptionSpec['default']): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value === undefined ? undefined : String(value)
}
