/** What the type checker tells about the value of an expression; the text alone, where it knows nothing. */
import type { Facts, Kind, ValueType } from './facts.js'
import { ts } from './ts.js'
import type { TypedFile } from './types.js'
import { unwrap } from './wrappers.js'

/** `syntactic` where the checker does not know better. */
export function typedFacts({ checker, options }: TypedFile, syntactic: Facts): Facts {
  // Otherwise every type holds null and undefined, and says nothing of them.
  const strictNulls = options.strictNullChecks ?? options.strict ?? false

  function kindOf(node: ts.Expression): Kind {
    const type = checker.getTypeAtLocation(node)
    const kind = kindOfValue(type)
    // The text alone goes by the names of methods, whoever has them.
    return kind !== 'unknown' || (ts.isCallExpression(unwrap(node)) && !(type.flags & OPEN)) ? kind : syntactic.kindOf(node)
  }

  function kindOfType(node: ts.TypeNode | undefined): Kind {
    const known = syntactic.kindOfType(node)
    return known === 'unknown' && node ? kindOfValue(checker.getTypeFromTypeNode(node)) : known
  }

  function kindOfValue(type: ts.Type): Kind {
    if (type.isUnion()) {
      const kinds = new Set(type.types.map(kindOfValue))
      const [kind] = kinds
      return kinds.size === 1 && kind !== undefined ? kind : 'unknown'
    }
    const { flags } = type
    if (flags & ts.TypeFlags.NumberLike) return 'number'
    if (flags & ts.TypeFlags.StringLike) return 'string'
    if (flags & ts.TypeFlags.BooleanLike) return 'boolean'
    if (flags & ts.TypeFlags.BigIntLike) return 'bigint'
    if (flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) return 'nullish'
    if (!(flags & ts.TypeFlags.Object)) return 'unknown'
    if (checker.isArrayType(type)) return 'array'
    if (type.getCallSignatures().length > 0) return 'function'
    const name = type.getSymbol()?.getName()
    return name === 'Promise' || name === 'PromiseLike' ? 'promise' : 'unknown'
  }

  function canBeNullish(node: ts.Expression): boolean | undefined {
    if (syntactic.canBeNullish(node) === false) return false
    if (!strictNulls) return undefined
    const parts = partsOf(checker.getTypeAtLocation(node))
    if (parts.some(({ flags }) => flags & OPEN)) return undefined
    if (parts.some(({ flags }) => flags & NULLISH)) return true
    return isDeclared(node, 0) ? false : undefined
  }

  function canBeEmpty(node: ts.Expression): boolean | undefined {
    const parts = partsOf(checker.getTypeAtLocation(node))
    if (!strictNulls || parts.some(({ flags }) => flags & OPEN)) return undefined
    return parts.some((type) => !(type.flags & (NULLISH | ts.TypeFlags.Object | ts.TypeFlags.ESSymbolLike)) && !isTruthyLiteral(type))
  }

  /**
   * Whether the type is one that somebody wrote down for this value. What is read at an index may be missing whatever its
   * type says, unless the project asks for types that say it.
   */
  function isDeclared(node: ts.Expression, depth: number): boolean {
    if (options.noUncheckedIndexedAccess) return true
    const inner = unwrap(node)
    if (inner.kind === ts.SyntaxKind.ThisKeyword) return true
    if (ts.isPropertyAccessExpression(inner)) {
      const declarations = checker.getSymbolAtLocation(inner.name)?.declarations ?? []
      return declarations.some((each) => ts.isPropertySignature(each) || ts.isPropertyDeclaration(each) || ts.isMethodDeclaration(each))
    }
    if (!ts.isIdentifier(inner) || depth > 3) return false
    const declaration = checker.getSymbolAtLocation(inner)?.valueDeclaration
    if (!declaration || !(ts.isParameter(declaration) || ts.isVariableDeclaration(declaration))) return false
    if (declaration.type && ts.isIdentifier(declaration.name)) return true
    return ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name) && !!declaration.initializer
      && isDeclared(declaration.initializer, depth + 1)
  }

  function valueTypeOf(node: ts.Expression | ts.TypeNode): ValueType | undefined {
    const type = ts.isTypeNode(node) ? checker.getTypeFromTypeNode(node) : checker.getTypeAtLocation(node)
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return undefined
    if (kindOfValue(type) !== 'promise') return { promised: false, value: valueOf(type) }
    const inner = checker.getTypeArguments(type as ts.TypeReference)[0]
    return { promised: true, value: inner ? valueOf(inner) : 'unknown' }
  }

  function valueOf(type: ts.Type): ValueType['value'] {
    const parts = partsOf(type)
    if (parts.length > 1) {
      if (parts.some(({ flags }) => flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void))) return 'undefined'
      if (parts.some(({ flags }) => flags & ts.TypeFlags.Null)) return 'null'
      const literals = parts.flatMap((part) =>
        !(part.flags & ts.TypeFlags.EnumLiteral) && (part.isStringLiteral() || part.isNumberLiteral()) ? [JSON.stringify(part.value)] : [])
      if (literals.length === parts.length) return { literal: literals[0]! }
    }
    const name = type.getSymbol()?.getName()
    if (name === 'Map' || name === 'ReadonlyMap') return 'map'
    return name === 'Set' || name === 'ReadonlySet' ? 'set' : kindOfValue(type)
  }

  return { ...syntactic, kindOf, kindOfType, canBeNullish, canBeEmpty, valueTypeOf }
}

/** Types that stand for any others. */
const OPEN = ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter | ts.TypeFlags.IndexedAccess
  | ts.TypeFlags.Conditional | ts.TypeFlags.Substitution | ts.TypeFlags.Intersection | ts.TypeFlags.NonPrimitive

const NULLISH = ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void

function partsOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type]
}

function isTruthyLiteral(type: ts.Type): boolean {
  if (type.isStringLiteral()) return type.value !== ''
  if (type.isNumberLiteral()) return type.value !== 0
  return false
}
