/** The level `stryker`: strings and templates. */
import { ts } from '../../syntax/index.js'
import { define } from './define.js'

export const stringLiteral = define({
  name: 'StringLiteral',
  kinds: [
    ts.SyntaxKind.StringLiteral, ts.SyntaxKind.NoSubstitutionTemplateLiteral, ts.SyntaxKind.TemplateExpression,
  ],
  examples: [
    { before: "x = 'a'", after: ['x = ""'] },
    { before: 'x = ""', after: ['x = "Stryker was here!"'] },
    { before: 'x = `a${b}`', after: ['x = ``'] },
    { before: 'x = ``', after: ['x = `Stryker was here!`'] },
    { before: 'x = Symbol("a")', after: [] },
  ],
  *mutate(node, { text }) {
    if (ts.isStringLiteral(node)) {
      if (!isDescription(node) && !isName(node)) yield { node, replacement: node.text === '' ? '"Stryker was here!"' : '""' }
    } else {
      yield { node, replacement: text(node) === '``' ? '`Stryker was here!`' : '``' }
    }
  },
})

/** `{ ['a']: 1 }`, `export default 'a'`. */
function isName(node: ts.StringLiteral): boolean {
  return ts.isComputedPropertyName(node.parent) || ts.isExportAssignment(node.parent)
}

function isDescription(node: ts.StringLiteral): boolean {
  return ts.isCallExpression(node.parent) && ts.isIdentifier(node.parent.expression) && node.parent.expression.text === 'Symbol'
}
