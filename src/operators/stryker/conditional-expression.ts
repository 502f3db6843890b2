/** The level `stryker`: tests, comparisons, `&&`, `||` and cases. */
import { isAnd, isAndOr, isComparison, isOr, isSelfContained, ts } from '../../syntax/index.js'
import type { Context, Mutation } from '../operator.js'
import { define } from './define.js'

const K = ts.SyntaxKind

export const conditionalExpression = define({
  name: 'ConditionalExpression',
  kinds: [
    K.IfStatement, K.WhileStatement, K.DoStatement, K.ForStatement, K.BinaryExpression, K.CaseClause, K.DefaultClause,
  ],
  examples: [
    { before: 'if (a) b()', after: ['if (true) b()', 'if (false) b()'] },
    { before: 'while (a) b()', after: ['while (false) b()'] },
    { before: 'for (;;) b()', after: ['for (;false;) b()'] },
    { before: 'x = a < b', after: ['x = true', 'x = false'] },
    { before: 'x = a && b < c', after: ['x = true', 'x = false', 'x = a && true'] },
    { before: 'switch (a) { case 1: b() }', after: ['switch (a) { case 1: }'] },
    { before: 'x = a ? b : c', after: [] },
  ],
  *mutate(node, context) {
    switch (node.kind) {
      case K.IfStatement:
        yield* constants((node as ts.IfStatement).expression, [true, false])
        return
      case K.WhileStatement:
      case K.DoStatement:
        yield* constants((node as ts.WhileStatement).expression, [false])
        return
      case K.ForStatement: {
        const { condition } = node as ts.ForStatement
        if (condition) yield* constants(condition, [false])
        else yield* ended(node as ts.ForStatement, context)
        return
      }
      case K.BinaryExpression:
        yield* ofBinary(node as ts.BinaryExpression)
        return
      default:
        yield* emptied(node as ts.CaseOrDefaultClause, context)
    }
  },
})

function* constants(node: ts.Expression, values: readonly boolean[]): Generator<Mutation> {
  let inner = node
  while (ts.isParenthesizedExpression(inner)) inner = inner.expression
  for (const value of values) yield { node: inner, replacement: String(value) }
}

function* ofBinary(node: ts.BinaryExpression): Generator<Mutation> {
  if (!isComparison(node.operatorToken.kind) && !isAndOr(node)) return
  let outer: ts.Node = node
  while (ts.isParenthesizedExpression(outer.parent)) outer = outer.parent
  const { parent } = outer
  const isLoop = (ts.isWhileStatement(parent) || ts.isDoStatement(parent) || ts.isForStatement(parent) && parent.condition === outer)
  if (!isLoop && !isOr(parent)) yield { node, replacement: 'true' }
  if (!isAnd(parent)) yield { node, replacement: 'false' }
}

/** `for (;;)` gets a test. */
function* ended(node: ts.ForStatement, { source, text }: Context): Generator<Mutation> {
  let statement: ts.Statement = node
  while (ts.isLabeledStatement(statement.parent)) statement = statement.parent
  const at = conditionAt(node, source)
  const start = node.getStart(source)
  const replacement = source.text.slice(start, at) + 'false' + source.text.slice(at, node.end)
  const standIn = { node: statement, span: { start, end: node.end }, replacement, form: 'statement' as const }
  if (replacement !== text(node)) yield { node, span: standIn.span, replacement, standIn }
}

/** Just after the first semicolon of the head. */
function conditionAt(node: ts.ForStatement, source: ts.SourceFile): number {
  const semicolon = node.getChildren(source).find((child) => child.kind === K.SemicolonToken)
  return semicolon?.end ?? node.getStart(source)
}

function* emptied(node: ts.CaseOrDefaultClause, { source }: Context): Generator<Mutation> {
  const first = node.statements[0]
  const last = node.statements.at(-1)
  if (!first || !last || !isSelfContained(node.statements)) return
  const head = source.text.slice(node.getStart(source), first.pos)
  const span = { start: first.getStart(source), end: last.end }
  yield { node, span: { start: node.getStart(source), end: node.end }, replacement: head, form: 'statement',
    standIn: { node, span, replacement: '', form: 'statement' } }
}
