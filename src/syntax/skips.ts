/** Code that is never mutated: types, declarations without effect, names, directives, in-source tests. */
import { mayBeComputed } from './enums.js'
import { ts } from './ts.js'

/** Whether the whole subtree of `node` is left alone. */
export function isLeftAlone(node: ts.Node): boolean {
  switch (node.kind) {
    case ts.SyntaxKind.InterfaceDeclaration:
    case ts.SyntaxKind.TypeAliasDeclaration:
    case ts.SyntaxKind.ImportDeclaration:
    case ts.SyntaxKind.ImportEqualsDeclaration:
    case ts.SyntaxKind.ExportDeclaration:
    case ts.SyntaxKind.NamespaceExportDeclaration:
    case ts.SyntaxKind.Decorator:
    case ts.SyntaxKind.TypeParameter:
    case ts.SyntaxKind.JsxText:
    case ts.SyntaxKind.JsxNamespacedName:
      return true
    case ts.SyntaxKind.StringLiteral:
      return ts.isJsxAttribute(node.parent) || isPlainName(node)
    case ts.SyntaxKind.ExpressionStatement:
      return ts.isStringLiteral((node as ts.ExpressionStatement).expression)
    case ts.SyntaxKind.IfStatement:
      return mentionsInSourceTests((node as ts.IfStatement).expression)
    case ts.SyntaxKind.BinaryExpression:
      return isAnd(node) && mentionsInSourceTests((node as ts.BinaryExpression).left)
    case ts.SyntaxKind.MethodDeclaration:
    case ts.SyntaxKind.FunctionDeclaration:
    case ts.SyntaxKind.Constructor:
    case ts.SyntaxKind.GetAccessor:
    case ts.SyntaxKind.SetAccessor:
      return !(node as ts.FunctionLikeDeclaration).body || isAmbient(node)
    case ts.SyntaxKind.VariableStatement:
    case ts.SyntaxKind.ClassDeclaration:
    case ts.SyntaxKind.ModuleDeclaration:
    case ts.SyntaxKind.EnumDeclaration:
    case ts.SyntaxKind.PropertyDeclaration:
      return isAmbient(node)
    case ts.SyntaxKind.EnumMember:
      return !mayBeComputed(node as ts.EnumMember)
    case ts.SyntaxKind.ExpressionWithTypeArguments:
      return ts.isHeritageClause(node.parent) && node.parent.token === ts.SyntaxKind.ImplementsKeyword
    default:
      return ts.isTypeNode(node) || isPlainName(node) || isResolvedStatically(node)
  }
}

function isAnd(node: ts.Node): boolean {
  return (node as ts.BinaryExpression).operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
}

function isAmbient(node: ts.Node): boolean {
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
