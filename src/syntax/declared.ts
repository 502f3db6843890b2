/** The names that a file declares where it runs once: from them one gets to all that it holds. */
import type { Declared } from '../model/instrumentable.js'
import { namesIn } from './declarations.js'
import { MAKERS_OF_TESTS } from './given.js'
import { isInList } from './hand-out.js'
import { isAmbient } from './skips.js'
import { ts } from './ts.js'
import { rootOf, type Uses } from './uses.js'

/** @param once of a file that is no source, the statements that run once */
export function namesDeclaredIn(source: ts.SourceFile, once: readonly ts.Statement[], { renewed }: Uses): Declared[] {
  if (once.length > 0 && hasTests(source)) return once.flatMap((statement) => namesInTests(statement, renewed))
  const isOfHooks = (name: string): boolean => once.some((statement) => ts.isVariableStatement(statement)
    && statement.declarationList.declarations.some((each) => renewed.has(each) && namesIn(each.name).includes(name)))
  const names = [...new Set(source.statements.flatMap(namesDeclaredBy))]
  return [...declared({ names: names.filter((name) => !isOfHooks(name)) }), ...declared({ names: names.filter(isOfHooks), isRenewed: true })]
}

function hasTests({ statements }: ts.SourceFile): boolean {
  return statements.some((statement) => ts.isExpressionStatement(statement) && ts.isCallExpression(statement.expression)
    && MAKERS_OF_TESTS.has(rootOf(statement.expression.expression)?.text ?? ''))
}

/** They are told where the file declares them: what suites declare has no other place. */
function namesInTests(statement: ts.Statement, renewed: Uses['renewed']): Declared[] {
  if (!isInList(statement)) return []
  const at = statement.end
  if (!ts.isVariableStatement(statement)) return declared({ at, names: namesDeclaredBy(statement) })
  const namesOf = (isRenewed: boolean): string[] =>
    statement.declarationList.declarations.filter((each) => renewed.has(each) === isRenewed).flatMap(({ name }) => namesIn(name))
  return [...declared({ at, names: namesOf(false) }), ...declared({ at, names: namesOf(true), isRenewed: true })]
}

function declared(names: Declared): Declared[] {
  return names.names.length > 0 ? [names] : []
}

/** Not of blocks of names, which may have types alone. */
function namesDeclaredBy(statement: ts.Statement): string[] {
  if (isAmbient(statement)) return []
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.flatMap(({ name }) => namesIn(name))
  const { name } = statement as { readonly name?: ts.Identifier }
  const isMade = ts.isClassDeclaration(statement) || (ts.isFunctionDeclaration(statement) && statement.body) || (ts.isEnumDeclaration(statement) && !isConstEnum(statement))
  return isMade && name ? [name.text] : []
}

function isConstEnum({ modifiers }: ts.EnumDeclaration): boolean {
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ConstKeyword) ?? false
}
