/** Functions which keep nothing that is not handed out, by their text. */
import type { Place } from '../model/instrumentable.js'
import { placeOf } from './captures.js'
import { isFunctionNode } from './functions.js'
import { TESTS } from './given.js'
import { ts } from './ts.js'
import { rootOf } from './uses.js'

/**
 * Functions that stand in no other one but those of suites; not tests and hooks themselves, which nobody keeps.
 * @param statements those of the file that run once
 */
export function opensOf(statements: readonly ts.Statement[]): Place[] {
  const places: Place[] = []
  const once = new Set<ts.Node>(statements)
  const containsOnce = (node: ts.Node): boolean => ts.forEachChild(node, (child) => once.has(child) || containsOnce(child)) ?? false
  /** Says whether it is one. */
  const mark = (node: ts.Node): boolean => {
    const place = isFunctionNode(node) && !ts.isConstructorDeclaration(node) && !containsOnce(node) ? placeOf(node) : undefined
    if (place) places.push(place)
    return place !== undefined
  }
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || once.has(node)) return
    const isOfTests = ts.isCallExpression(node) && TESTS.has(rootOf(node.expression)?.text ?? '')
    if (!mark(node) && !isOfTests) ts.forEachChild(node, visit)
  }
  for (const statement of once) {
    if (isFunctionNode(statement)) mark(statement)
    else ts.forEachChild(statement, visit)
  }
  return places
}

/** All functions of a file. */
export function functionsIn(source: ts.SourceFile): Place[] {
  const places: Place[] = []
  const visit = (node: ts.Node): void => {
    const place = isFunctionNode(node) ? placeOf(node) : undefined
    if (place) places.push(place)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return places
}
