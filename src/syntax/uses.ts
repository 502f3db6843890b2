/** What a file does to variables: its own, and by name to those of other files. */
import { isAssignmentOperator, isCount } from './carriers.js'
import type { BindingOf } from './declarations.js'
import { isFunctionValue } from './functions.js'
import { ts } from './ts.js'
import { unwrap } from './wrappers.js'

/** What happens to declarations, and by name to what is declared elsewhere. */
export interface Uses {
  /** With the offsets where that happens, as in `changed`. */
  readonly assigned: Map<ts.Node, number[]>
  readonly changed: Map<ts.Node, number[]>
  /** By the name that the other file gives it. */
  readonly changedElsewhere: Set<string>
  /** Names of functions whose results are changed, also where a variable holds one. */
  readonly changedResults: Set<string>
  readonly globals: GlobalChange[]
  /** For each imported name the one that the other file gives it; undefined for a whole module. */
  readonly imported: ReadonlyMap<string, string | undefined>
}

/** Where what all modules share is changed. */
export interface GlobalChange {
  readonly offset: number
  /** What is written or deleted, such as `globalThis.flag` or `Array.prototype.last`; absent where that is not said by names alone. */
  readonly name?: string
}

/** @param written names that lead from the target to each part that is written, none for the target itself; absent where names do not say that */
type Note = (target: ts.Expression | undefined, here: Map<ts.Node, number[]>, written?: readonly (readonly string[])[]) => void

/** Methods of arrays, maps and sets that change them, and the like of others; a pattern keeps where it has come to. */
const CHANGING = new Set([
  'push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin', 'set', 'add', 'delete', 'clear', 'append',
  'getOrInsert', 'getOrInsertComputed', 'exec', 'test',
])
/** Methods of `Object` and `Reflect` that change their first argument. */
const CHANGING_FIRST = new Set(['assign', 'defineProperty', 'defineProperties', 'setPrototypeOf', 'set', 'deleteProperty'])
/** Roots of what all modules share. */
const GLOBALS = new Set([
  'globalThis', 'global', 'window', 'self', 'Object', 'Array', 'Function', 'String', 'Number', 'Boolean', 'Symbol', 'Math', 'JSON', 'Date', 'RegExp', 'Promise',
  'Map', 'Set', 'Error', 'Reflect',
])

export function usesIn(source: ts.SourceFile, bindingOf: BindingOf): Uses {
  const imported = new Map(source.statements.flatMap((statement) => [...namesImportedBy(statement)]))
  const uses: Uses = {
    assigned: new Map(), changed: new Map(), changedElsewhere: new Set(), changedResults: new Set(), globals: [], imported,
  }
  const note: Note = (target, here, written) => {
    const name = target && rootOf(target)
    if (!name) return
    const declaration = bindingOf(name)
    if (here === uses.changed) noteResult(name, declaration, uses)
    if (declaration) here.set(declaration, [...here.get(declaration) ?? [], name.getStart(source)])
    else if (imported.has(name.text)) uses.changedElsewhere.add(nameElsewhere(target, name, imported))
    else if (GLOBALS.has(name.text) && !isNew(target)) {
      const offset = name.getStart(source)
      const names = written && namesOf(target)
      if (names) uses.globals.push(...written.map((way) => ({ offset, name: [...names, ...way].join('.') })))
      else uses.globals.push({ offset })
    }
  }
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignmentOperator(node.operatorToken.kind)) write(node.left, uses, note)
    else if ((ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) && isCount(node.operator)) write(node.operand, uses, note)
    else if (ts.isDeleteExpression(node)) write(node.expression, uses, note)
    else if ((ts.isForOfStatement(node) || ts.isForInStatement(node)) && !ts.isVariableDeclarationList(node.initializer)) write(node.initializer, uses, note)
    else if (ts.isCallExpression(node)) visitCall(node, uses, note)
    ts.forEachChild(node, visit)
  }
  visit(source)
  for (const name of renamedExports(source)) uses.changedElsewhere.add(name)
  return uses
}

/** For each name that a statement imports the one that the other file gives it; undefined for a whole module. */
export function namesImportedBy(statement: ts.Statement): Map<string, string | undefined> {
  const names = new Map<string, string | undefined>()
  const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined
  if (clause?.name) names.set(clause.name.text, 'default')
  const namedBindings = clause?.namedBindings
  if (namedBindings && ts.isNamespaceImport(namedBindings)) names.set(namedBindings.name.text, undefined)
  else for (const { name, propertyName } of namedBindings?.elements ?? []) names.set(name.text, (propertyName ?? name).text)
  return names
}

/** Names of other files that go on under other names: `export { a as b } from`. Who imports those nobody follows. */
function renamedExports(source: ts.SourceFile): string[] {
  return source.statements.flatMap((statement) => {
    const clause = ts.isExportDeclaration(statement) && statement.moduleSpecifier ? statement.exportClause : undefined
    return clause && ts.isNamedExports(clause) ? clause.elements.flatMap(({ propertyName }) => propertyName?.text ?? []) : []
  })
}

/** `x` of `root.x.y` */
function partOf(target: ts.Expression, root: ts.Identifier): string | undefined {
  let current = unwrap(target)
  while ((isAccess(current) || ts.isCallExpression(current)) && unwrap(current.expression) !== root) current = unwrap(current.expression)
  return ts.isPropertyAccessExpression(current) ? current.name.text : undefined
}

/** `['root', 'x', 'y']` of `root.x.y`; undefined where something else is in it. */
function namesOf(target: ts.Expression): string[] | undefined {
  const current = unwrap(target)
  if (ts.isIdentifier(current)) return [current.text]
  const before = ts.isPropertyAccessExpression(current) ? namesOf(current.expression) : undefined
  return before && ts.isPropertyAccessExpression(current) ? [...before, current.name.text] : undefined
}

/** What another file calls the name that a chain of accesses begins with, or the part of a whole module; its own name when it is not imported. */
function nameElsewhere(target: ts.Expression, root: ts.Identifier, imported: Uses['imported']): string {
  return imported.get(root.text) ?? (imported.has(root.text) ? partOf(target, root) : undefined) ?? root.text
}

/** A function's own name, or that of the function that made what a variable holds, when that is changed. */
function noteResult(name: ts.Identifier, declaration: ts.Node | undefined, { changedResults, imported }: Uses): void {
  changedResults.add(imported.get(name.text) ?? name.text)
  const value = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer ? unwrap(declaration.initializer) : undefined
  const maker = value && ts.isCallExpression(value) ? rootOf(value) : undefined
  if (value && maker) changedResults.add(nameElsewhere(value, maker, imported))
}

function write(target: ts.Node, uses: Uses, note: Note): void {
  if (ts.isIdentifier(target)) note(target, uses.assigned)
  else if (isAccess(target)) note(target, uses.changed, [[]])
  else ts.forEachChild(target, (part) => { write(part, uses, note) })
}

function visitCall(call: ts.CallExpression, uses: Uses, note: Note): void {
  const callee = unwrap(call.expression)
  const root = rootOf(callee)
  const method = ts.isPropertyAccessExpression(callee) ? callee.name.text
    : ts.isElementAccessExpression(callee) && ts.isStringLiteralLike(callee.argumentExpression) ? callee.argumentExpression.text : ''
  // `Reflect.set` changes what it is given.
  const isReflect = isAccess(callee) && callee.expression.getText() === 'Reflect'
  if (!isReflect && isAccess(callee) && (CHANGING.has(method) || (method === '' && ts.isElementAccessExpression(callee) && callee.expression.getText() !== 'Math'))) note(callee, uses.changed)
  const [first] = call.arguments
  if (first && CHANGING_FIRST.has(method) && ['Object', 'Reflect'].includes(root?.text ?? '')) note(first, uses.changed, keysGiven(method, call.arguments)?.map((key) => [key]))
  // A function is given what another one handed out.
  if (!isHarmless(call)) for (const argument of call.arguments.map(unwrap)) {
    const maker = ts.isCallExpression(argument) ? rootOf(argument) : undefined
    if (maker) uses.changedResults.add(nameElsewhere(argument, maker, uses.imported))
  }
}

/** The properties that `Object.defineProperty(…, 'x', …)` or `Object.assign(…, { x, y })` write; undefined where they have no such names. */
function keysGiven(method: string, [, key, ...more]: readonly ts.Expression[]): string[] | undefined {
  if (method === 'setPrototypeOf' || !key) return undefined
  if (method !== 'assign' && method !== 'defineProperties') return ts.isStringLiteralLike(key) ? [key.text] : undefined
  const keys = [key, ...more].flatMap((given) => (ts.isObjectLiteralExpression(given) ? given.properties.map(({ name }) => name) : undefined))
    .map((name) => (name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined))
  return keys.every((each) => each !== undefined) ? keys : undefined
}

/** What a function of the language has made anew, or a property of that: `Object.keys(x).sort`. What is in it may be older. */
function isNew(target: ts.Expression): boolean {
  const inner = unwrap(target)
  const made = isAccess(inner) ? unwrap(inner.expression) : inner
  return ts.isCallExpression(made) && (MAKING.test(made.expression.getText()) || LISTING.has(rightmost(made.expression)))
}

function rightmost(callee: ts.Expression): string {
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : ''
}

/** Methods of lists that give a new one. */
const LISTING = new Set(['concat', 'filter', 'flat', 'flatMap', 'map', 'slice', 'split', 'toReversed', 'toSorted', 'toSpliced'])

const MAKING = /^(?:Object\.(?:keys|values|entries|fromEntries|create|groupBy|getOwnProperty\w+)|Array(?:\.(?:from|of))?|Map\.groupBy|Reflect\.ownKeys|JSON\.parse)$/u

/** `x.y`, `x[y]` */
export function isAccess(node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)
}

/** The name that a chain of accesses and calls begins with. */
export function rootOf(node: ts.Expression): ts.Identifier | undefined {
  const inner = unwrap(node)
  if (ts.isIdentifier(inner)) return inner
  return isAccess(inner) || ts.isCallExpression(inner) ? rootOf(inner.expression) : undefined
}

/** The statements of a function that is written where it stands. */
export function bodyOf(node: ts.Expression): readonly ts.Statement[] {
  return isFunctionValue(node) && ts.isBlock(node.body) ? node.body.statements : []
}

/** `Object.keys(x)`, `expect(x)`: looks at its arguments, and neither changes nor hands them out. */
export function isHarmless({ expression }: ts.CallExpression): boolean {
  if (ts.isIdentifier(expression)) return ['expect', 'String', 'Number', 'Boolean', 'isNaN'].includes(expression.text)
  if (!ts.isPropertyAccessExpression(expression)) return false
  // Methods of texts, which take patterns.
  if (TAKING_PATTERNS.has(expression.name.text)) return true
  if (!ts.isIdentifier(expression.expression)) return false
  const name = `${expression.expression.text}.${expression.name.text}`
  return /^(?:Object\.(?:keys|isFrozen|hasOwn)|Array\.isArray|JSON\.stringify|console\.\w+|expect\.\w+|assert\.\w+)$/u.test(name)
}

const TAKING_PATTERNS = new Set(['replace', 'replaceAll', 'match', 'matchAll', 'split', 'search'])
