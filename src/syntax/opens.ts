/** Functions of a test file that use nothing but what the file declares where it runs once: what they keep is handed out with that. */
import type { Place } from '../model/instrumentable.js'
import { placeOf } from './captures.js'
import { isFunctionNode } from './functions.js'
import { TESTS } from './given.js'
import { statementsThatRunOnce } from './run-once.js'
import { ts } from './ts.js'
import { rootOf } from './uses.js'

/** Functions that stand in no other one but those of suites; not tests and hooks themselves, which nobody keeps. */
export function opensOf({ statements }: ts.SourceFile): Place[] {
  const places: Place[] = []
  const once = new Set<ts.Node>(statementsThatRunOnce(statements, true))
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || (ts.isStatement(node) && once.has(node))) return
    const place = isFunctionNode(node) && !ts.isConstructorDeclaration(node) && !containsOnce(node) ? placeOf(node) : undefined
    if (place) places.push(place)
    if (place || (ts.isCallExpression(node) && TESTS.has(rootOf(node.expression)?.text ?? ''))) return
    ts.forEachChild(node, visit)
  }
  const containsOnce = (node: ts.Node): boolean => ts.forEachChild(node, (child) => once.has(child) || containsOnce(child)) ?? false
  for (const statement of once) {
    if (isFunctionNode(statement)) visitFunction(statement)
    else ts.forEachChild(statement, visit)
  }
  return places

  function visitFunction(node: ts.Node & { readonly body?: ts.Node | undefined }): void {
    const place = containsOnce(node) ? undefined : placeOf(node)
    if (place) places.push(place)
  }
}
