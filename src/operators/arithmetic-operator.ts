/** `+ - * / % **`, on numbers and, for `+`, on strings. */
import { reduced, swapped, ts, unwrap } from '../syntax/index.js'
import type { Facts } from '../syntax/index.js'
import type { Context, Mutation, Operator } from './operator.js'

const { PlusToken: PLUS, MinusToken: MINUS, AsteriskToken: TIMES, SlashToken: BY } = ts.SyntaxKind
const { PercentToken: MODULO, AsteriskAsteriskToken: POWER } = ts.SyntaxKind

export const arithmeticOperator: Operator = {
  name: 'ArithmeticOperator',
  level: 'default',
  description: 'Calculates with the opposite operator, or leaves one operand out.',
  why: 'A result that may be wrong unnoticed is not asserted, or only for numbers that hide the difference.',
  remedy: 'Assert the exact result for operands where the operators differ, so not 0, 1 or 2.',
  kinds: [ts.SyntaxKind.BinaryExpression],
  examples: [
    { before: 'x = a + b', after: ['x = a - b', 'x = b'] },
    { before: 'x = a - b', after: ['x = a + b', 'x = b'] },
    { before: 'x = a * b', after: ['x = a / b', 'x = a + b'] },
    { before: 'x = a / b', after: ['x = a * b', 'x = b'] },
    { before: 'x = a % b', after: ['x = a', 'x = a * b'] },
    { before: 'x = a ** b', after: ['x = a * b'] },
    { before: 'x = "id-" + a', after: ['x = "id-"'] },
    { before: 'x = c - a * b', after: ['x = c + a * b', 'x = a * b', 'x = c - a / b', 'x = c - (a + b)'] },
    { before: 'x = a * 1', after: [] },
  ],
  *mutate(node, context) {
    if (!ts.isBinaryExpression(node)) return
    const swap = (operator: ts.BinaryOperator) => ({ node, ...swapped(node, operator, context.source) })
    const drop = (kept: ts.Expression) => ({ node, ...reduced(kept, context.source) })
    switch (node.operatorToken.kind) {
      case PLUS:
        if (isConcatenation(node, context.facts)) yield* ofConcatenation(node, context)
        else yield* [swap(MINUS), { ...drop(node.right), ...chained(node) }]
        return
      case MINUS:
        yield* [swap(PLUS), { ...drop(node.right), ...chained(node) }]
        return
      case TIMES:
        if (isOne(node.left) || isOne(node.right)) return
        yield* [swap(BY), swap(PLUS)]
        return
      case BY:
        yield* [swap(TIMES), drop(node.right)]
        return
      case MODULO:
        yield* [drop(node.left), swap(TIMES)]
        return
      case POWER:
        yield* [swap(TIMES)]
        return
    }
  },
}

/** Each side alone; leaving out a literal is what emptying it does already. */
function* ofConcatenation(node: ts.BinaryExpression, { source }: Context): Generator<Mutation> {
  if (!isText(node.right)) yield { node, ...reduced(node.left, source) }
  if (!isText(node.left)) yield { node, ...reduced(node.right, source), ...chained(node) }
}

/** In `a + b + c` the last operand alone is detected with whatever detects the loss of `a` or `b`. */
function chained({ left }: ts.BinaryExpression): { readonly subsumed?: true } {
  const sum = ts.isBinaryExpression(left) && (left.operatorToken.kind === PLUS || left.operatorToken.kind === MINUS)
  return sum ? { subsumed: true } : {}
}

function isText(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)
}

/** Whether `+` joins strings: an operand is one, or the chain it belongs to holds one and no number. */
export function isConcatenation(node: ts.BinaryExpression, facts: Facts): boolean {
  const kinds = [facts.kindOf(node.left), facts.kindOf(node.right)]
  if (kinds.includes('string')) return true
  if (kinds.includes('number')) return false
  let top: ts.Node = node
  while (isPlus(top.parent)) {
    top = top.parent
    if (facts.kindOf((top as ts.BinaryExpression).right) === 'string') return true
  }
  return false
}

function isPlus(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === PLUS
}

function isOne(node: ts.Expression): boolean {
  const inner = unwrap(node)
  const value = ts.isPrefixUnaryExpression(inner) && inner.operator === MINUS ? inner.operand : inner
  return ts.isNumericLiteral(value) && value.text === '1'
}
