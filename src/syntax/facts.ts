/** What the text alone tells about the value of an expression; a type checker may answer the same questions better. */
import { ts } from './ts.js'
import { declarationsOf, type Declarations } from './declarations.js'
import { kindOfType, same } from './declared-kinds.js'
import { isArithmetic, isComparison, isMembership } from './operator-tokens.js'
import { isConstant, isUsedAsObject } from './present.js'
import { unwrap } from './wrappers.js'

/** The kind of value an expression has, as far as it is known. */
export type Kind =
  | 'number' | 'bigint' | 'string' | 'boolean' | 'nullish'
  | 'array' | 'object' | 'function' | 'element' | 'promise' | 'void' | 'unknown'

/** What the type of a result tells about its empty value. */
export interface ValueType {
  /** It comes in a promise. */
  readonly promised: boolean
  /** `null` and `undefined` where it may be that; the text of a literal that it may be; else its kind. */
  readonly value: Kind | 'map' | 'set' | 'null' | 'undefined' | { readonly literal: string }
}

/** Questions that operators ask about expressions. */
export interface Facts {
  kindOf(node: ts.Expression): Kind
  kindOfType(type: ts.TypeNode | undefined): Kind
  /** A number that is never negative: `.length`, `.size`. */
  isCount(node: ts.Expression): boolean
  /** A position or -1, as `indexOf` returns it. */
  isIndex(node: ts.Expression): boolean
  /** Whether the value can be null or undefined; undefined where nobody knows, as mostly without types. */
  canBeNullish(node: ts.Expression): boolean | undefined
  /** Whether the value can be falsy without being null or undefined: 0, an empty string, false. */
  canBeEmpty(node: ts.Expression): boolean | undefined
  /** What types tell about the empty value of an expression or a declared type; undefined without types. */
  valueTypeOf(node: ts.Expression | ts.TypeNode): ValueType | undefined
}

const NUMBER_METHODS = new Set([
  'charCodeAt', 'codePointAt', 'indexOf', 'lastIndexOf', 'findIndex', 'findLastIndex', 'search', 'localeCompare',
  'getTime', 'valueOf', 'getFullYear', 'getMonth', 'getDate', 'getDay', 'getHours', 'getMinutes', 'getSeconds',
  'getMilliseconds', 'getTimezoneOffset',
])
const INDEX_METHODS = new Set(['indexOf', 'lastIndexOf', 'findIndex', 'findLastIndex', 'search'])
const STRING_METHODS = new Set([
  'toString', 'toLowerCase', 'toUpperCase', 'toLocaleLowerCase', 'toLocaleUpperCase', 'trim', 'trimStart', 'trimEnd',
  'replace', 'replaceAll', 'padStart', 'padEnd', 'repeat', 'substring', 'substr', 'charAt', 'join', 'toFixed',
  'toISOString', 'normalize', 'toLocaleString', 'toPrecision',
])
const BOOLEAN_METHODS = new Set([
  'startsWith', 'endsWith', 'includes', 'every', 'some', 'has', 'test', 'isArray', 'hasOwn', 'hasOwnProperty', 'isInteger',
  'isFinite', 'isNaN', 'isSafeInteger', 'isPrototypeOf',
])
const ARRAY_METHODS = new Set(['map', 'filter', 'flatMap', 'flat', 'split', 'toSorted', 'toReversed', 'toSpliced', 'splice'])
const OBJECT_LISTS = new Set(['keys', 'values', 'entries'])
const NUMBER_CALLS = new Set(['Number', 'parseInt', 'parseFloat'])

/** Facts from syntax: literals, operators, well-known names, and declarations in the same file. */
export function syntacticFacts(source: ts.SourceFile, declarations: Declarations = declarationsOf(source)): Facts {

  function kindOf(node: ts.Expression, depth = 0): Kind {
    if (depth > 8) return 'unknown'
    if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) {
      const asserted = kindOfType(node.type)
      return asserted === 'unknown' ? kindOf(node.expression, depth + 1) : asserted
    }
    const inner = unwrap(node)
    if (inner !== node) return kindOf(inner, depth + 1)
    switch (node.kind) {
      case ts.SyntaxKind.NumericLiteral:
        return 'number'
      case ts.SyntaxKind.BigIntLiteral:
        return 'bigint'
      case ts.SyntaxKind.StringLiteral:
      case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
      case ts.SyntaxKind.TemplateExpression:
      case ts.SyntaxKind.TypeOfExpression:
        return 'string'
      case ts.SyntaxKind.TrueKeyword:
      case ts.SyntaxKind.FalseKeyword:
      case ts.SyntaxKind.DeleteExpression:
        return 'boolean'
      case ts.SyntaxKind.NullKeyword:
      case ts.SyntaxKind.VoidExpression:
        return 'nullish'
      case ts.SyntaxKind.ArrayLiteralExpression:
        return 'array'
      case ts.SyntaxKind.ObjectLiteralExpression:
      case ts.SyntaxKind.NewExpression:
      case ts.SyntaxKind.RegularExpressionLiteral:
        return 'object'
      case ts.SyntaxKind.ArrowFunction:
      case ts.SyntaxKind.FunctionExpression:
      case ts.SyntaxKind.ClassExpression:
        return 'function'
      case ts.SyntaxKind.JsxElement:
      case ts.SyntaxKind.JsxSelfClosingElement:
      case ts.SyntaxKind.JsxFragment:
        return 'element'
      case ts.SyntaxKind.PostfixUnaryExpression:
        return 'number'
      case ts.SyntaxKind.PrefixUnaryExpression:
        return kindOfPrefix(node as ts.PrefixUnaryExpression, depth)
      case ts.SyntaxKind.BinaryExpression:
        return kindOfBinary(node as ts.BinaryExpression, depth)
      case ts.SyntaxKind.ConditionalExpression: {
        const { whenTrue, whenFalse } = node as ts.ConditionalExpression
        return same(kindOf(whenTrue, depth + 1), kindOf(whenFalse, depth + 1))
      }
      case ts.SyntaxKind.PropertyAccessExpression:
        return isCount(node) ? 'number' : isBuiltInFunction(node as ts.PropertyAccessExpression) ? 'function' : 'unknown'
      case ts.SyntaxKind.CallExpression:
        return kindOfCall(node as ts.CallExpression, depth)
      case ts.SyntaxKind.Identifier:
        return kindOfIdentifier(node as ts.Identifier, depth)
      default:
        return 'unknown'
    }
  }

  function kindOfPrefix(node: ts.PrefixUnaryExpression, depth: number): Kind {
    if (node.operator === ts.SyntaxKind.ExclamationToken) return 'boolean'
    return kindOf(node.operand, depth + 1) === 'bigint' ? 'bigint' : 'number'
  }

  function kindOfBinary(node: ts.BinaryExpression, depth: number): Kind {
    const operator = node.operatorToken.kind
    switch (operator) {
      case ts.SyntaxKind.PlusToken: {
        const left = kindOf(node.left, depth + 1)
        const right = kindOf(node.right, depth + 1)
        if (left === 'string' || right === 'string') return 'string'
        return left === 'number' || right === 'number' ? 'number' : same(left, right)
      }
      case ts.SyntaxKind.EqualsToken:
      case ts.SyntaxKind.CommaToken:
        return kindOf(node.right, depth + 1)
      case ts.SyntaxKind.AmpersandAmpersandToken:
      case ts.SyntaxKind.BarBarToken:
      case ts.SyntaxKind.QuestionQuestionToken:
        return same(kindOf(node.left, depth + 1), kindOf(node.right, depth + 1))
      default:
        if (isComparison(operator) || isMembership(operator)) return 'boolean'
        if (isArithmetic(operator)) return kindOf(node.left, depth + 1) === 'bigint' ? 'bigint' : 'number'
        return 'unknown'
    }
  }

  function kindOfCall(node: ts.CallExpression, depth: number): Kind {
    const callee = unwrap(node.expression)
    if (ts.isIdentifier(callee)) {
      if (NUMBER_CALLS.has(callee.text)) return 'number'
      if (callee.text === 'String') return 'string'
      if (callee.text === 'Boolean' || callee.text === 'isNaN') return 'boolean'
      return kindOfResult(callee, depth)
    }
    if (!ts.isPropertyAccessExpression(callee) || node.questionDotToken || callee.questionDotToken) return 'unknown'
    const name = callee.name.text
    const receiver = ts.isIdentifier(callee.expression) ? callee.expression.text : ''
    if (receiver === 'Math' || receiver === 'Date' || (receiver === 'performance' && name === 'now')) return 'number'
    if (receiver === 'Object' && OBJECT_LISTS.has(name) || receiver === 'Array') {
      return name === 'isArray' ? 'boolean' : 'array'
    }
    if (NUMBER_METHODS.has(name)) return 'number'
    if (STRING_METHODS.has(name)) return 'string'
    if (BOOLEAN_METHODS.has(name)) return 'boolean'
    if (ARRAY_METHODS.has(name)) return 'array'
    if (name === 'slice' || name === 'concat') return kindOf(callee.expression, depth + 1)
    return 'unknown'
  }

  /** The declared result of a function of this file. */
  function kindOfResult(name: ts.Identifier, depth: number): Kind {
    const found = declarations.find(name)
    if (!found) return 'unknown'
    const initializer = ts.isVariableDeclaration(found) ? found.initializer : undefined
    const called = initializer && ts.isArrowFunction(unwrap(initializer)) ? unwrap(initializer) : found
    if (!ts.isFunctionDeclaration(called) && !ts.isArrowFunction(called)) return 'unknown'
    if (called.type) return kindOfType(called.type)
    return ts.isArrowFunction(called) && !ts.isBlock(called.body) && !isAsync(called)
      ? kindOf(called.body, depth + 1) : 'unknown'
  }

  function kindOfIdentifier(node: ts.Identifier, depth: number): Kind {
    if (node.text === 'undefined') return 'nullish'
    if (node.text === 'NaN' || node.text === 'Infinity') return 'number'
    const found = declarations.find(node)
    if (!found) return 'unknown'
    if (ts.isFunctionDeclaration(found) || ts.isClassDeclaration(found)) return 'function'
    if (!ts.isBindingElement(found) && found.type) return ts.isParameter(found) && found.questionToken ? 'unknown' : kindOfType(found.type)
    if (!found.initializer) return 'unknown'
    const kind = kindOf(found.initializer, depth + 1)
    // A variable that begins as null or undefined is there to become something else.
    return kind === 'nullish' ? 'unknown' : kind
  }

  function isCount(node: ts.Expression): boolean {
    const inner = unwrap(node)
    return ts.isPropertyAccessExpression(inner) && !inner.questionDotToken
      && (inner.name.text === 'length' || inner.name.text === 'size')
  }

  function isIndex(node: ts.Expression): boolean {
    const inner = unwrap(node)
    if (ts.isIdentifier(inner)) {
      const found = declarations.find(inner)
      return !!found && ts.isVariableDeclaration(found) && !!found.initializer && !ts.isIdentifier(found.initializer)
        && isIndex(found.initializer)
    }
    return ts.isCallExpression(inner) && ts.isPropertyAccessExpression(inner.expression)
      && INDEX_METHODS.has(inner.expression.name.text)
  }

  /** False for a constant with a value that is there, or that its block uses as an object anyhow. */
  function canBeNullish(node: ts.Expression): false | undefined {
    const inner = unwrap(node)
    if (inner.kind === ts.SyntaxKind.ThisKeyword || ts.isNewExpression(inner)) return false
    const variable = ts.isIdentifier(inner) ? declarations.variable(inner) : undefined
    if (!variable || !isConstant(variable)) return undefined
    const isPlain = ts.isIdentifier(variable.name) && !variable.type
    if (isPlain && variable.initializer && PRESENT.has(kindOf(variable.initializer))) return false
    return isUsedAsObject(variable, (inner as ts.Identifier).text) ? false : undefined
  }

  return { kindOf, kindOfType, isCount, isIndex, canBeNullish, canBeEmpty: () => undefined, valueTypeOf: () => undefined }
}

/** Kinds of values that are neither null nor undefined. */
const PRESENT: ReadonlySet<Kind> = new Set(['number', 'bigint', 'string', 'boolean', 'array', 'object', 'function'])

const BUILT_IN = new Set(['Object', 'Array', 'Math', 'Number', 'String', 'JSON', 'Promise', 'Reflect', 'Date'])

/** `Object.is`, `Math.max`: functions of the language, whose names begin with a small letter unlike those of its constants. */
function isBuiltInFunction({ expression, name, questionDotToken }: ts.PropertyAccessExpression): boolean {
  return ts.isIdentifier(expression) && BUILT_IN.has(expression.text) && !questionDotToken
    && /^[a-z]/.test(name.text) && !['prototype', 'length', 'name', 'constructor'].includes(name.text)
}

function isAsync(node: ts.ArrowFunction): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword) ?? false
}
