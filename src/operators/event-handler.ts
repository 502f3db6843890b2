/** Event handlers in JSX: taken off. */
import { ts } from '../syntax/index.js'
import type { Operator } from './operator.js'

export const eventHandler: Operator = {
  name: 'EventHandler',
  level: 'default',
  description: 'Takes the handler off an element.',
  why: 'An element that ignores the user unnoticed is rendered by tests, but never used.',
  remedy: 'Fire the event in a test and assert what the handler does.',
  kinds: [ts.SyntaxKind.JsxAttribute],
  examples: [
    { before: 'x = <a onClick={f} href={g} />', after: ['x = <a onClick={undefined} href={g} />'] },
    { before: 'x = <a b={c} />', after: [] },
  ],
  *mutate(node) {
    if (!ts.isJsxAttribute(node) || !ts.isIdentifier(node.name) || !/^on[A-Z]/.test(node.name.text)) return
    const value = node.initializer && ts.isJsxExpression(node.initializer) ? node.initializer.expression : undefined
    if (value) yield { node: value, replacement: 'undefined' }
  },
}
