/** Makes a replacement text stand where an expression stood: parentheses where precedence asks, spaces between words. */
import type { Span } from '../model/span.js'
import { parse } from './parse.js'
import { binaryPrecedence, clash, loosestAt, operatorOf, precedence } from './precedence.js'
import { ts } from './ts.js'

/** What is known of a replacement without parsing it: an expression like it, or its outermost operator. */
export type Shape = ts.Expression | ts.BinaryOperator

/** A replacement with its shape. */
export interface Shaped {
  readonly replacement: string
  readonly shape: Shape
}

/** `node` with another operator. */
export function swapped(node: ts.BinaryExpression, operator: ts.BinaryOperator, source: ts.SourceFile): Shaped {
  return { replacement: withOperator(node, operator, source), shape: operator }
}

/** The text of one expression in place of another that contains it. */
export function reduced(kept: ts.Expression, source: ts.SourceFile): Shaped {
  return { replacement: kept.getText(source), shape: kept }
}

/** `left operator right` with another operator; operands get parentheses where the new operator binds tighter. */
function withOperator(node: ts.BinaryExpression, operator: ts.BinaryOperator, source: ts.SourceFile): string {
  const token = ts.tokenToString(operator) ?? ''
  const text = source.text
  const between = {
    before: text.slice(node.left.end, node.operatorToken.getStart(source)),
    after: text.slice(node.operatorToken.end, node.right.getStart(source)),
  }
  return operand(node.left, operator, 'left', source) + between.before + token + between.after
    + operand(node.right, operator, 'right', source)
}

function operand(node: ts.Expression, operator: ts.SyntaxKind, side: 'left' | 'right', source: ts.SourceFile): string {
  const own = precedence(node)
  const wanted = binaryPrecedence(operator)
  const tooLoose = side === 'left' ? own < wanted : own <= wanted && wanted > 2
  const text = node.getText(source)
  const inner = operatorOf(node)
  return tooLoose || inner !== undefined && clash(operator, inner) ? `(${text})` : text
}

/**
 * `replacement` made safe for the place of the expression `node`; undefined where no form of it can stand there
 * without changing the code around.
 */
export function fitExpression(
  node: ts.Expression, replacement: string, shape: Shape | undefined, source: ts.SourceFile,
): string | undefined {
  let text = replacement
  const loosest = loosestAt(node)
  if (mayBeTooLoose(text, loosest) && needsParentheses(node, shape ?? parseExpression(text), loosest)) text = `(${text})`
  if (ts.isPropertyAccessExpression(node.parent) && /^\d/.test(text)) text = `(${text})`
  if (!MAY_BE_MISREAD.test(text)) return text
  const start = startOf(node)
  if (start && opensOtherwise(start, text)) text = `(${text})`
  if (start === 'statement' && joinsLineAbove(node, text, source)) return undefined
  return text
}

/** Nearly everywhere a comma alone would be; names, numbers and simple literals never are. */
function mayBeTooLoose(text: string, loosest: number): boolean {
  return loosest > 0 && !isPlain(text) && (loosest > 1 || text.includes(','))
}

function isPlain(text: string): boolean {
  return /^(?:[\w$]+|"[^"\\]*"|'[^'\\]*'|``|\[\])$/.test(text)
}

/** What a statement, an arrow body or a default export must not begin with. */
const MAY_BE_MISREAD = /^(?:[{([`+\-/]|let\b|function\b|class\b|async\b)/

/** Whether `text` is one whole expression. */
export function isExpressionText(text: string): boolean {
  const parsed = parse('x.tsx', `async function* f() { return (${text}\n) }`)
  if (!parsed.ok) return false
  const [declaration] = parsed.source.statements
  if (parsed.source.statements.length !== 1 || !declaration || !ts.isFunctionDeclaration(declaration)) return false
  const [only, ...others] = declaration.body?.statements ?? []
  return others.length === 0 && !!only && ts.isReturnStatement(only) && !!only.expression
    && ts.isParenthesizedExpression(only.expression)
}

function parseExpression(text: string): ts.Expression | undefined {
  const source = ts.createSourceFile('x.tsx', `(${text}\n)`, ts.ScriptTarget.Latest, false, ts.ScriptKind.TSX)
  const statement = source.statements[0]
  if (!statement || !ts.isExpressionStatement(statement)) return undefined
  return ts.isParenthesizedExpression(statement.expression) ? statement.expression.expression : undefined
}

function needsParentheses(node: ts.Expression, shape: Shape | undefined, loosest: number): boolean {
  if (shape === undefined) return true
  const operator = typeof shape === 'number' ? shape : operatorOf(shape)
  if ((typeof shape === 'number' ? binaryPrecedence(shape) : precedence(shape)) < loosest) return true
  const { parent } = node
  return operator !== undefined && ts.isBinaryExpression(parent) && clash(parent.operatorToken.kind, operator)
}

/** What `node` is the first token of, where that changes how it is read. */
function startOf(node: ts.Expression): 'statement' | 'arrow' | 'export' | undefined {
  let current: ts.Node = node
  while (current.parent.pos === node.pos) {
    current = current.parent
    if (ts.isExpressionStatement(current)) return 'statement'
    if (ts.isStatement(current)) return undefined
  }
  if (ts.isArrowFunction(current.parent) && current.parent.body === current) return 'arrow'
  return ts.isExportAssignment(current.parent) ? 'export' : undefined
}

function opensOtherwise(start: 'statement' | 'arrow' | 'export', text: string): boolean {
  if (start === 'arrow') return text.startsWith('{')
  const word = /^(?:function|class|async\s+function)\b/
  if (start === 'export') return word.test(text)
  return /^(?:\{|let\s*\[)/.test(text) || word.test(text)
}

/** Without a semicolon before it, a statement that begins with one of these goes on with the line above. */
function joinsLineAbove(node: ts.Expression, text: string, source: ts.SourceFile): boolean {
  if (!/^[([`+\-/]/.test(text)) return false
  const start = node.getStart(source)
  const before = source.text[start] ?? ''
  if (/[([`+\-/]/.test(before)) return false
  return !/[;{}]\s*$/.test(source.text.slice(Math.max(0, start - 200), start)) && start > 0
}

/** Spaces around `replacement` where it would run into the words or signs beside `span`. */
export function spaced(span: Span, replacement: string, text: string): string {
  const before = text[span.start - 1] ?? ''
  const after = text[span.end] ?? ''
  if (replacement === '') return runsTogether(before, after) ? ' ' : ''
  const left = runsTogether(before, replacement[0] ?? '') ? ' ' : ''
  const right = runsTogether(replacement.at(-1) ?? '', after) ? ' ' : ''
  return left + replacement + right
}

function runsTogether(a: string, b: string): boolean {
  if (/[\w$]/.test(a)) return /[\w$]/.test(b)
  return (a === '+' || a === '-' || a === '/') && a === b
}
