/** The level `stryker`: `++` and `--`, also in the head of a loop. */
import { ts } from '../../syntax/index.js'
import { updateOperator as same } from '../update-operator.js'
import { define } from './define.js'

export const updateOperator = define({
  name: same.name,
  kinds: same.kinds,
  examples: [
    { before: 'a++', after: ['a--'] },
    { before: 'for (;; --a) b()', after: ['for (;; ++a) b()'] },
    { before: 'a = -b', after: [] },
  ],
  *mutate(node, { text }) {
    if (!ts.isPrefixUnaryExpression(node) && !ts.isPostfixUnaryExpression(node)) return
    const sign = { [ts.SyntaxKind.PlusPlusToken]: '--', [ts.SyntaxKind.MinusMinusToken]: '++' }[node.operator as number]
    if (sign === undefined) return
    const operand = text(node.operand)
    yield { node, replacement: ts.isPrefixUnaryExpression(node) ? sign + operand : operand + sign }
  },
})
