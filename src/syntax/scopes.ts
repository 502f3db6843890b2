/** Names of the scopes a piece of code stands in, as people would say them: `Cart.total`. */
import { ts } from './ts.js'
import { isWrapper } from './wrappers.js'

type Naming = (node: ts.Node) => string | undefined

const ownName: Naming = (node) => declaredName((node as ts.NamedDeclaration).name) ?? 'default'
const placeName: Naming = (node) => nameFromPlace(node as ts.Expression) ?? declaredName((node as ts.FunctionExpression).name)

const NAMINGS: ReadonlyMap<ts.SyntaxKind, Naming> = new Map<ts.SyntaxKind, Naming>([
  [ts.SyntaxKind.FunctionDeclaration, ownName],
  [ts.SyntaxKind.ClassDeclaration, ownName],
  [ts.SyntaxKind.ModuleDeclaration, ownName],
  [ts.SyntaxKind.EnumDeclaration, ownName],
  [ts.SyntaxKind.MethodDeclaration, ownName],
  [ts.SyntaxKind.GetAccessor, ownName],
  [ts.SyntaxKind.SetAccessor, ownName],
  [ts.SyntaxKind.PropertyDeclaration, (node) => declaredName((node as ts.PropertyDeclaration).name)],
  [ts.SyntaxKind.Constructor, () => 'constructor'],
  [ts.SyntaxKind.FunctionExpression, placeName],
  [ts.SyntaxKind.ArrowFunction, placeName],
  [ts.SyntaxKind.ClassExpression, placeName],
  [ts.SyntaxKind.ObjectLiteralExpression, (node) =>
    (node as ts.ObjectLiteralExpression).properties.some(holdsFunction) ? nameFromPlace(node as ts.Expression) : undefined],
])

/** The name that `node` adds to the scope of the code inside it; undefined when it adds none. */
export function scopeName(node: ts.Node): string | undefined {
  return NAMINGS.get(node.kind)?.(node)
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
