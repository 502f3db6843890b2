/** Questions that rules ask about the code around a mutant. */
import { isFunctionNode, ts, unwrap } from '../syntax/index.js'

/** `node` and what contains it, up to and without the body of the function around it. */
export function* around(node: ts.Node): Generator<ts.Node> {
  for (let current = node; current; current = current.parent) {
    yield current
    if (ts.isBlock(current) && isFunctionNode(current.parent)) return
  }
}

/** The last name of `a`, `a.b`, `this.a`, `this.#a`. */
export function lastName(node: ts.Expression): string {
  const inner = unwrap(node)
  if (ts.isIdentifier(inner)) return inner.text
  return ts.isPropertyAccessExpression(inner) ? inner.name.text.replace(/^#/, '') : ''
}

/** Receiver and method of `a.b.c()`; no receiver for `c()`. */
export function calleeOf(node: ts.Node): { readonly receiver?: string; readonly name: string } | undefined {
  if (!ts.isCallExpression(node)) return undefined
  const callee = unwrap(node.expression)
  if (ts.isIdentifier(callee)) return { name: callee.text }
  if (!ts.isPropertyAccessExpression(callee)) return undefined
  return { receiver: lastName(callee.expression), name: callee.name.text }
}

/** Whether `statement` does nothing but what `isNoise` says, possibly in a block or awaited. */
export function isOnly(statement: ts.Statement, isNoise: (node: ts.Node) => boolean): boolean {
  if (ts.isBlock(statement)) return statement.statements.length > 0 && statement.statements.every((s) => isOnly(s, isNoise))
  if (!ts.isExpressionStatement(statement)) return false
  let inner = unwrap(statement.expression)
  while (ts.isAwaitExpression(inner) || ts.isVoidExpression(inner)) inner = unwrap(inner.expression)
  return isNoise(inner)
}

/**
 * Whether `node` is such a call, is inside one, or decides about nothing but such calls: the test of an `if` around
 * them, or a block of them.
 */
export function concernsOnly(node: ts.Node, isNoise: (node: ts.Node) => boolean): boolean {
  if ((ts.isBlock(node) || ts.isStatement(node)) && isOnly(node, isNoise)) return true
  let inside = node
  for (const outer of around(node)) {
    if (isNoise(outer)) return true
    if (ts.isIfStatement(outer) && outer.expression === inside) {
      return isOnly(outer.thenStatement, isNoise) && (!outer.elseStatement || isOnly(outer.elseStatement, isNoise))
    }
    inside = outer
  }
  return false
}

/** The name that a value is given: of the variable, property, parameter or field that it is for. */
export function nameOfValue(node: ts.Node): string {
  let inside = node
  for (const outer of around(node)) {
    if (ts.isVariableDeclaration(outer) || ts.isPropertyAssignment(outer) || ts.isParameter(outer)
      || ts.isPropertyDeclaration(outer) || ts.isBindingElement(outer)) {
      return outer.initializer === inside ? outer.name.getText().replace(/^['"#]|['"]$/g, '') : ''
    }
    if (ts.isBinaryExpression(outer) && outer.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      return outer.right === inside ? lastName(outer.left) : ''
    }
    if (outer !== node && !isConstant(outer)) return ''
    inside = outer
  }
  return ''
}

/** Made of numbers and arithmetic alone. */
export function isConstant(node: ts.Node): boolean {
  if (ts.isParenthesizedExpression(node)) return isConstant(node.expression)
  if (ts.isPrefixUnaryExpression(node)) return isConstant(node.operand)
  if (ts.isBinaryExpression(node)) return isConstant(node.left) && isConstant(node.right)
  return ts.isNumericLiteral(node) || ts.isBigIntLiteral(node)
}
