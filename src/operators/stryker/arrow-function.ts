/** The level `stryker`: arrow functions without braces. */
import { ts } from '../../syntax/index.js'
import { define } from './define.js'

export const arrowFunction = define({
  name: 'ArrowFunction',
  kinds: [ts.SyntaxKind.ArrowFunction],
  examples: [
    { before: 'x = a => b', after: ['x = () => undefined'] },
    { before: 'x = () => undefined', after: [] },
    { before: 'x = () => { a() }', after: [] },
  ],
  *mutate(node) {
    if (!ts.isArrowFunction(node) || ts.isBlock(node.body)) return
    if (ts.isIdentifier(node.body) && node.body.text === 'undefined') return
    // Switched in the body, the function keeps its name and is counted when it runs, not when it is made.
    yield { node, replacement: '() => undefined', standIn: { node: node.body, replacement: 'undefined' }, extreme: node }
  },
})
