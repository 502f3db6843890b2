/** Which mutants of a file can be checked at the same time: those in different functions. */
import type ts from 'typescript'
import type { Compiler } from './compiler.js'
import type { TypeCheckMutant } from './protocol.js'

export interface Slot {
  /** Offsets of the piece of code that the mutant belongs to: a function with a name, or a statement of the module. */
  readonly start: number
  readonly end: number
  /** The mutant empties the body of a function. */
  readonly emptiesBody: boolean
}

export function slotOf(compiler: Compiler, source: ts.SourceFile, mutant: TypeCheckMutant): Slot {
  let slot: ts.Node = source
  let parent: ts.Node = source
  let node: ts.Node = source
  for (let next = childWith(compiler, node, mutant, source); next; next = childWith(compiler, node, mutant, source)) {
    parent = node
    node = next
    if (isSlot(compiler, node, parent)) slot = node
  }
  const emptiesBody = compiler.isBlock(node) && compiler.isFunctionLike(parent) && node.end === mutant.end
    && /^\s*\{\s*\}\s*$/u.test(mutant.replacement)
  return { start: slot.getStart(source), end: slot.end, emptiesBody }
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
