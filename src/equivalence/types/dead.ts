/** Code that a mutant makes unreachable: a compiler still reads it, without what the conditions before it said. */
import type ts from 'typescript'
import type { Compiler } from './compiler.js'

export interface Part {
  /** Offsets; `end` is exclusive. */
  readonly start: number
  readonly end: number
}

/** What "unreachable code detected" is called. The compiler says it of statements, not of parts of expressions. */
export const UNREACHABLE = 7027

/** Operands, branches and bodies behind a condition that is `true` or `false` as written. */
export function deadParts(compiler: Compiler, source: ts.SourceFile): Part[] {
  const { SyntaxKind } = compiler
  const parts: Part[] = []

  function visit(node: ts.Node): void {
    for (const dead of deadIn(node)) if (dead) parts.push({ start: dead.getStart(source), end: dead.end })
    compiler.forEachChild(node, visit)
  }

  function deadIn(node: ts.Node): readonly (ts.Node | undefined)[] {
    if (compiler.isBinaryExpression(node)) {
      const left = constantOf(node.left)
      const isSkipped = node.operatorToken.kind === SyntaxKind.AmpersandAmpersandToken ? left === false
        : node.operatorToken.kind === SyntaxKind.BarBarToken && left === true
      return isSkipped ? [node.right] : []
    }
    if (compiler.isConditionalExpression(node)) return unchosen(node.condition, node.whenTrue, node.whenFalse)
    if (compiler.isIfStatement(node)) return unchosen(node.expression, node.thenStatement, node.elseStatement)
    if (compiler.isWhileStatement(node)) return unchosen(node.expression, node.statement, undefined)
    if (compiler.isForStatement(node) && node.condition) {
      return constantOf(node.condition) === false ? [node.statement, node.incrementor] : []
    }
    return []
  }

  function unchosen(condition: ts.Expression, whenTrue: ts.Node, whenFalse: ts.Node | undefined): readonly (ts.Node | undefined)[] {
    const value = constantOf(condition)
    return value === undefined ? [] : [value ? whenFalse : whenTrue]
  }

  function constantOf(node: ts.Expression): boolean | undefined {
    if (compiler.isParenthesizedExpression(node)) return constantOf(node.expression)
    if (node.kind === SyntaxKind.TrueKeyword) return true
    if (node.kind === SyntaxKind.FalseKeyword) return false
    if (compiler.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.ExclamationToken) {
      const value = constantOf(node.operand)
      return value === undefined ? undefined : !value
    }
    if (!compiler.isBinaryExpression(node)) return undefined
    const sides = [constantOf(node.left), constantOf(node.right)]
    if (node.operatorToken.kind === SyntaxKind.AmpersandAmpersandToken) return sides.includes(false) ? false : undefined
    return node.operatorToken.kind === SyntaxKind.BarBarToken && sides.includes(true) ? true : undefined
  }

  visit(source)
  return parts
}
