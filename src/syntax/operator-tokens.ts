/** Kinds of binary operators. */
import { ts } from './ts.js'

/** `<`, `<=`, `>`, `>=`, `==`, `!=`, `===`, `!==`. */
export function isComparison(kind: ts.SyntaxKind): boolean {
  return isRelational(kind) || isEquality(kind)
}

export function isRelational(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.LessThanToken || kind === ts.SyntaxKind.LessThanEqualsToken
    || kind === ts.SyntaxKind.GreaterThanToken || kind === ts.SyntaxKind.GreaterThanEqualsToken
}

export function isEquality(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.EqualsEqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsEqualsToken
    || kind === ts.SyntaxKind.EqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsToken
}

/** `in` and `instanceof`. */
export function isMembership(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.InKeyword || kind === ts.SyntaxKind.InstanceOfKeyword
}

/** Operators whose result is a number whatever the operands are, so without `+`. */
export function isArithmetic(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.MinusToken || kind === ts.SyntaxKind.AsteriskToken || kind === ts.SyntaxKind.SlashToken
    || kind === ts.SyntaxKind.PercentToken || kind === ts.SyntaxKind.AsteriskAsteriskToken
    || kind === ts.SyntaxKind.AmpersandToken || kind === ts.SyntaxKind.BarToken || kind === ts.SyntaxKind.CaretToken
    || kind === ts.SyntaxKind.LessThanLessThanToken || kind === ts.SyntaxKind.GreaterThanGreaterThanToken
    || kind === ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken
}
