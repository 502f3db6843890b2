/** Where the code of a file can hand out what it keeps, once that is made. */
import type { Kept } from '../model/instrumentable.js'
import type { Facts } from './facts.js'
import { holdingOf } from './holdings.js'
import { ts } from './ts.js'
import { rootOf } from './uses.js'
import { unwrap } from './wrappers.js'

export interface HandOut {
  readonly kept: readonly Kept[]
  /** A variable that keeps something. */
  variable(statement: ts.VariableStatement, declaration: ts.VariableDeclaration): void
  /** Any other statement that does. `isGiven` says which arguments of its calls are kept. */
  statement(statement: ts.Statement, isGiven: (argument: ts.Expression) => boolean): void
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
    statement(statement, isGiven) {
      if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
        if (!statement.name || !isInList(statement)) hides = true
        else kept.push({ kind: 'names', at: statement.end, names: [statement.name.text], assignable: false, strict: false })
      } else if (ts.isExportAssignment(statement)) value(statement.expression)
      else if (ts.isExpressionStatement(statement)) for (const argument of argumentsToKeep(statement.expression).filter(isGiven)) value(argument)
      else hides = true
    },
    hide() { hides = true },
    hides: () => hides,
  }
}

/** Whether another statement can follow. */
function isInList({ parent }: ts.Statement): boolean {
  return ts.isBlock(parent) || ts.isSourceFile(parent)
}

export const SUITES = new Set(['describe', 'suite'])
export const TESTS = new Set(['test', 'it', 'bench', 'beforeEach', 'beforeAll', 'afterEach', 'afterAll', 'onTestFinished', 'onTestFailed'])

/** What the calls of a chain are given, but for the names of suites and tests: `test.each(ROWS)(NAME, FUNCTION)`. */
export function argumentsToKeep(expression: ts.Expression): ts.Expression[] {
  const call = unwrap(expression)
  // A table whose cells stand in a template.
  if (ts.isTaggedTemplateExpression(call)) return ts.isTemplateExpression(call.template) ? call.template.templateSpans.map((span) => span.expression) : []
  if (!ts.isCallExpression(call)) return []
  const isNamed = [...SUITES, ...TESTS].includes(rootOf(call.expression)?.text ?? '') && !isOfTable(call.expression)
  return [...call.arguments.slice(isNamed ? 1 : 0), ...argumentsToKeep(call.expression)]
}

/** `test.each` and `test.for`, which take a table; others take a name first. */
function isOfTable(callee: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(callee) && ['each', 'for'].includes(callee.name.text)
}

export function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text]
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesIn(element.name) : []))
}
