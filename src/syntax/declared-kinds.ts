/** What a type annotation tells about values. */
import type { Kind } from './facts.js'
import { ts } from './ts.js'

/** The kind a type annotation promises; unions of different kinds are unknown. */
export function kindOfType(type: ts.TypeNode | undefined): Kind {
  if (!type) return 'unknown'
  switch (type.kind) {
    case ts.SyntaxKind.NumberKeyword:
      return 'number'
    case ts.SyntaxKind.BigIntKeyword:
      return 'bigint'
    case ts.SyntaxKind.StringKeyword:
    case ts.SyntaxKind.TemplateLiteralType:
      return 'string'
    case ts.SyntaxKind.BooleanKeyword:
      return 'boolean'
    case ts.SyntaxKind.TypePredicate:
      return (type as ts.TypePredicateNode).assertsModifier ? 'void' : 'boolean'
    case ts.SyntaxKind.UndefinedKeyword:
      return 'nullish'
    case ts.SyntaxKind.VoidKeyword:
    case ts.SyntaxKind.NeverKeyword:
      return 'void'
    case ts.SyntaxKind.ArrayType:
      return 'array'
    case ts.SyntaxKind.ObjectKeyword:
      return 'object'
    case ts.SyntaxKind.FunctionType:
    case ts.SyntaxKind.ConstructorType:
      return 'function'
    case ts.SyntaxKind.LiteralType:
      return kindOfLiteralType((type as ts.LiteralTypeNode).literal)
    case ts.SyntaxKind.ParenthesizedType:
      return kindOfType((type as ts.ParenthesizedTypeNode).type)
    case ts.SyntaxKind.TypeOperator:
      // `keyof` and `unique` make something else of it.
      return (type as ts.TypeOperatorNode).operator === ts.SyntaxKind.ReadonlyKeyword ? kindOfType((type as ts.TypeOperatorNode).type) : 'unknown'
    case ts.SyntaxKind.UnionType:
      return (type as ts.UnionTypeNode).types.map(kindOfType).reduce(same)
    case ts.SyntaxKind.TypeReference:
      return kindOfReference(type as ts.TypeReferenceNode)
    default:
      return 'unknown'
  }
}

function kindOfLiteralType(literal: ts.LiteralTypeNode['literal']): Kind {
  switch (literal.kind) {
    case ts.SyntaxKind.StringLiteral:
      return 'string'
    case ts.SyntaxKind.TrueKeyword:
    case ts.SyntaxKind.FalseKeyword:
      return 'boolean'
    case ts.SyntaxKind.NullKeyword:
      return 'nullish'
    case ts.SyntaxKind.NumericLiteral:
    case ts.SyntaxKind.PrefixUnaryExpression:
      return 'number'
    default:
      return 'unknown'
  }
}

function kindOfReference(type: ts.TypeReferenceNode): Kind {
  const name = ts.isIdentifier(type.typeName) ? type.typeName.text : ''
  switch (name) {
    case 'Array':
    case 'ReadonlyArray':
      return 'array'
    case 'Promise':
    case 'PromiseLike':
      return 'promise'
    case 'Function':
      return 'function'
    default:
      return 'unknown'
  }
}

/** The kind of a value that is one of two. */
export function same(a: Kind, b: Kind): Kind {
  return a === b ? a : 'unknown'
}
