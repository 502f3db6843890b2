/** Which expressions may be put into parentheses with a switch before them, without changing what the code means. */
import { ts } from './ts.js'
import { isWrapper, unwrap, wrapped } from './wrappers.js'

/** The smallest expression around `node` (or `node` itself) that may carry a switch; undefined when there is none. */
export function expressionCarrier(node: ts.Node): ts.Expression | undefined {
  for (let current = node; ; current = current.parent) {
    if (ts.isExpression(current)) {
      if (mayCarry(current)) return current
    } else if (endsSearch(current)) {
      return undefined
    }
  }
}

/** Of a node that is no expression. */
function endsSearch(node: ts.Node): boolean {
  return ts.isStatement(node) || ts.isSourceFile(node) || ts.isClassElement(node) || ts.isCaseOrDefaultClause(node)
    || ts.isVariableDeclaration(node) || ts.isEnumMember(node) || ts.isCatchClause(node) || ts.isDecorator(node)
    || ts.isTypeNode(node)
}

/** Whether `(…, cond ? mutated : node)` may stand where `node` stands. */
export function mayCarry(node: ts.Expression): boolean {
  return isValue(node) && standsAsValue(node) && !isReferenceNeeded(node)
}

/** False for what is no value by itself, and for functions and classes that get their name from their place. */
function isValue(node: ts.Expression): boolean {
  const inner = unwrap(node)
  switch (inner.kind) {
    case ts.SyntaxKind.FunctionExpression:
    case ts.SyntaxKind.ArrowFunction:
    case ts.SyntaxKind.ClassExpression:
      return (inner as ts.FunctionExpression).name !== undefined || !givesName(wrapped(node))
    case ts.SyntaxKind.SuperKeyword:
    case ts.SyntaxKind.ImportKeyword:
    case ts.SyntaxKind.OmittedExpression:
    case ts.SyntaxKind.SpreadElement:
    case ts.SyntaxKind.PrivateIdentifier:
      return false
    case ts.SyntaxKind.CallExpression:
      return (inner as ts.CallExpression).expression.kind !== ts.SyntaxKind.SuperKeyword
    default:
      return true
  }
}

/** Whether an anonymous function that stands here is called after the place: `const f = () => {}`. */
function givesName(node: ts.Node): boolean {
  const { parent } = node
  switch (parent.kind) {
    case ts.SyntaxKind.VariableDeclaration:
    case ts.SyntaxKind.Parameter:
    case ts.SyntaxKind.BindingElement:
    case ts.SyntaxKind.PropertyAssignment:
    case ts.SyntaxKind.PropertyDeclaration:
    case ts.SyntaxKind.ShorthandPropertyAssignment:
    case ts.SyntaxKind.ExportAssignment:
      return true
    case ts.SyntaxKind.BinaryExpression:
      return isAssignmentOperator((parent as ts.BinaryExpression).operatorToken.kind)
    default:
      return false
  }
}

/** Whether the parent uses `node` as an expression to evaluate, in a place that takes parentheses. */
function standsAsValue(node: ts.Expression): boolean {
  const parent = node.parent
  switch (parent.kind) {
    case ts.SyntaxKind.PropertyAccessExpression:
    case ts.SyntaxKind.ElementAccessExpression: {
      const access = parent as ts.PropertyAccessExpression | ts.ElementAccessExpression
      if (access.expression !== node) return ts.isElementAccessExpression(access)
      return !ts.isOptionalChain(access)
    }
    case ts.SyntaxKind.CallExpression: {
      const call = parent as ts.CallExpression
      return call.expression === node ? !ts.isOptionalChain(call) : call.expression.kind !== ts.SyntaxKind.ImportKeyword
    }
    case ts.SyntaxKind.NewExpression:
      return (parent as ts.NewExpression).expression !== node
    case ts.SyntaxKind.NonNullExpression:
      return !ts.isNonNullChain(parent)
    case ts.SyntaxKind.ExpressionWithTypeArguments:
      return ts.isHeritageClause(parent.parent) && parent.parent.token === ts.SyntaxKind.ExtendsKeyword
        && ts.isClassLike(parent.parent.parent)
    case ts.SyntaxKind.BinaryExpression:
    case ts.SyntaxKind.PrefixUnaryExpression:
    case ts.SyntaxKind.PostfixUnaryExpression:
    case ts.SyntaxKind.ConditionalExpression:
    case ts.SyntaxKind.SpreadElement:
    case ts.SyntaxKind.SpreadAssignment:
    case ts.SyntaxKind.ParenthesizedExpression:
    case ts.SyntaxKind.AsExpression:
    case ts.SyntaxKind.SatisfiesExpression:
    case ts.SyntaxKind.TypeAssertionExpression:
    case ts.SyntaxKind.ArrayLiteralExpression:
    case ts.SyntaxKind.TemplateSpan:
    case ts.SyntaxKind.ComputedPropertyName:
    case ts.SyntaxKind.YieldExpression:
    case ts.SyntaxKind.AwaitExpression:
    case ts.SyntaxKind.TypeOfExpression:
    case ts.SyntaxKind.VoidExpression:
    case ts.SyntaxKind.ArrowFunction:
    case ts.SyntaxKind.ExpressionStatement:
    case ts.SyntaxKind.ReturnStatement:
    case ts.SyntaxKind.IfStatement:
    case ts.SyntaxKind.WhileStatement:
    case ts.SyntaxKind.DoStatement:
    case ts.SyntaxKind.ForStatement:
    case ts.SyntaxKind.ForInStatement:
    case ts.SyntaxKind.ForOfStatement:
    case ts.SyntaxKind.SwitchStatement:
    case ts.SyntaxKind.ThrowStatement:
    case ts.SyntaxKind.CaseClause:
    case ts.SyntaxKind.ExportAssignment:
      return true
    case ts.SyntaxKind.JsxExpression:
    case ts.SyntaxKind.JsxSpreadAttribute:
      return true
    case ts.SyntaxKind.PropertyAssignment:
    case ts.SyntaxKind.PropertyDeclaration:
    case ts.SyntaxKind.VariableDeclaration:
    case ts.SyntaxKind.Parameter:
    case ts.SyntaxKind.EnumMember:
    case ts.SyntaxKind.BindingElement:
      return (parent as ts.HasInitializer).initializer === node
    case ts.SyntaxKind.ShorthandPropertyAssignment:
      return (parent as ts.ShorthandPropertyAssignment).objectAssignmentInitializer === node
    default:
      return false
  }
}

/** Whether the place wants a reference (a target, a method with its object, a name) and not its value. */
function isReferenceNeeded(node: ts.Expression): boolean {
  if (isAssignmentTarget(node)) return true
  const outer = wrapped(node)
  const parent = outer.parent
  const inner = unwrap(node)
  switch (parent.kind) {
    case ts.SyntaxKind.DeleteExpression:
      return true
    case ts.SyntaxKind.TypeOfExpression:
      return ts.isIdentifier(inner)
    case ts.SyntaxKind.PrefixUnaryExpression:
    case ts.SyntaxKind.PostfixUnaryExpression: {
      const { operator } = parent as ts.PrefixUnaryExpression | ts.PostfixUnaryExpression
      return isCount(operator)
    }
    case ts.SyntaxKind.CallExpression:
      return (parent as ts.CallExpression).expression === outer
        && (ts.isIdentifier(inner) || ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner))
    case ts.SyntaxKind.TaggedTemplateExpression:
      return true
    default:
      return false
  }
}

/** `x` in `x = 1`, `[x] = …`, `({ a: x } = …)`, `for (x of …)`. */
export function isAssignmentTarget(node: ts.Node): boolean {
  let current = node
  for (;;) {
    const parent: ts.Node = current.parent
    if (isWrapper(parent) || ts.isArrayLiteralExpression(parent) || ts.isObjectLiteralExpression(parent)
      || ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)
      || ts.isPropertyAssignment(parent) && parent.initializer === current
      || ts.isShorthandPropertyAssignment(parent) && parent.name === current) {
      current = parent
      continue
    }
    if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) return parent.initializer === current
    if (!ts.isBinaryExpression(parent) || parent.left !== current) return false
    if (isAssignmentOperator(parent.operatorToken.kind)) {
      return true
    }
    return false
  }
}

/** `++`, `--` */
export function isCount(operator: ts.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken
}

export function isAssignmentOperator(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment
}
