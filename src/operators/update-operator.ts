/** `++` and `--`. */
import { isForUpdate, ts } from '../syntax/index.js'
import type { Operator } from './operator.js'

const { PlusPlusToken: INCREMENT, MinusMinusToken: DECREMENT } = ts.SyntaxKind

export const updateOperator: Operator = {
  name: 'UpdateOperator',
  level: 'default',
  description: 'Counts in the other direction.',
  why: 'A counter that runs the wrong way unnoticed is not asserted.',
  remedy: 'Assert the counter, or what depends on it, after at least one step.',
  kinds: [ts.SyntaxKind.PrefixUnaryExpression, ts.SyntaxKind.PostfixUnaryExpression],
  examples: [
    { before: 'i++', after: ['i--'] },
    { before: 'i--', after: ['i++'] },
    { before: '++i', after: ['--i'] },
    { before: '--i', after: ['++i'] },
    { before: 'for (;;i++) run()', after: [] },
  ],
  *mutate(node, { text }) {
    if (!ts.isPrefixUnaryExpression(node) && !ts.isPostfixUnaryExpression(node)) return
    if (node.operator !== INCREMENT && node.operator !== DECREMENT) return
    const sign = node.operator === INCREMENT ? '--' : '++'
    const operand = text(node.operand)
    yield {
      node,
      replacement: ts.isPrefixUnaryExpression(node) ? sign + operand : operand + sign,
      // Turning a loop around makes it endless, which any test notices.
      ...(isForUpdate(node) ? { subsumed: true } : {}),
    }
  },
}
