/** The level `stryker`: compound assignments. */
import { swapped, ts } from '../../syntax/index.js'
import { isText } from './arithmetic-operator.js'
import { define } from './define.js'

const K = ts.SyntaxKind

const OTHER = new Map<ts.SyntaxKind, ts.BinaryOperator>([
  [K.PlusEqualsToken, K.MinusEqualsToken],
  [K.MinusEqualsToken, K.PlusEqualsToken],
  [K.AsteriskEqualsToken, K.SlashEqualsToken],
  [K.SlashEqualsToken, K.AsteriskEqualsToken],
  [K.PercentEqualsToken, K.AsteriskEqualsToken],
  [K.LessThanLessThanEqualsToken, K.GreaterThanGreaterThanEqualsToken],
  [K.GreaterThanGreaterThanEqualsToken, K.LessThanLessThanEqualsToken],
  [K.AmpersandEqualsToken, K.BarEqualsToken],
  [K.BarEqualsToken, K.AmpersandEqualsToken],
  [K.AmpersandAmpersandEqualsToken, K.BarBarEqualsToken],
  [K.BarBarEqualsToken, K.AmpersandAmpersandEqualsToken],
  [K.QuestionQuestionEqualsToken, K.AmpersandAmpersandEqualsToken],
])

/** These take strings, too. */
const LOGICAL = new Set<ts.SyntaxKind>([
  K.AmpersandAmpersandEqualsToken, K.BarBarEqualsToken, K.QuestionQuestionEqualsToken,
])

export const assignmentOperator = define({
  name: 'AssignmentOperator',
  kinds: [K.BinaryExpression],
  examples: [
    { before: 'a += b', after: ['a -= b'] },
    { before: 'a ??= "b"', after: ['a &&= "b"'] },
    { before: 'a += "b"', after: [] },
  ],
  *mutate(node, { source }) {
    if (!ts.isBinaryExpression(node)) return
    const { kind } = node.operatorToken
    const other = OTHER.get(kind)
    if (other !== undefined && (LOGICAL.has(kind) || !isText(node.right))) yield { node, ...swapped(node, other, source) }
  },
})
