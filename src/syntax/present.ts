/** Constants that cannot be null or undefined, or whose function fails anyhow when they are. */
import { ts } from './ts.js'
import { isFunctionNode } from './functions.js'
import { isWrapper, unwrap } from './wrappers.js'

/**
 * Whether the block that declares the constant uses it as an object, without a question mark and whatever happens before:
 * were it missing, that would throw, and nothing of what the block makes would be of use.
 */
export function isUsedAsObject(declaration: ts.VariableDeclaration, name: string): boolean {
  const declared = declaration.parent.parent
  const block = declared.parent
  if (!ts.isVariableStatement(declared) || !ts.isBlock(block) && !ts.isSourceFile(block)) return false
  const { statements } = block
  for (const statement of statements.slice(statements.indexOf(declared) + 1)) {
    if (uses(statement, name)) return true
    if (mayLeave(statement)) return false
  }
  return false
}

export function isConstant({ parent }: ts.VariableDeclaration): boolean {
  return (parent.flags & ts.NodeFlags.Const) !== 0
}

/** Whether running `node` always reads a member of `name`, or calls it. */
function uses(node: ts.Node, name: string): boolean {
  if (isFunctionNode(node) || ts.isClassLike(node)) return false
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isCallExpression(node)) {
    if (!ts.isOptionalChain(node)) {
      const inner = unwrap(node.expression)
      if (ts.isIdentifier(inner) && inner.text === name) return true
    } else {
      // What follows a question mark may be left out.
      return !node.questionDotToken && uses(node.expression, name)
    }
  }
  return alwaysRun(node).some((child) => uses(child, name))
}

/** The parts of a node that run whenever it runs. */
function alwaysRun(node: ts.Node): readonly ts.Node[] {
  if (isWrapper(node) || ts.isExpressionStatement(node) || ts.isIfStatement(node) || ts.isAwaitExpression(node)
    || ts.isPropertyAccessExpression(node)) return [node.expression]
  if (ts.isReturnStatement(node)) return node.expression ? [node.expression] : []
  if (ts.isCallExpression(node)) return [node.expression, ...node.arguments]
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.flatMap(({ initializer }) => initializer ? [initializer] : [])
  if (ts.isBinaryExpression(node)) return isShort(node.operatorToken.kind) ? [node.left] : [node.left, node.right]
  return []
}

function isShort(operator: ts.SyntaxKind): boolean {
  switch (operator) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.AmpersandAmpersandEqualsToken:
    case ts.SyntaxKind.BarBarEqualsToken:
    case ts.SyntaxKind.QuestionQuestionEqualsToken:
      return true
    default:
      return false
  }
}

/** Whether a statement can end the block that it stands in, or wait: then others see what was made until there. */
function mayLeave(node: ts.Node): boolean {
  if (isFunctionNode(node)) return false
  switch (node.kind) {
    case ts.SyntaxKind.ReturnStatement:
    case ts.SyntaxKind.ThrowStatement:
    case ts.SyntaxKind.BreakStatement:
    case ts.SyntaxKind.ContinueStatement:
    case ts.SyntaxKind.AwaitExpression:
    case ts.SyntaxKind.YieldExpression:
      return true
    default:
      return ts.forEachChild(node, (child) => mayLeave(child) || undefined) ?? false
  }
}
