/** `a?.b`, `a?.[b]`, `a?.()`. */
import { isCondition, isEquality, ts, wrapped } from '../syntax/index.js'
import type { Operator } from './operator.js'

export const optionalChaining: Operator = {
  name: 'OptionalChaining',
  level: 'default',
  description: 'Takes the question mark out of a chain, or the value out of it.',
  why: 'A `?.` that can go unnoticed guards against a missing object that no test leaves out.',
  remedy: 'Test with a missing object (`undefined` or `null`), and assert the value when it is there.',
  kinds: [
    ts.SyntaxKind.PropertyAccessExpression, ts.SyntaxKind.ElementAccessExpression, ts.SyntaxKind.CallExpression,
  ],
  examples: [
    { before: 'x = a?.b', after: ['x = undefined', 'x = a.b'] },
    { before: 'x = a?.[b]', after: ['x = undefined', 'x = a[b]'] },
    { before: 'x = a?.()', after: ['x = undefined', 'x = a()'] },
    { before: 'x = a?.b.c?.d', after: ['x = undefined', 'x = a.b.c?.d', 'x = a?.b.c.d'] },
    { before: 'if (a?.b) run()', after: ['if (a.b) run()'] },
    { before: 'const a = [b]; a?.c()', after: [] },
    { before: 'const { a } = b(); a?.c(); a.d()', after: [] },
    { before: 'x = a.b', after: [] },
  ],
  *mutate(node, { source, facts }) {
    if (!ts.isOptionalChain(node)) return
    if (!ts.isOptionalChain(node.parent) || node.parent.expression !== node) {
      if (isValueOfInterest(node)) yield { node, replacement: 'undefined' }
    }
    const dot = 'questionDotToken' in node ? node.questionDotToken : undefined
    // What is never missing needs no question mark: without it the code does the same.
    if (!dot || facts.canBeNullish((node as ts.PropertyAccessChain).expression) === false) return
    const dotted = ts.isPropertyAccessExpression(node)
    yield { node, span: { start: dot.getStart(source), end: dot.end }, replacement: dotted ? '.' : '' }
  },
}

/** In a condition or comparison `undefined` does what the constant there does; as a statement it has no value. */
function isValueOfInterest(node: ts.Expression): boolean {
  const { parent } = wrapped(node)
  if (ts.isExpressionStatement(parent) || ts.isDeleteExpression(parent) || isCondition(node)) return false
  return !ts.isBinaryExpression(parent) || !isEquality(parent.operatorToken.kind)
}
