/** Comparisons: shifts the boundary, or turns an order into a difference. */
import { constantsFor, isComparison, isEquality, ts, swapped, unwrap } from '../syntax/index.js'
import type { Facts } from '../syntax/index.js'
import type { Context, Mutation, Operator } from './operator.js'

type Comparison =
  | ts.SyntaxKind.LessThanToken | ts.SyntaxKind.LessThanEqualsToken
  | ts.SyntaxKind.GreaterThanToken | ts.SyntaxKind.GreaterThanEqualsToken
  | ts.SyntaxKind.EqualsEqualsEqualsToken | ts.SyntaxKind.ExclamationEqualsEqualsToken
  | ts.SyntaxKind.EqualsEqualsToken | ts.SyntaxKind.ExclamationEqualsToken

const { LessThanToken: LT, LessThanEqualsToken: LE, GreaterThanToken: GT, GreaterThanEqualsToken: GE } = ts.SyntaxKind
const { EqualsEqualsEqualsToken: EQ, ExclamationEqualsEqualsToken: NE } = ts.SyntaxKind
const { EqualsEqualsToken: LOOSE_EQ, ExclamationEqualsToken: LOOSE_NE } = ts.SyntaxKind

/** For ordered operands: what detects everything else, and what is detected along with it. */
const ORDERED: Record<Comparison, { keep: readonly Comparison[]; subsumed: readonly Comparison[] }> = {
  [LT]: { keep: [LE, NE], subsumed: [GT, GE, EQ] },
  [LE]: { keep: [LT, EQ], subsumed: [GT, GE, NE] },
  [GT]: { keep: [GE, NE], subsumed: [LT, LE, EQ] },
  [GE]: { keep: [GT, EQ], subsumed: [LT, LE, NE] },
  [EQ]: { keep: [LE, GE], subsumed: [NE, LT, GT] },
  [NE]: { keep: [LT, GT], subsumed: [EQ, LE, GE] },
  [LOOSE_EQ]: { keep: [LE, GE], subsumed: [LOOSE_NE, LT, GT] },
  [LOOSE_NE]: { keep: [LT, GT], subsumed: [LOOSE_EQ, LE, GE] },
}

const NEGATION = new Map<ts.SyntaxKind, ts.BinaryOperator>([[EQ, NE], [NE, EQ], [LOOSE_EQ, LOOSE_NE], [LOOSE_NE, LOOSE_EQ]])

const FLIPPED: Record<Comparison, Comparison> = {
  [LT]: GT, [LE]: GE, [GT]: LT, [GE]: LE, [EQ]: EQ, [NE]: NE, [LOOSE_EQ]: LOOSE_EQ, [LOOSE_NE]: LOOSE_NE,
}

export const equalityOperator: Operator = {
  name: 'EqualityOperator',
  level: 'default',
  description: 'Moves the boundary of a comparison, or compares for order instead of equality.',
  why: 'Off-by-one mistakes live on boundaries, and tests that stay away from them do not see any.',
  remedy: 'Test with values on the boundary itself and on both sides of it.',
  kinds: [ts.SyntaxKind.BinaryExpression],
  examples: [
    { before: 'x = a < b', after: ['x = a <= b', 'x = a !== b'] },
    { before: 'x = a <= b', after: ['x = a < b', 'x = a === b'] },
    { before: 'x = a > b', after: ['x = a >= b', 'x = a !== b'] },
    { before: 'x = a >= b', after: ['x = a > b', 'x = a === b'] },
    { before: 'x = a === 5', after: ['x = a <= 5', 'x = a >= 5'] },
    { before: 'x = a !== 5', after: ['x = a < 5', 'x = a > 5'] },
    { before: 'let a = 0, b = 1; x = a !== b', after: [] },
    { before: 'x = a.length > 0', after: ['x = a.length > 1'] },
    { before: 'x = a.length >= 1', after: ['x = a.length > 1', 'x = a.length === 1'] },
    { before: 'x = a.length > 1', after: ['x = a.length >= 1', 'x = a.length !== 1', 'x = a.length > 2'] },
    { before: 'x = 0 < a.length', after: ['x = 1 < a.length'] },
    { before: 'x = typeof a === "string"', after: [] },
  ],
  *mutate(node, context) {
    if (!ts.isBinaryExpression(node) || !isComparison(node.operatorToken.kind)) return
    const operator = node.operatorToken.kind as Comparison
    const bounded = boundedAbove(node, operator, context.facts)
    if (bounded) {
      yield* compareCount(node, operator, bounded, context)
    } else if (isOrdered(node, context.facts)) {
      const { keep, subsumed } = ORDERED[operator]
      for (const other of keep) yield { node, ...swapped(node, other, context.source) }
      for (const other of subsumed) yield { node, ...swapped(node, other, context.source), subsumed: true }
    } else {
      const negation = NEGATION.get(operator)
      if (negation) yield { node, ...swapped(node, negation, context.source), subsumed: true }
    }
  },
}

/** Whether the operands can lie on both sides of each other. */
export function isOrdered(node: ts.BinaryExpression, facts: Facts): boolean {
  if (!isEquality(node.operatorToken.kind)) return true
  if (minusOneForMissing(node, facts) || isIdentity(node)) return false
  const kinds = [facts.kindOf(node.left), facts.kindOf(node.right)]
  const number = kinds.some((kind) => kind === 'number' || kind === 'bigint')
  return number && kinds.every((kind) => kind === 'number' || kind === 'bigint' || kind === 'unknown')
}

/** `version === current`: two names are compared to know whether they mean the same, whatever they count. */
function isIdentity({ left, right }: ts.BinaryExpression): boolean {
  return ts.isIdentifier(unwrap(left)) && ts.isIdentifier(unwrap(right))
}

/** `indexOf(x) === -1`: nothing is smaller, so order says no more than equality. */
function minusOneForMissing(node: ts.BinaryExpression, facts: Facts): boolean {
  return facts.isIndex(node.left) && integerOf(node.right) === -1 || facts.isIndex(node.right) && integerOf(node.left) === -1
}

/** A value that is never below `lowest`, compared with an integer. */
export interface Bounded {
  readonly lowest: 0 | -1
  /** The integer compared with, counted from `lowest`. */
  readonly above: number
  readonly literal: ts.Expression
  /** The comparison as if the literal stood on the right. */
  readonly operator: Comparison
}

/** `a.length > 0`, `0 < a.length`, `i > -1` for a found position; undefined for everything else. */
export function boundedAbove(node: ts.BinaryExpression, operator: ts.SyntaxKind, facts: Facts): Bounded | undefined {
  for (const [value, literal, seen] of [
    [node.left, node.right, operator as Comparison],
    [node.right, node.left, FLIPPED[operator as Comparison]],
  ] as const) {
    const integer = integerOf(literal)
    if (integer === undefined) continue
    if (facts.isCount(value)) return { lowest: 0, above: integer, literal, operator: seen }
    if (facts.isIndex(value)) return { lowest: -1, above: integer + 1, literal, operator: seen }
  }
  return undefined
}

function integerOf(node: ts.Expression): number | undefined {
  const inner = unwrap(node)
  if (ts.isNumericLiteral(inner)) return Number.isInteger(Number(inner.text)) ? Number(inner.text) : undefined
  if (!ts.isPrefixUnaryExpression(inner) || inner.operator !== ts.SyntaxKind.MinusToken) return undefined
  const positive = integerOf(inner.operand)
  return positive === undefined ? undefined : -positive
}

/** Near its lowest value a count leaves fewer differences: `len > 0` and `len !== 0` are the same. */
function* compareCount(
  node: ts.BinaryExpression, operator: Comparison, bounded: Bounded, context: Context,
): Generator<Mutation> {
  const change = (...others: Comparison[]) => others.map((other) =>
    ({ node, ...swapped(node, bounded.operator === operator ? other : FLIPPED[other], context.source) }))
  const { literal } = bounded
  const next: Mutation = { node: literal, replacement: String((integerOf(literal) ?? 0) + 1) }
  const seen = bounded.operator
  const { above } = bounded
  if (seen === GT && above === 0) yield next
  else if (seen === GE && above === 1) yield* change(GT, EQ)
  else if (seen === LT && above === 1) yield* change(LE, NE)
  else if (seen === LE && above === 0) yield next
  else if (isEquality(seen) && above === 0) {
    // Nothing lies below: equality and order say the same, the constants are all there is.
  } else if (seen === GT && above === 1) {
    yield* change(GE, NE)
    yield next
  } else yield* change(...ORDERED[seen].keep)
}

/** The constants that a comparison leaves to try, in the place where it stands. */
export function constantsOfComparison(node: ts.BinaryExpression, facts: Facts): { keep: boolean[]; subsumed: boolean[] } {
  const operator = node.operatorToken.kind
  const place = constantsFor(node, facts)
  const allowed = [true, false].filter((constant) => constant ? place.true : place.false)
  const stronger = strongConstants(node, operator, facts)
  return {
    keep: allowed.filter((constant) => stronger.includes(constant)),
    subsumed: allowed.filter((constant) => !stronger.includes(constant)),
  }
}

function strongConstants(node: ts.BinaryExpression, operator: ts.SyntaxKind, facts: Facts): readonly boolean[] {
  const bounded = boundedAbove(node, operator, facts)
  if (bounded) {
    const { above, operator: seen } = bounded
    if (isEquality(seen) && above === 0) return [true, false]
    if (seen === GT && above === 0 || seen === GE && above === 1) return [true]
    if (seen === LE && above === 0 || seen === LT && above === 1) return [false]
    if (seen === GT && above === 1) return []
  }
  if (!isOrdered(node, facts)) return [true, false]
  switch (operator) {
    case LE:
    case GE:
    case NE:
    case LOOSE_NE:
      return [true]
    default:
      return [false]
  }
}
