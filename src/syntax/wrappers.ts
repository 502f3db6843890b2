/** Parentheses and TypeScript assertions: nodes that stand around an expression without changing its value. */
import { ts } from './ts.js'

/** `(x)`, `x as T`, `x satisfies T`, `x!`, `<T>x`. */
export type Wrapper =
  | ts.ParenthesizedExpression
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.NonNullExpression
  | ts.TypeAssertion

const WRAPPERS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ParenthesizedExpression,
  ts.SyntaxKind.AsExpression,
  ts.SyntaxKind.SatisfiesExpression,
  ts.SyntaxKind.NonNullExpression,
  ts.SyntaxKind.TypeAssertionExpression,
])

export function isWrapper(node: ts.Node): node is Wrapper {
  return WRAPPERS.has(node.kind)
}

/** The expression inside all wrappers. */
export function unwrap(node: ts.Expression): ts.Expression {
  let current = node
  while (isWrapper(current)) current = current.expression
  return current
}

/** Whether `node` stands inside an `x as T`, on either side of a function boundary. */
export function isBelowAs(node: ts.Node): boolean {
  for (let current = node.parent; current; current = current.parent) if (ts.isAsExpression(current)) return true
  return false
}

/** The outermost wrapper around `node`, or `node` itself. */
export function wrapped(node: ts.Node): ts.Node {
  let current = node
  while (isWrapper(current.parent)) current = current.parent
  return current
}
