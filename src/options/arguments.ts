/** Turns argv into a command, the values of its flags, and path arguments. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { UserError } from '../model/errors.js'
import { nearest } from '../common/nearest.js'
import {
  type CommandName, commands, flagName, flagsOf, type FlagValues, optionList, type OptionSpec,
} from './table.js'
import { complaint, readFlag } from './values.js'

export interface ParsedArguments {
  readonly command: CommandName
  readonly flags: FlagValues
  /** Path arguments as typed. */
  readonly paths: readonly string[]
}

/** What the command line asks for; `help` about one command, or about everything. */
export type Request =
  | ({ readonly type: 'command' } & ParsedArguments)
  | { readonly type: 'help'; readonly topic: CommandName | undefined }
  | { readonly type: 'version' }

/** Reads the command line. Throws a UserError for what it does not know. */
export function parseArguments(argv: readonly string[]): Request {
  const [first, ...rest] = argv
  if (first === 'help') return { type: 'help', topic: rest.find(isCommand) }
  const named = first !== undefined && isCommand(first)
  const command: CommandName = named ? first : 'run'
  const words = named ? rest : argv
  const beforeLiteral = words.includes('--') ? words.slice(0, words.indexOf('--')) : words
  if (beforeLiteral.some((word) => word === '--help' || word === '-h')) {
    return { type: 'help', topic: named ? command : undefined }
  }
  if (beforeLiteral.some((word) => word === '--version' || word === '-V')) return { type: 'version' }
  return { type: 'command', ...parseCommand(command, joinLists(words, command)) }
}

function isCommand(word: string): word is CommandName {
  return Object.hasOwn(commands, word)
}

function parseCommand(name: CommandName, words: readonly string[]): ParsedArguments {
  const parser = new Command(name)
    .helpOption(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined, writeOut: () => undefined })
    .argument('[paths...]')
    .action(() => undefined)
  for (const spec of flagsOf(name)) parser.addOption(toCommanderOption(spec))
  try {
    parser.parse(words, { from: 'user' })
  } catch (error) {
    throw error instanceof CommanderError ? readable(error, name) : error
  }
  const given = Object.entries(parser.opts()).filter(([key]) => parser.getOptionValueSource(key) === 'cli')
  return { command: name, flags: Object.fromEntries(given), paths: parser.args }
}

function toCommanderOption(spec: OptionSpec): Option {
  const option = new Option(spec.flag ?? '', spec.doc)
  option.attributeName = () => spec.key
  // Commander would make `<path…>` variadic only with three dots; lists are joined and repeated instead.
  if (spec.kind !== 'boolean') {
    option.argParser((text: string, previous: unknown) => {
      const value = readFlag(spec, text)
      const empty = Array.isArray(value) && value.length === 0
      const wrong = empty ? 'needs a value' : complaint(spec, value)
      if (wrong !== undefined) throw new InvalidArgumentError(wrong)
      return Array.isArray(previous) ? (previous as unknown[]).concat(value) : value
    })
  }
  return option
}

/** One sentence for what commander found wrong. */
function readable(error: CommanderError, command: CommandName): UserError {
  const quoted = /'([^']*)'/u.exec(error.message)?.[1] ?? ''
  switch (error.code) {
    case 'commander.unknownOption': return unknownFlag(quoted, command)
    case 'commander.invalidArgument': {
      const [, reason = ''] = / is invalid\. (.*)$/su.exec(error.message) ?? []
      return new UserError(`${quoted.split(' ')[0] ?? ''} ${reason}`)
    }
    default: return new UserError(error.message.replace(/^error: /u, '').replaceAll('\n', ' '))
  }
}

function unknownFlag(word: string, command: CommandName): UserError {
  const flag = word.split('=')[0] ?? word
  const known = flagsOf(command).map(flagName)
  if (known.includes(flag)) return new UserError(`${flag} takes no value`)
  const elsewhere = optionList.find((spec) => flagName(spec) === flag && !known.includes(flag))
  if (elsewhere !== undefined) {
    const owners = elsewhere.commands.map((name) => `mutate ${name}`).join(' and ')
    return new UserError(`${flag} belongs to ${owners}, not to mutate ${command}`)
  }
  const near = nearest(flag, [...known, '--help', '--version'])
  const hint = near === undefined ? `see mutate ${command} --help` : `did you mean ${near}?`
  return new UserError(`unknown option ${flag}; ${hint}`)
}

const OPERATOR_NAME = /^-?(?:[A-Z][A-Za-z]*|default|all|stryker)$/u
const SOURCE_ARGUMENT = /\.[cm]?[jt]sx?(?::\d+(?:-\d+)?)?$/u

/**
 * Lets list flags be followed by several words (`--operators default -StringLiteral`), which commander can not
 * tell from path arguments and flags: `--flag a b` becomes `--flag=a --flag=b` while words look like its values.
 */
function joinLists(words: readonly string[], command: CommandName): string[] {
  const specs = new Map(flagsOf(command).map((spec) => [flagName(spec), spec]))
  const joined: string[] = []
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? ''
    if (word === '--') return [...joined, ...words.slice(index)]
    const spec = specs.get(word)
    if (spec === undefined || spec.kind === 'boolean') {
      joined.push(word)
      continue
    }
    const first = words[index + 1]
    if (first === undefined || (first.startsWith('-') && !belongs(spec, first))) {
      throw new UserError(`${word} needs a value: ${spec.flag ?? word}`)
    }
    joined.push(`${word}=${first}`)
    index++
    while (belongs(spec, words[index + 1])) joined.push(`${word}=${words[++index] ?? ''}`)
  }
  return joined
}

/** Whether a word after a value of a list flag is one more value of it. */
function belongs(spec: OptionSpec, word: string | undefined): boolean {
  if (word === undefined) return false
  if (spec.kind === 'paths') return !word.startsWith('-') && !SOURCE_ARGUMENT.test(word)
  if (spec.kind !== 'names') return /^-\d/u.test(word)
  return word.split(',').every((name) => spec.choices?.includes(name) ?? OPERATOR_NAME.test(name))
}
