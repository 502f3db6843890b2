/** The level `stryker`: statements of one call, and thrown new errors, that hold nothing else to mutate. */
import { ts } from '../../syntax/index.js'
import { define } from './define.js'

export const callExpression = define({
  name: 'CallExpression',
  kinds: [ts.SyntaxKind.ExpressionStatement, ts.SyntaxKind.ThrowStatement],
  examples: [
    { before: 'a(b)', after: [';'] },
    { before: 'throw new A(b)', after: [';'] },
    { before: 'throw a', after: [] },
    { before: 'a?.b()', after: [] },
  ],
  *mutate(node) {
    if (ts.isThrowStatement(node) ? ts.isNewExpression(node.expression) : isPlainCall(node)) {
      yield { node, replacement: ';', form: 'statement', onlyAlone: true }
    }
  },
})

function isPlainCall(node: ts.Node): boolean {
  if (!ts.isExpressionStatement(node)) return false
  let call = node.expression
  while (ts.isParenthesizedExpression(call)) call = call.expression
  return ts.isCallExpression(call) && !ts.isOptionalChain(call)
    && call.expression.kind !== ts.SyntaxKind.SuperKeyword && call.expression.kind !== ts.SyntaxKind.ImportKeyword
}
