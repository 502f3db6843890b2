/** Array literals and `new Array(…)`. */
import { isAssignmentTarget, ts, unwrap } from '../syntax/index.js'
import type { Operator } from './operator.js'

export const arrayDeclaration: Operator = {
  name: 'ArrayDeclaration',
  level: 'default',
  description: 'Empties an array, or puts an element into an empty one.',
  why: 'A list whose content does not matter to any test may as well be empty in production.',
  remedy: 'Assert the content of the array, or what is done with each element.',
  kinds: [ts.SyntaxKind.ArrayLiteralExpression, ts.SyntaxKind.NewExpression],
  examples: [
    { before: 'x = [1, 2]', after: ['x = []'] },
    { before: 'x = []', after: ["x = ['mutated']"] },
    { before: 'x = new Array(5)', after: ['x = new Array()'] },
    { before: 'x = [false, undefined]', after: [] },
    { before: '[a, b] = c', after: [] },
  ],
  *mutate(node, { text }) {
    if (ts.isArrayLiteralExpression(node)) {
      if (isAssignmentTarget(node)) return
      const isEmpty = node.elements.length === 0
      yield { node, replacement: isEmpty ? "['mutated']" : '[]', ...(!isEmpty && node.elements.every(isNothing) ? { subsumed: true } : {}) }
    } else if (ts.isNewExpression(node) && text(node.expression) === 'Array' && node.arguments?.length) {
      yield { node, replacement: 'new Array()' }
    }
  },
}

/** Where a tuple of such values is taken apart, a missing element reads like it. */
function isNothing(element: ts.Expression): boolean {
  const value = unwrap(element)
  return value.kind === ts.SyntaxKind.FalseKeyword || value.kind === ts.SyntaxKind.NullKeyword
    || ts.isIdentifier(value) && value.text === 'undefined'
}
