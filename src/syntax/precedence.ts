/** How tightly expressions hold together, and how tightly they have to in their place. */
import { ts } from './ts.js'

/** How tightly an expression holds together; higher binds tighter. Everything from a call upwards is 20. */
const PRIMARY = 20

const BINARY_PRECEDENCE = new Map<ts.SyntaxKind, number>([
  [ts.SyntaxKind.CommaToken, 0],
  [ts.SyntaxKind.QuestionQuestionToken, 4],
  [ts.SyntaxKind.BarBarToken, 4],
  [ts.SyntaxKind.AmpersandAmpersandToken, 5],
  [ts.SyntaxKind.BarToken, 6],
  [ts.SyntaxKind.CaretToken, 7],
  [ts.SyntaxKind.AmpersandToken, 8],
  [ts.SyntaxKind.EqualsEqualsToken, 9],
  [ts.SyntaxKind.ExclamationEqualsToken, 9],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, 9],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, 9],
  [ts.SyntaxKind.LessThanToken, 10],
  [ts.SyntaxKind.LessThanEqualsToken, 10],
  [ts.SyntaxKind.GreaterThanToken, 10],
  [ts.SyntaxKind.GreaterThanEqualsToken, 10],
  [ts.SyntaxKind.InKeyword, 10],
  [ts.SyntaxKind.InstanceOfKeyword, 10],
  [ts.SyntaxKind.LessThanLessThanToken, 11],
  [ts.SyntaxKind.GreaterThanGreaterThanToken, 11],
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken, 11],
  [ts.SyntaxKind.PlusToken, 12],
  [ts.SyntaxKind.MinusToken, 12],
  [ts.SyntaxKind.AsteriskToken, 13],
  [ts.SyntaxKind.SlashToken, 13],
  [ts.SyntaxKind.PercentToken, 13],
  [ts.SyntaxKind.AsteriskAsteriskToken, 14],
])

/** That of an expression with this operator. */
export function binaryPrecedence(operator: ts.SyntaxKind): number {
  return BINARY_PRECEDENCE.get(operator) ?? 2
}

/** The precedence of `node` as it is written, without parentheses. */
export function precedence(node: ts.Expression): number {
  switch (node.kind) {
    case ts.SyntaxKind.BinaryExpression:
      return binaryPrecedence((node as ts.BinaryExpression).operatorToken.kind)
    case ts.SyntaxKind.AsExpression:
    case ts.SyntaxKind.SatisfiesExpression:
      return 10
    case ts.SyntaxKind.ConditionalExpression:
    case ts.SyntaxKind.ArrowFunction:
    case ts.SyntaxKind.YieldExpression:
      return 2
    case ts.SyntaxKind.PrefixUnaryExpression:
    case ts.SyntaxKind.TypeOfExpression:
    case ts.SyntaxKind.VoidExpression:
    case ts.SyntaxKind.DeleteExpression:
    case ts.SyntaxKind.AwaitExpression:
    case ts.SyntaxKind.TypeAssertionExpression:
      return 15
    case ts.SyntaxKind.PostfixUnaryExpression:
      return 16
    default:
      return PRIMARY
  }
}

/** The lowest precedence that an expression may have in the place of `node` without parentheses. */
export function loosestAt(node: ts.Expression): number {
  const { parent } = node
  switch (parent.kind) {
    case ts.SyntaxKind.BinaryExpression: {
      const { left, operatorToken: { kind } } = parent as ts.BinaryExpression
      const own = binaryPrecedence(kind)
      if (own <= 2) return kind === ts.SyntaxKind.CommaToken ? 1 : own
      if (kind === ts.SyntaxKind.AsteriskAsteriskToken) return left === node ? own + 2 : own
      return left === node ? own : own + 1
    }
    case ts.SyntaxKind.ConditionalExpression:
      return (parent as ts.ConditionalExpression).condition === node ? 3 : 2
    case ts.SyntaxKind.PrefixUnaryExpression:
    case ts.SyntaxKind.TypeOfExpression:
    case ts.SyntaxKind.VoidExpression:
    case ts.SyntaxKind.DeleteExpression:
    case ts.SyntaxKind.AwaitExpression:
    case ts.SyntaxKind.TypeAssertionExpression:
      return 15
    case ts.SyntaxKind.AsExpression:
    case ts.SyntaxKind.SatisfiesExpression:
      return 10
    case ts.SyntaxKind.CallExpression:
    case ts.SyntaxKind.NewExpression:
      return (parent as ts.CallExpression).expression === node ? PRIMARY : 1
    case ts.SyntaxKind.ElementAccessExpression:
      return (parent as ts.ElementAccessExpression).expression === node ? PRIMARY : 0
    case ts.SyntaxKind.PropertyAccessExpression:
    case ts.SyntaxKind.NonNullExpression:
    case ts.SyntaxKind.PostfixUnaryExpression:
    case ts.SyntaxKind.TaggedTemplateExpression:
    case ts.SyntaxKind.ExpressionWithTypeArguments:
      return PRIMARY
    default:
      // Nothing beside `node` competes for its operands; where no statement or bracket holds it alone, a comma would end it.
      return ts.isStatement(parent) || ts.isParenthesizedExpression(parent) || ts.isTemplateSpan(parent) ? 0 : 1
  }
}

/** The operator of an expression with two operands. */
export function operatorOf(node: ts.Expression): ts.SyntaxKind | undefined {
  return ts.isBinaryExpression(node) ? node.operatorToken.kind : undefined
}

/** `a ?? b` may not stand next to `||` or `&&` without parentheses. */
export function clash(outer: ts.SyntaxKind, inner: ts.SyntaxKind): boolean {
  return isNullish(outer) && isAndOrToken(inner) || isAndOrToken(outer) && isNullish(inner)
}

function isNullish(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.QuestionQuestionToken
}

function isAndOrToken(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.AmpersandAmpersandToken
}
