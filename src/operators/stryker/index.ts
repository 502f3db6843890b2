/** The operators of the level `stryker`: the mutants of StrykerJS 10, for those who come from there or compare. */
import type { Operator } from '../operator.js'
import { arithmeticOperator } from './arithmetic-operator.js'
import { arrayDeclaration } from './array-declaration.js'
import { arrowFunction } from './arrow-function.js'
import { assignmentOperator } from './assignment-operator.js'
import { blockStatement } from './block-statement.js'
import { booleanLiteral } from './boolean-literal.js'
import { callExpression } from './call-expression.js'
import { conditionalExpression } from './conditional-expression.js'
import { equalityOperator } from './equality-operator.js'
import { logicalOperator } from './logical-operator.js'
import { methodExpression } from './method-expression.js'
import { objectLiteral } from './object-literal.js'
import { optionalChaining } from './optional-chaining.js'
import { regex } from './regex.js'
import { stringLiteral } from './string-literal.js'
import { unaryOperator } from './unary-operator.js'
import { updateOperator } from './update-operator.js'

export const strykerOperators: readonly Operator[] = [
  arithmeticOperator,
  arrayDeclaration,
  arrowFunction,
  assignmentOperator,
  blockStatement,
  booleanLiteral,
  callExpression,
  conditionalExpression,
  equalityOperator,
  logicalOperator,
  methodExpression,
  objectLiteral,
  optionalChaining,
  regex,
  stringLiteral,
  unaryOperator,
  updateOperator,
]
