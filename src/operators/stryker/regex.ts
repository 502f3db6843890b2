/** The level `stryker`: the strongest changes of regular expressions. */
import { parsePattern, patternNodes, splitRegex, ts, type PatternAST } from '../../syntax/index.js'
import { define } from './define.js'

export const regex = define({
  name: 'Regex',
  kinds: [ts.SyntaxKind.RegularExpressionLiteral, ts.SyntaxKind.NewExpression],
  examples: [
    { before: 'x = /^a+$/', after: ['x = /a+$/', 'x = /^a+/', 'x = /^a$/'] },
    { before: 'x = /[a\\d](?!b)/', after: ['x = /[^a\\d](?!b)/', 'x = /[a\\D](?!b)/', 'x = /[a\\d](?=b)/'] },
    { before: 'x = new RegExp("a?")', after: ['x = new RegExp("a")'] },
    { before: 'x = /a|b/', after: [] },
  ],
  *mutate(node, { text }) {
    if (ts.isRegularExpressionLiteral(node)) {
      const { pattern, flags } = splitRegex(text(node))
      for (const changed of changesOf(pattern, flags)) yield { node, replacement: `/${changed}/${flags}` }
    } else if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'RegExp') {
      const [pattern, flags] = node.arguments ?? []
      if (!pattern || !ts.isStringLiteral(pattern)) return
      const given = flags && ts.isStringLiteral(flags) ? flags.text : ''
      for (const changed of changesOf(pattern.text, given)) yield { node: pattern, replacement: JSON.stringify(changed) }
    }
  },
})

function* changesOf(pattern: string, flags: string): Generator<string> {
  const tree = parsePattern(pattern, flags)
  if (!tree) return
  for (const node of patternNodes(tree)) {
    const edit = withEmptyAlternative(node) ?? editOf(node)
    const changed = edit && pattern.slice(0, edit.start) + edit.by + pattern.slice(edit.end)
    if (changed) yield changed
  }
}

/** An anchor that is a whole alternative goes with its `|`. */
function withEmptyAlternative(node: PatternAST.Node): { start: number; end: number; by: string } | undefined {
  if (node.type !== 'Assertion' || node.kind !== 'start' && node.kind !== 'end') return undefined
  const { parent } = node
  if (parent.type !== 'Alternative' || parent.elements.length !== 1 || parent.parent.alternatives.length === 1) return undefined
  const isLast = parent.parent.alternatives.at(-1) === parent
  return { start: isLast ? node.start - 1 : node.start, end: isLast ? node.end : node.end + 1, by: '' }
}

function editOf(node: PatternAST.Node): { start: number; end: number; by: string } | undefined {
  const { start, end } = node
  switch (node.type) {
    case 'Assertion': {
      if (node.kind === 'start' || node.kind === 'end') return { start, end, by: '' }
      if (node.kind !== 'lookahead' && node.kind !== 'lookbehind') return undefined
      const sign = start + (node.kind === 'lookahead' ? 2 : 3)
      return { start: sign, end: sign + 1, by: node.negate ? '=' : '!' }
    }
    case 'Quantifier':
      return { start: node.element.end, end, by: '' }
    case 'CharacterClass':
    case 'ExpressionCharacterClass':
      return { start: start + 1, end: start + (node.negate ? 2 : 1), by: node.negate ? '' : '^' }
    case 'CharacterSet': {
      const letter = node.raw[1] ?? ''
      const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()
      return node.kind === 'any' ? undefined : { start: start + 1, end: start + 2, by: other }
    }
    default:
      return undefined
  }
}
