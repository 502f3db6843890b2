/** Where the value of a variable goes on under another name, so that it may be changed out of sight. */
import { isAssignmentOperator } from './carriers.js'
import { ts } from './ts.js'

/**
 * Whether one of these names stands where its value goes on under another: as an argument, in another variable, in an object.
 * @param returned whether the result of a function is such a place
 */
export function isPassedOn(names: ReadonlySet<string>, source: ts.SourceFile, returned: boolean): boolean {
  const visit = (node: ts.Node, goesOn: boolean): boolean => {
    if (ts.isIdentifier(node)) return goesOn && names.has(node.text)
    if (ts.isShorthandPropertyAssignment(node)) return names.has(node.name.text)
    if (ts.isExportSpecifier(node)) return names.has((node.propertyName ?? node.name).text)
    // What its methods hand out nobody can follow by name.
    if (ts.isClassLike(node)) return mentions(node, names)
    return ts.forEachChild(node, (child) => visit(child, passesOn(node, child, goesOn) || (returned && isResult(node, child)))) ?? false
  }
  return visit(source, false)
}

/** Whether what a part of a node stands for goes on under another name. `outer`: whether what the node stands for does. */
function passesOn(node: ts.Node, part: ts.Node, outer: boolean): boolean {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return part !== node.expression
  if (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node) || ts.isParameter(node)) return part === node.initializer
  if (ts.isArrayLiteralExpression(node) || ts.isExportAssignment(node) || ts.isYieldExpression(node) || ts.isThrowStatement(node)) return true
  if (ts.isBinaryExpression(node)) return isAssignmentOperator(node.operatorToken.kind) ? part === node.right : outer
  const isThrough = ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node)
    || ts.isSatisfiesExpression(node) || ts.isAwaitExpression(node) || (ts.isConditionalExpression(node) && part !== node.condition)
  return isThrough && outer
}

function isResult(node: ts.Node, part: ts.Node): boolean {
  return ts.isReturnStatement(node) || (ts.isArrowFunction(node) && part === node.body)
}

/** Whether one of these names stands anywhere in a node. */
export function mentions(node: ts.Node, names: ReadonlySet<string>): boolean {
  return (ts.isIdentifier(node) && names.has(node.text)) || (ts.forEachChild(node, (child) => mentions(child, names)) ?? false)
}
