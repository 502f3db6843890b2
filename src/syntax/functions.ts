/** Functions, their bodies and their returns; loops and their bodies. */
import type { Span } from '../model/span.js'
import { directiveCount } from './skips.js'
import { ts } from './ts.js'

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.AccessorDeclaration

const FUNCTIONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.FunctionDeclaration,
  ts.SyntaxKind.FunctionExpression,
  ts.SyntaxKind.ArrowFunction,
  ts.SyntaxKind.MethodDeclaration,
  ts.SyntaxKind.Constructor,
  ts.SyntaxKind.GetAccessor,
  ts.SyntaxKind.SetAccessor,
])

/** A function that is written where it stands. */
export function isFunctionValue(node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node)
}

export function isFunctionNode(node: ts.Node): node is FunctionNode {
  return FUNCTIONS.has(node.kind)
}

/** The function whose code `node` belongs to; undefined at the top level and in class fields. */
export function enclosingFunction(node: ts.Node): FunctionNode | undefined {
  for (let current = node.parent; current; current = current.parent) {
    if (isFunctionNode(current)) return current
    if (ts.isPropertyDeclaration(current) || ts.isClassStaticBlockDeclaration(current)) return undefined
  }
  return undefined
}

export function isAsync(node: FunctionNode): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword) ?? false
}

export function isGenerator(node: FunctionNode): boolean {
  return 'asteriskToken' in node && node.asteriskToken !== undefined
}

export function isFunctionBody(node: ts.Node): boolean {
  return ts.isBlock(node) && isFunctionNode(node.parent)
}

/** Where the code of a block begins, behind the directives of a function. */
export function headOf(block: ts.Block): Span {
  const directives = isFunctionBody(block) ? directiveCount(block.statements) : 0
  const start = directives > 0 ? block.statements[directives - 1]!.end : block.getStart() + 1
  return { start, end: start }
}

/** The statements of a body without its directives. */
export function effectiveStatements(body: ts.Block): readonly ts.Statement[] {
  return body.statements.slice(directiveCount(body.statements))
}

/** How many `return` statements belong to the function of this body. */
export function returnsIn(body: ts.Block): number {
  let count = 0
  const look = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) count++
    else if (!ts.isFunctionLike(node) && !ts.isClassLike(node)) ts.forEachChild(node, look)
  }
  look(body)
  return count
}

/** Whether an instance could be made without the code of this constructor body. */
export function canBeEmptied(body: ts.Block): boolean {
  const owner = body.parent
  if (!ts.isConstructorDeclaration(owner)) return true
  const cls = owner.parent
  if (cls.heritageClauses?.some((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword)) return false
  if (owner.parameters.some(isParameterProperty)) return false
  return !cls.members.some((member) => ts.isPropertyDeclaration(member) && member.initializer && !isStatic(member))
}

/** `constructor(private a: A)`: a parameter that is a field, too. */
export function isParameterProperty(parameter: ts.ParameterDeclaration): boolean {
  return ts.isParameterPropertyDeclaration(parameter, parameter.parent)
}

export function isStatic(node: ts.Node): boolean {
  return ts.canHaveModifiers(node)
    && (ts.getModifiers(node)?.some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword) ?? false)
}

const LOOPS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.DoStatement,
])

/** The body of a loop statement. */
export function loopBody(node: ts.Node): ts.Statement | undefined {
  return LOOPS.has(node.kind) ? (node as ts.IterationStatement).statement : undefined
}

/** Whether `node` belongs to the update part of a `for` loop. */
export function isForUpdate(node: ts.Expression): boolean {
  let current: ts.Node = node
  while (ts.isBinaryExpression(current.parent) || ts.isParenthesizedExpression(current.parent)) current = current.parent
  return ts.isForStatement(current.parent) && current.parent.incrementor === current
}
