/** Finds the command lines of `mutate` in documents and CI files, and says what is wrong with one. */
import { parseDocument, visit } from 'yaml'
import { UserError } from '../src/model/errors.js'
import { parseArguments } from '../src/options/arguments.js'

/** The arguments of each `mutate` command in lines of a shell, with `npx` or by its path too, also inside of `sh -c`. */
export function inShell(text: string): string[][] {
  // An expression of GitHub stands for one word.
  const lines = text.replaceAll(/\$\{\{.*?\}\}/gu, '1').split('\n')
  return lines.flatMap((line) => commandsOf(line).flatMap((words) => argumentsOf(words.filter((word) => !/^(?:\$|npx|node|\w+=.*)$/u.test(word)))))
}

function argumentsOf([program = '', ...rest]: readonly string[]): string[][] {
  if (program === 'sh' && rest[0] === '-c') return inShell(rest[1] ?? '')
  return program === 'mutate' || program.endsWith('bin/mutate.js') ? [rest] : []
}

/** The commands of a line as words, without quotes and without the comment. */
function commandsOf(line: string): string[][] {
  const commands: string[][] = [[]]
  for (const [token] of line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'|&;])+|[|&;]+/gu)) {
    if (token.startsWith('#')) break
    if (/^[|&;]/u.test(token)) commands.push([])
    else commands.at(-1)!.push(token.replaceAll(/["']/gu, ''))
  }
  return commands
}

/** Those in texts, lists of words and comments of a YAML file; in a comment a command stands after a colon. */
export function inYaml(text: string): string[][] {
  const found: string[][] = []
  visit(parseDocument(text), {
    Scalar(_, { value }) { if (typeof value === 'string') found.push(...inShell(value)) },
    Seq(_, { items }) {
      const inList = argumentsOf(items.map(String))
      found.push(...inList)
      return inList.length > 0 ? visit.SKIP : undefined
    },
  })
  const comments = text.split('\n').flatMap((line) => /^\s*#.*?: (.*)$/u.exec(line)?.[1] ?? [])
  return [...found, ...comments.flatMap(inShell)]
}

/** Those in blocks of code and between backticks of a Markdown file. */
export function inMarkdown(text: string): string[][] {
  const found: string[][] = []
  const prose = text.replaceAll(/^(\s*)```(\w*)\n([^]*?)^\s*```$/gmu, (_, _indent, language: string, block: string) => {
    if (language === 'yaml') found.push(...inYaml(block))
    else if (['sh', 'bash', ''].includes(language)) found.push(...inShell(block))
    return ''
  })
  for (const [, code = ''] of prose.matchAll(/`([^`\n]+)`/gu)) found.push(...inShell(code))
  return found
}

/** What the project's own parser says against a command line; a word that is no command is not taken for a path. */
export function complaintAbout(argv: readonly string[]): string | undefined {
  try {
    const request = parseArguments(argv)
    if (request.type !== 'command' || request.command !== 'run') return undefined
    const odd = request.paths.find((path) => !/[./*]/u.test(path))
    return odd === undefined ? undefined : `there is no command ${odd}`
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
}
