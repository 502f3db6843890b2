/** Positions that code asks for only to know whether something is there: the first and the last one serve alike. */
import { readsInScope, ts, wrapped } from '../syntax/index.js'

/**
 * What the position that `call` finds is used for: `presence` when it is only compared with `-1` or told from `0` and more,
 * `removal` when one element there is also taken out by `splice(index, 1)`, which differs for equal elements alone.
 */
export function useOfIndex(call: ts.CallExpression): 'presence' | 'removal' | 'position' {
  if (isPresenceTest(call)) return 'presence'
  const { parent } = wrapped(call)
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return 'position'
  const uses = readsInScope(parent.name)
  if (!uses || uses.length === 0 || !uses.every((use) => isPresenceTest(use) || isRemoval(use))) return 'position'
  return uses.every(isPresenceTest) ? 'presence' : 'removal'
}

/** `x === -1`, `x > -1`, `x >= 0`, `x < 0` and the like. */
function isPresenceTest(node: ts.Expression): boolean {
  const inner = wrapped(node)
  const { parent } = inner
  if (!ts.isBinaryExpression(parent) || parent.left !== inner) return false
  const operator = ts.tokenToString(parent.operatorToken.kind) ?? ''
  const bound = parent.right.getText()
  return bound === '-1' && ['===', '!==', '==', '!=', '>'].includes(operator) || bound === '0' && ['>=', '<'].includes(operator)
}

/** `list.splice(x, 1)`. */
function isRemoval(node: ts.Expression): boolean {
  const { parent } = node
  return ts.isCallExpression(parent) && ts.isPropertyAccessExpression(parent.expression) && parent.expression.name.text === 'splice'
    && parent.arguments[0] === node && parent.arguments[1]?.getText() === '1' && parent.arguments.length === 2
}
