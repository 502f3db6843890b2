/** The statements of a file that run once, when it is loaded; of a test file also those that suites run while they are collected. */
import { isFunctionValue } from './functions.js'
import { MAKERS_OF_TESTS, TESTS } from './given.js'
import { ts } from './ts.js'
import { bodyOf, rootOf } from './uses.js'
import { unwrap } from './wrappers.js'

/**
 * Statements outside of functions, but for those of suites, and of what else a test file may call while it is collected: all that it
 * gives functions to, or, with `surely`, only functions that make tests.
 */
export function statementsThatRunOnce(statements: readonly ts.Statement[], isTest: boolean, surely = false): ts.Statement[] {
  const inside = (list: readonly ts.Statement[]): ts.Statement[] => statementsThatRunOnce(list, isTest, surely)
  return statements.flatMap((statement): ts.Statement[] => {
    if (ts.isBlock(statement)) return inside(statement.statements)
    if (ts.isIterationStatement(statement, false)) return inside([statement.statement])
    if (ts.isIfStatement(statement)) return inside(statement.elseStatement ? [statement.thenStatement, statement.elseStatement] : [statement.thenStatement])
    if (ts.isLabeledStatement(statement)) return inside([statement.statement])
    if (ts.isSwitchStatement(statement)) return statement.caseBlock.clauses.flatMap((clause) => inside([...clause.statements]))
    if (ts.isTryStatement(statement)) return inside([statement.tryBlock, ...(statement.catchClause ? [statement.catchClause.block] : [])])
    if (!isTest) return [statement]
    // A function that makes suites is called while they are collected.
    if (ts.isVariableStatement(statement)) return [statement, ...statement.declarationList.declarations.flatMap(({ initializer }) =>
      initializer && isFunctionValue(initializer) && callsSuites(initializer) ? inside(bodyOf(initializer)) : [])]
    if (ts.isFunctionDeclaration(statement)) return statement.body && callsSuites(statement.body) ? [statement, ...inside(statement.body.statements)] : [statement]
    if (!ts.isExpressionStatement(statement)) return [statement]
    return [statement, ...callsIn(statement.expression).flatMap((call) =>
      TESTS.has(rootOf(call.expression)?.text ?? '') ? [] : call.arguments.flatMap((argument) => surely && !callsSuites(argument) ? [] : inside(bodyOf(argument))))]
  })
}

/** `CALL`, and those of `condition && CALL` and of `condition ? CALL : CALL`. */
function callsIn(expression: ts.Expression): ts.CallExpression[] {
  const value = unwrap(expression)
  if (ts.isCallExpression(value)) return [value]
  if (ts.isBinaryExpression(value)) return callsIn(value.right)
  return ts.isConditionalExpression(value) ? [...callsIn(value.whenTrue), ...callsIn(value.whenFalse)] : []
}

function callsSuites(node: ts.Node): boolean {
  if (ts.isCallExpression(node) && MAKERS_OF_TESTS.has(rootOf(node.expression)?.text ?? '')) return true
  return ts.forEachChild(node, callsSuites) ?? false
}
