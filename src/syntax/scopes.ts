/** Names of the scopes a piece of code stands in, as people would say them: `Cart.total`. */
import { ts } from './ts.js'
import { isWrapper } from './wrappers.js'

/** The name that `node` adds to the scope of the code inside it; undefined when it adds none. */
export function scopeName(node: ts.Node): string | undefined {
  switch (node.kind) {
    case ts.SyntaxKind.FunctionDeclaration:
    case ts.SyntaxKind.ClassDeclaration:
    case ts.SyntaxKind.ModuleDeclaration:
    case ts.SyntaxKind.EnumDeclaration:
    case ts.SyntaxKind.MethodDeclaration:
    case ts.SyntaxKind.GetAccessor:
    case ts.SyntaxKind.SetAccessor:
      return declaredName((node as ts.NamedDeclaration).name) ?? 'default'
    case ts.SyntaxKind.PropertyDeclaration:
      return declaredName((node as ts.PropertyDeclaration).name)
    case ts.SyntaxKind.Constructor:
      return 'constructor'
    case ts.SyntaxKind.FunctionExpression:
    case ts.SyntaxKind.ArrowFunction:
    case ts.SyntaxKind.ClassExpression:
      return nameFromPlace(node as ts.Expression) ?? declaredName((node as ts.FunctionExpression).name)
    case ts.SyntaxKind.ObjectLiteralExpression:
      return (node as ts.ObjectLiteralExpression).properties.some(holdsFunction) ? nameFromPlace(node as ts.Expression) : undefined
    default:
      return undefined
  }
}

function holdsFunction(property: ts.ObjectLiteralElementLike): boolean {
  return ts.isMethodDeclaration(property) || ts.isAccessor(property)
    || ts.isPropertyAssignment(property) && ts.isFunctionLike(property.initializer)
}

function declaredName(name: ts.DeclarationName | undefined): string | undefined {
  if (!name) return undefined
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) return name.text
  if (ts.isStringLiteral(name) || ts.isNumericLiteral(name)) return name.text
  return ts.isComputedPropertyName(name) ? name.getText() : undefined
}

/** The variable or property that gets the value of `node`, also through a wrapping call as in `memo(() => …)`. */
function nameFromPlace(node: ts.Expression): string | undefined {
  let current: ts.Node = node
  while (isWrapper(current.parent) || isArgument(current)) current = current.parent
  const parent = current.parent
  if (ts.isVariableDeclaration(parent) && parent.initializer === current) {
    return ts.isIdentifier(parent.name) ? parent.name.text : undefined
  }
  if (ts.isPropertyAssignment(parent)) return declaredName(parent.name)
  if (ts.isBinaryExpression(parent) && parent.right === current && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    if (ts.isIdentifier(parent.left)) return parent.left.text
    if (ts.isPropertyAccessExpression(parent.left)) return parent.left.name.text
  }
  return undefined
}

function isArgument(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression !== node
}

/** Every other place with the name of a `const`, in the block that declares it; undefined when it is no such name. */
export function readsInScope(name: ts.Identifier): readonly ts.Identifier[] | undefined {
  const list = name.parent.parent
  if (!list || !ts.isVariableDeclarationList(list) || (list.flags & ts.NodeFlags.Const) === 0) return undefined
  const reads: ts.Identifier[] = []
  const search = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node !== name && node.text === name.text) reads.push(node)
    ts.forEachChild(node, search)
  }
  search(list.parent.parent)
  return reads
}
