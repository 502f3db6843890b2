/** Statements that assign: removed. */
import { isAlone, isAssignmentOperator, isCount, ts, unwrap } from '../syntax/index.js'
import type { Operator } from './operator.js'

export const assignmentRemoval: Operator = {
  name: 'AssignmentRemoval',
  level: 'all',
  description: 'Removes a statement that assigns, counts or deletes.',
  why: 'State that can be left unset unnoticed is not asserted anywhere.',
  remedy: 'Assert the variable or property afterwards.',
  kinds: [ts.SyntaxKind.ExpressionStatement],
  examples: [
    { before: 'a = b; c.d += e; f++; delete g.h', after: [
      '; c.d += e; f++; delete g.h', 'a = b; ; f++; delete g.h', 'a = b; c.d += e; ; delete g.h', 'a = b; c.d += e; f++; ;',
    ] },
    { before: 'a()', after: [] },
  ],
  *mutate(node) {
    if (!ts.isExpressionStatement(node) || !assigns(unwrap(node.expression))) return
    yield { node, replacement: ';', form: 'statement', ...(isAlone(node) ? { subsumed: true } : {}) }
  },
}

function assigns(node: ts.Expression): boolean {
  if (ts.isBinaryExpression(node)) return isAssignmentOperator(node.operatorToken.kind)
  if (ts.isDeleteExpression(node) || ts.isPostfixUnaryExpression(node)) return true
  return ts.isPrefixUnaryExpression(node) && isCount(node.operator)
}
