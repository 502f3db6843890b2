/** The one table of options: flags, help, config keys, checks, the JSON Schema and the docs come from it. */
import type { CustomOperator, CustomRule, Override } from '../model/custom.js'
import type { PathGate } from '../model/options.js'
import type { Reporter } from '../model/reporter.js'
import type { CreateReporter } from '../reporters/user.js'
import type { DefinitionKind } from './definitions.js'

/**
 * What a value is:
 * - `path`: one file or folder; `paths`: a list of them; `names`: a list of words;
 * - `globs`: a list of patterns, one a flag;
 * - `gates`: gates by path;
 * - `shard`: `i/n`, `auto` or `auto/n`;
 * - `duration`: a time with its unit, such as `90s` or `5m`;
 * - `ref`: what git knows a commit by;
 * - `percent`: 0 to 100; `count`: a whole number from 0; `workers`: one from 1, or a share such as `50%`;
 * - `boolean`: true or false; on the command line the flag alone;
 * - what only a config holds: `operatorDefinitions`, `ruleDefinitions`, `overrides`.
 */
export type Kind =
  | 'path' | 'paths' | 'globs' | 'names' | 'boolean' | 'percent' | 'count' | 'workers' | 'ref' | 'shard' | 'duration' | 'gates' | DefinitionKind

export type CommandName = 'run' | 'list' | 'show' | 'verify' | 'diff' | 'affected' | 'plan' | 'merge' | 'describe' | 'init'

export const groups = ['What to mutate', 'What to verify', 'How to run', 'Reports', 'Gates'] as const

export interface OptionSpec {
  /** The name in code, and in the config file where `config` is true. */
  readonly key: string
  readonly kind: Kind
  readonly group: (typeof groups)[number]
  /** As commander and the help write it, e.g. `--out <dir>`; absent for what is not a flag. */
  readonly flag?: string
  /** Whether the config file may set it. */
  readonly config: boolean
  readonly commands: readonly CommandName[]
  /** The value when nobody sets one, as plain data. */
  readonly default?: string | boolean | readonly string[]
  /** The default in words, where it is no constant. */
  readonly defaultText?: string
  /** The only words a list of names may hold. */
  readonly choices?: readonly string[]
  /** The list may also hold reporters of the user: paths and names of packages, and, in a config that is code, reporters as they are. */
  readonly modules?: boolean
  /** A list that must hold something. */
  readonly nonEmpty?: boolean
  /** One sentence for help, schema and docs. */
  readonly doc: string
  /** The sentence for the help, where the flag does not read like the key. */
  readonly flagDoc?: string
}

export const commands: Readonly<Record<CommandName, string>> = {
  run: 'judge the mutants; the default command',
  list: 'show what would be mutated, running nothing',
  show: 'show one mutant of the last run: the diff, the tests, the evidence',
  verify: 'check verdicts: apply mutants to a copy, run the plain suite',
  diff: 'compare two reports: what survives newly, what is noticed now',
  affected: 'name or run the tests that cover a change',
  plan: 'share a run out among machines, with one dry run',
  merge: 'join the reports of several machines',
  describe: 'explain an operator or a suppression rule, or list them all',
  init: 'write a config with comments, and a script in package.json',
}

/** Every option that works, in the order in which help and docs show them. */
export const options = [
  {
    key: 'paths', kind: 'paths', group: 'What to mutate', config: true, commands: ['run', 'list', 'plan'],
    defaultText: 'what the tests load, and `src` and `lib`',
    doc: 'Files, folders, globs, or lines of a file (`src/cart.ts:12-40`) to mutate.',
  },
  {
    key: 'since', kind: 'ref', flag: '--since <ref>', group: 'What to mutate', config: false,
    commands: ['run', 'list', 'affected'], defaultText: 'everything',
    doc: 'Judge only what changed since the merge base with this git ref, uncommitted changes included: mutants on changed lines, and those that changed tests reach.',
  },
  {
    key: 'shard', kind: 'shard', flag: '--shard <i/n>', group: 'What to mutate', config: false, commands: ['run'],
    defaultText: 'everything',
    doc: 'Judge part i of n, for several machines; `auto` or `auto/n` takes what GitLab, CircleCI or Kubernetes say.',
  },
  {
    key: 'plan', kind: 'path', flag: '--plan <file>', group: 'What to mutate', config: false, commands: ['run'],
    defaultText: 'mutants are shared out by their ids',
    doc: 'The file that `mutate plan` wrote: it says which mutants the shard judges and which test files it needs.',
  },
  {
    key: 'shards', kind: 'count', flag: '--shards <n>', group: 'What to mutate', config: false, commands: ['plan'],
    defaultText: 'none, it must be given',
    doc: 'For how many machines to plan.',
  },
  {
    key: 'operators', kind: 'names', flag: '--operators <names>', group: 'What to mutate', config: true,
    commands: ['run', 'list', 'plan'], default: ['default'], nonEmpty: true,
    doc: 'A level (`default`, `all`, `stryker`) and/or operator names; `-Name` leaves one out.',
  },
  {
    key: 'suppress', kind: 'boolean', flag: '--no-suppress', group: 'What to mutate', config: true,
    commands: ['run', 'list', 'plan'], default: true,
    doc: 'Whether rules may leave out mutants that are not worth judging; comments in the code always may.',
    flagDoc: 'Judge also the mutants that rules leave out; comments in the code still count.',
  },
  {
    key: 'rules', kind: 'names', group: 'What to mutate', config: true, commands: ['run', 'list', 'plan'], default: ['all'], nonEmpty: true,
    doc: 'Ids of the suppression rules that apply, `all` for every one; `-id` leaves one out.',
  },
  {
    key: 'overrides', kind: 'overrides', group: 'What to mutate', config: true, commands: ['run', 'list', 'plan'], defaultText: 'none',
    doc: 'Other `operators`, `rules` or `suppress` for some `paths`; later ones win.',
  },
  {
    key: 'customOperators', kind: 'operatorDefinitions', group: 'What to mutate', config: true,
    commands: ['run', 'list', 'plan', 'describe'], defaultText: 'none',
    doc: 'Operators of your own, in a config that is code.',
  },
  {
    key: 'customRules', kind: 'ruleDefinitions', group: 'What to mutate', config: true,
    commands: ['run', 'list', 'plan', 'describe'], defaultText: 'none',
    doc: 'Suppression rules of your own, in a config that is code.',
  },
  {
    key: 'sample', kind: 'count', flag: '--sample <n>', group: 'What to verify', config: false,
    commands: ['verify'], defaultText: 'all verdicts',
    doc: 'Check so many verdicts, drawn at random.',
  },
  {
    key: 'seed', kind: 'count', flag: '--seed <n>', group: 'What to verify', config: false, commands: ['verify'],
    defaultText: 'a new one each time',
    doc: 'The seed of the draw; it is printed, and the same seed draws the same.',
  },
  {
    key: 'exclude', kind: 'globs', flag: '--exclude <glob>', group: 'What to verify', config: false,
    commands: ['verify'], defaultText: 'none',
    doc: 'Test files to leave out of the plain runs, because they read sources from disk; may repeat.',
  },
  {
    key: 'root', kind: 'path', flag: '--root <dir>', group: 'How to run', config: false,
    commands: ['run', 'list', 'show', 'verify', 'describe', 'affected', 'plan', 'merge', 'init'],
    defaultText: 'the working directory',
    doc: 'The folder of the project.',
  },
  {
    key: 'configFile', kind: 'path', flag: '--config <file>', group: 'How to run', config: false,
    commands: ['run', 'list', 'show', 'verify', 'describe', 'affected', 'plan', 'merge', 'init'], defaultText: '`mutate.config.*` or package.json, in the root',
    doc: 'The config file to read.',
  },
  {
    key: 'concurrency', kind: 'workers', flag: '--concurrency <n|n%>', group: 'How to run', config: true,
    commands: ['run', 'verify', 'plan'], defaultText: 'all cores; for `verify` 2 plain runs',
    doc: 'How many workers run tests at the same time, as a number or as a share of the cores; from 2 on up to eight times as many where tests mostly wait.',
  },
  {
    key: 'fresh', kind: 'boolean', flag: '--fresh', group: 'How to run', config: false, commands: ['run'], default: false,
    doc: 'Judge every mutant alone, each in a new worker: slow, and what all other verdicts must equal.',
  },
  {
    key: 'force', kind: 'boolean', flag: '--force', group: 'How to run', config: false, commands: ['run'], default: false,
    doc: 'Judge everything, also what cannot have changed since the last run.',
  },
  {
    key: 'budget', kind: 'duration', flag: '--budget <time>', group: 'How to run', config: true, commands: ['run'],
    defaultText: 'no limit',
    doc: 'Open no test file and start no mutant after this time (`90s`, `5m`): mutants are drawn at random, the score comes with a confidence interval, and the next run goes on.',
  },
  {
    key: 'projects', kind: 'globs', flag: '--project <name>', group: 'How to run', config: true,
    commands: ['run', 'verify', 'plan', 'affected'], defaultText: 'all',
    doc: 'Projects of the Vitest config whose tests run, `*` for any text, `!name` for all but one; may repeat.',
  },
  {
    key: 'vitestConfig', kind: 'path', flag: '--vitest-config <file>', group: 'How to run', config: true,
    commands: ['run', 'verify', 'plan', 'affected'], defaultText: 'what Vitest finds in the root',
    doc: 'The config file of Vitest.',
  },
  {
    key: 'dryRuns', kind: 'count', flag: '--dry-runs <n>', group: 'How to run', config: true, commands: ['run'],
    defaultText: '1',
    doc: 'How often the tests run without a mutant at first; more find tests that fail now and then.',
  },
  {
    key: 'shareWorkers', kind: 'boolean', flag: '--no-share-workers', group: 'How to run', config: true, commands: ['run'],
    default: true,
    doc: 'Whether a test file may follow another in one worker, when that one left nothing behind.',
    flagDoc: 'Start a new worker for each test file, even after one that left nothing behind.',
  },
  {
    key: 'ignoreTests', kind: 'globs', flag: '--ignore-tests <name>', group: 'How to run', config: true, commands: ['run', 'verify', 'plan'],
    defaultText: 'none',
    doc: 'Tests to leave out, as `file > suite > test` or a part of it from the end, `*` for any text; may repeat.',
  },
  {
    key: 'types', kind: 'boolean', flag: '--types', group: 'What to mutate', config: true, commands: ['run', 'list', 'plan'],
    default: false,
    doc: 'Whether the types of the project help to choose mutants: fewer that cannot matter, for a slower start.',
    flagDoc: 'Let the types of the project help to choose mutants; starts slower.',
  },
  {
    key: 'typeCheck', kind: 'boolean', flag: '--no-type-check', group: 'How to run', config: true, commands: ['run'],
    default: true,
    doc: 'Whether survivors are type-checked, where the project has a tsconfig.json and TypeScript; what does not compile is left '
      + 'out of the score.',
    flagDoc: 'Do not ask the TypeScript of the project which survivors do not compile.',
  },
  {
    key: 'minify', kind: 'boolean', flag: '--minify', group: 'How to run', config: true, commands: ['run'], default: false,
    doc: 'Whether survivors are minified and left out when they are the same program as the original.',
    flagDoc: 'Leave survivors out that are the same program after minification.',
  },
  {
    key: 'coverage', kind: 'paths', flag: '--coverage <path…>', group: 'How to run', config: true,
    commands: ['run'], defaultText: 'none',
    doc: 'Coverage data to read; what it says no test covers is reported without being run, and test files that it says are not needed are left out.',
  },
  {
    key: 'reporters', kind: 'names', flag: '--reporters <names>', group: 'Reports', config: true,
    commands: ['run', 'diff', 'merge'], default: ['text', 'json', 'html'], defaultText: '`text`, `json`, `html`; for `diff` `text`',
    choices: ['text', 'json', 'html', 'sarif', 'github', 'gitlab', 'junit', 'markdown', 'badge'],
    modules: true, doc: 'What to write about the run; a path or a package is a reporter of your own, and a config that is code may hold one itself.',
  },
  {
    key: 'out', kind: 'path', flag: '--out <dir>', group: 'Reports', config: true,
    commands: ['run', 'diff', 'plan', 'merge'],
    default: 'reports/mutation',
    doc: 'The folder that reports are written to.',
  },
  {
    key: 'json', kind: 'boolean', flag: '--json', group: 'Reports', config: false,
    commands: ['run', 'list', 'show', 'verify', 'diff', 'describe', 'affected', 'merge'], default: false,
    doc: 'Print the report as JSON on stdout, and nothing else there.',
  },
  {
    key: 'report', kind: 'path', flag: '--report <file>', group: 'Reports', config: false, commands: ['show'],
    defaultText: 'the last run on this machine',
    doc: 'Read the mutant from this mutation.json, such as one that `mutate merge` or another machine wrote.',
  },
  {
    key: 'all', kind: 'boolean', flag: '--all', group: 'Reports', config: false, commands: ['run', 'diff', 'merge'], default: false,
    doc: 'Show every survivor and every file on the terminal, not only the most useful one of each line, and the first hundred.',
  },
  {
    key: 'profile', kind: 'boolean', flag: '--profile', group: 'Reports', config: false, commands: ['run'], default: false,
    doc: 'Print where the time went, and write `trace.json` for a trace viewer into the report folder.',
  },
  {
    key: 'diff', kind: 'boolean', flag: '--diff', group: 'Reports', config: false, commands: ['list'],
    default: false,
    doc: 'Show each mutant as a diff.',
  },
  {
    key: 'suppressed', kind: 'boolean', flag: '--suppressed', group: 'Reports', config: false, commands: ['list'],
    default: false,
    doc: 'Show only the mutants that rules and comments leave out, by rule, with the reason.',
  },
  {
    key: 'run', kind: 'boolean', flag: '--run', group: 'How to run', config: false, commands: ['affected'], default: false,
    doc: 'Run the tests with the project\'s own Vitest instead of naming them.',
  },
  {
    key: 'args', kind: 'boolean', flag: '--args', group: 'Reports', config: false, commands: ['affected'], default: false,
    doc: 'Print the test files as arguments for Vitest; nothing when no test is affected.',
  },
  {
    key: 'minScore', kind: 'percent', flag: '--min-score <n>', group: 'Gates', config: true, commands: ['run', 'merge'],
    defaultText: 'no gate',
    doc: 'Fail when fewer than this percentage of the mutants are detected.',
  },
  {
    key: 'minCovered', kind: 'percent', flag: '--min-covered <n>', group: 'Gates', config: true,
    commands: ['run', 'merge'], defaultText: 'no gate',
    doc: 'Fail when fewer than this percentage of the mutants that tests reach are detected.',
  },
  {
    key: 'maxSurvivors', kind: 'count', flag: '--max-survivors <n>', group: 'Gates', config: true,
    commands: ['run', 'merge'], defaultText: 'no gate',
    doc: 'Fail when more than this many mutants survive.',
  },
  {
    key: 'noNewSurvivors', kind: 'path', flag: '--no-new-survivors <report>', group: 'Gates', config: true,
    commands: ['run', 'merge'], defaultText: 'no gate',
    doc: 'Fail when a mutant survives that did not in this earlier mutation.json; code that moved is the same.',
  },
  {
    key: 'gates', kind: 'gates', group: 'Gates', config: true, commands: ['run', 'merge'], defaultText: 'no gate',
    doc: 'Gates of parts of the project: `minScore`, `minCovered` and `maxSurvivors` by glob or path.',
  },
] as const satisfies readonly OptionSpec[]

type Spec = (typeof options)[number]
type Named<S> = S extends { modules: true; choices: readonly (infer Choice)[] } ? readonly (Choice | (string & Record<never, never>))[]
  : S extends { choices: readonly (infer Choice)[] } ? readonly Choice[] : readonly string[]

/** The type of a value of each kind. */
interface KindType {
  path: string
  ref: string
  shard: string
  duration: string
  gates: Readonly<Record<string, PathGate>>
  paths: readonly string[]
  globs: readonly string[]
  boolean: boolean
  percent: number
  count: number
  workers: number | `${number}%`
  operatorDefinitions: readonly CustomOperator[]
  ruleDefinitions: readonly CustomRule[]
  overrides: readonly Override[]
}

type ValueOf<S extends Spec> = S['kind'] extends keyof KindType ? KindType[S['kind']] : Named<S>

/** What flags can set, by key; absent is not given. */
export type FlagValues = { [S in Spec as S['key']]?: ValueOf<S> }

/** A config that is code may hold reporters as they are. */
type ConfigValueOf<S extends Spec> = S extends { modules: true; choices: readonly (infer Choice)[] }
  ? readonly (Choice | (string & Record<never, never>) | Reporter | CreateReporter)[] : ValueOf<S>

/** What a config file can set, by key; the documented twin is `MutateConfig`. */
export type ConfigValues = { readonly [S in Extract<Spec, { config: true }> as S['key']]?: ConfigValueOf<S> }

/** The table without its literal types, for code that walks it. */
export const optionList: readonly OptionSpec[] = options

/** The long flag without its value, e.g. `--out`. */
export function flagName(spec: OptionSpec): string {
  return (spec.flag ?? '').split(' ')[0] ?? ''
}

/** The options of one command that can be given as flags. */
export function flagsOf(command: CommandName): OptionSpec[] {
  return optionList.filter((spec) => spec.flag !== undefined && spec.commands.includes(command))
}
