/** `&&`, `||`, `??`: one side alone, or the neighbouring operator. */
import { isAnd, isAndOr, isBooleanLogic, reduced, swapped, ts, unwrap, type Facts } from '../syntax/index.js'
import type { Operator } from './operator.js'

const { AmpersandAmpersandToken: AND, BarBarToken: OR, QuestionQuestionToken: NULLISH } = ts.SyntaxKind

export const logicalOperator: Operator = {
  name: 'LogicalOperator',
  level: 'default',
  description: 'Drops one side of `&&`, `||` or `??`, or confuses the two ways to give a default.',
  why: 'A side that can be dropped is a case that no test has; `||` for `??` loses 0, empty strings and false.',
  remedy: 'Test a case that only one side decides; for defaults also 0, an empty string and false.',
  kinds: [ts.SyntaxKind.BinaryExpression],
  examples: [
    { before: 'x = user && user.name', after: ['x = user', 'x = user.name'] },
    { before: 'x = size || 10', after: ['x = 10', 'x = size ?? 10'] },
    { before: 'x = size ?? 10', after: ['x = size', 'x = size || 10'] },
    { before: 'if (a || b) run()', after: ['if (a) run()', 'if (b) run()'] },
    { before: 'x = a || Object.is', after: ['x = Object.is'] },
    { before: 'x = counts[a] || 0', after: ['x = 0'] },
    { before: 'x = Number(a) || 0', after: ['x = 0', 'x = Number(a) ?? 0'] },
    { before: 'if (a && b) run()', after: [] },
  ],
  *mutate(node, { source, facts }) {
    if (!ts.isBinaryExpression(node)) return
    const drop = (side: ts.Expression) => ({ node, ...reduced(side, source) })
    const swap = (operator: ts.BinaryOperator) => ({ node, ...swapped(node, operator, source) })
    if (isAndOr(node)) {
      const logic = isBooleanLogic(node, facts)
      // `a || b || c` without its first two is detected with either of them dropped.
      const chained = unwrap(node.left).kind === node.kind && operatorOf(node.left) === operatorOf(node)
      const right = { ...drop(node.right), ...(chained ? { subsumed: true } : {}) }
      if (isAnd(node)) {
        // As a condition each side is tried as true, which is the same and a smaller change.
        if (!logic) yield* [drop(node.left), right]
        yield { ...swap(OR), subsumed: true }
      } else {
        if (logic) yield* [drop(node.left), right]
        else {
          yield right
          if (mayBeFalsy(node.right, facts, EMPTY) && facts.canBeEmpty(node.left) !== false) {
            yield { ...swap(NULLISH), ...(isCounterDefault(node) ? { subsumed: true } : {}) }
          }
        }
        yield { ...swap(AND), subsumed: true }
      }
    } else if (node.operatorToken.kind === NULLISH) {
      if (facts.canBeNullish(node.left) !== false) yield drop(node.left)
      if (mayBeFalsy(node.right, facts, FALSY) && facts.canBeEmpty(node.left) !== false) yield swap(OR)
      yield { ...swap(AND), subsumed: true }
    }
  },
}

function operatorOf(node: ts.Expression): ts.SyntaxKind | undefined {
  const inner = unwrap(node)
  return ts.isBinaryExpression(inner) ? inner.operatorToken.kind : undefined
}

/** `counts[key] || 0`: only not-a-number tells `??` from `||` there, and a plain value seldom is that. */
function isCounterDefault({ left, right }: ts.BinaryExpression): boolean {
  const value = unwrap(left)
  return unwrap(right).getText() === '0'
    && (ts.isIdentifier(value) || ts.isPropertyAccessExpression(value) || ts.isElementAccessExpression(value))
}

/** Defaults for which `||` and `??` give the same with a value of the same kind. */
const EMPTY = new Set(["''", '""', '``', 'false'])
const FALSY = new Set([...EMPTY, '0', '0n', 'null', 'undefined'])

/**
 * Whether a value of the kind that the default has can be falsy and still differ from it, which tells `||` from `??`:
 * objects and arrays never are, and an empty string for an empty string is no difference.
 */
function mayBeFalsy(fallback: ts.Expression, facts: Facts, indifferent: ReadonlySet<string>): boolean {
  const kind = facts.kindOf(fallback)
  if (kind === 'array' || kind === 'object' || kind === 'function' || kind === 'element') return false
  return !indifferent.has(unwrap(fallback).getText())
}
