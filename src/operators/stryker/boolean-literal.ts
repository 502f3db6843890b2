/** The level `stryker`: `true`, `false` and `!`. */
import { isNot, reduced, ts } from '../../syntax/index.js'
import { define } from './define.js'

export const booleanLiteral = define({
  name: 'BooleanLiteral',
  kinds: [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.PrefixUnaryExpression],
  examples: [
    { before: 'x = true', after: ['x = false'] },
    { before: 'x = !a', after: ['x = a'] },
    { before: 'a = b as true', after: [] },
  ],
  *mutate(node, { source }) {
    if (node.kind === ts.SyntaxKind.TrueKeyword) yield { node, replacement: 'false' }
    if (node.kind === ts.SyntaxKind.FalseKeyword) yield { node, replacement: 'true' }
    if (isNot(node)) yield { node, ...reduced(node.operand, source) }
  },
})
