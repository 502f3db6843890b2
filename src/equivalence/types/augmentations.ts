/** Declarations in a module that add to what is global, or to other modules. */
import type ts from 'typescript'
import type { Compiler } from './compiler.js'

/** Statements `declare global { … }` and `declare module '…' { … }`. */
export function augmentationsIn(compiler: Compiler, source: ts.SourceFile): ts.Statement[] {
  return source.statements.filter((statement) => compiler.isModuleDeclaration(statement)
    && (compiler.isStringLiteral(statement.name) || (statement.flags & compiler.NodeFlags.GlobalAugmentation) !== 0))
}

/**
 * The text of a file with spaces for its augmentations: those of the file itself are in the program already, and a second
 * time they would be at odds with themselves. No mutant stands in one, and all offsets stay.
 */
export function withoutAugmentations(compiler: Compiler, source: ts.SourceFile): string {
  return augmentationsIn(compiler, source).reduce((rest, statement) => {
    const start = statement.getStart(source)
    return rest.slice(0, start) + rest.slice(start, statement.end).replace(/[^\r\n]/gu, ' ') + rest.slice(statement.end)
  }, source.text)
}
