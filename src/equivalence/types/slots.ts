/** Which mutants of a file can be checked at the same time: those in different functions. */
import type ts from 'typescript'
import type { Compiler } from './compiler.js'
import { isTypedBy, openLeaving } from './leaving.js'
import type { TypeCheckMutant } from './protocol.js'

export interface Slot {
  /** Offsets of the piece of code that the mutant belongs to: a function with a name, or a statement of the module. */
  readonly start: number
  readonly end: number
  /** The mutant empties the body of a function. */
  readonly emptiesBody: boolean
  /**
   * Where the statement of the module or the class member begins outside of which the mutant changes no type, because it is
   * in a function or a value whose type is written there; undefined when it is in none.
   */
  readonly typed?: number
  /** The mutant can change the types that its file gives to others. */
  readonly leaves: boolean
}

/** @returns finds the slot of each mutant of one file */
export function openSlots(compiler: Compiler, source: ts.SourceFile): (mutant: TypeCheckMutant) => Slot {
  const leaving = openLeaving(compiler, source)
  return (mutant) => slotOf(compiler, source, mutant, leaving)
}

function slotOf(
  compiler: Compiler, source: ts.SourceFile, mutant: TypeCheckMutant, leaving: (statement: ts.Node) => boolean,
): Slot {
  let slot: ts.Node = source
  let parent: ts.Node = source
  let node: ts.Node = source
  let outer: ts.Node = source
  let statement: ts.Node = source
  let typed: ts.Node | undefined
  for (let next = childWith(compiler, node, mutant, source); next; next = childWith(compiler, node, mutant, source)) {
    parent = node
    node = next
    if (isSlot(compiler, node, parent)) slot = node
    if (compiler.isSourceFile(parent)) statement = node
    if (compiler.isSourceFile(parent) || (parent === outer && compiler.isClassLike(parent) && compiler.isClassElement(node))) outer = node
    if (isTypedBy(compiler, node, parent)) typed ??= outer
  }
  const emptiesBody = compiler.isBlock(node) && compiler.isFunctionLike(parent) && node.end === mutant.end
    && /^\s*\{\s*\}\s*$/u.test(mutant.replacement)
  return {
    start: slot.getStart(source),
    end: slot.end,
    emptiesBody,
    leaves: !typed && leaving(statement),
    ...(typed && { typed: typed.getStart(source) }),
  }
}

/** The child that contains the whole span. */
function childWith(
  compiler: Compiler, node: ts.Node, { start, end }: TypeCheckMutant, source: ts.SourceFile,
): ts.Node | undefined {
  return compiler.forEachChild(node, (child) =>
    child.getStart(source) <= start && end <= child.end ? child : undefined)
}

function isSlot(compiler: Compiler, node: ts.Node, parent: ts.Node): boolean {
  if (compiler.isSourceFile(parent)) return true
  if (compiler.isFunctionDeclaration(node) || compiler.isClassElement(node)) return true
  if (!compiler.isArrowFunction(node) && !compiler.isFunctionExpression(node)) return false
  return compiler.isVariableDeclaration(parent) || compiler.isPropertyAssignment(parent)
}

/** The statement of the module, or the member of one of its classes, that begins at `start`. */
export function statementAt(compiler: Compiler, source: ts.SourceFile, start: number): ts.Node | undefined {
  for (const statement of source.statements) {
    if (statement.end <= start) continue
    if (statement.getStart(source) === start) return statement
    return compiler.isClassLike(statement) ? statement.members.find((member) => member.getStart(source) === start) : undefined
  }
  return undefined
}
