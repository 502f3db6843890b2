/** `true`, `false` and `!`. */
import { constantsFor, isNot, ts } from '../syntax/index.js'
import type { Operator } from './operator.js'

export const booleanLiteral: Operator = {
  name: 'BooleanLiteral',
  level: 'default',
  description: 'Flips `true` and `false`, and decides a negation beforehand.',
  why: 'A flag that can be flipped unnoticed controls something that no test looks at.',
  remedy: 'Assert the effect of the flag; for a negation test both outcomes.',
  kinds: [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.PrefixUnaryExpression],
  examples: [
    { before: 'x = true', after: ['x = false'] },
    { before: 'x = false', after: ['x = true'] },
    { before: 'x = !a', after: ['x = true', 'x = false'] },
    { before: 'while (!a) run()', after: ['while (false) run()'] },
    { before: 'x = -a', after: [] },
  ],
  *mutate(node, { facts, text }) {
    if (node.kind === ts.SyntaxKind.TrueKeyword) yield { node, replacement: 'false' }
    if (node.kind === ts.SyntaxKind.FalseKeyword) yield { node, replacement: 'true' }
    if (!isNot(node)) return
    const place = constantsFor(node, facts)
    if (place.true) yield { node, replacement: 'true' }
    if (place.false) yield { node, replacement: 'false' }
    yield { node, replacement: text(node.operand), subsumed: true }
  },
}
