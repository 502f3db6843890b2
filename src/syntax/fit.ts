/** Makes a replacement text stand where an expression stood: parentheses where precedence asks, spaces between words. */
import type { Span } from '../model/span.js'
import { parse } from './parse.js'
import { ts } from './ts.js'

/** How tightly an expression holds together; higher binds tighter. Everything from a call upwards is 20. */
const PRIMARY = 20

const BINARY_PRECEDENCE = new Map<ts.SyntaxKind, number>([
  [ts.SyntaxKind.CommaToken, 0],
  [ts.SyntaxKind.QuestionQuestionToken, 4],
  [ts.SyntaxKind.BarBarToken, 4],
  [ts.SyntaxKind.AmpersandAmpersandToken, 5],
  [ts.SyntaxKind.BarToken, 6],
  [ts.SyntaxKind.CaretToken, 7],
  [ts.SyntaxKind.AmpersandToken, 8],
  [ts.SyntaxKind.EqualsEqualsToken, 9],
  [ts.SyntaxKind.ExclamationEqualsToken, 9],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, 9],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, 9],
  [ts.SyntaxKind.LessThanToken, 10],
  [ts.SyntaxKind.LessThanEqualsToken, 10],
  [ts.SyntaxKind.GreaterThanToken, 10],
  [ts.SyntaxKind.GreaterThanEqualsToken, 10],
  [ts.SyntaxKind.InKeyword, 10],
  [ts.SyntaxKind.InstanceOfKeyword, 10],
  [ts.SyntaxKind.LessThanLessThanToken, 11],
  [ts.SyntaxKind.GreaterThanGreaterThanToken, 11],
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken, 11],
  [ts.SyntaxKind.PlusToken, 12],
  [ts.SyntaxKind.MinusToken, 12],
  [ts.SyntaxKind.AsteriskToken, 13],
  [ts.SyntaxKind.SlashToken, 13],
  [ts.SyntaxKind.PercentToken, 13],
  [ts.SyntaxKind.AsteriskAsteriskToken, 14],
])

function binaryPrecedence(operator: ts.SyntaxKind): number {
  return BINARY_PRECEDENCE.get(operator) ?? 2
}

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

/** The precedence of `node` as it is written, without parentheses. */
function precedence(node: ts.Expression): number {
  switch (node.kind) {
    case ts.SyntaxKind.BinaryExpression:
      return binaryPrecedence((node as ts.BinaryExpression).operatorToken.kind)
    case ts.SyntaxKind.AsExpression:
    case ts.SyntaxKind.SatisfiesExpression:
      return 10
    case ts.SyntaxKind.ConditionalExpression:
    case ts.SyntaxKind.ArrowFunction:
    case ts.SyntaxKind.YieldExpression:
      return 2
    case ts.SyntaxKind.PrefixUnaryExpression:
    case ts.SyntaxKind.TypeOfExpression:
    case ts.SyntaxKind.VoidExpression:
    case ts.SyntaxKind.DeleteExpression:
    case ts.SyntaxKind.AwaitExpression:
    case ts.SyntaxKind.TypeAssertionExpression:
      return 15
    case ts.SyntaxKind.PostfixUnaryExpression:
      return 16
    default:
      return PRIMARY
  }
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

function operatorOf(node: ts.Expression): ts.SyntaxKind | undefined {
  return ts.isBinaryExpression(node) ? node.operatorToken.kind : undefined
}

/** `a ?? b` may not stand next to `||` or `&&` without parentheses. */
function clash(outer: ts.SyntaxKind, inner: ts.SyntaxKind): boolean {
  return isNullish(outer) && isAndOrToken(inner) || isAndOrToken(outer) && isNullish(inner)
}

function isNullish(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.QuestionQuestionToken
}

function isAndOrToken(kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.AmpersandAmpersandToken
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
  if (loosest > 0 && !isPlain(text) && needsParentheses(node, shape ?? parseExpression(text), loosest)) text = `(${text})`
  if (ts.isPropertyAccessExpression(node.parent) && /^\d/.test(text)) text = `(${text})`
  if (!MAY_BE_MISREAD.test(text)) return text
  const start = startOf(node)
  if (start && opensOtherwise(start, text)) text = `(${text})`
  if (start === 'statement' && joinsLineAbove(node, text, source)) return undefined
  return text
}

/** The lowest precedence that an expression may have in the place of `node` without parentheses. */
function loosestAt(node: ts.Expression): number {
  const { parent } = node
  switch (parent.kind) {
    case ts.SyntaxKind.BinaryExpression: {
      const { left, operatorToken: { kind } } = parent as ts.BinaryExpression
      const own = binaryPrecedence(kind)
      if (own <= 2) return kind === ts.SyntaxKind.CommaToken ? 1 : own
      if (kind === ts.SyntaxKind.AsteriskAsteriskToken) return left === node ? own + 2 : own
      return left === node ? own : own + 1
    }
    case ts.SyntaxKind.ConditionalExpression:
      return (parent as ts.ConditionalExpression).condition === node ? 3 : 2
    case ts.SyntaxKind.PrefixUnaryExpression:
    case ts.SyntaxKind.TypeOfExpression:
    case ts.SyntaxKind.VoidExpression:
    case ts.SyntaxKind.DeleteExpression:
    case ts.SyntaxKind.AwaitExpression:
    case ts.SyntaxKind.TypeAssertionExpression:
      return 15
    case ts.SyntaxKind.AsExpression:
    case ts.SyntaxKind.SatisfiesExpression:
      return 10
    case ts.SyntaxKind.CallExpression:
    case ts.SyntaxKind.NewExpression:
      return (parent as ts.CallExpression).expression === node ? PRIMARY : 1
    case ts.SyntaxKind.ElementAccessExpression:
      return (parent as ts.ElementAccessExpression).expression === node ? PRIMARY : 0
    case ts.SyntaxKind.PropertyAccessExpression:
    case ts.SyntaxKind.NonNullExpression:
    case ts.SyntaxKind.PostfixUnaryExpression:
    case ts.SyntaxKind.TaggedTemplateExpression:
    case ts.SyntaxKind.ExpressionWithTypeArguments:
      return PRIMARY
    default:
      // Statements, initialisers, arguments and brackets of all kinds: nothing beside `node` competes for its operands.
      return 0
  }
}

/** Names, numbers and simple literals: fits everywhere, no need to parse. */
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
