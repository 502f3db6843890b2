/** `await`: left out. */
import { enclosingFunction, ts, wrapped } from '../syntax/index.js'
import type { Operator } from './operator.js'

export const awaitExpression: Operator = {
  name: 'AwaitExpression',
  level: 'all',
  description: 'Goes on without waiting for a promise.',
  why: 'A missing `await` is among the most common bugs, and shows only when the promise takes its time.',
  remedy: 'Assert something that is only true after the promise has settled, with a promise that takes its time.',
  kinds: [ts.SyntaxKind.AwaitExpression],
  examples: [
    { before: 'async function f() { const a = await b(); }', after: ['async function f() { const a = b(); }'] },
    { before: 'async function f() { try { return await a } catch {} }', after: ['async function f() { try { return a } catch {} }'] },
    { before: 'async function f() { return await a }', after: [] },
  ],
  *mutate(node, { text }) {
    if (!ts.isAwaitExpression(node) || isReturned(node)) return
    yield { node, replacement: text(node.expression), shape: node.expression }
  },
}

/** Outside of `try`, returning a promise from an async function waits for it all the same. */
function isReturned(node: ts.AwaitExpression): boolean {
  const outer = wrapped(node)
  const { parent } = outer
  if (ts.isArrowFunction(parent)) return parent.body === outer
  if (!ts.isReturnStatement(parent)) return false
  const owner = enclosingFunction(node)
  for (let current: ts.Node = parent; current !== owner; current = current.parent) {
    if (ts.isTryStatement(current)) return false
  }
  return true
}
