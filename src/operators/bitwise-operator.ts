/** `& | ^ << >> >>>`. */
import { reduced, swapped, ts } from '../syntax/index.js'
import type { Operator } from './operator.js'

const { AmpersandToken: AND, BarToken: OR, CaretToken: XOR } = ts.SyntaxKind
const { LessThanLessThanToken: LEFT, GreaterThanGreaterThanToken: RIGHT } = ts.SyntaxKind
const { GreaterThanGreaterThanGreaterThanToken: UNSIGNED } = ts.SyntaxKind

export const bitwiseOperator: Operator = {
  name: 'BitwiseOperator',
  level: 'default',
  description: 'Leaves out a mask, confuses bit operators, shifts the other way.',
  why: 'A mask or shift that can go unnoticed means that tests use bit patterns which hide it.',
  remedy: 'Assert the exact result for operands that share some bits and differ in others.',
  kinds: [ts.SyntaxKind.BinaryExpression],
  examples: [
    { before: 'x = a & b', after: ['x = a', 'x = b', 'x = 0'] },
    { before: 'x = a | b', after: ['x = a', 'x = b', 'x = a ^ b'] },
    { before: 'x = a ^ b', after: ['x = a | b', 'x = 0'] },
    { before: 'x = a << b', after: ['x = a >> b'] },
    { before: 'x = a >> b', after: ['x = a << b'] },
    { before: 'x = a >>> b', after: ['x = a << b'] },
    { before: 'x = a | 0', after: ['x = a', 'x = 0'] },
    { before: 'x = a && b', after: [] },
  ],
  *mutate(node, { source, text }) {
    if (!ts.isBinaryExpression(node)) return
    const swap = (operator: ts.BinaryOperator) => ({ node, ...swapped(node, operator, source) })
    const use = (side: ts.Expression) => ({ node, ...reduced(side, source) })
    const zero = { node, replacement: '0' }
    const withZero = text(node.left) === '0' || text(node.right) === '0'
    switch (node.operatorToken.kind) {
      case AND:
        yield* [use(node.left), use(node.right), zero]
        return
      case OR:
        yield* [use(node.left), use(node.right)]
        if (!withZero) yield swap(XOR)
        return
      case XOR:
        if (!withZero) yield swap(OR)
        yield zero
        return
      case LEFT:
        yield swap(RIGHT)
        return
      case RIGHT:
      case UNSIGNED:
        // `x >>> 0` makes an unsigned number: shifting by nothing to the left still truncates the same way.
        yield swap(LEFT)
        return
    }
  },
}
