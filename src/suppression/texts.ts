/** Rules about texts and values that people see and programs do not act upon. */
import { ts } from '../syntax/index.js'
import { around, calleeOf, lastName } from './around.js'
import type { Rule } from './rule.js'

export const errorText: Rule = {
  id: 'error-text',
  reason: 'it only changes the wording of an error',
  description: 'The message given to an Error, to `super` in an Error class, to `assert` and `invariant`; the throw itself is mutated.',
  examples: [
    { code: 'x = new Error("a")' },
    { code: 'x = new ParseError(`a ${b ? 1 : 2}`)' },
    { code: 'x = RangeError("a" + b)' },
    { code: 'x = new errors.SyntaxError("a")' },
    { code: 'x = invariant(a, "b")' },
  ],
  covers({ node }) {
    let inside = node
    for (const outer of around(node)) {
      if (isErrorCall(outer) && inside !== outer) return isText(inside)
      if (isAssertion(outer) && inside !== outer) {
        return (outer as ts.CallExpression).arguments.indexOf(inside as ts.Expression) > 0 && isText(inside)
      }
      inside = outer
    }
    return false
  },
}

function isErrorCall(node: ts.Node): boolean {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false
  if (node.expression.kind === ts.SyntaxKind.SuperKeyword) return isInErrorClass(node)
  return /(?:Error|Exception)$/.test(lastName(node.expression)) && /^[A-Z]/.test(lastName(node.expression))
}

function isInErrorClass(node: ts.Node): boolean {
  let current = node
  while (current.parent && !ts.isClassLike(current)) current = current.parent
  if (!ts.isClassLike(current)) return false
  const base = current.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)?.types[0]
  return !!base && /(?:Error|Exception)$/.test(lastName(base.expression))
}

function isAssertion(node: ts.Node): boolean {
  const callee = calleeOf(node)
  return callee !== undefined && (/^(?:assert|invariant)$/.test(callee.name) || callee.receiver === 'assert')
}

function isText(node: ts.Node): boolean {
  if (ts.isParenthesizedExpression(node)) return isText(node.expression)
  if (ts.isBinaryExpression(node)) {
    return node.operatorToken.kind === ts.SyntaxKind.PlusToken && (isText(node.left) || isText(node.right))
  }
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)
}

const SHOWN = /^(?:className|class|id|title|alt|placeholder|label|style|role|testID|aria-.*|data-.*)$/

export const display: Rule = {
  id: 'display',
  reason: 'it only changes how something looks or is called on screen',
  description: 'Texts in class names, styles, test ids, titles and `aria-` attributes of JSX, and in `displayName`.',
  examples: [
    { code: 'x = <a className={`c ${d}`} />', path: 'code.tsx' },
    { code: 'A.displayName = "b"' },
    { code: 'x = <a data-testid={"b"} />', path: 'code.tsx' },
  ],
  covers({ node, operator }) {
    if (operator !== 'StringLiteral' && operator !== 'ArithmeticOperator' && operator !== 'ObjectLiteral') return false
    for (const outer of around(node)) {
      if (ts.isJsxAttribute(outer)) return SHOWN.test(outer.name.getText())
      if (ts.isBinaryExpression(outer)) return outer.right === node && lastName(outer.left) === 'displayName'
      if (ts.isPropertyDeclaration(outer)) return outer.name.getText() === 'displayName'
      if (ts.isStatement(outer) || ts.isFunctionLike(outer)) return false
    }
    return false
  },
}
