/** The type checker: programs of the project's configs, made when a file that is mutated is first asked about. */
import { createRequire } from 'node:module'
import { ts } from './ts.js'

/** What a config says about the files that it includes. */
export interface TypeConfig {
  /** Absolute path of the config. */
  readonly path: string
  /** Options of the compiler, as plain data. */
  readonly options: object
  /** Absolute paths with forward slashes. */
  readonly fileNames: readonly string[]
}

/** A file as part of a program. */
export interface TypedFile {
  readonly source: ts.SourceFile
  readonly checker: ts.TypeChecker
  readonly options: ts.CompilerOptions
}

/**
 * Gives a file with its types; undefined when no config includes it, or its text is another one than on disk.
 * @param configOf finds the config of an absolute path
 */
export function openTypes(
  configOf: (path: string) => TypeConfig | undefined,
): (path: string, text: string) => TypedFile | undefined {
  const programs = new Map<string, ts.Program>()
  return (path, text) => {
    const config = configOf(path)
    if (!config) return undefined
    const options = config.options as ts.CompilerOptions
    let program = programs.get(config.path)
    if (!program) {
      // Tests are read by nobody, and are most of what there is to read.
      const rootNames = config.fileNames.filter((file) => !/\.(?:test|spec|bench)\.[cm]?[jt]sx?$|\/__tests__\//u.test(file))
      program = ts.createProgram({ rootNames, options, host: withLibrary(ts.createCompilerHost(options)) })
      programs.set(config.path, program)
    }
    const source = program.getSourceFile(path.replaceAll('\\', '/'))
    // The checker links nodes to their parents, which everybody who walks the tree relies on.
    const checker = program.getTypeChecker()
    return source?.text === text ? { source, checker, options } : undefined
  }
}

/** ts-morph keeps the types of the language in memory, where the compiler does not look for them by itself. */
function withLibrary(host: ts.CompilerHost): ts.CompilerHost {
  const texts = libraryTexts()
  const known = (path: string): string | undefined => texts.get(path.slice(path.lastIndexOf('/') + 1))
  const isLibrary = (path: string): boolean => path.startsWith(`${LIBRARY}/`)
  return {
    ...host,
    getDefaultLibLocation: () => LIBRARY,
    getDefaultLibFileName: (options) => `${LIBRARY}/${ts.getDefaultLibFileName(options)}`,
    fileExists: (path) => isLibrary(path) ? known(path) !== undefined : host.fileExists(path),
    readFile: (path) => isLibrary(path) ? known(path) : host.readFile(path),
    getSourceFile: (path, version, onError, fresh) => {
      if (!isLibrary(path)) return host.getSourceFile(path, version, onError, fresh)
      const text = known(path)
      return text === undefined ? undefined : ts.createSourceFile(path, text, version)
    },
  }
}

/** A folder that is on no disk. */
const LIBRARY = '/node_modules/typescript/lib'
let library: ReadonlyMap<string, string> | undefined

function libraryTexts(): ReadonlyMap<string, string> {
  if (!library) {
    const require = createRequire(import.meta.url)
    const common = createRequire(require.resolve('ts-morph'))('@ts-morph/common') as
      { getLibFiles: (options: object) => readonly { fileName: string; text: string }[] }
    library = new Map(common.getLibFiles({}).map(({ fileName, text }) => [fileName, text]))
  }
  return library
}
