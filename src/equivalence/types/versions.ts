/** A program of the user's compiler in which single files are exchanged for mutated versions of themselves. */
import type ts from 'typescript'
import type { Compiler } from './compiler.js'
import type { Config } from './configs.js'
import { deadParts, UNREACHABLE } from './dead.js'

/** A complaint of the compiler about one file. */
export interface Complaint {
  /** Number of the diagnostic, e.g. 2322. */
  readonly code: number
  /** In one line, without the number. */
  readonly message: string
  /** Offset in the version of the file that was checked. */
  readonly start: number
}

export interface Versions {
  /** The unchanged file as the compiler parsed it; undefined when it is not part of the program. */
  original(path: string): ts.SourceFile | undefined
  /** The errors of each file of `texts`, with all of these texts in place of what is on disk. */
  check(texts: ReadonlyMap<string, string>): Map<string, readonly Complaint[]>
}

/**
 * @param texts texts of the files that will be exchanged, by absolute path with forward slashes
 * @param whole take all files of the config in, even those that cannot matter to the files of `texts`
 */
export function openVersions(
  compiler: Compiler, { options, fileNames }: Config, texts: ReadonlyMap<string, string>, whole: boolean,
): Versions {
  const host = compiler.createCompilerHost(options)
  const parsed = new Map<string, ts.SourceFile | undefined>()
  const rootNames = whole ? fileNames : fileNames.filter((file) => texts.has(file) || mayMatterToAll(compiler, file))
  let current = texts
  let program: ts.Program | undefined

  const versionedHost: ts.CompilerHost & { hasInvalidatedResolutions(): boolean } = {
    ...host,
    // Mutants change no import, so nothing has to be looked for again.
    hasInvalidatedResolutions: () => false,
    getSourceFile(name, languageVersion, onError) {
      const text = current.get(name)
      if (text !== undefined && text !== texts.get(name)) return compiler.createSourceFile(name, text, languageVersion)
      if (!parsed.has(name)) {
        const own = texts.get(name)
        parsed.set(name, own === undefined
          ? host.getSourceFile(name, languageVersion, onError)
          : compiler.createSourceFile(name, own, languageVersion))
      }
      return parsed.get(name)
    },
  }

  return {
    original: (path) => parsed.get(path),
    check(changed) {
      current = new Map([...texts, ...changed])
      program = compiler.createProgram({
        rootNames, options, host: versionedHost, ...(program && { oldProgram: program }),
      })
      const found = new Map<string, readonly Complaint[]>()
      for (const path of changed.keys()) {
        const file = program.getSourceFile(path)
        if (file) found.set(path, complaints(compiler, program, file))
      }
      return found
    },
  }
}

/** What is wrong with a file, save in code that is never reached: whoever took that away would not be told of it. */
function complaints(compiler: Compiler, program: ts.Program, file: ts.SourceFile): Complaint[] {
  const all = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
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

