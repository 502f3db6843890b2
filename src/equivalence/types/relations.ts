/** Whether copies of a module can stand for it: what else in the program depends on it, and gives that back to it. */
import type ts from 'typescript'
import type { Compiler } from './compiler.js'
import { augmentationsIn } from './augmentations.js'

/**
 * - `none`: nothing that the file uses depends on it; a copy beside it means what it means itself
 * - `types`: files that it uses use it in turn, or it adds to others. A copy meets the types of the file in place of its own.
 *   They are the same types as long as what differs stays within a function or a value whose type is written, because all
 *   types that the file declares count by their structure
 * - `close`: only the file itself will do
 */
export type Relation = 'none' | 'types' | 'close'

export interface Relations {
  /** @param path of a file of the program, with forward slashes */
  relationOf(path: string): Relation
}

export function openRelations(compiler: Compiler, program: ts.Program): Relations {
  const checker = program.getTypeChecker()
  const used = new Map<ts.SourceFile, readonly ts.SourceFile[]>()
  const known = new Map<string, Relation>()
  let global: readonly ts.SourceFile[] | undefined

  const isOwn = (file: ts.SourceFile): boolean =>
    !program.isSourceFileDefaultLibrary(file) && !program.isSourceFileFromExternalLibrary(file)

  function usedBy(file: ts.SourceFile): readonly ts.SourceFile[] {
    const found = used.get(file) ?? specifiersIn(compiler, file).flatMap((specifier) =>
      (checker.getSymbolAtLocation(specifier)?.declarations ?? []).filter((each) => compiler.isSourceFile(each)).filter(isOwn))
    used.set(file, found)
    return found
  }

  /** Files whose declarations others see without importing them. */
  function seenByAll(): readonly ts.SourceFile[] {
    return global ??= program.getSourceFiles().filter((file) =>
      isOwn(file) && (!compiler.isExternalModule(file) || augmentationsIn(compiler, file).length > 0))
  }

  function reaches(from: readonly ts.SourceFile[], to: ts.SourceFile): boolean {
    const seen = new Set(from)
    for (const file of seen) {
      if (file === to) return true
      for (const next of usedBy(file)) seen.add(next)
    }
    return false
  }

  function find(path: string): Relation {
    const file = program.getSourceFile(path)
    if (!file || !compiler.isExternalModule(file) || isJavaScript(file)) return 'close'
    // Another file adds to this module, and would not to a copy.
    if ((checker.getSymbolAtLocation(file)?.declarations?.length ?? 0) !== 1) return 'close'
    if (!reaches([...usedBy(file), ...seenByAll()], file)) return 'none'
    return declaresByName(compiler, file) ? 'close' : 'types'
  }

  return {
    relationOf(path) {
      const relation = known.get(path) ?? find(path)
      known.set(path, relation)
      return relation
    },
  }
}

/** There, assignments and comments declare too. */
function isJavaScript({ fileName }: ts.SourceFile): boolean {
  return /\.[cm]?jsx?$/u.test(fileName)
}

/** The texts that modules are named by, wherever in the file. */
function specifiersIn(compiler: Compiler, file: ts.SourceFile): ts.StringLiteralLike[] {
  const found: ts.StringLiteralLike[] = []
  const add = (node: ts.Node | undefined): void => { if (node && compiler.isStringLiteralLike(node)) found.push(node) }
  function visit(node: ts.Node): void {
    if (compiler.isImportDeclaration(node) || compiler.isExportDeclaration(node)) add(node.moduleSpecifier)
    else if (compiler.isExternalModuleReference(node)) add(node.expression)
    else if (compiler.isImportTypeNode(node)) add(compiler.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined)
    else if (compiler.isModuleDeclaration(node)) add(node.name)
    else if (compiler.isCallExpression(node) && node.expression.kind === compiler.SyntaxKind.ImportKeyword) add(node.arguments[0])
    compiler.forEachChild(node, visit)
  }
  visit(file)
  return found
}

/** Whether it declares types of which two are not the same although they look alike: classes, enums, unique symbols. */
function declaresByName(compiler: Compiler, file: ts.SourceFile): boolean {
  const isOne = (node: ts.Node): boolean => compiler.isClassLike(node) || compiler.isEnumDeclaration(node)
    || compiler.isTypeOperatorNode(node) && node.operator === compiler.SyntaxKind.UniqueKeyword
    || compiler.isIdentifier(node) && node.text === 'Symbol'
    || (compiler.forEachChild(node, (child) => isOne(child) || undefined) ?? false)
  return isOne(file)
}
