/** Returned expressions: replaced by a plain value of the type that the function returns. */
import {
  effectiveStatements, enclosingFunction, isAndOr, isAsync, isGenerator, returnsIn, ts, unwrap,
} from '../syntax/index.js'
import type { Facts, FunctionNode, ValueType } from '../syntax/index.js'
import type { Context, Operator } from './operator.js'

export const returnValue: Operator = {
  name: 'ReturnValue',
  level: 'default',
  description: 'Returns an empty value of the right type instead of the computed one.',
  why: 'A function that may return nothing of value unnoticed is called by tests, but not checked.',
  remedy: 'Assert the returned value for input that does not give the empty one.',
  kinds: [ts.SyntaxKind.ReturnStatement, ts.SyntaxKind.ArrowFunction],
  examples: [
    { before: 'function f(): number { return a }', after: ['function f(): number { return 0 }'] },
    { before: 'function f(): string { return a }', after: ["function f(): string { return '' }"] },
    { before: 'function f(): boolean { return a() }', after: [
      'function f(): boolean { return true }', 'function f(): boolean { return false }',
    ] },
    { before: 'function f(): string[] { return a }', after: ['function f(): string[] { return [] }'] },
    { before: 'function f(): A | undefined { return a }', after: ['function f(): A | undefined { return undefined }'] },
    { before: 'async function f(): Promise<number> { return a }', after: [
      'async function f(): Promise<number> { return 0 }',
    ] },
    { before: 'function f(): Promise<number> { return a }', after: [
      'function f(): Promise<number> { return Promise.resolve(0) }',
    ] },
    { before: 'const f = a => a.id', after: ['const f = a => undefined'] },
    { before: "function f(): 'a' | 'b' { return 'a' }", after: ["function f(): 'a' | 'b' { return 'b' }"] },
    { before: 'function f(): number { return 0 }', after: [] },
  ],
  *mutate(node, context) {
    const value = returned(node)
    const owner = ts.isArrowFunction(node) ? node : enclosingFunction(node)
    if (!value || !owner || isGenerator(owner) || ts.isConstructorDeclaration(owner) || ts.isSetAccessor(owner)) return
    for (const replacement of replacements(value, owner, context)) {
      if (isAlreadyThere(value, replacement, context)) continue
      yield {
        node: value,
        replacement,
        ...(isChosen(value) ? { subsumed: true } : {}),
        ...(isOnlyResult(value, owner) ? { extreme: owner } : {}),
      }
    }
  },
}

/** Whether the function returns nothing else: it is an expression, or ends with its only `return`. */
function isOnlyResult(value: ts.Expression, owner: FunctionNode): boolean {
  const { body } = owner
  if (!body || !ts.isBlock(body)) return body === value
  return body.statements.at(-1) === value.parent && returnsIn(body) === 1
}

/** `a ? b : c`, `a || b`: taking the other choice is noticed wherever an empty value is. */
function isChosen(value: ts.Expression): boolean {
  const inner = unwrap(value)
  return ts.isConditionalExpression(inner) || isAndOr(inner)
    || ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken
}

/** The value itself, or a branch of a ternary, which its condition as a constant returns. */
function isAlreadyThere(value: ts.Expression, replacement: string, context: Context): boolean {
  const inner = unwrap(value)
  if (!ts.isConditionalExpression(inner)) return context.text(inner) === replacement
  return isAlreadyThere(inner.whenTrue, replacement, context) || isAlreadyThere(inner.whenFalse, replacement, context)
}

function returned(node: ts.Node): ts.Expression | undefined {
  if (ts.isReturnStatement(node)) return node.expression
  return ts.isArrowFunction(node) && !ts.isBlock(node.body) ? node.body : undefined
}

function replacements(value: ts.Expression, owner: FunctionNode, { facts, text }: Context): readonly string[] {
  const inner = unwrap(value)
  if (owner.type) {
    const members = otherMembers(inner, owner.type, isAsync(owner), text)
    if (members) return members
  }
  if (hasOwnMutants(inner, facts)) return []
  const declared = owner.type && defaultsOf(owner.type, isAsync(owner), facts)
  if (declared) return declared
  const inferred = defaultsOfValueType(facts.valueTypeOf(owner.type ?? inner), isAsync(owner)) ?? defaultsOfKind(facts.kindOf(inner))
  if (inferred) return inferred.filter((text) => text !== 'undefined' || !isOnlyStatement(value, owner))
  if (isMissing(inner) || isOnlyStatement(value, owner)) return []
  return ['undefined']
}

/** Literals, comparisons and the like, which other operators replace by the same or better values. */
function hasOwnMutants(node: ts.Expression, facts: Facts): boolean {
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
    case ts.SyntaxKind.FalseKeyword:
    case ts.SyntaxKind.ArrayLiteralExpression:
    case ts.SyntaxKind.ObjectLiteralExpression:
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
    case ts.SyntaxKind.TemplateExpression:
    case ts.SyntaxKind.ArrowFunction:
    case ts.SyntaxKind.FunctionExpression:
    case ts.SyntaxKind.ClassExpression:
      return true
    case ts.SyntaxKind.BinaryExpression:
    case ts.SyntaxKind.PrefixUnaryExpression:
      return facts.kindOf(node) === 'boolean'
    default:
      return isMissing(node) && node.kind !== ts.SyntaxKind.NullKeyword
  }
}

function isMissing(node: ts.Expression): boolean {
  return node.kind === ts.SyntaxKind.NullKeyword || ts.isVoidExpression(node)
    || ts.isIdentifier(node) && node.text === 'undefined'
}

/** A single `return x` without a type: emptying the body does the same. */
function isOnlyStatement(value: ts.Expression, owner: FunctionNode): boolean {
  if (ts.isArrowFunction(owner) && owner.body === value || !owner.body || !ts.isBlock(owner.body)) return false
  const statements = effectiveStatements(owner.body)
  return statements.length === 1 && statements[0] === value.parent
}

/** For a returned literal of a union of literals: its other members. */
function otherMembers(
  value: ts.Expression, type: ts.TypeNode, async: boolean, text: (node: ts.Node) => string,
): readonly string[] | undefined {
  const inner = async ? promised(type) ?? type : type
  if (!ts.isUnionTypeNode(inner) || !ts.isLiteralExpression(value)) return undefined
  const members = inner.types.filter((member) => ts.isLiteralTypeNode(member) && ts.isLiteralExpression(member.literal))
  if (members.length < 2 || members.length !== inner.types.length) return undefined
  return members.map((member) => text(member)).filter((member) => member !== text(value)).slice(0, 1)
}

/** The type inside `Promise<…>`. */
function promised(type: ts.TypeNode): ts.TypeNode | undefined {
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return undefined
  return type.typeName.text === 'Promise' || type.typeName.text === 'PromiseLike' ? type.typeArguments?.[0] : undefined
}

/** Plain values of a declared type; undefined when the type does not tell. */
function defaultsOf(type: ts.TypeNode, async: boolean, facts: Facts): readonly string[] | undefined {
  const inner = promised(type)
  if (inner) {
    const values = defaultsOf(inner, false, facts) ?? ['undefined']
    return async ? values : values.map((value) => value === 'undefined' ? 'Promise.resolve()' : `Promise.resolve(${value})`)
  }
  if (ts.isParenthesizedTypeNode(type)) return defaultsOf(type.type, async, facts)
  if (ts.isUnionTypeNode(type)) {
    const missing = type.types.find((member) => facts.kindOfType(member) === 'nullish')
    if (missing) return [missing.kind === ts.SyntaxKind.UndefinedKeyword ? 'undefined' : 'null']
    if (type.types.some((member) => ts.isLiteralTypeNode(member))) return undefined
  }
  if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) {
    const kind = facts.kindOfType(type)
    return defaultsOfNamed(type.typeName.text) ?? (SIMPLE.has(kind) ? defaultsOfKind(kind) : undefined)
  }
  const kind = facts.kindOfType(type)
  if (kind === 'string' && ts.isLiteralTypeNode(type)) return []
  return defaultsOfKind(kind)
}

/** As types tell it; undefined where they say too little. */
function defaultsOfValueType(type: ValueType | undefined, async: boolean): readonly string[] | undefined {
  if (!type) return undefined
  const values = valuesOf(type.value)
  if (!type.promised) return values
  // Even a promise of nothing is waited for.
  const promised = !values || type.value === 'void' ? ['undefined'] : values
  return async ? promised : promised.map((value) => value === 'undefined' ? 'Promise.resolve()' : `Promise.resolve(${value})`)
}

function valuesOf(value: ValueType['value']): readonly string[] | undefined {
  if (typeof value === 'object') return [value.literal]
  switch (value) {
    case 'map':
      return ['new Map()']
    case 'set':
      return ['new Set()']
    case 'null':
    case 'undefined':
      return [value]
    default:
      return defaultsOfKind(value)
  }
}

/** What an alias stands for, where types tell. */
const SIMPLE: ReadonlySet<ReturnType<Facts['kindOf']>> = new Set(['number', 'bigint', 'boolean'])

function defaultsOfNamed(name: string): readonly string[] | undefined {
  switch (name) {
    case 'Array':
    case 'ReadonlyArray':
      return ['[]']
    case 'Map':
    case 'ReadonlyMap':
      return ['new Map()']
    case 'Set':
    case 'ReadonlySet':
      return ['new Set()']
    case 'Record':
    case 'Partial':
      return ['{}']
    default:
      return undefined
  }
}

function defaultsOfKind(kind: ReturnType<Facts['kindOf']>): readonly string[] | undefined {
  switch (kind) {
    case 'number':
      return ['0']
    case 'bigint':
      return ['0n']
    case 'string':
      return ["''"]
    case 'boolean':
      return ['true', 'false']
    case 'array':
      return ['[]']
    case 'element':
      return ['null']
    case 'void':
    case 'function':
      return []
    default:
      return undefined
  }
}
