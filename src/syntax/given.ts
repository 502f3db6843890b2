/** What the calls of a test file are given to keep: rows of tables for tests, instances, modules that take the place of others. */
import type { Facts } from './facts.js'
import { isFunctionValue } from './functions.js'
import { holdingOf } from './holdings.js'
import { ts } from './ts.js'
import { rootOf } from './uses.js'
import { unwrap } from './wrappers.js'

export const SUITES = new Set(['describe', 'suite'])
/** What makes suites and tests while a file is collected. */
export const MAKERS_OF_TESTS = new Set([...SUITES, 'test', 'it'])
export const TESTS = new Set(['test', 'it', 'bench', 'beforeEach', 'beforeAll', 'afterEach', 'afterAll', 'onTestFinished', 'onTestFailed'])

/** The arguments of calls that the tests go on with: `test.each([[new Door()]])`. */
export function givenToKeep(expression: ts.Expression, facts: Facts): ts.Expression[] {
  return argumentsToKeep(expression).filter((argument) => {
    const holding = isFunctionValue(argument) ? 'nothing' : holdingOf(argument, facts)
    // The rows of a table are taken apart.
    return holding === 'object' || holding === 'nested' || (holding === 'rows' && !isTableOfRows(argument))
  })
}

/** What the calls of a chain are given, but for the names of suites and tests: `test.each(ROWS)(NAME, FUNCTION)`. */
function argumentsToKeep(expression: ts.Expression): ts.Expression[] {
  const call = unwrap(expression)
  // A table whose cells stand in a template.
  if (ts.isTaggedTemplateExpression(call)) return ts.isTemplateExpression(call.template) ? call.template.templateSpans.map((span) => span.expression) : []
  if (!ts.isCallExpression(call)) return []
  const isNamed = [...SUITES, ...TESTS].includes(rootOf(call.expression)?.text ?? '') && !isOfTable(call.expression)
  return [...call.arguments.slice(isNamed ? 1 : 0), ...argumentsToKeep(call.expression)]
}

/** `test.each` and `test.for`, which take a table; others take a name first. */
function isOfTable(callee: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(callee) && ['each', 'for'].includes(callee.name.text)
}

/** `vi.mock('…', () => ({ entries: [] }))`: what takes the place of a module holds tables, which nobody hands out. */
export function mocksWithTables(statement: ts.Statement, facts: Facts): boolean {
  const call = ts.isExpressionStatement(statement) ? unwrap(statement.expression) : undefined
  if (!call || !ts.isCallExpression(call) || !/^vi\.(?:doM|m)ock$/u.test(call.expression.getText())) return false
  return call.arguments.filter(isFunctionValue).some(({ body }) => {
    const results = ts.isBlock(body) ? body.statements.filter(ts.isReturnStatement).flatMap(({ expression }) => expression ?? []) : [body]
    return results.some((result) => !['nothing', 'flat'].includes(holdingOf(result, facts)))
  })
}

function isTableOfRows(argument: ts.Expression): boolean {
  const value = unwrap(argument)
  return ts.isArrayLiteralExpression(value) && value.elements.every((row) => {
    const cells = unwrap(row)
    return ts.isArrayLiteralExpression(cells) ? cells.elements.every((cell) => !isTable(unwrap(cell))) : !isTable(cells)
  })
}

function isTable(value: ts.Expression): boolean {
  return ts.isArrayLiteralExpression(value) || ts.isObjectLiteralExpression(value) || ts.isNewExpression(value)
}
