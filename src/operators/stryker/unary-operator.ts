/** The level `stryker`: `+x`, `-x`, `~x`. */
import { ts } from '../../syntax/index.js'
import { define } from './define.js'

export const unaryOperator = define({
  name: 'UnaryOperator',
  kinds: [ts.SyntaxKind.PrefixUnaryExpression],
  examples: [
    { before: 'x = -a', after: ['x = +a'] },
    { before: 'x = +a', after: ['x = -a'] },
    { before: 'x = ~a', after: ['x = a'] },
    { before: 'a = !b', after: [] },
  ],
  *mutate(node, { text }) {
    if (!ts.isPrefixUnaryExpression(node)) return
    const operand = text(node.operand)
    if (node.operator === ts.SyntaxKind.PlusToken) yield { node, replacement: `-${operand}` }
    if (node.operator === ts.SyntaxKind.MinusToken) yield { node, replacement: `+${operand}` }
    if (node.operator === ts.SyntaxKind.TildeToken) yield { node, replacement: operand, shape: node.operand }
  },
})
