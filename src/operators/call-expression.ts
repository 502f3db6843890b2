/** Statements that call something or throw: removed. */
import { isAlone, ts, unwrap } from '../syntax/index.js'
import type { Operator } from './operator.js'

export const callExpression: Operator = {
  name: 'CallExpression',
  level: 'default',
  description: 'Removes a statement that calls something, or that throws.',
  why: 'A side effect that can be left out unnoticed is not asserted anywhere.',
  remedy: 'Assert the effect of the call; for a `throw` assert that it is thrown.',
  kinds: [ts.SyntaxKind.ExpressionStatement, ts.SyntaxKind.ThrowStatement],
  examples: [
    { before: 'a(); b.c()', after: ['; b.c()', 'a(); ;'] },
    { before: 'a(); await b?.c()', after: ['; await b?.c()', 'a(); ;'] },
    { before: 'if (a) b(); else c()', after: ['if (a) ; else c()', 'if (a) b(); else ;'] },
    { before: 'function f() { a(); throw b }', after: ['function f() { ; throw b }', 'function f() { a(); ; }'] },
    { before: 'if (a) b()', after: [] },
    { before: 'a = b()', after: [] },
  ],
  *mutate(node) {
    if (!ts.isThrowStatement(node) && !(ts.isExpressionStatement(node) && isCall(node.expression))) return
    yield { node, replacement: ';', form: 'statement', ...(isAlone(node) ? { subsumed: true } : {}) }
  },
}

/** `f()`, `await f()`, `void f()`, also in parentheses; `super()` must stay. */
function isCall(node: ts.Expression): boolean {
  const inner = unwrap(node)
  if (ts.isAwaitExpression(inner) || ts.isVoidExpression(inner)) return isCall(inner.expression)
  return ts.isCallExpression(inner) && inner.expression.kind !== ts.SyntaxKind.SuperKeyword
}
