/** Rules about numbers and conditions that tune or guard, without a behaviour that a test could name. */
import { ts, unwrap } from '../syntax/index.js'
import { around, calleeOf, isConstant, nameOfValue } from './around.js'
import type { Rule } from './rule.js'

const ENVIRONMENT = /^(?:process\.env\??\.NODE_ENV|import\.meta\.env\??\.(?:DEV|PROD|SSR|MODE)|__DEV__|typeof (?:window|document|process|navigator|globalThis|self))$/

export const envGuard: Rule = {
  id: 'env-guard',
  reason: 'tests run in one environment only',
  description: 'Conditions on `process.env.NODE_ENV`, `import.meta.env.DEV`, `__DEV__` and `typeof window`; of a mixed condition only '
    + 'that part, and mutants that only drop it.',
  examples: [
    { code: 'x = process.env.NODE_ENV !== "production"' },
    { code: 'x = import.meta.env.DEV ? a : b' },
    { code: 'x = import.meta.env?.MODE !== "production"' },
    { code: 'x = typeof window === "undefined"' },
    { code: 'x = !__DEV__' },
  ],
  covers({ node, replacement, source }) {
    if (!ts.isExpression(node) || ts.isFunctionLike(node)) return false
    if (asks(node, source)) return true
    // The text that it is compared with.
    if (ts.isStringLiteral(node)) return ts.isBinaryExpression(node.parent) && asks(node.parent, source)
    const side = ts.isBinaryExpression(node) && otherHalf(node, source)
    return !!side && bare(replacement) === bare(side.getText(source))
  },
}

/** Whether an expression asks for the environment and nothing else; what is done about it may be anything. */
function asks(node: ts.Expression, source: ts.SourceFile): boolean {
  const inner = unwrap(node)
  if (ts.isBinaryExpression(inner)) {
    const left = asks(inner.left, source)
    const right = asks(inner.right, source)
    return isJoint(inner) ? left && right : left || right
  }
  if (ts.isPrefixUnaryExpression(inner)) return asks(inner.operand, source)
  const isPlain = ts.isPropertyAccessExpression(inner) || ts.isIdentifier(inner) || ts.isTypeOfExpression(inner)
  return isPlain && ENVIRONMENT.test(inner.getText(source))
}

/** The side of `a && b` that is no question about the environment, when the other one is. */
function otherHalf(node: ts.BinaryExpression, source: ts.SourceFile): ts.Expression | undefined {
  if (!isJoint(node)) return undefined
  if (asks(node.left, source)) return node.right
  return asks(node.right, source) ? node.left : undefined
}

function isJoint({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken
    || kind === ts.SyntaxKind.QuestionQuestionToken
}

/** Without parentheses around the whole, as a side may need them in the place of both. */
function bare(text: string): string {
  return text.trim().replace(/^\((.*)\)$/su, '$1')
}

const CACHE = /cache|memo/i
const HOOKS = /^use(?:Effect|LayoutEffect|InsertionEffect|Memo|Callback|ImperativeHandle)$/

export const memo: Rule = {
  id: 'memo',
  reason: 'without the cached value the same one is computed again',
  description: 'Conditions that would only miss a cache hit, and the dependency arrays of hooks.',
  examples: [{ code: 'x = useMemo(a, [b, "c"])' }],
  covers({ node, replacement }) {
    if (isDependencyList(node)) return true
    if (replacement !== 'false' && replacement !== '{}') return false
    const test = node.parent
    if (!ts.isIfStatement(test) || test.elseStatement || !CACHE.test(test.expression.getText())) return false
    const { thenStatement } = test
    const last = ts.isBlock(thenStatement) ? thenStatement.statements.at(-1) : thenStatement
    return !!last && ts.isReturnStatement(last) && CACHE.test(last.getText())
  },
}

function isDependencyList(node: ts.Node): boolean {
  let inside = node
  for (const outer of around(node)) {
    if (ts.isCallExpression(outer)) {
      return HOOKS.test(calleeOf(outer)?.name ?? '') && ts.isArrayLiteralExpression(inside)
        && outer.arguments.length > 1 && outer.arguments.at(-1) === inside
    }
    inside = outer
  }
  return false
}

const SIZES = /(?:capacity|poolsize|buffersize|highwatermark|concurrency|cachesize|maxlisteners|chunksize|batchsize)$/i

export const capacity: Rule = {
  id: 'capacity',
  reason: 'a slightly larger or smaller buffer or pool does the same',
  description: 'Numbers given to buffer, pool, batch and cache sizes.',
  examples: [{ code: 'const bufferSize = 64 * 1024' }, { code: 'x = Buffer.alloc(4 * 16)' }],
  covers({ node }) {
    if (!isConstant(node)) return false
    return SIZES.test(nameOfValue(node).replaceAll('_', '')) || isArgumentOf(node, 0, (name, receiver) =>
      receiver === 'Buffer' && name.startsWith('alloc'))
  },
}

const TIMES = /(?:timeout|delay|interval|backoff|ttl|debounce|throttle|duration|maxage|expiry|expiresin)(?:ms|millis|seconds|secs|minutes)?$/i

export const time: Rule = {
  id: 'time',
  reason: 'tests do not wait for real time',
  description: 'Numbers given to timers, delays, back-offs and lifetimes.',
  examples: [{ code: 'const timeoutMs = 5 * 60' }, { code: 'x = setTimeout(a, 2 * 1000)' }, { code: 'let retryDelay = -5' }],
  covers({ node }) {
    if (!isConstant(node)) return false
    return TIMES.test(nameOfValue(node).replaceAll('_', ''))
      || isArgumentOf(node, 1, (name) => name === 'setTimeout' || name === 'setInterval')
  },
}

function isArgumentOf(node: ts.Node, index: number, isWanted: (name: string, receiver: string) => boolean): boolean {
  let inside = node
  for (const outer of around(node)) {
    if (ts.isCallExpression(outer)) {
      const callee = calleeOf(outer)
      return !!callee && outer.arguments[index] === inside && isWanted(callee.name, callee.receiver ?? '')
    }
    if (outer !== node && !isConstant(outer)) return false
    inside = outer
  }
  return false
}

export const loopInit: Rule = {
  id: 'loop-init',
  reason: 'a loop that starts or steps otherwise mostly never ends or fails at once',
  description: 'The initialiser and the update of a `for` loop.',
  examples: [{ code: 'for (let i = -1;; i += 2) {}' }, { code: 'for (let i = a + 1;; i++);' }],
  covers({ node }) {
    let inside = node
    for (const outer of around(node)) {
      if (ts.isForStatement(outer)) return outer.initializer === inside || outer.incrementor === inside
      if (ts.isFunctionLike(outer)) return false
      inside = outer
    }
    return false
  },
}
