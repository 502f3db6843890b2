/** One walk over everything that may be mutated, in source order. */
import type { Span } from '../model/span.js'
import { scopeName } from './scopes.js'
import { isLeftAlone } from './skips.js'
import { ts } from './ts.js'

/**
 * Calls `see` for each node with the names of the scopes around it, outer before inner. Deeply nested code costs no
 * stack.
 */
export function visit(source: ts.SourceFile, see: (node: ts.Node, scope: string) => void): void {
  const nodes: ts.Node[] = [source]
  const scopes: string[] = ['']
  const children: ts.Node[] = []
  const remember = (child: ts.Node): void => void children.push(child)
  for (let node = nodes.pop(); node; node = nodes.pop()) {
    const outer = scopes.pop() ?? ''
    if (node !== source && isLeftAlone(node)) continue
    const own = scopeName(node)
    const scope = own === undefined ? outer : outer === '' ? own : `${outer}.${own}`
    see(node, scope)
    ts.forEachChild(node, remember)
    for (let child = children.pop(); child; child = children.pop()) {
      nodes.push(child)
      scopes.push(scope)
    }
  }
}

/** Whether `node` runs while its module loads: not inside a function, a parameter, or the field of an instance. */
export function runsAtLoad(node: ts.Node): boolean {
  for (let current = node; current.parent; current = current.parent) {
    const { parent } = current
    if (ts.isFunctionLike(parent) && parent.name !== current) return false
    if (ts.isPropertyDeclaration(parent) && parent.initializer === current
      && !parent.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword)) return false
  }
  return true
}

/** Where the text of a node stands, without the space and comments before it. */
export function spanOf(node: ts.Node, source: ts.SourceFile): Span {
  return { start: node.getStart(source), end: node.end }
}
