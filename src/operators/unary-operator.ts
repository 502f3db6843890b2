/** The signs `-x`, `+x` and `~x`. */
import { ts } from '../syntax/index.js'
import type { Operator } from './operator.js'

export const unaryOperator: Operator = {
  name: 'UnaryOperator',
  level: 'default',
  description: 'Leaves out a minus or a bitwise not, and makes a plus a minus.',
  remedy: 'Assert the sign of the result with an operand that is not 0.',
  kinds: [ts.SyntaxKind.PrefixUnaryExpression],
  examples: [
    { before: 'x = -a', after: ['x = a'] },
    { before: 'x = +a', after: ['x = -a'] },
    { before: 'x = ~a', after: ['x = a'] },
    { before: 'x = -1', after: ['x = 1'] },
  ],
  *mutate(node, { text }) {
    if (!ts.isPrefixUnaryExpression(node)) return
    if (node.operator === ts.SyntaxKind.MinusToken || node.operator === ts.SyntaxKind.TildeToken) {
      yield { node, replacement: text(node.operand) }
    } else if (node.operator === ts.SyntaxKind.PlusToken) {
      yield { node, replacement: `-${text(node.operand)}` }
    }
  },
}
