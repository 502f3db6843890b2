/** The level `stryker`: calls of methods with a counterpart, or whose result stands for their object. */
import { ts } from '../../syntax/index.js'
import { define } from './define.js'

const OTHER: Readonly<Record<string, string | undefined>> = {
  endsWith: 'startsWith', startsWith: 'endsWith',
  every: 'some', some: 'every',
  toUpperCase: 'toLowerCase', toLowerCase: 'toUpperCase',
  toLocaleUpperCase: 'toLocaleLowerCase', toLocaleLowerCase: 'toLocaleUpperCase',
  trimStart: 'trimEnd', trimEnd: 'trimStart',
  min: 'max', max: 'min',
  setDate: 'setTime', setUTCDate: 'setTime', setTime: 'setDate',
  setHours: 'setMinutes', setMinutes: 'setHours', setUTCHours: 'setUTCMinutes', setUTCMinutes: 'setUTCHours',
  setSeconds: 'setMilliseconds', setMilliseconds: 'setSeconds',
  setUTCSeconds: 'setUTCMilliseconds', setUTCMilliseconds: 'setUTCSeconds',
  setMonth: 'setFullYear', setFullYear: 'setMonth', setUTCMonth: 'setUTCFullYear', setUTCFullYear: 'setUTCMonth',
}

const DROPPED = new Set(['charAt', 'filter', 'reverse', 'slice', 'sort', 'substr', 'substring', 'trim'])

export const methodExpression = define({
  name: 'MethodExpression',
  kinds: [ts.SyntaxKind.CallExpression],
  examples: [
    { before: 'x = a.every(b)', after: ['x = a.some(b)'] },
    { before: 'x = a.trim()', after: ['x = a'] },
    { before: 'x = a.setDate(b)', after: ['x = a.setTime(b)'] },
    { before: 'x = a.map(b)', after: [] },
  ],
  *mutate(node, { source, text }) {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return
    const { name, expression } = node.expression
    // `super` alone is no value.
    if (!ts.isIdentifier(name) || (expression.kind === ts.SyntaxKind.SuperKeyword && DROPPED.has(name.text))) return
    const other = Object.hasOwn(OTHER, name.text) ? OTHER[name.text] : undefined
    if (other !== undefined) {
      const start = node.getStart(source)
      const replacement = source.text.slice(start, name.getStart(source)) + other + source.text.slice(name.end, node.end)
      yield { node, span: { start, end: node.end }, replacement }
    } else if (DROPPED.has(name.text)) {
      yield { node, span: { start: node.getStart(source), end: node.end }, replacement: text(expression) }
    }
  },
})
