/** All operators, in the order in which their mutants of one place are listed. */
import { arithmeticOperator } from './arithmetic-operator.js'
import { arrayDeclaration } from './array-declaration.js'
import { assignmentOperator } from './assignment-operator.js'
import { assignmentRemoval } from './assignment-removal.js'
import { awaitExpression } from './await-expression.js'
import { bitwiseOperator } from './bitwise-operator.js'
import { blockStatement } from './block-statement.js'
import { booleanLiteral } from './boolean-literal.js'
import { callExpression } from './call-expression.js'
import { arrayElement, objectProperty } from './collection-member.js'
import { conditionalExpression } from './conditional-expression.js'
import { equalityOperator } from './equality-operator.js'
import { eventHandler } from './event-handler.js'
import { jumpStatement } from './jump-statement.js'
import { logicalOperator } from './logical-operator.js'
import { methodExpression } from './method-expression.js'
import { numberLiteral } from './number-literal.js'
import { objectLiteral } from './object-literal.js'
import type { Operator } from './operator.js'
import { optionalChaining } from './optional-chaining.js'
import { regex } from './regex.js'
import { returnValue } from './return-value.js'
import { stringLiteral } from './string-literal.js'
import { strykerOperators } from './stryker/index.js'
import { unaryOperator } from './unary-operator.js'
import { updateOperator } from './update-operator.js'

export type { Context, Edit, Example, Level, Mutation, Operator } from './operator.js'
export { customOperator } from './custom.js'
export { knownName, selectOperators } from './select.js'

export const operators: readonly Operator[] = [
  blockStatement,
  conditionalExpression,
  booleanLiteral,
  equalityOperator,
  logicalOperator,
  arithmeticOperator,
  bitwiseOperator,
  unaryOperator,
  updateOperator,
  assignmentOperator,
  stringLiteral,
  arrayDeclaration,
  objectLiteral,
  methodExpression,
  optionalChaining,
  regex,
  eventHandler,
  returnValue,
  callExpression,
  assignmentRemoval,
  jumpStatement,
  awaitExpression,
  numberLiteral,
  arrayElement,
  objectProperty,
  ...strykerOperators,
]
