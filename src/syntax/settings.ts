/** Places where a module sets something up in a package, which keeps it: `dayjs.extend(utc)`, `axios.defaults.timeout = 5`. */
import type { Setting } from '../model/instrumentable.js'
import type { Span } from '../model/span.js'
import { isFunctionValue } from './functions.js'
import { ts } from './ts.js'
import { isWrapper } from './wrappers.js'

/** What these modules of Node change is not in the worker. */
const ELSEWHERE = new Set(['fs', 'fs/promises', 'child_process', 'assert', 'assert/strict', 'test'])

/** Hooks, effects, assertions and what writes to a log: these last as long as a component, or no longer than the call. */
const PASSING = /^(?:use[A-Z]|on[A-Z]|watch|createEffect|untrack|batch|act$|assert|invariant|warning|expect|(?:log|trace|debug|info|warn|error|fatal)$)/u

/** Where the value of a call is taken, it sets something up when it is called so. */
const SETS = /^(?:set[A-Z]|use$|config|configure|init|register|extend|install)/u

export function settingsOf(source: ts.SourceFile): Setting[] {
  const names = importedFromPackages(source)
  if (names.size === 0) return []
  const found: Setting[] = []
  const visit = (node: ts.Node): void => {
    const expression = placeIn(node)
    if (expression && isSetting(expression, names)) found.push({ span: spanOf(expression), given: givenIn(expression) })
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function importedFromPackages(source: ts.SourceFile): Set<string> {
  const names = new Set<string>()
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier) && isPackage(statement.moduleSpecifier.text)) {
      const clause = statement.importClause
      if (clause?.name) names.add(clause.name.text)
      const bindings = clause?.namedBindings
      if (bindings && ts.isNamespaceImport(bindings)) names.add(bindings.name.text)
      else for (const { name } of bindings?.elements ?? []) names.add(name.text)
    } else if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (ts.isIdentifier(name) && initializer && isRequired(initializer)) names.add(name.text)
      }
    }
  }
  return names
}

/** Aliases of modules of the project begin like this as well as with a dot. */
function isPackage(name: string): boolean {
  return !/^(?:[./~#$]|@\/)/u.test(name) && !ELSEWHERE.has(name.replace(/^node:/u, ''))
}

function isRequired(node: ts.Expression): boolean {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'require') return false
  const [name] = node.arguments
  return name !== undefined && ts.isStringLiteral(name) && isPackage(name.text)
}

/** The expression of a node whose value nobody takes, or that of a call by such a name. */
function placeIn(node: ts.Node): ts.Expression | undefined {
  if (ts.isExpressionStatement(node)) return node.expression
  const value = ts.isArrowFunction(node) && !ts.isBlock(node.body) ? node.body : ts.isExportAssignment(node) ? node.expression : undefined
  const inner = value && withoutAwait(value)
  return inner && ts.isCallExpression(inner) && SETS.test(calledName(inner)) ? value : undefined
}

function calledName({ expression }: ts.CallExpression): string {
  return ts.isIdentifier(expression) ? expression.text : ts.isPropertyAccessExpression(expression) ? expression.name.text : ''
}

function withoutAwait(node: ts.Expression): ts.Expression {
  if (isWrapper(node) || ts.isAwaitExpression(node) || ts.isVoidExpression(node)) return withoutAwait(node.expression)
  return node
}

function isSetting(expression: ts.Expression, names: ReadonlySet<string>): boolean {
  const node = withoutAwait(expression)
  const changed = changedBy(node)
  if (!changed || (ts.isCallExpression(node) && PASSING.test(calledName(node)))) return false
  const root = rootOf(changed)
  return root !== undefined && names.has(root.text)
}

/** What an expression calls or changes. */
function changedBy(node: ts.Expression): ts.Expression | undefined {
  if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isDeleteExpression(node)) return node.expression
  if (ts.isBinaryExpression(node)) return isAssignment(node.operatorToken.kind) ? node.left : undefined
  return ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node) ? node.operand : undefined
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment
}

/** The name that a chain of calls and properties begins with. */
function rootOf(node: ts.Expression): ts.Identifier | undefined {
  const inner = withoutAwait(node)
  if (ts.isIdentifier(inner)) return inner
  return ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner) || ts.isCallExpression(inner) || ts.isNewExpression(inner)
    ? rootOf(inner.expression)
    : undefined
}

/** Arguments of all calls in the chain, computed names, and what is assigned; not functions, which tell nothing. */
function givenIn(expression: ts.Expression): Span[] {
  const node = withoutAwait(expression)
  const own = ts.isBinaryExpression(node) ? [node.right] : ts.isElementAccessExpression(node) ? [node.argumentExpression]
    : ts.isCallExpression(node) || ts.isNewExpression(node) ? node.arguments ?? [] : []
  const before = ts.isBinaryExpression(node) ? node.left : ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) ? node.expression : changedBy(node)
  return [...before ? givenIn(before) : [], ...own.filter(isTold).map(spanOf)]
}

function isTold(node: ts.Expression): boolean {
  return !ts.isSpreadElement(node) && !isFunctionValue(node)
}

function spanOf(node: ts.Expression): Span {
  return { start: node.getStart(), end: node.end }
}
