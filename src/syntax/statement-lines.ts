/** The first and last lines of all expression statements: where calls such as `describe` and `test` begin and end. */
import { linesOf } from './lines.js'
import { parse } from './parse.js'
import { ts } from './ts.js'

/** Undefined when the text cannot be parsed. */
export function statementLines(path: string, text: string): (readonly [from: number, to: number])[] | undefined {
  const parsed = parse(path, text)
  if (!parsed.ok) return undefined
  const { source } = parsed
  // As git counts them, not as the parser does.
  const lines = linesOf(text)
  const lineAt = (offset: number): number => lines.positionAt(offset).line
  const found: (readonly [number, number])[] = []
  const open: ts.Node[] = [source]
  for (let node = open.pop(); node; node = open.pop()) {
    if (ts.isExpressionStatement(node)) found.push([lineAt(node.getStart(source)), lineAt(node.end)])
    ts.forEachChild(node, (child) => void open.push(child))
  }
  return found
}
