/** Code that is never mutated: types, declarations without effect, names, directives, in-source tests. */
import { mayBeComputed } from './enums.js'
import { ts } from './ts.js'

type Question = (node: ts.Node) => boolean

const always: Question = () => true
const isDeclaredOnly: Question = (node) => !(node as ts.FunctionLikeDeclaration).body || isAmbient(node)

/**
 * What decides about a kind of node; every other kind is asked whether it is a type, a name, or read by bundlers.
 * A table, as every node is looked at and each mention of `ts.SyntaxKind` is a call.
 */
const QUESTIONS: ReadonlyMap<ts.SyntaxKind, Question> = new Map<ts.SyntaxKind, Question>([
  [ts.SyntaxKind.InterfaceDeclaration, always],
  [ts.SyntaxKind.TypeAliasDeclaration, always],
  [ts.SyntaxKind.ImportDeclaration, always],
  [ts.SyntaxKind.ImportEqualsDeclaration, always],
  [ts.SyntaxKind.ExportDeclaration, always],
  [ts.SyntaxKind.NamespaceExportDeclaration, always],
  [ts.SyntaxKind.Decorator, always],
  [ts.SyntaxKind.TypeParameter, always],
  [ts.SyntaxKind.JsxText, always],
  [ts.SyntaxKind.JsxNamespacedName, always],
  [ts.SyntaxKind.StringLiteral, (node) => ts.isJsxAttribute(node.parent) || isPlainName(node)],
  [ts.SyntaxKind.ExpressionStatement, (node) => ts.isStringLiteral((node as ts.ExpressionStatement).expression)],
  [ts.SyntaxKind.IfStatement, (node) => mentionsInSourceTests((node as ts.IfStatement).expression)],
  [ts.SyntaxKind.BinaryExpression, (node) => isAnd(node) && mentionsInSourceTests((node as ts.BinaryExpression).left)],
  [ts.SyntaxKind.MethodDeclaration, isDeclaredOnly],
  [ts.SyntaxKind.FunctionDeclaration, isDeclaredOnly],
  [ts.SyntaxKind.Constructor, isDeclaredOnly],
  [ts.SyntaxKind.GetAccessor, isDeclaredOnly],
  [ts.SyntaxKind.SetAccessor, isDeclaredOnly],
  [ts.SyntaxKind.VariableStatement, isAmbient],
  [ts.SyntaxKind.ClassDeclaration, isAmbient],
  [ts.SyntaxKind.ModuleDeclaration, isAmbient],
  [ts.SyntaxKind.EnumDeclaration, isAmbient],
  [ts.SyntaxKind.PropertyDeclaration, isAmbient],
  [ts.SyntaxKind.EnumMember, (node) => !mayBeComputed(node as ts.EnumMember)],
  [ts.SyntaxKind.ExpressionWithTypeArguments, (node) =>
    ts.isHeritageClause(node.parent) && node.parent.token === ts.SyntaxKind.ImplementsKeyword],
])

/** Whether the whole subtree of `node` is left alone. */
export function isLeftAlone(node: ts.Node): boolean {
  const asked = QUESTIONS.get(node.kind)
  return asked ? asked(node) : ts.isTypeNode(node) || isPlainName(node) || isResolvedStatically(node)
}

function isAnd(node: ts.Node): boolean {
  return (node as ts.BinaryExpression).operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
}

/** `declare module 'vitest' { … }`: what is not there when the code runs. */
export function isAmbient(node: ts.Node): boolean {
  return ts.canHaveModifiers(node)
    && (ts.getModifiers(node)?.some((modifier) => modifier.kind === ts.SyntaxKind.DeclareKeyword) ?? false)
}

/** `import.meta.vitest`, `import.meta.vitest !== undefined`, `import.meta.vitest && x`. */
function mentionsInSourceTests(node: ts.Expression): boolean {
  let current: ts.Expression = node
  while (ts.isBinaryExpression(current) || ts.isParenthesizedExpression(current) || ts.isNonNullExpression(current)) {
    current = ts.isBinaryExpression(current) ? current.left : current.expression
  }
  return ts.isPropertyAccessExpression(current) && current.name.text === 'vitest' && isImportMeta(current.expression)
}

function isImportMeta(node: ts.Node): boolean {
  return ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword
}

/** A literal that names a property; keys in square brackets are expressions and not meant here. */
function isPlainName(node: ts.Node): boolean {
  return ts.isPropertyName(node) && !ts.isComputedPropertyName(node)
    && (node.parent as ts.NamedDeclaration).name === node && !ts.isPropertyAccessExpression(node.parent)
    || ts.isBindingElement(node.parent) && node.parent.propertyName === node && !ts.isComputedPropertyName(node)
}

/**
 * Calls whose arguments bundlers read from the text: `import('x')`, `require('x')`, `import.meta.glob(…)`,
 * `new URL('x', import.meta.url)`.
 */
function isResolvedStatically(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) {
    return ts.isIdentifier(node.expression) && node.expression.text === 'URL'
      && (node.arguments?.some((argument) => ts.isPropertyAccessExpression(argument)
        && isImportMeta(argument.expression)) ?? false)
  }
  if (!ts.isCallExpression(node)) return false
  const callee = node.expression
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true
  if (ts.isIdentifier(callee)) return callee.text === 'require'
  if (!ts.isPropertyAccessExpression(callee)) return false
  return isImportMeta(callee.expression) && callee.name.text.startsWith('glob')
    || ts.isIdentifier(callee.expression) && callee.expression.text === 'require'
}

/** Number of statements at the start of a body that are directives such as `'use strict'`. */
export function directiveCount(statements: readonly ts.Statement[]): number {
  const first = statements.findIndex((s) => !ts.isExpressionStatement(s) || !ts.isStringLiteral(s.expression))
  return first === -1 ? statements.length : first
}
