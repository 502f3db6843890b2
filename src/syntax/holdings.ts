/** What a value that is made once can hold on to: nothing that changes, or what may be changed later. */
import { isAssignmentOperator } from './carriers.js'
import type { Facts } from './facts.js'
import { isFunctionValue, isStatic } from './functions.js'
import { ts } from './ts.js'
import { isAccess } from './uses.js'
import { unwrap } from './wrappers.js'

/** What may be changed under another name. */
export type Table = 'flat' | 'rows' | 'nested'

/**
 * - `nothing`: it cannot change, or it is what another name stands for.
 * - `flat`: a table of what cannot change.
 * - `rows`: a table of such tables.
 * - `nested`: a table of deeper ones.
 * - `object`: what nobody can look into: instances, results of calls.
 */
export type Holding = 'nothing' | Table | 'object'

const ORDER: readonly Holding[] = ['nothing', 'flat', 'rows', 'nested', 'object']

export function holdingOf(expression: ts.Expression, facts: Facts): Holding {
  const value = unwrap(expression)
  if (ts.isRegularExpressionLiteral(value)) return /\/[a-z]*[gy][a-z]*$/u.test(value.text) ? 'flat' : 'nothing'
  if (ts.isArrayLiteralExpression(value)) return tableOf(value.elements.map((element) => partOf(element, facts)))
  if (ts.isObjectLiteralExpression(value)) return tableOf(value.properties.map((property) => propertyOf(property, facts)))
  if (ts.isNewExpression(value)) return instanceOf(value, facts)
  if (ts.isCallExpression(value)) return resultOf(value, facts)
  if (ts.isClassExpression(value)) return classHolds(value, facts) ? 'object' : 'nothing'
  if (ts.isConditionalExpression(value)) return worst([holdingOf(value.whenTrue, facts), holdingOf(value.whenFalse, facts)])
  if (ts.isBinaryExpression(value)) return worst([holdingOf(value.left, facts), holdingOf(value.right, facts)])
  if (ts.isAwaitExpression(value)) return holdingOf(value.expression, facts)
  return ts.isTaggedTemplateExpression(value) || ts.isYieldExpression(value) ? 'object' : 'nothing'
}

function worst(parts: readonly Holding[]): Holding {
  return ORDER[Math.max(0, ...parts.map((part) => ORDER.indexOf(part)))]!
}

function tableOf(parts: readonly Holding[]): Holding {
  const most = worst(parts)
  return most === 'object' ? most : ORDER[Math.min(ORDER.indexOf(most) + 1, ORDER.indexOf('nested'))]!
}

function partOf(element: ts.Expression, facts: Facts): Holding {
  return ts.isSpreadElement(element) ? 'flat' : holdingOf(element, facts)
}

function propertyOf(property: ts.ObjectLiteralElementLike, facts: Facts): Holding {
  if (ts.isPropertyAssignment(property)) {
    const value = unwrap(property.initializer)
    return ts.isFunctionExpression(value) && writesThis(value) ? 'object' : holdingOf(value, facts)
  }
  if (ts.isSpreadAssignment(property)) return 'flat'
  return !ts.isShorthandPropertyAssignment(property) && writesThis(property) ? 'object' : 'nothing'
}

/** Makers of what holds nothing: by the name of the class or function. */
const BLANK = new Set(['TextEncoder', 'RegExp', 'Error', 'TypeError', 'RangeError'])

function instanceOf({ expression, arguments: given = ts.factory.createNodeArray() }: ts.NewExpression, facts: Facts): Holding {
  const name = ts.isIdentifier(expression) ? expression.text : ''
  if (name === 'RegExp' && given.length > 1) return 'flat'
  if (BLANK.has(name) || (ts.isPropertyAccessExpression(expression) && expression.expression.getText() === 'Intl')) return 'nothing'
  if (!COLLECTIONS.has(name)) return 'object'
  const [members] = given
  if (!members) return 'flat'
  const value = unwrap(members)
  if (!ts.isArrayLiteralExpression(value)) return name === 'Set' && facts.kindOf(value) === 'string' ? 'flat' : 'object'
  if (name === 'Set') return holdingOf(value, facts)
  // Each entry is a list of its own, which the map does not keep.
  return tableOf(value.elements.map((entry) => ts.isArrayLiteralExpression(entry) ? worst(entry.elements.map((part) => partOf(part, facts))) : 'object'))
}

const COLLECTIONS = new Set(['Map', 'Set', 'WeakMap', 'WeakSet'])

/** Kinds of values that nothing can change. */
const KNOWN = new Set(['number', 'bigint', 'string', 'boolean', 'nullish', 'void'])

/** Functions whose results hold nothing: mocks are cleared after each run, and what others give is looked at where it stands. */
const MAKERS = /^(?:require|import|Symbol|vi\.(?!hoisted\b)\w+|expect\.\w+|(?:React\.)?(?:forwardRef|createContext|lazy)|Symbol\.for|JSON\.stringify|Math\.\w+|(?:path\.)?(?:join|resolve)|import\.meta\.\w+)$/u

function resultOf(call: ts.CallExpression, facts: Facts): Holding {
  const made = unwrap(call.expression)
  if (isFunctionValue(made)) return call.arguments.length > 0 || mayRemember(made.body) ? 'object' : 'flat'
  if (KNOWN.has(facts.kindOf(call))) return 'nothing'
  const name = call.expression.getText()
  if (MAKERS.test(name)) return 'nothing'
  const [first] = call.arguments
  if (name === 'Object.freeze' && first) {
    const held = holdingOf(first, facts)
    // A frozen collection takes in more all the same.
    return held === 'flat' && !ts.isNewExpression(unwrap(first)) ? 'nothing' : held
  }
  return /^Object\.(?:keys|getOwnPropertyNames)$/u.test(name) ? 'flat' : 'object'
}

/** Whether the code of a function, or of those in it, may have something to keep: variables, instances, tables that change. */
function mayRemember(node: ts.Node, tables: ReadonlySet<string> = tablesIn(node)): boolean {
  if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.Const)) return true
  if (ts.isNewExpression(node) || ts.isDeleteExpression(node) || ts.isPostfixUnaryExpression(node)) return true
  if (ts.isBinaryExpression(node) && isAssignmentOperator(node.operatorToken.kind)) return true
  // Tables that are passed on, or have methods called.
  if (ts.isCallExpression(node) && node.arguments.some((argument) => ts.isIdentifier(argument) && tables.has(argument.text))) return true
  if (ts.isArrayLiteralExpression(node) || (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))) return true
  return ts.forEachChild(node, (child) => mayRemember(child, tables)) ?? false
}

/** Names of variables that hold an object as it is written. */
function tablesIn(node: ts.Node, found = new Set<string>()): Set<string> {
  if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer && ts.isObjectLiteralExpression(unwrap(node.initializer))) found.add(node.name.text)
  ts.forEachChild(node, (child) => { tablesIn(child, found) })
  return found
}

/** Whether a class carries something itself: in static fields that change, or may. */
export function classHolds(node: ts.ClassLikeDeclaration, facts: Facts): boolean {
  if (/\bthis\s*\.\s*constructor\b|\bnew\s*\.\s*target\b/u.test(node.getText())) return true
  return node.members.some((member) => {
    if (ts.isClassStaticBlockDeclaration(member)) return true
    if (!isStatic(member)) return false
    if (ts.isPropertyDeclaration(member)) return member.initializer !== undefined && holdingOf(member.initializer, facts) !== 'nothing'
    return writesThis(member)
  })
}

/** Whether a function may change the object that it is called on. */
function writesThis(node: ts.Node): boolean {
  const isOfThis = (target: ts.Expression): boolean => {
    const inner = unwrap(target)
    if (inner.kind === ts.SyntaxKind.ThisKeyword) return true
    return (isAccess(inner) || ts.isCallExpression(inner)) && isOfThis(inner.expression)
  }
  const visit = (child: ts.Node): boolean => {
    if (ts.isBinaryExpression(child) && isAssignmentOperator(child.operatorToken.kind) && isOfThis(child.left)) return true
    if ((ts.isPrefixUnaryExpression(child) || ts.isPostfixUnaryExpression(child)) && isOfThis(child.operand)) return true
    if (ts.isDeleteExpression(child) && isOfThis(child.expression)) return true
    if (ts.isCallExpression(child) && isOfThis(child.expression) && ts.isPropertyAccessExpression(child.expression)
      && ts.isPropertyAccessExpression(unwrap(child.expression.expression))) return true
    return ts.forEachChild(child, visit) ?? false
  }
  return visit(node)
}
