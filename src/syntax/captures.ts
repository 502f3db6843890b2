/** Variables of functions and blocks that live on in the functions made there: what those keep, and nobody sees. */
import type { Captured, Captures, Place, Secrets } from '../model/instrumentable.js'
import { isAssignmentTarget, isCount } from './carriers.js'
import { hoistedIn, namesIn } from './declarations.js'
import { headOf, isFunctionNode, isFunctionValue, isStatic, loopBody } from './functions.js'
import { settingsOf } from './settings.js'
import { ts } from './ts.js'
import { unwrap } from './wrappers.js'

/** What code stands in: a function, a block, a loop, a field of a class. */
interface Scope {
  readonly outer: Scope | undefined
  readonly names: ReadonlyMap<string, Group>
  /** Its code runs later than that around it. */
  readonly runsLater: boolean
  /** Where code can stand that runs when the scope is entered; absent: nowhere. */
  readonly place: Place | undefined
  /** The group of parameters, and of what else has its value from the start; for `this` as well. */
  readonly atOnce: Group
}

/** Names of a scope that get their values at the same time. */
interface Group { readonly isConst: boolean; readonly captured: Set<string> }

/** Of all functions and blocks of a file; what stands outside of them is not among it. */
export function capturesOf(source: ts.SourceFile): Captures {
  const scopes: Scope[] = []
  const secrets: Secrets[] = []
  const hiding = new Set<ts.Node>()
  let isOpaque = false
  const assigned = assignedNames(source)

  const capture = (scope: Scope, group: Group, text: string, maker: ts.Node | undefined): void => {
    if (scope.place) group.captured.add(text)
    else if (maker) hiding.add(maker)
    else isOpaque = true
  }
  const resolve = (text: string, from: Scope | undefined, maker: ts.Node | undefined): void => {
    let isLater = false
    for (let scope = from; scope; scope = scope.outer) {
      const group = scope.names.get(text)
      if (group && isLater) capture(scope, group, text, maker)
      if (group) return
      isLater ||= scope.runsLater
    }
  }
  const visit = (node: ts.Node, scope: Scope | undefined, maker: ts.Node | undefined): void => {
    if ((ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return
    if (node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword) resolve('this', scope, maker)
    if (ts.isIdentifier(node)) {
      // Code made at run time may use any name.
      if (node.text === 'eval' && maker) hiding.add(maker)
      if (!isOnlyName(node)) resolve(node.text, scope, maker)
      return
    }
    if (ts.isClassLike(node) && node.getText().includes('#')) secrets.push(secretsOf(node))
    const inner = scopeOf(node, scope)
    if (inner) scopes.push(inner)
    ts.forEachChild(node, (child) => { visit(child, inner ?? scope, isFunctionNode(node) ? node : maker) })
  }
  visit(source, undefined, undefined)
  return {
    isOpaque,
    secrets,
    settings: settingsOf(source),
    scopes: scopes.flatMap(({ place, atOnce, names }) => {
      const groups = [...new Set([atOnce, ...names.values()])].filter(({ captured }) => captured.size > 0)
      return place && groups.length > 0 ? [{ ...place, groups: groups.map(({ isConst, captured }) => toGroup(isConst, [...captured], assigned)) }] : []
    }),
    hiding: [...hiding].flatMap((node) => placeOf(node) ?? []),
  }
}

function secretsOf({ members }: ts.ClassLikeDeclaration): Secrets {
  const fields = members.filter((member) => ts.isPropertyDeclaration(member) && ts.isPrivateIdentifier(member.name))
  const namesOf = (ofClass: boolean): string[] => fields.filter((field) => isStatic(field) === ofClass).map(({ name }) => name!.getText())
  return { at: members.pos, ofInstances: namesOf(false), ofClass: namesOf(true) }
}

function toGroup(isConst: boolean, names: readonly string[], assigned: ReadonlySet<string>): Captured['groups'][number] {
  return { names, assignable: isConst ? [] : names.filter((name) => assigned.has(name)) }
}

function assignedNames(source: ts.SourceFile): Set<string> {
  const found = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && (isAssignmentTarget(node) || isCounted(node))) found.add(node.text)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function isCounted({ parent }: ts.Node): boolean {
  return (ts.isPostfixUnaryExpression(parent) || ts.isPrefixUnaryExpression(parent)) && isCount(parent.operator)
}

/** A name of a property, or one that is declared here. */
function isOnlyName(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isShorthandPropertyAssignment(parent)) return false
  return (ts.isBindingElement(parent) && parent.propertyName === node) || (parent as ts.NamedDeclaration).name === node
}

/** Undefined for what opens none. */
function scopeOf(node: ts.Node, outer: Scope | undefined): Scope | undefined {
  const atOnce: Group = { isConst: false, captured: new Set() }
  const names = new Map<string, Group>()
  const scope = { outer, names, atOnce, place: placeOf(node) }
  if (isFunctionNode(node)) {
    if (!node.body) return undefined
    for (const { name } of node.parameters) addNames(names, name, atOnce)
    if (ts.isFunctionExpression(node) && node.name) names.set(node.name.text, atOnce)
    if (!ts.isArrowFunction(node)) for (const text of ['this', 'arguments']) names.set(text, atOnce)
    for (const { name } of hoistedIn(node.body)) addNames(names, name, atOnce)
    if (ts.isBlock(node.body)) addStatements(names, node.body.statements, atOnce)
    return { ...scope, runsLater: true }
  }
  if (ts.isPropertyDeclaration(node) || ts.isClassStaticBlockDeclaration(node)) {
    names.set('this', atOnce)
    if (ts.isClassStaticBlockDeclaration(node)) addStatements(names, node.body.statements, atOnce)
    return { ...scope, runsLater: true }
  }
  if (ts.isBlock(node) && !isFunctionNode(node.parent) && !ts.isClassStaticBlockDeclaration(node.parent)) addStatements(names, node.statements, atOnce)
  else if (ts.isModuleBlock(node)) addStatements(names, node.statements, atOnce)
  else if (ts.isCaseBlock(node)) for (const { statements } of node.clauses) addStatements(names, statements, atOnce)
  else if (ts.isCatchClause(node) && node.variableDeclaration) addNames(names, node.variableDeclaration.name, atOnce)
  else if (loopBody(node)) for (const { name } of variablesOf(node)) addNames(names, name, atOnce)
  else if (ts.isClassExpression(node) && node.name) names.set(node.name.text, atOnce)
  return names.size > 0 ? { ...scope, runsLater: false } : undefined
}

/** Code there runs each time that the scope is entered, when it has its names. */
export function placeOf(node: ts.Node): Place | undefined {
  if (isFunctionNode(node)) {
    const { body } = node
    if (!body) return undefined
    return ts.isBlock(body) ? atHead(body) : { form: 'expression', span: { start: body.getStart(), end: body.end } }
  }
  if (ts.isPropertyDeclaration(node)) return atField(node)
  if (ts.isBlock(node)) return atHead(node)
  if (ts.isCatchClause(node)) return atHead(node.block)
  if (ts.isClassStaticBlockDeclaration(node)) return atHead(node.body)
  const loop = loopBody(node)
  // Functions that are made in the head of a loop know other variables than those in its body.
  const isPlain = loop && ts.isBlock(loop) && ts.forEachChild(node, (part) => part !== loop && makesFunctions(part)) !== true
  return isPlain ? atHead(loop) : undefined
}

/** When the field is made. A function there gets its name from that of the field. */
function atField({ name, initializer }: ts.PropertyDeclaration): Place | undefined {
  if (!initializer) return undefined
  const place: Place = { form: 'expression', span: { start: initializer.getStart(), end: initializer.end } }
  const value = unwrap(initializer)
  if (!isFunctionValue(value) && !ts.isClassExpression(value)) return place
  return ts.isComputedPropertyName(name) || name.text === '__proto__' ? undefined : { ...place, name: name.text }
}

function atHead(block: ts.Block): Place {
  return { form: 'block', span: headOf(block) }
}

function makesFunctions(node: ts.Node): boolean {
  return ts.isFunctionLike(node) || ts.isClassLike(node) || (ts.forEachChild(node, makesFunctions) ?? false)
}

/** Those of the head of a loop. */
function variablesOf(loop: ts.Node): readonly ts.VariableDeclaration[] {
  const { initializer } = loop as Partial<ts.ForStatement>
  return initializer && ts.isVariableDeclarationList(initializer) ? initializer.declarations : []
}

/** Variables get their values one statement after the other, if at all. */
function addStatements(names: Map<string, Group>, statements: readonly ts.Statement[], atOnce: Group): void {
  for (const statement of statements) {
    if (ts.isFunctionDeclaration(statement)) names.set(statement.name?.text ?? '', atOnce)
    else if ((ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) && statement.name) names.set(statement.name.text, { isConst: true, captured: new Set() })
    else if (ts.isVariableStatement(statement) && statement.declarationList.flags & ts.NodeFlags.BlockScoped) {
      const isConst = !!(statement.declarationList.flags & ts.NodeFlags.Const)
      for (const { name } of statement.declarationList.declarations) addNames(names, name, { isConst, captured: new Set() })
    }
  }
}

function addNames(names: Map<string, Group>, name: ts.BindingName, group: Group): void {
  for (const text of namesIn(name)) if (text !== 'this') names.set(text, group)
}
