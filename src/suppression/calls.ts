/** Rules about calls that tell people or machines what happens, and change nothing. */
import { ts } from '../syntax/index.js'
import { around, calleeOf, concernsOnly, isOnly, lastName } from './around.js'
import type { Rule } from './rule.js'

const LEVELS = new Set([
  'trace', 'debug', 'log', 'info', 'notice', 'warn', 'warning', 'error', 'fatal', 'critical', 'verbose', 'silly', 'http',
  'group', 'groupCollapsed', 'groupEnd', 'table', 'dir', 'count', 'time', 'timeEnd', 'timeLog', 'assert', 'success', 'start',
])
const LOGGERS = /^(?:console|log|logger|logging|consola|winston|pino|bunyan|debug)$|(?:Logger|Log)$/

export const log: Rule = {
  id: 'log',
  reason: 'it only changes what is logged',
  description: 'Calls of `console`, `logger`, `log` and `debug` with the names of levels, their arguments, and conditions and blocks around nothing else.',
  examples: [
    { code: 'console.log("a", b + c)' },
    { code: 'this.logger.warn(`a ${b}`)' },
    { code: 'debug("a")' },
    { code: 'if (verbose) { console.info("a") } else log.error("b")' },
    { code: 'function f() { console.log("a") }' },
    { code: 'if (!warned) { warned = true; console.warn("a") }' },
  ],
  covers: ({ node }) => concernsOnly(node, isLog) || isAboutWarningOnce(node),
}

const WARNED = /warn|logged|notified|reported/i

/** `if (!warned) { warned = true; console.warn(…) }`: the condition, the block and what is in it. */
function isAboutWarningOnce(node: ts.Node): boolean {
  let inside = node
  for (const outer of around(node)) {
    if (ts.isIfStatement(outer) && !outer.elseStatement) {
      return (inside === outer.expression || inside === outer.thenStatement) && warnsOnce(outer.thenStatement)
    }
    inside = outer
  }
  return false
}

/** Logs, and beside that only notes that it did. */
function warnsOnce(statement: ts.Statement): boolean {
  if (!ts.isBlock(statement)) return false
  const others = statement.statements.filter((each) => !isOnly(each, isLog))
  return others.length > 0 && others.length < statement.statements.length && others.every(notesThatItWarned)
}

function notesThatItWarned(statement: ts.Statement): boolean {
  return ts.isExpressionStatement(statement) && ts.isBinaryExpression(statement.expression)
    && statement.expression.operatorToken.kind === ts.SyntaxKind.EqualsToken
    && statement.expression.right.kind === ts.SyntaxKind.TrueKeyword && WARNED.test(lastName(statement.expression.left))
}

function isLog(node: ts.Node): boolean {
  const callee = calleeOf(node)
  if (!callee) return false
  if (callee.receiver !== undefined) return LOGGERS.test(callee.receiver) && LEVELS.has(callee.name)
  return (callee.name === 'debug' || callee.name === 'log') && ts.isExpressionStatement(node.parent)
}

const TELEMETRY = /^(?:span|tracer|metrics?|meter|sentry|analytics|telemetry|newrelic|statsd|datadog|posthog|mixpanel|dd|rum)$|(?:Span|Metrics|Counter|Histogram|Gauge|Telemetry)$/i
/** Shows a value in the tools of a developer. */
const DEBUG_VALUES = new Set(['useDebugValue'])
const MEASURES = new Set(['mark', 'measure', 'clearMarks', 'clearMeasures'])

export const telemetry: Rule = {
  id: 'telemetry',
  reason: 'it only changes what is measured or reported to others',
  description: 'Statements that call spans, metrics, analytics, Sentry, `performance.mark` or `useDebugValue`, and their arguments.',
  examples: [
    { code: 'span.setAttribute("a", b + 1)' },
    { code: 'Sentry.captureException(e, { tags: { a: "b" } })' },
    { code: 'performance.mark("a")' },
    { code: 'React.useDebugValue(a + b)' },
    { code: 'this.requestCounter.inc(1 + 2)' },
  ],
  covers: ({ node }) => concernsOnly(node, isTelemetry),
}

/** Only as a statement: what such a call returns may be used for more. */
function isTelemetry(node: ts.Node): boolean {
  const callee = calleeOf(node)
  if (!callee || !ts.isExpressionStatement(node.parent)) return false
  if (DEBUG_VALUES.has(callee.name)) return true
  return callee.receiver === 'performance' ? MEASURES.has(callee.name)
    : callee.receiver !== undefined && TELEMETRY.test(callee.receiver)
}

const NEVER = /^(?:assertNever|assertUnreachable|unreachable|exhaustive(?:Check|Guard)?|assertExhaustive|absurd)$/

export const invariant: Rule = {
  id: 'invariant',
  reason: 'no test can reach code that is there for what must never happen',
  description: 'Calls such as `assertNever`, and a `default` that does nothing but throw.',
  examples: [
    { code: 'assertNever(a, "b" + c)' },
    { code: 'switch (a) { default: { const b: never = a; throw new Error("a" + b) } }' },
  ],
  covers({ node }) {
    if (isExhausted(node)) return true
    for (let current = node; current.parent && !ts.isFunctionLike(current); current = current.parent) {
      if (isExhausted(current) || NEVER.test(calleeOf(current)?.name ?? '')) return true
    }
    return ts.isExpressionStatement(node) && NEVER.test(calleeOf(node.expression)?.name ?? '')
  },
}

/** `default: throw …`, also with `const never: never = x` before it. */
function isExhausted(node: ts.Node): boolean {
  if (!ts.isDefaultClause(node)) return false
  const [first] = node.statements
  const statements = node.statements.length === 1 && first && ts.isBlock(first) ? first.statements : node.statements
  const last = statements.at(-1)
  return !!last && ts.isThrowStatement(last) && statements.slice(0, -1).every((statement) =>
    ts.isVariableStatement(statement) && statement.declarationList.declarations.every((declaration) =>
      declaration.type?.kind === ts.SyntaxKind.NeverKeyword))
}
