/** The piece of code around a change that stands for itself, as JavaScript that a minifier reads. */
import type { Span } from '../model/span.js'
import { isFunctionNode } from './functions.js'
import { ts } from './ts.js'

/** A function, a class or a statement of the module. */
export interface Piece extends Span {
  /** What makes a module of its text. */
  readonly wrap: readonly [before: string, after: string]
}

/**
 * The smallest piece that holds the whole span and can be understood without what is around it; names that are
 * declared outside are unknown in it, like those of globals.
 */
export function pieceAround(source: ts.SourceFile, { start, end }: Span): Piece | undefined {
  let piece: ts.Node | undefined
  let node: ts.Node = source
  for (let next = within(node); next; next = within(node)) {
    if (isPiece(next)) piece = next
    node = next
  }
  return piece && { start: piece.getStart(source), end: piece.end, wrap: wrapping(piece) }

  function within(parent: ts.Node): ts.Node | undefined {
    return ts.forEachChild(parent, (child) => child.getStart(source) <= start && end <= child.end ? child : undefined)
  }

  /** Private names belong to their class. */
  function isPiece(candidate: ts.Node): boolean {
    if (ts.isSourceFile(candidate.parent) || ts.isClassLike(candidate)) return true
    return isFunctionNode(candidate) && candidate.body !== undefined && !candidate.getText(source).includes('#')
  }
}

function wrapping(piece: ts.Node): Piece['wrap'] {
  if (ts.isClassElement(piece)) return ['class X extends Y {\n', '\n}']
  return ts.isExpression(piece) ? ['x = (\n', '\n)'] : ['', '']
}

/** The code without types, JSX and comments, in a form that old engines read; undefined when it cannot be parsed. */
export function plainJavaScript(path: string, code: string): string | undefined {
  const { outputText, diagnostics } = ts.transpileModule(code, {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      // Without `?.` and `??`: the minifier knows better what their long forms can do.
      target: ts.ScriptTarget.ES2019,
      useDefineForClassFields: true,
      jsx: ts.JsxEmit.React,
      allowJs: true,
      experimentalDecorators: true,
      verbatimModuleSyntax: true,
      removeComments: true,
    },
  })
  return diagnostics?.some(({ category }) => category === ts.DiagnosticCategory.Error) ? undefined : outputText
}
