/** Object literals: emptied. */
import { isAssignmentTarget, ts } from '../syntax/index.js'
import type { Operator } from './operator.js'

export const objectLiteral: Operator = {
  name: 'ObjectLiteral',
  level: 'default',
  description: 'Empties an object.',
  why: 'Options or results whose properties no test looks at can be lost without anyone noticing.',
  remedy: 'Assert the properties of the object, or what they lead to.',
  kinds: [ts.SyntaxKind.ObjectLiteralExpression],
  examples: [
    { before: 'x = { a: 1 }', after: ['x = {}'] },
    { before: 'x = {}', after: [] },
    { before: '({ a } = b)', after: [] },
  ],
  *mutate(node) {
    if (!ts.isObjectLiteralExpression(node) || node.properties.length === 0 || isAssignmentTarget(node)) return
    yield { node, replacement: '{}' }
  },
}
