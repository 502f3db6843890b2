/** Texts in columns of at most 80 characters, for help and descriptions. */

const WIDTH = 80
const COLUMN = 24

/** A title with its rows of a term and what is said about it. */
export function section(title: string, rows: readonly (readonly [string, string])[], column = COLUMN): string {
  return [`${title}:`, ...rows.map(([term, text]) => row(term, text, column))].join('\n')
}

/** A term, indented by two, and its text from `column` on; on lines of its own when the term is too long. */
export function row(term: string, text: string, column = COLUMN): string {
  const body = wrap(text, column)
  const head = `  ${term}`
  return head.length + 2 > column ? `${head}\n${body}` : head.padEnd(column) + body.trimStart()
}

/** Breaks a text into lines of at most 80 columns, each indented. */
export function wrap(text: string, indent: number): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line].map((each) => ' '.repeat(indent) + each).join('\n')
}

/** Docs mark code with backticks; a terminal needs none. */
export function plain(text: string): string {
  return text.replaceAll('`', '')
}
