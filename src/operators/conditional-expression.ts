/** Conditions and comparisons: replaced by a constant. */
import {
  constantsFor, isAnd, isAndOr, isBooleanLogic, isComparison, isNot, isOr, isSelfContained, ts, unwrap,
} from '../syntax/index.js'
import { constantsOfComparison } from './equality-operator.js'
import type { Context, Mutation, Operator } from './operator.js'

export const conditionalExpression: Operator = {
  name: 'ConditionalExpression',
  level: 'default',
  description: 'Decides a condition beforehand: always true or always false; empties a `case`.',
  why: 'A condition that might as well be constant is a decision that no test distinguishes.',
  remedy: 'Test a case for each outcome of the condition, and assert what differs between them.',
  kinds: [
    ts.SyntaxKind.IfStatement, ts.SyntaxKind.ConditionalExpression, ts.SyntaxKind.WhileStatement,
    ts.SyntaxKind.DoStatement, ts.SyntaxKind.ForStatement, ts.SyntaxKind.BinaryExpression, ts.SyntaxKind.CallExpression,
    ts.SyntaxKind.CaseClause, ts.SyntaxKind.DefaultClause,
  ],
  examples: [
    { before: 'if (ok) run()', after: ['if (true) run()', 'if (false) run()'] },
    { before: 'x = ok ? 1 : 2', after: ['x = true ? 1 : 2', 'x = false ? 1 : 2'] },
    { before: 'while (ok) run()', after: ['while (false) run()'] },
    { before: 'x = a < b', after: ['x = false'] },
    { before: 'x = a >= b', after: ['x = true'] },
    { before: 'x = a === "on"', after: ['x = true', 'x = false'] },
    { before: 'if (ready && done()) run()', after: [
      'if (true) run()', 'if (false) run()', 'if (true && done()) run()', 'if (ready && true) run()',
    ] },
    { before: 'x = list.some(f)', after: ['x = true', 'x = false'] },
    { before: 'switch (a) { case 1: return b; default: c(); d() }', after: [
      'switch (a) { case 1: ; default: c(); d() }', 'switch (a) { case 1: return b; default: ; }',
    ] },
    { before: 'while (true) run()', after: [] },
  ],
  *mutate(node, context) {
    switch (node.kind) {
      case ts.SyntaxKind.IfStatement:
      case ts.SyntaxKind.WhileStatement:
      case ts.SyntaxKind.DoStatement:
        yield* plain((node as ts.IfStatement).expression, context)
        return
      case ts.SyntaxKind.ConditionalExpression:
      case ts.SyntaxKind.ForStatement: {
        const { condition } = node as ts.ConditionalExpression | ts.ForStatement
        if (condition) yield* plain(condition, context)
        return
      }
      case ts.SyntaxKind.CaseClause:
      case ts.SyntaxKind.DefaultClause:
        yield* emptied(node as ts.CaseOrDefaultClause, context)
        return
      case ts.SyntaxKind.BinaryExpression:
        yield* ofBinary(node as ts.BinaryExpression, context)
        return
      case ts.SyntaxKind.CallExpression:
        if (isQuantifier(node as ts.CallExpression) && isLoose(node as ts.CallExpression)) {
          yield* constants(node as ts.CallExpression, context)
        }
    }
  },
}

/** The statements of a `case` gone, so that it falls through. */
function* emptied(node: ts.CaseOrDefaultClause, { source }: Context): Generator<Mutation> {
  const { statements } = node
  const [first] = statements
  const last = statements.at(-1)
  if (!first || !last || !isSelfContained(statements)) return
  const isLast = node.parent.clauses.at(-1) === node
  if (statements.length === 1 && (ts.isBlock(first) || isLast && ts.isBreakStatement(first))) return
  yield { node, span: { start: first.getStart(source), end: last.end }, replacement: ';', form: 'statement' }
}

/** A whole test or an operand that no other rule here speaks for. */
function* plain(expression: ts.Expression, context: Context): Generator<Mutation> {
  const inner = unwrap(expression)
  const { kind } = inner
  if (kind === ts.SyntaxKind.TrueKeyword || kind === ts.SyntaxKind.FalseKeyword || isNot(inner) || isTruth(inner)) return
  yield* constants(inner, context)
}

function* ofBinary(node: ts.BinaryExpression, context: Context): Generator<Mutation> {
  if (isComparison(node.operatorToken.kind)) {
    const { keep, subsumed } = constantsOfComparison(node, context.facts)
    for (const constant of keep) yield { node, replacement: String(constant) }
    for (const constant of subsumed) yield { node, replacement: String(constant), subsumed: true }
  } else if (isTruth(node)) {
    yield* constants(node, context)
  } else if (isAndOr(node)) {
    yield* ofLogic(node, context)
  }
}

/** The whole of an `&&` as false, of a yes-or-no `||` as true; then the operands of an `&&` as true. */
function* ofLogic(node: ts.BinaryExpression, context: Context): Generator<Mutation> {
  const logic = isAndOr(node) && isBooleanLogic(node, context.facts)
  const place = constantsFor(node, context.facts)
  if (isLoose(node)) {
    if (isAnd(node) && place.false) yield { node, replacement: 'false' }
    if (isOr(node) && logic && place.true) yield { node, replacement: 'true' }
  }
  if (!logic || !isAnd(node)) return
  for (const operand of [node.left, node.right]) {
    // An inner `&&` as true is detected with any of its own operands as true.
    if (!isAnd(unwrap(operand))) yield* plain(operand, context)
  }
}

function* constants(node: ts.Expression, context: Context): Generator<Mutation> {
  const place = constantsFor(node, context.facts)
  if (place.true) yield { node, replacement: 'true' }
  if (place.false) yield { node, replacement: 'false' }
}

/** Comparisons and membership tests: they are visited wherever they stand. */
function isTruth(node: ts.Expression): boolean {
  if (!ts.isBinaryExpression(node)) return false
  const { kind } = node.operatorToken
  return isComparison(kind) || kind === ts.SyntaxKind.InKeyword || kind === ts.SyntaxKind.InstanceOfKeyword
}

/** Whether no condition around `node` already proposes constants for it. */
function isLoose(node: ts.Expression): boolean {
  let outer: ts.Node = node
  while (ts.isParenthesizedExpression(outer.parent)) outer = outer.parent
  const { parent } = outer
  switch (parent.kind) {
    case ts.SyntaxKind.IfStatement:
    case ts.SyntaxKind.WhileStatement:
    case ts.SyntaxKind.DoStatement:
      return false
    case ts.SyntaxKind.ConditionalExpression:
    case ts.SyntaxKind.ForStatement:
      return (parent as ts.ForStatement).condition !== outer
    default:
      return !isAndOr(parent)
  }
}

function isQuantifier(node: ts.CallExpression): boolean {
  return ts.isPropertyAccessExpression(node.expression)
    && (node.expression.name.text === 'every' || node.expression.name.text === 'some')
}
