/** Statements in their lists and as bodies of others. */
import { loopBody } from './functions.js'
import { ts } from './ts.js'

/** The statements among which `statement` stands; undefined when it is the body of an `if` or a loop. */
export function siblings(statement: ts.Statement): readonly ts.Statement[] | undefined {
  const { parent } = statement
  return ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isModuleBlock(parent) || ts.isCaseOrDefaultClause(parent)
    ? parent.statements : undefined
}

/** The only statement of a block or `case`, or a body without braces: removing what is around it does the same. */
export function isAlone(statement: ts.Statement): boolean {
  const { parent } = statement
  if (ts.isBlock(parent) || ts.isCaseOrDefaultClause(parent)) return parent.statements.length === 1
  if (ts.isIfStatement(parent)) return parent.thenStatement === statement && !parent.elseStatement
  return loopBody(parent) === statement && !ts.isForOfStatement(parent) && !ts.isForInStatement(parent)
}

/** Whether the rest of the code has what it needs without `statement`: it declares nothing. */
export function isRemovable(statement: ts.Statement): boolean {
  return !ts.isVariableStatement(statement) && !ts.isFunctionDeclaration(statement) && !ts.isClassDeclaration(statement)
    && !ts.isEnumDeclaration(statement) && !ts.isModuleDeclaration(statement) && !ts.isImportDeclaration(statement)
    && !ts.isImportEqualsDeclaration(statement) && !ts.isExportDeclaration(statement) && !ts.isExportAssignment(statement)
    && !ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement) && !ts.isEmptyStatement(statement)
    && !ts.isNamespaceExportDeclaration(statement)
}

/** Whether the code of a `case` declares nothing that another `case` could use. */
export function isSelfContained(statements: readonly ts.Statement[]): boolean {
  return !statements.some((statement) => ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)
    || ts.isEnumDeclaration(statement)
    || ts.isVariableStatement(statement) && (statement.declarationList.flags & ts.NodeFlags.BlockScoped) !== 0)
}
