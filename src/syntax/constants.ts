/** Finds the constants of a module whose value could be made again at any time, and every place that reads them. */
import { isAssignmentOperator, isAssignmentTarget, isCount, mayCarry } from './carriers.js'
import { ts } from './ts.js'
import { isWrapper, unwrap } from './wrappers.js'

/**
 * `const NAME = initializer` at the top level of a module, where the initializer does nothing but make a value that it
 * takes from nowhere, or from such constants before it, and where only code of this module can read the name, or what it is exported as.
 */
export interface ModuleConstant {
  readonly name: string
  readonly initializer: ts.Expression
  /** Every place of this module where the value is read; a shorthand property `{ NAME }` counts. */
  readonly reads: readonly ts.Identifier[]
  /** `export const NAME = …`: other modules read it as a part of what this one exports. */
  readonly exportedBy?: ts.VariableStatement
}

export function constantsOf(source: ts.SourceFile): ModuleConstant[] {
  const declared = new Map<string, Pick<ModuleConstant, 'initializer' | 'exportedBy'>>()
  const named: Named = (name) => declared.get(name.text)?.initializer
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement) || !isConst(statement.declarationList)) continue
    const { declarations } = statement.declarationList
    // Between two values of one statement other modules may run, and read the first.
    const isExported = isOnlyExported(statement) && declarations.every((declaration) => isPlainDeclaration(declaration, named))
    if (statement.modifiers?.length && !isExported) continue
    for (const declaration of declarations) {
      if (!isPlainDeclaration(declaration, named)) continue
      declared.set(declaration.name.text, { initializer: declaration.initializer, ...(isExported && { exportedBy: statement }) })
    }
  }
  if (declared.size === 0) return []
  const reads = readsOf(source, new Set(declared.keys()))
  return [...declared].flatMap(([name, { initializer, exportedBy }]) => {
    const found = reads.get(name)
    return found && (found.length > 0 || exportedBy) ? [{ name, initializer, reads: found, ...(exportedBy && { exportedBy }) }] : []
  })
}

function isOnlyExported({ modifiers }: ts.VariableStatement): boolean {
  return modifiers?.length === 1 && modifiers[0]!.kind === ts.SyntaxKind.ExportKeyword
}

type PlainDeclaration = ts.VariableDeclaration & { readonly name: ts.Identifier; readonly initializer: ts.Expression }

function isPlainDeclaration(declaration: ts.VariableDeclaration, named: Named): declaration is PlainDeclaration {
  return ts.isIdentifier(declaration.name) && declaration.initializer !== undefined && makesPlainValue(declaration.initializer, named)
}

/** `const`, and neither `let` nor `using`. */
function isConst({ flags }: ts.VariableDeclarationList): boolean {
  const kind: number = flags & ts.NodeFlags.BlockScoped
  return kind === (ts.NodeFlags.Const as number)
}

/** The reads of each name; names that are declared twice, exported by a statement of its own, or read where no switch can stand are left out. */
function readsOf(source: ts.SourceFile, names: Set<string>): Map<string, ts.Identifier[]> {
  const reads = new Map<string, ts.Identifier[]>([...names].map((name) => [name, []]))
  const declarations = new Map<string, number>()
  const search = (node: ts.Node): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return
    if (!ts.isIdentifier(node)) {
      ts.forEachChild(node, search)
      return
    }
    const name = node.text
    // Code made at run time could read any name.
    if (name === 'eval' && ts.isCallExpression(node.parent)) reads.clear()
    if (!reads.has(name)) return
    const role = roleOf(node)
    if (role === 'read') reads.get(name)!.push(node)
    else if (role === 'declaration') declarations.set(name, (declarations.get(name) ?? 0) + 1)
    else if (role === 'unswitchable') reads.delete(name)
  }
  search(source)
  for (const [name, count] of declarations) if (count > 1) reads.delete(name)
  return reads
}

type Role = 'read' | 'declaration' | 'name' | 'unswitchable'

function roleOf(node: ts.Identifier): Role {
  const { parent } = node
  if (ts.isShorthandPropertyAssignment(parent) && parent.name === node) return isAssignmentTarget(node) ? 'unswitchable' : 'read'
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return 'name'
  if (ts.isBindingElement(parent) && parent.propertyName === node) return 'name'
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return 'name'
  if ((parent as ts.NamedDeclaration).name === node) {
    const isMember = ts.isClassElement(parent) || ts.isObjectLiteralElement(parent) || ts.isJsxAttribute(parent)
    return isMember || ts.isMetaProperty(parent) ? 'name' : 'declaration'
  }
  return mayCarry(node) && !isTagName(node) ? 'read' : 'unswitchable'
}

/** `X` in `<X.Y>` */
function isTagName(node: ts.Node): boolean {
  let current = node
  while (ts.isPropertyAccessExpression(current.parent)) current = current.parent
  return ts.isJsxOpeningLikeElement(current.parent) || ts.isJsxClosingElement(current.parent)
}

/** The initializer of a constant whose value could be made again. */
export type Named = (name: ts.Identifier) => ts.Expression | undefined

/** Whether evaluating `node` can neither fail nor be noticed, gives an equal value each time, and reads no other names than `named` knows. */
export function makesPlainValue(node: ts.Expression, named: Named): boolean {
  const isPlain = (part: ts.Expression): boolean => makesPlainValue(part, named)
  if (ts.isParenthesizedExpression(node) || isWrapper(node)) return isPlain((node as ts.ParenthesizedExpression).expression)
  if (ts.isLiteralExpression(node) || isConstantWord(node)) return true
  if (ts.isIdentifier(node)) return named(node) !== undefined
  if (ts.isTemplateExpression(node)) return node.templateSpans.every(({ expression }) => isPrimitive(expression, named))
  if (ts.isArrayLiteralExpression(node)) return node.elements.every((element) =>
    ts.isSpreadElement(element) ? isListed(element.expression, named) : ts.isOmittedExpression(element) || isPlain(element))
  if (ts.isObjectLiteralExpression(node)) return node.properties.every((property) => isPlainProperty(property, named))
  if (ts.isNewExpression(node)) return isPlainCollection(node, named)
  if (ts.isCallExpression(node)) return isPlainCall(node, named)
  return isPrimitive(node, named)
}

/** A constant that is a list as it is written. */
function isListed(node: ts.Expression, named: Named): boolean {
  const value = ts.isIdentifier(node) ? named(node) : undefined
  return value !== undefined && ts.isArrayLiteralExpression(unwrap(value))
}

function isConstantWord(node: ts.Expression): boolean {
  const { kind } = node
  return kind === ts.SyntaxKind.TrueKeyword || kind === ts.SyntaxKind.FalseKeyword || kind === ts.SyntaxKind.NullKeyword
    || ts.isIdentifier(node) && node.text === 'undefined'
}

function isPlainProperty(property: ts.ObjectLiteralElementLike, named: Named): boolean {
  if (ts.isShorthandPropertyAssignment(property)) return makesPlainValue(property.name, named)
  if (!ts.isPropertyAssignment(property)) return false
  const { name, initializer } = property
  return (!ts.isComputedPropertyName(name) || isPrimitive(name.expression, named)) && makesPlainValue(initializer, named)
}

/** Arithmetic of literals other than big integers, which fail when they meet numbers. */
function isPrimitive(node: ts.Expression, named: Named): boolean {
  const areAll = (...parts: readonly ts.Expression[]): boolean => parts.every((part) => isPrimitive(part, named))
  if (ts.isParenthesizedExpression(node) || isWrapper(node)) return areAll((node as ts.ParenthesizedExpression).expression)
  if (ts.isBigIntLiteral(node) || ts.isRegularExpressionLiteral(node)) return false
  if (ts.isLiteralExpression(node) || isConstantWord(node)) return true
  if (ts.isIdentifier(node)) return named(node) !== undefined && areAll(named(node)!)
  if (ts.isTemplateExpression(node)) return areAll(...node.templateSpans.map(({ expression }) => expression))
  if (ts.isPrefixUnaryExpression(node)) return !isCount(node.operator) && areAll(node.operand)
  if (ts.isConditionalExpression(node)) return areAll(node.condition, node.whenTrue, node.whenFalse)
  if (ts.isPropertyAccessExpression(node)) return NUMBERS.test(node.getText())
  if (ts.isCallExpression(node)) return ARITHMETIC.test(node.expression.getText()) && areAll(...node.arguments)
  if (!ts.isBinaryExpression(node)) return false
  const { kind } = node.operatorToken
  const fails = kind === ts.SyntaxKind.InKeyword || kind === ts.SyntaxKind.InstanceOfKeyword
  return !fails && !isAssignmentOperator(kind) && areAll(node.left, node.right)
}

const NUMBERS = /^(?:Math\.(?:PI|E)|Number\.M[AIX]+_(?:SAFE_INTEGER|VALUE)|Number\.(?:EPSILON|POSITIVE_INFINITY|NEGATIVE_INFINITY))$/u
const ARITHMETIC = /^Math\.(?:abs|ceil|floor|max|min|pow|round|sqrt|trunc)$/u

/** `new Set(['a'])`, `new Map()`: a set takes any list, the others fail on what is no pair or no object. */
function isPlainCollection({ expression, arguments: args = ts.factory.createNodeArray() }: ts.NewExpression, named: Named): boolean {
  if (!ts.isIdentifier(expression)) return false
  if (expression.text === 'Set') return args.every((argument) => isListed(argument, named) || (ts.isArrayLiteralExpression(argument) && makesPlainValue(argument, named)))
  return args.length === 0 && ['Map', 'WeakMap', 'WeakSet'].includes(expression.text)
}

/** `Object.freeze([…])`, `Symbol('a')` */
function isPlainCall(call: ts.CallExpression, named: Named): boolean {
  const { expression, arguments: args } = call
  if (ts.isIdentifier(expression)) return expression.text === 'Symbol' && args.every((argument) => isPrimitive(argument, named))
  // What has a name already would be frozen for all who read it.
  const isFreezing = expression.getText() === 'Object.freeze' && args.every((argument) => !ts.isIdentifier(argument) && makesPlainValue(argument, named))
  return isFreezing || isPrimitive(call, named)
}
