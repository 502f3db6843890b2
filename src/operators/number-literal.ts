/** Numbers: one more, or 0 and 1 for each other. */
import { isComparison, ts, wrapped } from '../syntax/index.js'
import type { Operator } from './operator.js'

export const numberLiteral: Operator = {
  name: 'NumberLiteral',
  level: 'all',
  description: 'Takes the next number instead, or 0 for 1.',
  why: 'A number that may differ by one unnoticed is not tested for its exact value.',
  remedy: 'Assert a result that depends on the exact number.',
  kinds: [ts.SyntaxKind.NumericLiteral, ts.SyntaxKind.BigIntLiteral],
  examples: [
    { before: 'x = 0', after: ['x = 1'] },
    { before: 'x = 1', after: ['x = 0'] },
    { before: 'x = 41', after: ['x = 42'] },
    { before: 'x = 1.5', after: ['x = 2.5'] },
    { before: 'x = 0xff', after: ['x = 256'] },
    { before: 'x = 7n', after: ['x = 8n'] },
    { before: 'x = a < 5', after: [] },
  ],
  *mutate(node, { text }) {
    // Next to a comparison the boundary is tried already.
    if (!ts.isNumericLiteral(node) && !ts.isBigIntLiteral(node) || isBoundary(node)) return
    if (ts.isBigIntLiteral(node)) {
      const value = BigInt(text(node).replaceAll('_', '').slice(0, -1))
      yield { node, replacement: `${value === 1n ? 0n : value + 1n}n` }
      return
    }
    const value = Number(node.text)
    if (Number.isFinite(value + 1) && value + 1 !== value) yield { node, replacement: String(value === 1 ? 0 : value + 1) }
  },
}

function isBoundary(node: ts.Expression): boolean {
  let outer = wrapped(node)
  if (ts.isPrefixUnaryExpression(outer.parent)) outer = wrapped(outer.parent)
  return ts.isBinaryExpression(outer.parent) && isComparison(outer.parent.operatorToken.kind)
}
