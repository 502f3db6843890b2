/** Finds the declaration of a name by its enclosing scopes, without a type checker. */
import { ts } from './ts.js'

/** Declarations that say something about the value of a name. */
export type Declaration =
  | ts.VariableDeclaration
  | ts.ParameterDeclaration
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.BindingElement

export interface Declarations {
  /** The declaration that `name` refers to; undefined when it is imported, global, destructured or a catch variable. */
  find(name: ts.Identifier): Declaration | undefined
  /** The variable that `name` refers to, or is destructured from. */
  variable(name: ts.Identifier): ts.VariableDeclaration | undefined
}

/** Names of a scope; undefined stands for a name that is declared there without a usable declaration. */
type Names = Map<string, Declaration | undefined>

export function declarationsOf(source: ts.SourceFile): Declarations {
  const known = new Map<ts.Node, Names>()

  function namesOf(scope: ts.Node): Names {
    let names = known.get(scope)
    if (!names) known.set(scope, names = collect(scope))
    return names
  }

  function lookUp(name: ts.Identifier): Declaration | undefined {
    for (let scope: ts.Node | undefined = name.parent; scope; scope = scope === source ? undefined : scope.parent) {
      if (!isScope(scope)) continue
      const names = namesOf(scope)
      if (names.has(name.text)) return names.get(name.text)
    }
    return undefined
  }

  return {
    find(name) {
      const found = lookUp(name)
      // Of a destructured name only a default value tells something.
      return found && ts.isBindingElement(found) && !found.initializer ? undefined : found
    },
    variable(name) {
      let found: ts.Node | undefined = lookUp(name)
      while (found && (ts.isBindingElement(found) || ts.isBindingName(found))) found = found.parent
      return found && ts.isVariableDeclaration(found) ? found : undefined
    },
  }
}

/** What a name stands for. */
export type BindingOf = (name: ts.Identifier) => ts.Node | undefined

/** As `declarations`, the variable before what is destructured from it; also a `var` of a block, and the own names of function expressions. */
export function bindingsOf(source: ts.SourceFile, declarations: Declarations): BindingOf {
  const hoisted = hoistedVariables(source)
  return (name) => declarations.variable(name) ?? declarations.find(name) ?? holderOf(name) ?? hoisted.get(name.text)
}

/** `var` in blocks outside of functions: the whole file knows it. */
function hoistedVariables(source: ts.SourceFile): Map<string, ts.VariableDeclaration> {
  return new Map(hoistedIn(source).flatMap((declaration) => (ts.isIdentifier(declaration.name) ? [[declaration.name.text, declaration]] : [])))
}

/** The variables that are declared with `var`, wherever they stand in a file or in the body of a function. */
export function hoistedIn(body: ts.Node): ts.VariableDeclaration[] {
  const found: ts.VariableDeclaration[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) found.push(...node.declarations)
    ts.forEachChild(node, visit)
  }
  visit(body)
  return found
}

/** The names that a declaration gives. */
export function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text]
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesIn(element.name) : []))
}

/** The variable that holds a function or class which this name stands for only inside of it: `const f = function me() { me.calls = 1 }`. */
function holderOf(name: ts.Identifier): ts.VariableDeclaration | undefined {
  const own = ts.findAncestor(name, (node) => (ts.isFunctionExpression(node) || ts.isClassExpression(node)) && node.name?.text === name.text)
  return own && ts.isVariableDeclaration(own.parent) ? own.parent : undefined
}

function isScope(node: ts.Node): boolean {
  return ts.isBlock(node) || ts.isSourceFile(node) || ts.isModuleBlock(node) || ts.isCaseBlock(node)
    || ts.isFunctionLike(node) || ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node)
    || ts.isCatchClause(node)
}

function collect(scope: ts.Node): Names {
  const names: Names = new Map()
  if (ts.isFunctionLike(scope)) {
    for (const parameter of scope.parameters) if (ts.isParameter(parameter)) addName(names, parameter.name, parameter)
  } else if (ts.isCatchClause(scope)) {
    if (scope.variableDeclaration) addName(names, scope.variableDeclaration.name, undefined)
  } else if (ts.isForStatement(scope) || ts.isForOfStatement(scope) || ts.isForInStatement(scope)) {
    if (scope.initializer && ts.isVariableDeclarationList(scope.initializer)) addList(names, scope.initializer)
  } else if (ts.isCaseBlock(scope)) {
    for (const clause of scope.clauses) addStatements(names, clause.statements)
  } else if (ts.isBlock(scope) || ts.isSourceFile(scope) || ts.isModuleBlock(scope)) {
    addStatements(names, scope.statements)
  }
  return names
}

function addStatements(names: Names, statements: readonly ts.Statement[]): void {
  for (const statement of statements) {
    if (ts.isVariableStatement(statement)) addList(names, statement.declarationList)
    else if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name) {
      names.set(statement.name.text, statement)
    }
  }
}

function addList(names: Names, list: ts.VariableDeclarationList): void {
  for (const declaration of list.declarations) addName(names, declaration.name, declaration)
}

function addName(names: Names, name: ts.BindingName, declaration: Declaration | undefined): void {
  if (ts.isIdentifier(name)) {
    names.set(name.text, declaration)
    return
  }
  for (const element of name.elements) {
    if (ts.isBindingElement(element)) addName(names, element.name, element)
  }
}
