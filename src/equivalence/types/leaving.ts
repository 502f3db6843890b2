/** Whether what changes in a statement of a module can change the types that the module gives to others. */
import type ts from 'typescript'
import type { Compiler } from './compiler.js'

/** A name as a statement mentions it. */
interface Mention {
  readonly statement: ts.Statement
  /** In a function or a value whose type is written: from there no type leaves the statement. */
  readonly isTyped: boolean
}

/** Answers for one source file, by its syntax alone; in doubt a statement lets types out. */
export function openLeaving(compiler: Compiler, source: ts.SourceFile): (statement: ts.Node) => boolean {
  let mentions: ReadonlyMap<string, readonly Mention[]> | undefined

  return (from) => {
    mentions ??= mentionsIn(compiler, source)
    const changed = new Set([from])
    for (const statement of changed) {
      if (isExported(compiler, statement)) return true
      for (const name of namesOf(compiler, statement)) {
        for (const mention of mentions.get(name) ?? []) if (!mention.isTyped) changed.add(mention.statement)
      }
    }
    return false
  }
}

/** What is neither a function nor a variable of the module alone counts as exported. */
function isExported(compiler: Compiler, statement: ts.Node): boolean {
  return !(compiler.isVariableStatement(statement) || compiler.isFunctionDeclaration(statement))
    || (statement.modifiers?.some(({ kind }) => kind === compiler.SyntaxKind.ExportKeyword) ?? false)
}

function namesOf(compiler: Compiler, statement: ts.Node): string[] {
  if (compiler.isFunctionDeclaration(statement)) return statement.name ? [statement.name.text] : []
  return compiler.isVariableStatement(statement)
    ? statement.declarationList.declarations.flatMap(({ name }) => namesIn(compiler, name)) : []
}

function namesIn(compiler: Compiler, name: ts.BindingName): string[] {
  if (compiler.isIdentifier(name)) return [name.text]
  return name.elements.flatMap((element) => (compiler.isBindingElement(element) ? namesIn(compiler, element.name) : []))
}

/** Every identifier counts, also one that means something else. */
function mentionsIn(compiler: Compiler, source: ts.SourceFile): Map<string, Mention[]> {
  const mentions = new Map<string, Mention[]>()
  function visit(node: ts.Node, mention: Mention): void {
    if (compiler.isIdentifier(node)) {
      const list = mentions.get(node.text)
      if (list) list.push(mention)
      else mentions.set(node.text, [mention])
      return
    }
    compiler.forEachChild(node, (child) =>
      visit(child, mention.isTyped || !isTypedBy(compiler, child, node) ? mention : { ...mention, isTyped: true }))
  }
  for (const statement of source.statements) visit(statement, { statement, isTyped: false })
  return mentions
}

/** Whether what `parent` gives to others has a type that does not come from its child `node`. */
export function isTypedBy(compiler: Compiler, node: ts.Node, parent: ts.Node): boolean {
  if (compiler.isFunctionLike(parent)) return parent.type !== undefined && 'body' in parent && parent.body === node
  if (compiler.isVariableDeclaration(parent) || compiler.isPropertyDeclaration(parent)) {
    return parent.type !== undefined && parent.initializer === node
  }
  return compiler.isAsExpression(parent) && parent.expression === node && !compiler.isConstTypeReference(parent.type)
}
