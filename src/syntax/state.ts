/** What a module or a test file keeps from one run of the tests to the next, as far as its text tells. */
import { REDEFINES } from '../common/redefines.js'
import type { Captures, Declared, Kept, Place } from '../model/instrumentable.js'
import { capturesOf } from './captures.js'
import { bindingsOf, declarationsOf, namesIn } from './declarations.js'
import { namesDeclaredIn } from './declared.js'
import { syntacticFacts, type Facts } from './facts.js'
import { givenToKeep, mocksWithTables } from './given.js'
import { createHandOut } from './hand-out.js'
import { classHolds, holdingOf, type Holding, type Table } from './holdings.js'
import { functionsIn, opensOf } from './opens.js'
import { goesOutOfSight } from './out-of-sight.js'
import { parse } from './parse.js'
import { mentions, pathsOf, type Path, type Paths } from './passed-on.js'
import { renewedIn } from './renewed.js'
import { statementsThatRunOnce } from './run-once.js'
import { isAmbient } from './skips.js'
import { ts } from './ts.js'
import { namesImportedBy, usesIn, type GlobalChange, type Uses } from './uses.js'
import { unwrap } from './wrappers.js'

export interface KeptState {
  /** Something that is made once changes here, or can. */
  readonly keeps: boolean
  /** Some of that cannot be handed out. */
  readonly hides: boolean
  /** Where the file can hand out what it keeps, and what others may change. */
  readonly kept: readonly Kept[]
  /** What the file declares outside of its functions; what a file with tests declares there and in its suites. */
  readonly names: readonly Declared[]
  /** Functions of a file that is no source which use nothing else than what it declares so; all of a source, as `captures` tells the rest. */
  readonly opens: readonly Place[]
  /** Variables that the functions of a source go on to use. */
  readonly captures?: Captures
  /** Somewhere properties are given other attributes, which nobody compares. */
  readonly redefines: boolean
  /** Offsets of the changes to variables that nothing else changes: as long as none of them runs, these hold what they held. */
  readonly assigns: readonly number[]
  readonly globals: readonly GlobalChange[]
  /** Names of functions that mention such variables, or tables: they may hand out what one holds. */
  readonly handsOut: ReadonlySet<string>
  /** Names of functions whose results are changed here. */
  readonly changedResults: ReadonlySet<string>
  /** Names of exported tables that do not change here, and whether they hold others. */
  readonly exported: ReadonlyMap<string, Table>
  /** Names of what is imported and changed here, by assigning to a part of it or by calling a method that changes it. */
  readonly changed: ReadonlySet<string>
  /** Names of what is imported and goes on under another name here, so that it may be changed out of sight; whole modules are not followed. */
  readonly passedOn: ReadonlyMap<string, Path>
}

interface File {
  readonly source: ts.SourceFile
  readonly uses: Uses
  /** Declarations of what hooks make anew; none in a source, which has no hooks. */
  readonly renewed: ReadonlySet<ts.Node>
  readonly paths: Paths
  readonly facts: Facts
  readonly isTest: boolean
}

/**
 * Whatever is not known to stay as it is counts as kept.
 * @param isTest also the functions given to `describe` run once; what hooks assign before tests is made anew
 * @returns state as well where the text cannot be parsed
 */
export function keptState(path: string, text: string, isTest: boolean): KeptState {
  const parsed = parse(path, text)
  const none = new Set<string>()
  if (!parsed.ok) {
    return { keeps: true, hides: true, kept: [], names: [], opens: [], redefines: false, assigns: [], globals: [], exported: new Map(), handsOut: none, changed: none, changedResults: none, passedOn: new Map() }
  }
  const { source } = parsed
  const declarations = declarationsOf(source)
  const bindingOf = bindingsOf(source, declarations)
  const uses = usesIn(source, bindingOf)
  const file: File = { source, uses, renewed: isTest ? renewedIn(source, bindingOf) : new Set(), paths: pathsOf(source, bindingOf, uses.changed), facts: syntacticFacts(source, declarations), isTest }
  const exported = new Map<string, Table>()
  const assigns: number[] = []
  const handing = new Set<string>()
  /** Functions that a function made: they hand out what only they know. */
  const makers = new Set<string>()
  const exports = exportedNames(source)
  /** Whether a variable is kept, or whether others may change what it holds. */
  const roleOf = (declaration: ts.VariableDeclaration, isExported: boolean): 'kept' | 'changeable' | 'nothing' => {
    const names = namesIn(declaration.name)
    const isOut = isExported || names.some((name) => exports.has(name))
    const changes = changesInSight(declaration, isOut, file)
    const holding = declaration.initializer ? holdingOf(declaration.initializer, file.facts) : 'nothing'
    if (changes && !isTest) {
      assigns.push(...changes)
      for (const name of names) handing.add(name)
    } else if (isKept(declaration, holding, file)) return 'kept'
    if (holding !== 'nothing' && holding !== 'object') for (const name of names) {
      handing.add(name)
      if (ts.isCallExpression(unwrap(declaration.initializer!))) makers.add(name)
      if (isOut) exported.set(name, holding)
    }
    if (changes) return isTest ? 'nothing' : 'changeable'
    return holding !== 'nothing' && (isOut || mayBeReached(declaration, holding, file)) ? 'changeable' : 'nothing'
  }
  const out = createHandOut(file.facts)
  let keeps = changesData(file)
  if (keeps) out.hide()
  const once = statementsThatRunOnce(source.statements, isTest)
  for (const statement of once) {
    if (isAmbient(statement)) continue
    if (ts.isVariableStatement(statement)) {
      const isExported = statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false
      for (const declaration of statement.declarationList.declarations) {
        const role = roleOf(declaration, isExported)
        if (role !== 'nothing') out.variable(statement, declaration)
        if (role === 'kept') keeps = true
      }
    } else if (isTest && mocksWithTables(statement, file.facts)) {
      keeps = true
      out.hide()
    } else if (statementKeeps(statement, file)) {
      keeps = true
      out.statement(statement)
    }
  }
  return {
    keeps, hides: out.hides(), kept: out.kept, ...(!isTest && { captures: capturesOf(source) }),
    names: namesDeclaredIn(source, isTest ? once : [], file.renewed), opens: isTest ? opensOf(statementsThatRunOnce(source.statements, isTest, true)) : functionsIn(source),
    redefines: REDEFINES.test(text), assigns, exported, globals: uses.globals,
    handsOut: new Set([...makers, ...functionsThatMention(handing, source)]),
    changed: uses.changedElsewhere, changedResults: uses.changedResults, passedOn: passedOnElsewhere(file),
  }
}

/**
 * The offsets where a variable changes, when that is only where the text says so: by being assigned or, while it holds nothing that was
 * there from the start, by what is called on it. Nobody is given its first value who might change it.
 */
function changesInSight(declaration: ts.VariableDeclaration, isExported: boolean, { uses, paths, facts }: File): readonly number[] | undefined {
  const assigned = uses.assigned.get(declaration)
  const changed = uses.changed.get(declaration)
  if (!assigned && !changed) return undefined
  const at = [...assigned ?? [], ...changed ?? []]
  const value = declaration.initializer && unwrap(declaration.initializer)
  if (!value || (ts.isIdentifier(value) ? value.text === 'undefined' : PLAIN.has(value.kind))) return at
  if (holdingOf(value, facts) !== 'flat') return undefined
  if (changed && (isExported || !isEmpty(value))) return undefined
  const path = paths.get(declaration)
  return path?.whole === true || (changed !== undefined && path?.result === true) ? undefined : at
}

/** `[]`, `{}`, `new Map()` */
function isEmpty(value: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(value)) return value.elements.length === 0
  if (ts.isObjectLiteralExpression(value)) return value.properties.length === 0
  return ts.isNewExpression(value) && (value.arguments ?? []).length === 0
}

/** Kinds of expressions whose values cannot be changed. */
const PLAIN = new Set<ts.SyntaxKind>([
  ts.SyntaxKind.NullKeyword, ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NumericLiteral,
  ts.SyntaxKind.BigIntLiteral, ts.SyntaxKind.StringLiteral, ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateExpression, ts.SyntaxKind.PrefixUnaryExpression, ts.SyntaxKind.TypeOfExpression, ts.SyntaxKind.VoidExpression,
])

function isKept(declaration: ts.VariableDeclaration, holding: Holding, { uses, renewed, paths, isTest, facts }: File): boolean {
  if (isTest && renewed.has(declaration)) return false
  if (uses.assigned.has(declaration) || holding === 'object') return true
  const value = declaration.initializer && unwrap(declaration.initializer)
  if (uses.changed.has(declaration)) return holding !== 'nothing' || !value || !isUnchanging(value, facts)
  if (holding === 'nothing') return false
  // An empty table is there to be filled.
  if (value && isEmpty(value)) return true
  const asConst = declaration.initializer !== undefined && /\bas const\s*$/u.test(declaration.initializer.getText())
  if (asConst) return false
  return goesOutOfSight(holding, paths.get(declaration))
}

/** Whether a value, or a part of it, goes anywhere else: there another name may change it. */
function mayBeReached(declaration: ts.VariableDeclaration, holding: Holding, { paths }: File): boolean {
  const path = paths.get(declaration)
  return path !== undefined && (path.whole || path.result || (holding !== 'flat' && Object.values(path).some(Boolean)))
}

/** Texts, numbers, and patterns that do not keep where they have come to. */
function isUnchanging(value: ts.Expression, facts: Facts): boolean {
  return ts.isRegularExpressionLiteral(value) || ts.isNewExpression(value) || facts.kindOf(value) === 'string'
}

/** What is no variable: classes and functions that carry something, what is exported without a name, blocks of names. */
function statementKeeps(statement: ts.Statement, { uses, facts, isTest }: File): boolean {
  if (ts.isFunctionDeclaration(statement)) return uses.changed.has(statement) || uses.assigned.has(statement)
  if (ts.isClassDeclaration(statement)) return uses.changed.has(statement) || uses.assigned.has(statement) || classHolds(statement, facts)
  if (ts.isExportAssignment(statement)) return holdingOf(statement.expression, facts) !== 'nothing'
  if (ts.isModuleDeclaration(statement)) return /\b(?:let|var|new)\b|[[{(]\s*[\])}]/u.test(statement.body?.getText() ?? '') || holdsInside(statement.body, facts)
  if (isTest && ts.isExpressionStatement(statement)) return givenToKeep(statement.expression, facts).length > 0
  return false
}

/** Whether a constant of a block of names is what nobody can look into. */
function holdsInside(body: ts.Node | undefined, facts: Facts): boolean {
  if (body && ts.isModuleDeclaration(body)) return holdsInside(body.body, facts)
  return body !== undefined && ts.isModuleBlock(body) && body.statements.some((statement) =>
    ts.isModuleDeclaration(statement) ? holdsInside(statement.body, facts)
      : ts.isVariableStatement(statement) && statement.declarationList.declarations.some(({ initializer }) => initializer && holdingOf(initializer, facts) === 'object'))
}

/** Whether data that is imported, such as JSON, is changed, or may be: no text tells what is in it. */
function changesData({ source, uses: { changedElsewhere }, paths }: File): boolean {
  return source.statements.some((statement) => {
    if (!ts.isImportDeclaration(statement) || !DATA.test((statement.moduleSpecifier as ts.StringLiteral).text)) return false
    return [...namesImportedBy(statement)].some(([local, name]) => {
      const { whole, part, deep } = paths.get(local) ?? {}
      return name === undefined || changedElsewhere.has(name) || whole === true || part === true || deep === true
    })
  })
}

const DATA = /\.(?:json5?|ya?ml|toml)(?:$|\?)/u

/** Names in `export { … }`. */
function exportedNames(source: ts.SourceFile): Set<string> {
  return new Set(source.statements.flatMap((statement) => {
    const clause = ts.isExportDeclaration(statement) && !statement.moduleSpecifier ? statement.exportClause : undefined
    return clause && ts.isNamedExports(clause) ? clause.elements.map(({ name, propertyName }) => (propertyName ?? name).text) : []
  }))
}

function passedOnElsewhere({ uses: { imported }, paths }: File): Map<string, Path> {
  return new Map([...imported].flatMap(([local, name]): [string, Path][] => {
    const path = paths.get(local)
    return path && name !== undefined ? [[name, path]] : []
  }))
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
