/** What hooks make anew before each test that uses it: there nothing is left of the tests before. */
import type { BindingOf } from './declarations.js'
import { enclosingFunction } from './functions.js'
import { ts } from './ts.js'
import { bodyOf, isAccess, rootOf } from './uses.js'
import { unwrap } from './wrappers.js'

const SETUPS = new Set(['beforeEach', 'beforeAll'])

/** Declarations of variables that a hook assigns or empties, where all that use them stand in the suites of such hooks. */
export function renewedIn(source: ts.SourceFile, bindingOf: BindingOf): Set<ts.Node> {
  /** The functions of the suites whose hooks do; undefined stands for the file. */
  const suites = new Map<ts.Node, (ts.Node | undefined)[]>()
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && SETUPS.has(rootOf(node.expression)?.text ?? '')) {
      for (const name of node.arguments.flatMap(bodyOf).flatMap(namesRenewedBy)) {
        const declaration = bindingOf(name)
        if (declaration) suites.set(declaration, [...suites.get(declaration) ?? [], enclosingFunction(node)])
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  for (const declaration of usedOutside(source, suites, bindingOf)) suites.delete(declaration)
  return new Set(suites.keys())
}

/** What a statement of a hook makes anew. */
function namesRenewedBy(statement: ts.Statement): ts.Identifier[] {
  const done = ts.isExpressionStatement(statement) ? unwrap(statement.expression) : undefined
  if (done && ts.isBinaryExpression(done) && done.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return isProperty(done.left, 'length') ? rootsOf(done.left) : namesAssigned(done.left)
  }
  return done && ts.isCallExpression(done) && isProperty(done.expression, 'clear') ? rootsOf(done.expression) : []
}

function rootsOf(target: ts.Expression): ts.Identifier[] {
  const root = rootOf(target)
  return root ? [root] : []
}

function namesAssigned(target: ts.Node): ts.Identifier[] {
  if (ts.isIdentifier(target)) return [target]
  const names: ts.Identifier[] = []
  if (!isAccess(target)) ts.forEachChild(target, (part) => { names.push(...namesAssigned(part)) })
  return names
}

function isProperty(node: ts.Expression, name: string): boolean {
  return ts.isPropertyAccessExpression(node) && node.name.text === name
}

/** Those that some code uses which stands in none of their suites. */
function usedOutside(source: ts.SourceFile, suites: ReadonlyMap<ts.Node, readonly (ts.Node | undefined)[]>, bindingOf: BindingOf): Set<ts.Node> {
  const found = new Set<ts.Node>()
  const visit = (node: ts.Node): void => {
    const declaration = ts.isIdentifier(node) ? bindingOf(node) : undefined
    const around = declaration && suites.get(declaration)
    if (around && !isIn(node, declaration) && !around.some((suite) => suite === undefined || isIn(node, suite))) found.add(declaration)
    ts.forEachChild(node, visit)
  }
  if (suites.size > 0) visit(source)
  return found
}

function isIn(node: ts.Node, outer: ts.Node): boolean {
  return outer.pos <= node.pos && node.end <= outer.end
}
