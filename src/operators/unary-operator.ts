/** The signs `-x`, `+x` and `~x`. */
import { isComparison, ts, wrapped } from '../syntax/index.js'
import type { Operator } from './operator.js'

export const unaryOperator: Operator = {
  name: 'UnaryOperator',
  level: 'default',
  description: 'Leaves out a minus or a bitwise not, and makes a plus a minus.',
  why: 'A lost sign unnoticed means that tests use zero, or do not look at the result.',
  remedy: 'Assert the sign of the result with an operand that is not 0.',
  kinds: [ts.SyntaxKind.PrefixUnaryExpression],
  examples: [
    { before: 'x = -a', after: ['x = a'] },
    { before: 'x = +a', after: ['x = -a'] },
    { before: 'x = ~a', after: ['x = a'] },
    { before: 'x = -1', after: ['x = 1'] },
    { before: 'x = a < -1', after: [] },
  ],
  *mutate(node, { text }) {
    if (!ts.isPrefixUnaryExpression(node)) return
    if (node.operator === ts.SyntaxKind.MinusToken || node.operator === ts.SyntaxKind.TildeToken) {
      yield { node, replacement: text(node.operand), ...(isBoundary(node) ? { subsumed: true } : {}) }
    } else if (node.operator === ts.SyntaxKind.PlusToken) {
      yield { node, replacement: `-${text(node.operand)}` }
    }
  },
}

/** A number that something is compared with: the comparison itself has the closer mutants. */
function isBoundary(node: ts.PrefixUnaryExpression): boolean {
  const { parent } = wrapped(node)
  return ts.isNumericLiteral(node.operand) && ts.isBinaryExpression(parent) && isComparison(parent.operatorToken.kind)
}
