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
    { before: 'a(1 + 2 as number)', after: [';'] },
  ],
  *mutate(node) {
    if (ts.isThrowStatement(node) ? ts.isNewExpression(node.expression) : isPlainCall(node)) {
      yield { node, replacement: ';', form: 'statement', onlyAlone: !holdsTypes(node) }
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

/** What StrykerJS does not enter, types above all, keeps it from seeing that there is more to mutate in the statement. */
function holdsTypes(node: ts.Node): boolean {
  return ts.forEachChild(node, (child) => isNotEntered(child) || holdsTypes(child)) ?? false
}

function isNotEntered(node: ts.Node): boolean {
  if (ts.isTypeNode(node)) return !ts.isExpressionWithTypeArguments(node) && !ts.isSatisfiesExpression(node.parent)
  return ts.isAsExpression(node) || ts.isEnumDeclaration(node) || ts.isDecorator(node)
    || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)
}
