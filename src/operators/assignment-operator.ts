/** Compound assignments such as `+=` and `??=`. */
import { isForUpdate, reduced, swapped, ts } from '../syntax/index.js'
import type { Operator } from './operator.js'

const K = ts.SyntaxKind

/** Follows the plain operators: `=` is the right side alone. */
const OTHERS = new Map<ts.SyntaxKind, readonly ts.BinaryOperator[]>([
  [K.PlusEqualsToken, [K.MinusEqualsToken, K.EqualsToken]],
  [K.MinusEqualsToken, [K.PlusEqualsToken, K.EqualsToken]],
  [K.AsteriskEqualsToken, [K.SlashEqualsToken, K.PlusEqualsToken]],
  [K.SlashEqualsToken, [K.AsteriskEqualsToken, K.EqualsToken]],
  [K.PercentEqualsToken, [K.AsteriskEqualsToken]],
  [K.AsteriskAsteriskEqualsToken, [K.AsteriskEqualsToken]],
  [K.AmpersandEqualsToken, [K.EqualsToken]],
  [K.BarEqualsToken, [K.EqualsToken, K.CaretEqualsToken]],
  [K.CaretEqualsToken, [K.BarEqualsToken]],
  [K.LessThanLessThanEqualsToken, [K.GreaterThanGreaterThanEqualsToken]],
  [K.GreaterThanGreaterThanEqualsToken, [K.LessThanLessThanEqualsToken]],
  [K.GreaterThanGreaterThanGreaterThanEqualsToken, [K.LessThanLessThanEqualsToken]],
  [K.AmpersandAmpersandEqualsToken, [K.EqualsToken]],
  [K.BarBarEqualsToken, [K.EqualsToken, K.QuestionQuestionEqualsToken]],
  [K.QuestionQuestionEqualsToken, [K.BarBarEqualsToken]],
])

/** Where leaving the assignment out is one of the strong mutants. */
const DROPPED = new Set<ts.SyntaxKind>([
  K.PercentEqualsToken, K.AmpersandEqualsToken, K.BarEqualsToken, K.AmpersandAmpersandEqualsToken,
  K.QuestionQuestionEqualsToken,
])

export const assignmentOperator: Operator = {
  name: 'AssignmentOperator',
  level: 'default',
  description: 'Changes how a compound assignment combines the old value with the new one.',
  why: 'An accumulated value that may be wrong unnoticed is only tested with its first step.',
  remedy: 'Assert the variable after the assignment, starting from a value that is not empty.',
  kinds: [ts.SyntaxKind.BinaryExpression],
  examples: [
    { before: 'a += b', after: ['a -= b', 'a = b'] },
    { before: 'a += "px"', after: ['a = "px"'] },
    { before: 'a *= b', after: ['a /= b', 'a += b'] },
    { before: 'a ??= b', after: ['a ||= b', 'a'] },
    { before: 'a ||= b', after: ['a = b', 'a ??= b'] },
    { before: 'for (;;i += 2) run()', after: [] },
  ],
  *mutate(node, { source, facts }) {
    if (!ts.isBinaryExpression(node)) return
    const { kind } = node.operatorToken
    if (!OTHERS.has(kind) || isForUpdate(node)) return
    const joined = kind === K.PlusEqualsToken && (facts.kindOf(node.right) === 'string' || facts.kindOf(node.left) === 'string')
    for (const operator of OTHERS.get(kind) ?? []) {
      if (joined && operator === K.MinusEqualsToken) continue
      yield { node, ...swapped(node, operator, source) }
    }
    const literal = ts.isStringLiteralLike(node.right) || ts.isTemplateExpression(node.right)
    if (DROPPED.has(kind) || joined && !literal) yield { node, ...reduced(node.left, source) }
  },
}
