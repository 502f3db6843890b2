/** Where the value of a name goes on under another one, so that it may be changed out of sight. */
import { isAssignmentOperator } from './carriers.js'
import type { BindingOf } from './declarations.js'
import { isFunctionValue } from './functions.js'
import { ts } from './ts.js'
import { isAccess, isHarmless, rootOf } from './uses.js'
import { isWrapper } from './wrappers.js'

/** What becomes of a value: it goes on itself, a part of it does, or a part of a part; or it or a part is the result of a function. */
export interface Path {
  readonly whole: boolean
  readonly part: boolean
  readonly deep: boolean
  readonly result: boolean
  readonly resultPart: boolean
}

const NOWHERE: Path = { whole: false, part: false, deep: false, result: false, resultPart: false }
const ON: Path = { ...NOWHERE, whole: true, part: true, deep: true }
const IN_PARTS: Path = { ...NOWHERE, part: true, deep: true }
const AS_RESULT: Path = { ...NOWHERE, result: true, resultPart: true }

/** Another name for a part of a value, such as the variable of a loop; `deep`: for a part of a part. */
interface Link { readonly from: ts.Node | string; readonly to: ts.Node | string; readonly deep: boolean }

/** By declaration, and by name where a file has none: what becomes of the value, in all places together. Absent: it only is looked at. */
export type Paths = ReadonlyMap<ts.Node | string, Path>

/** @param changed declarations whose values, or parts of them, are changed */
export function pathsOf(source: ts.SourceFile, bindingOf: BindingOf, changed: ReadonlyMap<ts.Node | string, unknown>): Paths {
  const paths = new Map<ts.Node | string, Path>()
  const links: Link[] = []
  const keyOf = (name: ts.Identifier): ts.Node | string => bindingOf(name) ?? name.text
  const link = (of: ts.Expression, name: ts.BindingName): void => {
    const root = rootOf(of)
    if (root) links.push(...linksTo(name).map(({ to, deep }) => ({ from: keyOf(root), to: keyOf(to), deep })))
  }
  const visit = (node: ts.Node, path: Path, inClass: boolean): void => {
    if (ts.isIdentifier(node)) {
      if (path === NOWHERE) return
      const key = keyOf(node)
      paths.set(key, both(paths.get(key) ?? NOWHERE, path))
      return
    }
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return
    if (ts.isShorthandPropertyAssignment(node)) {
      visit(node.name, ON, inClass)
      return
    }
    if (ts.isForOfStatement(node) && ts.isVariableDeclarationList(node.initializer)) link(node.expression, node.initializer.declarations[0]!.name)
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) for (const argument of node.arguments) {
      const root = rootOf(node.expression)
      if (isFunctionValue(argument)) for (const { name } of argument.parameters) link(node.expression.expression, name)
      // A function that is written elsewhere gets the parts as well.
      else if (root && WALKING.has(node.expression.name.text)) paths.set(keyOf(root), both(paths.get(keyOf(root)) ?? NOWHERE, IN_PARTS))
    }
    const within = inClass || ts.isClassLike(node)
    ts.forEachChild(node, (child) => { visit(child, next(node, child, path, within), within) })
  }
  visit(source, NOWHERE, false)
  // What goes on of a part goes on of the whole; a part may have parts with names of their own.
  for (let round = 0; round < LINKED; round++) for (const { from, to, deep } of links) {
    const { whole, part, deep: deeper, result, resultPart } = paths.get(to) ?? NOWHERE
    const goesOn = whole || changed.has(to)
    const path = { ...NOWHERE, part: goesOn && !deep, deep: goesOn || part || deeper, resultPart: result || resultPart }
    paths.set(from, both(paths.get(from) ?? NOWHERE, path))
  }
  return paths
}

/** Methods that call the function that they are given with each part. */
const WALKING = new Set(['forEach', 'map', 'flatMap', 'filter', 'find', 'findLast', 'findIndex', 'some', 'every', 'reduce', 'reduceRight', 'sort'])

/** So many loops inside of each other are followed. */
const LINKED = 3

/** The names that stand for a part of what is walked through; those taken out of it stand for a part of a part. */
function linksTo(name: ts.BindingName, deep = false): { to: ts.Identifier; deep: boolean }[] {
  if (ts.isIdentifier(name)) return [{ to: name, deep }]
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? linksTo(element.name, true) : []))
}

function both(a: Path, b: Path): Path {
  return {
    whole: a.whole || b.whole, part: a.part || b.part, deep: a.deep || b.deep, result: a.result || b.result, resultPart: a.resultPart || b.resultPart,
  }
}

/** What becomes of the value of a part of a node, given what becomes of that of the node. */
function next(node: ts.Node, part: ts.Node, path: Path, inClass: boolean): Path {
  if (isAccess(node)) return part === node.expression ? partsOf(path) : NOWHERE
  if (ts.isCallExpression(node)) {
    // Of a method the access to it counts as the step.
    if (part === node.expression) return ts.isPropertyAccessExpression(part) ? path : partsOf(path)
    return isHarmless(node) ? NOWHERE : takesParts(node) ? IN_PARTS : ON
  }
  if (ts.isNewExpression(node)) return part === node.expression ? NOWHERE : isCollection(node) ? IN_PARTS : ON
  if (ts.isBinaryExpression(node)) return nextInBinary(node, part, path)
  if (ts.isVariableDeclaration(node)) return part !== node.initializer ? NOWHERE : ts.isIdentifier(node.name) ? ON : IN_PARTS
  if (ts.isParameter(node) || ts.isBindingElement(node) || ts.isPropertyDeclaration(node) || ts.isPropertyAssignment(node)) {
    return part === node.initializer ? ON : NOWHERE
  }
  // What the methods of a class hand out nobody can follow by name.
  if (ts.isReturnStatement(node) || (ts.isArrowFunction(node) && part === node.body)) return inClass ? ON : AS_RESULT
  // The variable of the loop is linked to it.
  if (ts.isForOfStatement(node)) return part === node.expression && !ts.isVariableDeclarationList(node.initializer) ? IN_PARTS : NOWHERE
  if (ts.isSpreadElement(node) || ts.isSpreadAssignment(node)) return IN_PARTS
  if (ts.isConditionalExpression(node)) return part === node.condition ? NOWHERE : path
  if (ts.isExportSpecifier(node)) return node.propertyName ? ON : NOWHERE
  if (isWrapper(node) || ts.isAwaitExpression(node)) return path
  const goesOn = ts.isArrayLiteralExpression(node) || ts.isExportAssignment(node) || ts.isYieldExpression(node) || ts.isThrowStatement(node)
    || ts.isJsxExpression(node) || (ts.isTemplateSpan(node) && ts.isTaggedTemplateExpression(node.parent.parent))
  return goesOn ? ON : NOWHERE
}

function nextInBinary({ operatorToken: { kind }, right }: ts.BinaryExpression, part: ts.Node, path: Path): Path {
  if (isAssignmentOperator(kind)) return part === right ? ON : NOWHERE
  return LOGICAL.has(kind) || (kind === ts.SyntaxKind.CommaToken && part === right) ? path : NOWHERE
}

const LOGICAL = new Set([ts.SyntaxKind.BarBarToken, ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.QuestionQuestionToken])

function partsOf({ whole, part, deep, result, resultPart }: Path): Path {
  return { whole: false, part: whole, deep: part || deep, result: false, resultPart: result || resultPart }
}

/** `Object.values(x)`: gives a new list of its parts. */
function takesParts({ expression }: ts.CallExpression): boolean {
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return false
  return /^(?:Object\.(?:values|entries|fromEntries)|Array\.from)$/u.test(`${expression.expression.text}.${expression.name.text}`)
}

/** `new Set(x)`: takes the members, not the list. */
function isCollection({ expression }: ts.NewExpression): boolean {
  return ts.isIdentifier(expression) && ['Set', 'Map'].includes(expression.text)
}

/** Whether one of these names stands anywhere in a node. */
export function mentions(node: ts.Node, names: ReadonlySet<string>): boolean {
  return (ts.isIdentifier(node) && names.has(node.text)) || (ts.forEachChild(node, (child) => mentions(child, names)) ?? false)
}
