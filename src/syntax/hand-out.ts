/** Where the code of a file can hand out what it keeps, once that is made. */
import type { Kept } from '../model/instrumentable.js'
import { namesIn } from './declarations.js'
import type { Facts } from './facts.js'
import { givenToKeep } from './given.js'
import { holdingOf } from './holdings.js'
import { ts } from './ts.js'

export interface HandOut {
  readonly kept: readonly Kept[]
  /** A variable that keeps something. */
  variable(statement: ts.VariableStatement, declaration: ts.VariableDeclaration): void
  /** Any other statement that does. */
  statement(statement: ts.Statement): void
  /** Something that cannot be handed out. */
  hide(): void
  /** Whether there was any. */
  hides(): boolean
}

export function createHandOut(facts: Facts): HandOut {
  const kept: Kept[] = []
  let hides = false
  const isStrict = (expression: ts.Expression | undefined): boolean => expression !== undefined && holdingOf(expression, facts) === 'object'
  const value = (expression: ts.Expression): void => {
    kept.push({ kind: 'value', span: { start: expression.getStart(), end: expression.end }, strict: isStrict(expression) })
  }
  return {
    kept,
    variable(statement, { name, initializer }) {
      if (!isInList(statement)) hides = true
      const assignable = !(statement.declarationList.flags & (ts.NodeFlags.Const | ts.NodeFlags.Using))
      kept.push({ kind: 'names', at: statement.end, names: namesIn(name), assignable, strict: isStrict(initializer) })
    },
    statement(statement) {
      if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
        if (!statement.name || !isInList(statement)) hides = true
        else kept.push({ kind: 'names', at: statement.end, names: [statement.name.text], assignable: false, strict: false })
      } else if (ts.isExportAssignment(statement)) value(statement.expression)
      else if (ts.isExpressionStatement(statement)) for (const argument of givenToKeep(statement.expression, facts)) value(argument)
      else hides = true
    },
    hide() { hides = true },
    hides: () => hides,
  }
}

/** Whether another statement can follow. */
export function isInList({ parent }: ts.Statement): boolean {
  return ts.isBlock(parent) || ts.isSourceFile(parent)
}
