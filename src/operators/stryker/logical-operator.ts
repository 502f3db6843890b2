/** The level `stryker`: `&&`, `||`, `??`. */
import { swapped, ts } from '../../syntax/index.js'
import { define } from './define.js'

const K = ts.SyntaxKind

const OTHER = new Map<ts.SyntaxKind, ts.BinaryOperator>([
  [K.AmpersandAmpersandToken, K.BarBarToken],
  [K.BarBarToken, K.AmpersandAmpersandToken],
  [K.QuestionQuestionToken, K.AmpersandAmpersandToken],
])

export const logicalOperator = define({
  name: 'LogicalOperator',
  kinds: [K.BinaryExpression],
  examples: [
    { before: 'x = a && b', after: ['x = a || b'] },
    { before: 'x = a || b', after: ['x = a && b'] },
    { before: 'x = a ?? b', after: ['x = a && b'] },
    { before: 'a ||= b', after: [] },
  ],
  *mutate(node, { source }) {
    if (!ts.isBinaryExpression(node)) return
    const other = OTHER.get(node.operatorToken.kind)
    if (other !== undefined) yield { node, ...swapped(node, other, source) }
  },
})
