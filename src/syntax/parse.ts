/** Text to syntax tree, or to the first reason why it is none. */
import { ts } from './ts.js'

/** Why a text is no program. */
export interface SyntaxProblem {
  /** One sentence of the parser, without a final dot. */
  readonly message: string
  /** Line of the text, from 1. */
  readonly line: number
}

export type Parsed =
  | { readonly ok: true; readonly source: ts.SourceFile }
  | { readonly ok: false; readonly problem: SyntaxProblem }

/** Parses with the grammar that the extension of `path` asks for; nodes know their parents. */
export function parse(path: string, text: string): Parsed {
  const target = ts.ScriptTarget.Latest
  let source: ts.SourceFile
  try {
    source = ts.createSourceFile(path, text, target, true, scriptKind(path))
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { ok: false, problem: { message: 'nested too deeply to be parsed', line: 1 } }
  }
  const problem = firstProblem(source)
  return problem ? { ok: false, problem } : { ok: true, source }
}

/** The first complaint of the parser about `source`, if it has one. */
function firstProblem(source: ts.SourceFile): SyntaxProblem | undefined {
  // The compiler keeps this list on every parsed file but does not declare it.
  const { parseDiagnostics } = source as unknown as { parseDiagnostics: readonly ts.DiagnosticWithLocation[] }
  const first = parseDiagnostics.find((diagnostic) => diagnostic.category === ts.DiagnosticCategory.Error)
  if (!first) return undefined
  const message = ts.flattenDiagnosticMessageText(first.messageText, ' ').replace(/\.$/, '')
  return { message, line: source.getLineAndCharacterOfPosition(first.start).line + 1 }
}

function scriptKind(path: string): ts.ScriptKind {
  if (/\.[mc]?ts$/i.test(path)) return ts.ScriptKind.TS
  if (/\.tsx$/i.test(path)) return ts.ScriptKind.TSX
  // Plain JavaScript files may hold JSX too, and parsing them as such changes nothing else.
  return ts.ScriptKind.JSX
}
