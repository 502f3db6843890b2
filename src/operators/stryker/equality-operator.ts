/** The level `stryker`: comparisons. */
import { swapped, ts } from '../../syntax/index.js'
import { define } from './define.js'

const K = ts.SyntaxKind

const OTHERS = new Map<ts.SyntaxKind, readonly ts.BinaryOperator[]>([
  [K.LessThanToken, [K.LessThanEqualsToken, K.GreaterThanEqualsToken]],
  [K.LessThanEqualsToken, [K.LessThanToken, K.GreaterThanToken]],
  [K.GreaterThanToken, [K.GreaterThanEqualsToken, K.LessThanEqualsToken]],
  [K.GreaterThanEqualsToken, [K.GreaterThanToken, K.LessThanToken]],
  [K.EqualsEqualsToken, [K.ExclamationEqualsToken]],
  [K.ExclamationEqualsToken, [K.EqualsEqualsToken]],
  [K.EqualsEqualsEqualsToken, [K.ExclamationEqualsEqualsToken]],
  [K.ExclamationEqualsEqualsToken, [K.EqualsEqualsEqualsToken]],
])

export const equalityOperator = define({
  name: 'EqualityOperator',
  kinds: [K.BinaryExpression],
  examples: [
    { before: 'x = a < b', after: ['x = a <= b', 'x = a >= b'] },
    { before: 'x = a === b', after: ['x = a !== b'] },
    { before: 'a = (b < c) as boolean', after: [] },
  ],
  *mutate(node, { source }) {
    if (!ts.isBinaryExpression(node)) return
    for (const other of OTHERS.get(node.operatorToken.kind) ?? []) yield { node, ...swapped(node, other, source) }
  },
})
