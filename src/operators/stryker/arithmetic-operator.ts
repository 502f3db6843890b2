/** The level `stryker`: `+ - * / %`. */
import { isAndOr, isAssignmentOperator, swapped, ts } from '../../syntax/index.js'
import { define } from './define.js'

const K = ts.SyntaxKind

const OTHER = new Map<ts.SyntaxKind, ts.BinaryOperator>([
  [K.PlusToken, K.MinusToken],
  [K.MinusToken, K.PlusToken],
  [K.AsteriskToken, K.SlashToken],
  [K.SlashToken, K.AsteriskToken],
  [K.PercentToken, K.AsteriskToken],
])

export const arithmeticOperator = define({
  name: 'ArithmeticOperator',
  kinds: [K.BinaryExpression],
  examples: [
    { before: 'x = a + b', after: ['x = a - b'] },
    { before: 'x = a % b', after: ['x = a * b'] },
    { before: 'x = a + "b"', after: [] },
    { before: 'x = "a" + b + c', after: ['x = "a" + b - c'] },
  ],
  *mutate(node, { source }) {
    if (!ts.isBinaryExpression(node)) return
    const other = OTHER.get(node.operatorToken.kind)
    if (other !== undefined && !hasText(node)) yield { node, ...swapped(node, other, source) }
  },
})

function hasText(node: ts.BinaryExpression): boolean {
  return isText(node.right) || isText(lastOperand(node.left))
}

/** The operand next to the operator: the right one of a calculation on the left. */
function lastOperand(node: ts.Expression): ts.Expression {
  const inner = ts.isParenthesizedExpression(node) ? node.expression : node
  if (!ts.isBinaryExpression(inner)) return inner
  const { kind } = inner.operatorToken
  return isAndOr(inner) || kind === K.QuestionQuestionToken || isAssignmentOperator(kind) ? inner : inner.right
}

export function isText(node: ts.Expression): boolean {
  const inner = ts.isParenthesizedExpression(node) ? node.expression : node
  return ts.isStringLiteralLike(inner) || ts.isTemplateExpression(inner)
}
