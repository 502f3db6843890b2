/** The names that a file declares where it runs once: from them one gets to all that it holds. */
import type { Declared } from '../model/instrumentable.js'
import { namesIn } from './declarations.js'
import { MAKERS_OF_TESTS } from './given.js'
import { isInList } from './hand-out.js'
import { isAmbient } from './skips.js'
import { ts } from './ts.js'
import { rootOf } from './uses.js'

/**
 * @param once of a file that is no source, the statements that run once
 * @param renewed declarations of what hooks make anew
 */
export function namesDeclaredIn(source: ts.SourceFile, once: readonly ts.Statement[], renewed: ReadonlySet<ts.Node>): Declared[] {
  if (once.length > 0 && hasTests(source)) return once.flatMap((statement) => namesInTests(statement, renewed))
  const ofHooks = new Set(once.flatMap((statement) => namesOf(statement, (each) => renewed.has(each))))
  const names = [...new Set(source.statements.flatMap(namesDeclaredBy))]
  return [...declared({ names: names.filter((name) => !ofHooks.has(name)) }), ...declared({ names: names.filter((name) => ofHooks.has(name)), isRenewed: true })]
}

function hasTests({ statements }: ts.SourceFile): boolean {
  return statements.some((statement) => ts.isExpressionStatement(statement) && ts.isCallExpression(statement.expression)
    && MAKERS_OF_TESTS.has(rootOf(statement.expression.expression)?.text ?? ''))
}

/** They are told where the file declares them: what suites declare has no other place. */
function namesInTests(statement: ts.Statement, renewed: ReadonlySet<ts.Node>): Declared[] {
  if (!isInList(statement)) return []
  const at = statement.end
  if (!ts.isVariableStatement(statement)) return declared({ at, names: namesDeclaredBy(statement) })
  const names = (isRenewed: boolean): string[] => namesOf(statement, (each) => renewed.has(each) === isRenewed)
  return [...declared({ at, names: names(false) }), ...declared({ at, names: names(true), isRenewed: true })]
}

/** The names of some of the variables that a statement declares. */
function namesOf(statement: ts.Statement, isMeant: (declaration: ts.VariableDeclaration) => boolean): string[] {
  return ts.isVariableStatement(statement) ? statement.declarationList.declarations.filter(isMeant).flatMap(({ name }) => namesIn(name)) : []
}

function declared(names: Declared): Declared[] {
  return names.names.length > 0 ? [names] : []
}

/** Not of blocks of names, which may have types alone. */
function namesDeclaredBy(statement: ts.Statement): string[] {
  if (isAmbient(statement)) return []
  if (ts.isVariableStatement(statement)) return namesOf(statement, () => true)
  const { name } = statement as { readonly name?: ts.Identifier }
  const isMade = ts.isClassDeclaration(statement) || (ts.isFunctionDeclaration(statement) && statement.body) || (ts.isEnumDeclaration(statement) && !isConstEnum(statement))
  return isMade && name ? [name.text] : []
}

function isConstEnum({ modifiers }: ts.EnumDeclaration): boolean {
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ConstKeyword) ?? false
}
