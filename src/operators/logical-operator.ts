/** `&&`, `||`, `??`: one side alone, or the neighbouring operator. */
import { isAnd, isAndOr, isBooleanLogic, ts, withOperator } from '../syntax/index.js'
import type { Operator } from './operator.js'

const { AmpersandAmpersandToken: AND, BarBarToken: OR, QuestionQuestionToken: NULLISH } = ts.SyntaxKind

export const logicalOperator: Operator = {
  name: 'LogicalOperator',
  level: 'default',
  description: 'Drops one side of `&&`, `||` or `??`, or confuses the two ways to give a default.',
  remedy: 'Test a case that only one side decides; for defaults also 0, an empty string and false.',
  kinds: [ts.SyntaxKind.BinaryExpression],
  examples: [
    { before: 'x = user && user.name', after: ['x = user', 'x = user.name'] },
    { before: 'x = size || 10', after: ['x = 10', 'x = size ?? 10'] },
    { before: 'x = size ?? 10', after: ['x = size', 'x = size || 10'] },
    { before: 'if (a || b) run()', after: ['if (a) run()', 'if (b) run()'] },
    { before: 'if (a && b) run()', after: [] },
  ],
  *mutate(node, { source, facts, text }) {
    if (!ts.isBinaryExpression(node)) return
    const drop = (side: ts.Expression) => ({ node, replacement: text(side) })
    const swap = (operator: ts.BinaryOperator) => ({ node, replacement: withOperator(node, operator, source) })
    if (isAndOr(node)) {
      const logic = isBooleanLogic(node, facts)
      if (isAnd(node)) {
        // As a condition each side is tried as true, which is the same and a smaller change.
        if (!logic) yield* [drop(node.left), drop(node.right)]
        yield { ...swap(OR), subsumed: true }
      } else {
        if (logic) yield* [drop(node.left), drop(node.right)]
        else yield* [drop(node.right), swap(NULLISH)]
        yield { ...swap(AND), subsumed: true }
      }
    } else if (node.operatorToken.kind === NULLISH) {
      yield* [drop(node.left), swap(OR)]
      yield { ...swap(AND), subsumed: true }
    }
  },
}
