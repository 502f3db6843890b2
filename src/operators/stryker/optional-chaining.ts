/** The level `stryker`: each `?.` without its question mark. */
import { ts } from '../../syntax/index.js'
import { define } from './define.js'

export const optionalChaining = define({
  name: 'OptionalChaining',
  kinds: [
    ts.SyntaxKind.PropertyAccessExpression, ts.SyntaxKind.ElementAccessExpression, ts.SyntaxKind.CallExpression,
  ],
  examples: [
    { before: 'x = a?.b', after: ['x = a.b'] },
    { before: 'x = a?.[b]?.(c)', after: ['x = a?.[b](c)', 'x = a[b]?.(c)'] },
    { before: 'a.b', after: [] },
  ],
  *mutate(node, { source }) {
    const dot = ts.isOptionalChain(node) && 'questionDotToken' in node ? node.questionDotToken : undefined
    if (!dot) return
    const start = node.getStart(source)
    const sign = ts.isPropertyAccessExpression(node) ? '.' : ''
    const replacement = source.text.slice(start, dot.getStart(source)) + sign + source.text.slice(dot.end, node.end)
    yield { node, span: { start, end: node.end }, replacement }
  },
})
