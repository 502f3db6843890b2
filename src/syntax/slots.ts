/** Finds tables that are written where a module loads, and what in them could be made again at any time. */
import { makesPlainValue, type ModuleConstant, type Named } from './constants.js'
import { ts } from './ts.js'
import { namesImportedBy, rootOf } from './uses.js'
import { unwrap } from './wrappers.js'

/** `{ KEY: VALUE }`, evaluated while the module loads: code of the project may take the table now, and read the value later. */
export interface WrittenTable {
  readonly literal: ts.ObjectLiteralExpression
  readonly slots: readonly {
    readonly key: string
    /** The place where a constant is read, or what makes a value of its own. */
    readonly value: ts.Expression
    readonly constant?: ModuleConstant
  }[]
}

/**
 * Not those that packages get while the module loads: some look closer than reading a value.
 * @param constants those of the module
 */
export function tablesOf(source: ts.SourceFile, constants: readonly ModuleConstant[]): WrittenTable[] {
  const tables: WrittenTable[] = []
  const ours = ownNames(source)
  const read = new Map(constants.flatMap((constant) => constant.reads.map((each) => [each, constant] as const)))
  // What is in these is made again with them.
  const whole = new Set<ts.Node>(constants.map(({ initializer }) => initializer))
  const away = new Set<string>()
  const byName = new Map(constants.map(({ name, initializer }) => [name, initializer]))
  const named: Named = (name) => byName.get(name.text)

  const addTable = (literal: ts.ObjectLiteralExpression): void => {
    const slots = literal.properties.flatMap((property) => {
      const key = keyOf(property)
      const value = ts.isShorthandPropertyAssignment(property) ? property.name : (property as ts.PropertyAssignment).initializer
      if (key === undefined) return []
      const constant = read.get(unwrap(value) as ts.Identifier)
      return constant ? [{ key, value: unwrap(value), constant }] : makesPlainValue(value, named) ? [{ key, value }] : []
    })
    for (const { value } of slots) whole.add(value)
    if (slots.length > 0) tables.push({ literal, slots })
  }
  const visit = (node: ts.Node, isAway: boolean): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isTypeNode(node)) return
    if (ts.isIdentifier(node) && isAway) away.add(node.text)
    if (whole.has(node)) return
    if (ts.isObjectLiteralExpression(node) && !isAway && isPlainTable(node)) addTable(node)
    const goesAway = isAway || ((ts.isCallExpression(node) || ts.isNewExpression(node)) && !ours.has(rootOf(node.expression)?.text ?? ''))
      || ts.isJsxOpeningLikeElement(node) || ts.isTaggedTemplateExpression(node) || ts.isDecorator(node)
    ts.forEachChild(node, (child) => { visit(child, goesAway) })
  }
  visit(source, false)
  return tables.filter(({ literal }) => !away.has(holderOf(literal) ?? ''))
}

/** A specifier of a module of the project. */
const OF_PROJECT = /^(?:\.{0,2}\/|[@~]\/|#)/u

/** Names of what the module declares, and imports from the project; not of what packages made for it, `const make = pkg.create()`. */
function ownNames(source: ts.SourceFile): Set<string> {
  const own = new Set<string>()
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement)) {
      if (OF_PROJECT.test((statement.moduleSpecifier as ts.StringLiteral).text)) for (const name of namesImportedBy(statement).keys()) own.add(name)
    } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) own.add(statement.name?.text ?? '')
  }
  const variables = source.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) => declarationList.declarations)
  for (const { name, initializer } of variables) {
    if (ts.isIdentifier(name) && initializer && isOwn(unwrap(initializer), own)) own.add(name.text)
  }
  return own
}

function isOwn(value: ts.Expression, own: ReadonlySet<string>): boolean {
  return ts.isFunctionLike(value) || ts.isClassLike(value) || ts.isObjectLiteralExpression(value) || own.has(rootOf(value)?.text ?? '')
}

/** The variable that a table, or one that it is a part of, is written for. */
function holderOf(literal: ts.Node): string | undefined {
  const variable = ts.findAncestor(literal, ts.isVariableDeclaration)
  return variable && ts.isIdentifier(variable.name) ? variable.name.text : undefined
}

/** Whether each property stands for itself: what is spread may replace others. */
function isPlainTable({ properties }: ts.ObjectLiteralExpression): boolean {
  const keys = properties.map((property) => (property.name && !ts.isComputedPropertyName(property.name) ? property.name.text : undefined))
  return properties.every((property) => !ts.isSpreadAssignment(property) && !ts.isAccessor(property))
    && keys.every((key) => key !== undefined && key !== '__proto__') && new Set(keys).size === keys.length
}

/** Undefined for a method. */
function keyOf(property: ts.ObjectLiteralElementLike): string | undefined {
  if (!ts.isPropertyAssignment(property) && !ts.isShorthandPropertyAssignment(property)) return undefined
  return (property.name as ts.Identifier).text
}
