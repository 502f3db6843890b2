/** The level `stryker`: arrays and the constructor `Array`. */
import { isAssignmentTarget, ts } from '../../syntax/index.js'
import { define } from './define.js'

export const arrayDeclaration = define({
  name: 'ArrayDeclaration',
  kinds: [ts.SyntaxKind.ArrayLiteralExpression, ts.SyntaxKind.NewExpression, ts.SyntaxKind.CallExpression],
  examples: [
    { before: 'x = [1]', after: ['x = []'] },
    { before: 'x = []', after: ['x = ["Stryker was here"]'] },
    { before: 'x = new Array(5)', after: ['x = new Array()'] },
    { before: 'x = Array()', after: ['x = Array([])'] },
    { before: 'a = [b] as const', after: [] },
  ],
  *mutate(node) {
    if (ts.isArrayLiteralExpression(node)) {
      if (!isAssignmentTarget(node)) yield { node, replacement: node.elements.length > 0 ? '[]' : '["Stryker was here"]' }
      return
    }
    if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return
    if (!ts.isIdentifier(node.expression) || node.expression.text !== 'Array' || ts.isOptionalChain(node)) return
    const name = ts.isNewExpression(node) ? 'new Array' : 'Array'
    yield { node, replacement: node.arguments?.length ? `${name}()` : `${name}([])` }
  },
})
