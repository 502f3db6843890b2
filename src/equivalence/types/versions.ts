/** A program of the user's compiler in which files are exchanged for mutated versions of themselves, or have such beside them. */
import type ts from 'typescript'
import type { Compiler } from './compiler.js'
import type { Config } from './configs.js'
import { withoutAugmentations } from './augmentations.js'
import { deadParts, UNREACHABLE } from './dead.js'
import { openRelations, type Relation } from './relations.js'
import { statementAt } from './slots.js'

/** A complaint of the compiler about one file. */
export interface Complaint {
  /** Number of the diagnostic, e.g. 2322. */
  readonly code: number
  /** In one line, without the number. */
  readonly message: string
  /** Offset in the version of the file that was checked. */
  readonly start: number
}

/** A version of a file: the file with one edit. */
export interface Version {
  /** Absolute path of the file, with forward slashes. */
  readonly file: string
  /** UTF-16 offsets; `end` is exclusive. */
  readonly start: number
  readonly end: number
  readonly replacement: string
}

/** Versions of files that stand in one program beside the unchanged files. */
export interface Beside {
  /** The errors of an unchanged file. */
  unchanged(path: string): readonly Complaint[]
  /** The errors of an unchanged copy of a file, which are those of the file where copies can stand for it. */
  unchangedCopy(path: string): readonly Complaint[]
  relationOf(path: string): Relation
  /**
   * The errors of the version with this number.
   * @param start where a statement of the module or a class member begins, when errors can be in that alone
   */
  version(index: number, start?: number): readonly Complaint[]
}

/** What a compiler has read with the options of one config. */
export interface Reader {
  readonly parsed: Map<string, ts.SourceFile | undefined>
  /** The last program of these options: the next one takes over what did not change. */
  program?: ts.Program
}

export interface Versions {
  /** Reads the unchanged files and all that they need, and puts their types together as far as that goes without a check. */
  prepare(): void
  /** The files that the compiler read for the last program. */
  files(): string[]
  /** From now on all files of the config are in, even those that cannot matter to the files that are exchanged. */
  widen(): void
  /** The errors of each file of `texts`, with all of these texts in place of what is on disk. */
  check(texts: ReadonlyMap<string, string>): Map<string, readonly Complaint[]>
  /** One program with all these versions as files of their own, each in the folder of the file that it is a version of. */
  beside(versions: readonly Version[]): Beside
}

/**
 * @param sources the files that will be exchanged, by absolute path with forward slashes
 * @param reader of the same config
 */
export function openVersions(
  compiler: Compiler, { options, fileNames }: Config, sources: ReadonlyMap<string, ts.SourceFile>, reader: Reader = { parsed: new Map() },
): Versions {
  const texts = new Map([...sources].map(([path, { text }]) => [path, text]))
  const host = compiler.createCompilerHost(options)
  const { parsed } = reader
  let rootNames: readonly string[] = fileNames.filter((file) => texts.has(file) || mayMatterToAll(compiler, file))
  let current = texts

  const parse = (name: string, text: string, version: ts.ScriptTarget | ts.CreateSourceFileOptions): ts.SourceFile =>
    compiler.createSourceFile(name, text, typeof version === 'object' ? { ...version, ...withoutComments(compiler) } : version)

  const versionedHost: ts.CompilerHost & { hasInvalidatedResolutions(): boolean } = {
    ...host,
    ...withoutComments(compiler),
    // Mutants change no import, so nothing has to be looked for again.
    hasInvalidatedResolutions: () => false,
    getSourceFile(name, version) {
      const text = current.get(name)
      if (text !== undefined && text !== texts.get(name)) return parse(name, text, version)
      if (!parsed.has(name) || (text !== undefined && parsed.get(name)?.text !== text)) {
        const own = text ?? host.readFile(name)
        parsed.set(name, own === undefined ? undefined : parse(name, own, version))
      }
      return parsed.get(name)
    },
  }

  function open(changed: ReadonlyMap<string, string>, more: readonly string[] = []): ts.Program {
    current = new Map([...texts, ...changed])
    reader.program = compiler.createProgram({
      rootNames: [...rootNames, ...more], options, host: versionedHost, ...(reader.program && { oldProgram: reader.program }),
    })
    return reader.program
  }

  return {
    prepare() { open(texts).getTypeChecker() },
    files: () => (reader.program?.getSourceFiles() ?? []).map(({ fileName }) => fileName).filter((name) => texts.has(name) || !current.has(name)),
    widen() { rootNames = fileNames },
    check(changed) {
      const opened = open(changed)
      return new Map([...changed.keys()].flatMap((path) => {
        const file = opened.getSourceFile(path)
        return file ? [[path, complaints(compiler, opened, file)]] : []
      }))
    },
    beside(versions) {
      const paths = [...new Set(versions.map(({ file }) => file))]
      const plain = new Map(paths.map((path) => [path, withoutAugmentations(compiler, sources.get(path)!)]))
      const copies = [
        ...paths.map((path) => ({ name: besideName(path), text: plain.get(path)! })),
        ...versions.map((version, index) => ({ name: besideName(version.file, index), text: edited(plain.get(version.file)!, version) })),
      ]
      const opened = open(new Map(copies.map(({ name, text }) => [name, text])), copies.map(({ name }) => name))
      const of = (name: string, start?: number): readonly Complaint[] => {
        const file = opened.getSourceFile(name)
        return file ? complaints(compiler, opened, file, start === undefined ? undefined : statementAt(compiler, file, start)) : []
      }
      const { relationOf } = openRelations(compiler, opened)
      return {
        unchanged: (path) => of(path),
        unchangedCopy: (path) => of(besideName(path)),
        relationOf,
        version: (index, start) => of(copies[paths.length + index]!.name, start),
      }
    },
  }
}

/** As the compiler does on the command line: of comments only what errors depend on, where it can tell. */
function withoutComments(compiler: Compiler): { jsDocParsingMode?: ts.JSDocParsingMode } {
  const mode = (compiler as Partial<Compiler>).JSDocParsingMode?.ParseForTypeErrors
  return mode === undefined ? {} : { jsDocParsingMode: mode }
}

/** A file name that no file has, with the ending that tells the compiler what is in it. */
function besideName(path: string, index?: number): string {
  const cut = path.lastIndexOf('/') + 1
  return `${path.slice(0, cut)}~mutate-${index ?? 'unchanged'}-${path.slice(cut)}`
}

/** A text with one part exchanged. */
export function edited(text: string, { start, end, replacement }: Omit<Version, 'file'>): string {
  return text.slice(0, start) + replacement + text.slice(end)
}

/** What is wrong with a file, save in code that is never reached: whoever took that away would not be told of it. */
function complaints(compiler: Compiler, program: ts.Program, file: ts.SourceFile, only?: ts.Node): Complaint[] {
  const all = [...program.getSyntacticDiagnostics(file), ...semanticErrors(program, file, only)]
    .filter(({ category }) => category === compiler.DiagnosticCategory.Error)
  const errors = all.filter(({ code }) => code !== UNREACHABLE)
  if (errors.length === 0) return []
  const unreachable = all.filter(({ code }) => code === UNREACHABLE)
    .map(({ start = 0, length = 0 }) => ({ start, end: start + length }))
  const dead = [...unreachable, ...deadParts(compiler, file)]
  return errors
    .filter(({ start = 0 }) => !dead.some((part) => part.start <= start && start < part.end))
    .map(({ code, messageText, start }) => ({
      code,
      message: compiler.flattenDiagnosticMessageText(messageText, ' ').replace(/\s+/gu, ' '),
      start: start ?? 0,
    }))
}

/**
 * Since 5.6 editors have only those statements checked that are on screen, by a parameter that is not declared; earlier
 * versions look at the whole file.
 */
function semanticErrors(program: ts.Program, file: ts.SourceFile, only: ts.Node | undefined): readonly ts.Diagnostic[] {
  const check: (file: ts.SourceFile, token?: undefined, nodes?: readonly ts.Node[]) => readonly ts.Diagnostic[] = program.getSemanticDiagnostics
  return only ? check(file, undefined, [only]) : check(file)
}

/**
 * Whether a file can change the types of files that do not import it: by declarations that are global or add to
 * other modules, its own or those of a module that it imports for nothing else. Most files, above all tests, cannot.
 */
function mayMatterToAll(compiler: Compiler, file: string): boolean {
  if (/\.d\.[cm]?ts$/u.test(file)) return true
  const text = compiler.sys.readFile(file) ?? ''
  return /\bdeclare\s+(?:global|module)\b/u.test(text)
    || !/^\s*(?:import|export)\b/mu.test(text)
    || /^\s*import\s*['"]/mu.test(text)
    || /^\s*\/\/\/\s*<reference/mu.test(text)
}
