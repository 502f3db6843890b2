/** What a module or a test file keeps from one run of the tests to the next, as far as its text tells. */
import { isAssignmentOperator } from './carriers.js'
import { declarationsOf } from './declarations.js'
import { syntacticFacts, type Facts } from './facts.js'
import { parse } from './parse.js'
import { isPassedOn, mentions } from './passed-on.js'
import { ts } from './ts.js'
import { unwrap } from './wrappers.js'

export interface KeptState {
  /** Something that is made once changes here, or can. */
  readonly keeps: boolean
  /** Offsets of the changes to variables that nothing else changes: as long as none of them runs, these hold what they held. */
  readonly assigns: readonly number[]
  /** Names of functions that mention such variables: they may hand out what one holds. */
  readonly handsOut: ReadonlySet<string>
  /** Names of functions whose results are changed here. */
  readonly changedResults: ReadonlySet<string>
  /** Names of exported objects and arrays that do not change here. */
  readonly exported: ReadonlySet<string>
  /** Names of exported constants that a call made, and that are not used here. */
  readonly made: ReadonlySet<string>
  /** Names of what is called here, or has a method that is, and is imported. */
  readonly called: ReadonlySet<string>
  /** Names of what is imported and changed here, by assigning to a part of it or by calling a method that changes it. */
  readonly changed: ReadonlySet<string>
}

/**
 * @param isTest also the functions given to `describe` run once; what hooks assign before tests is made anew
 * @returns state as well where the text cannot be parsed
 */
export function keptState(path: string, text: string, isTest: boolean): KeptState {
  const parsed = parse(path, text)
  const none = new Set<string>()
  if (!parsed.ok) return { keeps: true, assigns: [], handsOut: none, changedResults: none, exported: none, made: none, called: none, changed: none }
  const uses = usesIn(parsed.source)
  const exported = new Set<string>()
  const made = new Set<string>()
  const assigns: number[] = []
  const assigned = new Set<string>()
  const facts = syntacticFacts(parsed.source)
  const keeps = statementsThatRunOnce(parsed.source.statements, isTest).some((statement) => {
    if (ts.isVariableStatement(statement)) {
      const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false
      return statement.declarationList.declarations.some((declaration) => {
        if (isExported && ts.isIdentifier(declaration.name)) {
          const isMade = declaration.initializer !== undefined && isMadeByCall(unwrap(declaration.initializer), facts)
          ;(isMade ? made : exported).add(declaration.name.text)
        }
        if (!isTest && isChangedInSight(declaration, uses, isExported, parsed.source)) {
          assigns.push(...uses.assigned.get(declaration) ?? [], ...uses.changed.get(declaration) ?? [])
          for (const name of namesIn(declaration.name)) assigned.add(name)
          return false
        }
        return isKept(declaration, uses, facts, isTest)
      })
    }
    return isChangedFunction(statement, uses)
  })
  return {
    keeps, assigns, exported, made, handsOut: functionsThatMention(assigned, parsed.source),
    called: uses.calledElsewhere, changed: uses.changedElsewhere, changedResults: uses.changedResults,
  }
}

/**
 * A variable that changes only where the text says so: by being assigned or, while it holds nothing that was there from the start, by
 * what is called on it. Nobody is given its first value who might change it.
 */
function isChangedInSight(declaration: ts.VariableDeclaration, { assigned, changed }: Uses, isExported: boolean, source: ts.SourceFile): boolean {
  if (!assigned.has(declaration) && !changed.has(declaration)) return false
  const value = declaration.initializer && unwrap(declaration.initializer)
  if (!value || (ts.isIdentifier(value) ? value.text === 'undefined' : PLAIN.has(value.kind))) return true
  const isLiteral = ts.isArrayLiteralExpression(value) || ts.isObjectLiteralExpression(value)
  const isGrown = changed.has(declaration)
  const inSight = isGrown ? !isExported && isEmpty(value) : isLiteral
  return inSight && !isPassedOn(new Set(namesIn(declaration.name)), source, isGrown)
}

/** `[]`, `{}`, `new Map()` */
function isEmpty(value: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(value)) return value.elements.length === 0
  if (ts.isObjectLiteralExpression(value)) return value.properties.length === 0
  return ts.isNewExpression(value) && ts.isIdentifier(value.expression) && (value.arguments ?? []).length === 0
    && ['Map', 'Set', 'WeakMap', 'WeakSet'].includes(value.expression.text)
}

/** Kinds of expressions whose values cannot be changed. */
const PLAIN = new Set<ts.SyntaxKind>([
  ts.SyntaxKind.NullKeyword, ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NumericLiteral,
  ts.SyntaxKind.BigIntLiteral, ts.SyntaxKind.StringLiteral, ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateExpression, ts.SyntaxKind.PrefixUnaryExpression, ts.SyntaxKind.TypeOfExpression, ts.SyntaxKind.VoidExpression,
])

function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text]
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesIn(element.name) : []))
}

/** Names of the functions outside of all others, and of the variables, in which one of these names stands. */
function functionsThatMention(names: ReadonlySet<string>, source: ts.SourceFile): Set<string> {
  const found = new Set<string>()
  if (names.size === 0) return found
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name && mentions(statement, names)) found.add(statement.name.text)
    if (!ts.isVariableStatement(statement)) continue
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (initializer && ts.isIdentifier(name) && mentions(initializer, names)) found.add(name.text)
    }
  }
  return found
}

/** Statements outside of functions, but for those of suites. */
function statementsThatRunOnce(statements: readonly ts.Statement[], isTest: boolean): ts.Statement[] {
  return statements.flatMap((statement): ts.Statement[] => {
    if (ts.isBlock(statement)) return statementsThatRunOnce(statement.statements, isTest)
    if (ts.isForOfStatement(statement) || ts.isForStatement(statement)) return statementsThatRunOnce([statement.statement], isTest)
    if (!isTest || !ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return [statement]
    const call = statement.expression
    if (!SUITES.has(rootOf(call.expression)?.text ?? '')) return []
    return call.arguments.flatMap((argument) => statementsThatRunOnce(bodyOf(argument), isTest))
  })
}

const SUITES = new Set(['describe', 'suite'])
const SETUPS = new Set(['beforeEach', 'beforeAll'])

function bodyOf(node: ts.Expression): readonly ts.Statement[] {
  return (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) && ts.isBlock(node.body) ? node.body.statements : []
}

function isKept(declaration: ts.VariableDeclaration, uses: Uses, facts: Facts, isTest: boolean): boolean {
  if (isTest && uses.renewed.has(declaration)) return false
  const isChanged = uses.changed.has(declaration)
  if (uses.assigned.has(declaration)) return true
  let value = declaration.initializer && unwrap(declaration.initializer)
  if (value && ts.isAwaitExpression(value)) value = unwrap(value.expression)
  if (!value) return isChanged
  if (ts.isNewExpression(value)) return isChanged || !isFilled(value)
  if (ts.isArrayLiteralExpression(value)) return isChanged || value.elements.length === 0
  if (ts.isObjectLiteralExpression(value)) return isChanged || value.properties.length === 0
  return isChanged || (isMadeByCall(value, facts) && uses.called.has(declaration))
}

/** A set or map that is made with its members, or something that holds nothing. */
function isFilled({ expression, arguments: given }: ts.NewExpression): boolean {
  const name = ts.isIdentifier(expression) ? expression.text : ''
  if (name === 'TextEncoder') return true
  const members = given?.[0] && unwrap(given[0])
  return ['Set', 'Map'].includes(name) && members !== undefined && ts.isArrayLiteralExpression(members) && members.elements.length > 0
}

/** Mocks are cleared after each run, and what a module exports is looked at where it stands. */
function isMadeByCall(value: ts.Expression, facts: Facts): boolean {
  if (!ts.isCallExpression(value) || KNOWN.has(facts.kindOf(value))) return false
  return !['vi', 'require', undefined].includes(rootOf(value.expression)?.text)
}

/** Kinds of values that nothing can change. */
const KNOWN = new Set(['number', 'bigint', 'string', 'boolean', 'nullish', 'void'])

/** A function or class that carries something. */
function isChangedFunction(statement: ts.Statement, { changed }: Uses): boolean {
  if (!ts.isFunctionDeclaration(statement) && !ts.isClassDeclaration(statement)) return false
  if (changed.has(statement)) return true
  return ts.isClassDeclaration(statement) && statement.members.some((member) => {
    if (!ts.isPropertyDeclaration(member) || !member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)) return false
    const value = member.initializer && unwrap(member.initializer)
    return value !== undefined && (ts.isNewExpression(value) || ts.isArrayLiteralExpression(value) || ts.isObjectLiteralExpression(value))
  })
}

/** What happens to declarations, and by name to what is declared elsewhere. */
interface Uses {
  /** With the offsets where that happens, as in `changed`. */
  readonly assigned: Map<ts.Node, number[]>
  readonly changed: Map<ts.Node, number[]>
  readonly changedElsewhere: Set<string>
  /** Names of functions whose results are changed, also where a variable holds one. */
  readonly changedResults: Set<string>
  /** Called, or a method of theirs is. */
  readonly called: Set<ts.Node>
  readonly calledElsewhere: Set<string>
  /** Assigned or emptied by a hook that runs before tests. */
  readonly renewed: Set<ts.Node>
}

type Note = (name: ts.Identifier | undefined, here: Set<ts.Node> | Map<ts.Node, number[]>, elsewhere?: Set<string>) => void

/** Methods of arrays, maps and sets that change them, and the like of others. */
const CHANGING = new Set([
  'push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin', 'set', 'add', 'delete', 'clear', 'append',
  'getOrInsert', 'getOrInsertComputed',
])
/** Methods of `Object` and `Reflect` that change their first argument. */
const CHANGING_FIRST = new Set(['assign', 'defineProperty', 'defineProperties', 'setPrototypeOf', 'set', 'deleteProperty'])

function usesIn(source: ts.SourceFile): Uses {
  const declarations = declarationsOf(source)
  const uses: Uses = {
    assigned: new Map(), changed: new Map(), changedElsewhere: new Set(), changedResults: new Set(), called: new Set(),
    calledElsewhere: new Set(), renewed: new Set(),
  }
  const note: Note = (name, here, elsewhere) => {
    const declaration = name && (declarations.variable(name) ?? declarations.find(name))
    if (name && here === uses.changed) noteResult(name, declaration, uses)
    if (declaration && here instanceof Map) here.set(declaration, [...here.get(declaration) ?? [], name.getStart(source)])
    else if (declaration && here instanceof Set) here.add(declaration)
    else if (name) elsewhere?.add(name.text)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignmentOperator(node.operatorToken.kind)) write(node.left, uses, note)
    else if ((ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) && CROSSES.has(node.operator)) write(node.operand, uses, note)
    else if (ts.isDeleteExpression(node)) write(node.expression, uses, note)
    else if (ts.isCallExpression(node)) visitCall(node, uses, note)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return uses
}

/** A function's own name, or that of the function that made what a variable holds, when that is changed. */
function noteResult(name: ts.Identifier, declaration: ts.Node | undefined, { changedResults }: Uses): void {
  changedResults.add(name.text)
  const value = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer ? unwrap(declaration.initializer) : undefined
  const maker = value && ts.isCallExpression(value) ? rootOf(value) : undefined
  if (maker) changedResults.add(maker.text)
}

function write(target: ts.Node, uses: Uses, note: Note): void {
  if (ts.isIdentifier(target)) note(target, uses.assigned)
  else if (isAccess(target)) note(rootOf(target), uses.changed, uses.changedElsewhere)
  else ts.forEachChild(target, (part) => { write(part, uses, note) })
}

function visitCall(call: ts.CallExpression, uses: Uses, note: Note): void {
  const root = rootOf(call.expression)
  note(root, uses.called, uses.calledElsewhere)
  const method = ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : ''
  if (CHANGING.has(method)) note(root, uses.changed, uses.changedElsewhere)
  const [first] = call.arguments
  if (first && CHANGING_FIRST.has(method) && ['Object', 'Reflect'].includes(root?.text ?? '')) {
    note(rootOf(first), uses.changed, uses.changedElsewhere)
  }
  if (SETUPS.has(root?.text ?? '')) for (const statement of call.arguments.flatMap(bodyOf)) renew(statement, uses, note)
}

/** Takes down what a statement of a hook makes anew. */
function renew(statement: ts.Statement, { renewed }: Uses, note: Note): void {
  const done = ts.isExpressionStatement(statement) ? unwrap(statement.expression) : undefined
  const assigned = (target: ts.Node): void => {
    if (ts.isIdentifier(target)) note(target, renewed)
    else if (!isAccess(target)) ts.forEachChild(target, assigned)
  }
  if (done && ts.isBinaryExpression(done) && done.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    if (isLength(done.left)) note(rootOf(done.left), renewed)
    else assigned(done.left)
  } else if (done && ts.isCallExpression(done) && ts.isPropertyAccessExpression(done.expression) && done.expression.name.text === 'clear') {
    note(rootOf(done.expression), renewed)
  }
}

const CROSSES = new Set<ts.SyntaxKind>([ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken])

function isLength(node: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(node) && node.name.text === 'length'
}

function isAccess(node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)
}

/** The name that a chain of accesses and calls begins with. */
function rootOf(node: ts.Expression): ts.Identifier | undefined {
  const inner = unwrap(node)
  if (ts.isIdentifier(inner)) return inner
  return isAccess(inner) || ts.isCallExpression(inner) ? rootOf(inner.expression) : undefined
}
