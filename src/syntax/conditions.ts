/** Where an expression is used as a yes or no, and which constants are worth putting in its place there. */
import type { Facts } from './facts.js'
import { enclosingFunction } from './functions.js'
import { ts } from './ts.js'
import { unwrap, wrapped } from './wrappers.js'

export type AndOr = ts.BinaryExpression & {
  readonly operatorToken: ts.Token<ts.SyntaxKind.AmpersandAmpersandToken | ts.SyntaxKind.BarBarToken>
}

export function isAndOr(node: ts.Node): node is AndOr {
  return isAnd(node) || isOr(node)
}

export function isAnd(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
}

export function isOr(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.BarBarToken
}

export function isNot(node: ts.Node): node is ts.PrefixUnaryExpression {
  return ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken
}

/** The statement or ternary that `node`, wrappers included, is the whole test of. */
export function testOf(node: ts.Expression): 'branch' | 'loop' | undefined {
  const outer = wrapped(node)
  const parent = outer.parent
  if (ts.isIfStatement(parent)) return parent.expression === outer ? 'branch' : undefined
  if (ts.isConditionalExpression(parent)) return parent.condition === outer ? 'branch' : undefined
  if (ts.isWhileStatement(parent) || ts.isDoStatement(parent)) return parent.expression === outer ? 'loop' : undefined
  if (ts.isForStatement(parent)) return parent.condition === outer ? 'loop' : undefined
  return undefined
}

/** Whether only the truth of `node` matters, not its value. */
export function isCondition(node: ts.Expression): boolean {
  let current: ts.Expression = node
  for (;;) {
    if (testOf(current)) return true
    const parent = wrapped(current).parent
    if (isNot(parent)) return true
    if (!isAndOr(parent)) return false
    current = parent
  }
}

/** Whether `node` is a yes or no: by its place, by its operands, or by what its function says it returns. */
export function isBooleanLogic(node: AndOr, facts: Facts): boolean {
  return isCondition(node) || hasBooleanOperands(node, facts) || isBooleanResult(node, facts)
}

function hasBooleanOperands(node: AndOr, facts: Facts): boolean {
  return [unwrap(node.left), unwrap(node.right)].every((operand) =>
    isAndOr(operand) ? hasBooleanOperands(operand, facts) : facts.kindOf(operand) === 'boolean')
}

function isBooleanResult(node: ts.Expression, facts: Facts): boolean {
  let outer = wrapped(node)
  while (isAndOr(outer.parent)) outer = wrapped(outer.parent)
  const { parent } = outer
  if (!ts.isReturnStatement(parent) && !(ts.isArrowFunction(parent) && parent.body === outer)) return false
  const type = enclosingFunction(outer)?.type
  return !!type && facts.kindOfType(type) === 'boolean'
}

/** Which of `true` and `false` differ in `node`'s place from what other mutants around it already do. */
export interface Constants {
  readonly true: boolean
  readonly false: boolean
}

const BOTH: Constants = { true: true, false: true }
const NONE: Constants = { true: false, false: false }

/**
 * `false && b` is the whole `&&` as `false`, `false || b` is `b` alone and `!true` is the `!` as `false`: such constants
 * are made at the outer node. A loop is never made endless.
 */
export function constantsFor(node: ts.Expression, facts: Facts): Constants {
  const test = testOf(node)
  if (test) return test === 'loop' ? { true: false, false: true } : BOTH
  const parent = wrapped(node).parent
  if (isNot(parent) || ts.isExpressionStatement(parent)) return NONE
  if (isAndOr(parent)) return { true: isAnd(parent) && isBooleanLogic(parent, facts), false: false }
  return BOTH
}
