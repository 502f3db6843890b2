/** Strings and templates: emptied, or filled when empty. */
import { isEquality, ts, wrapped } from '../syntax/index.js'
import type { Operator } from './operator.js'

export const stringLiteral: Operator = {
  name: 'StringLiteral',
  level: 'default',
  description: 'Empties a string or template, or fills an empty one.',
  why: 'A text that can vanish unnoticed is either not asserted or not needed.',
  remedy: 'Assert the text itself, or what is decided by it.',
  kinds: [
    ts.SyntaxKind.StringLiteral, ts.SyntaxKind.NoSubstitutionTemplateLiteral, ts.SyntaxKind.TemplateExpression,
  ],
  examples: [
    { before: "x = 'a'", after: ["x = ''"] },
    { before: 'x = ""', after: ['x = "mutated"'] },
    { before: 'x = `a${b}`', after: ['x = ``'] },
    { before: 'x = ``', after: ['x = `mutated`'] },
    { before: 'x = a === "b"', after: [] },
    { before: 'x = a.startsWith("b")', after: [] },
    { before: 'x = Symbol("a")', after: [] },
    { before: 'x = { ["a"]: b }', after: [] },
  ],
  *mutate(node, { text }) {
    if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return
    if (ts.isTaggedTemplateExpression(node.parent) || ts.isComputedPropertyName(node.parent) || isDescription(node)) return
    const quote = text(node)[0] ?? "'"
    const content = text(node).length > 2 ? '' : 'mutated'
    yield { node, replacement: quote + content + quote, ...(isCompared(node) || isSought(node) ? { subsumed: true } : {}) }
  },
}

/** `Symbol('x')`: the text identifies nothing. */
function isDescription(node: ts.Expression): boolean {
  return ts.isCallExpression(node.parent) && ts.isIdentifier(node.parent.expression) && node.parent.expression.text === 'Symbol'
}

/** `x === 'a'` with another text is false in every case that matters, and the comparison itself is tried as false. */
function isCompared(node: ts.Expression): boolean {
  const { parent } = wrapped(node)
  return ts.isBinaryExpression(parent) && isEquality(parent.operatorToken.kind)
}

/** `x.startsWith('')` is true, which is tried where the answer is used. */
function isSought(node: ts.Expression): boolean {
  return ts.isCallExpression(node.parent) && ts.isPropertyAccessExpression(node.parent.expression)
    && /^(?:startsWith|endsWith|includes)$/.test(node.parent.expression.name.text)
}
