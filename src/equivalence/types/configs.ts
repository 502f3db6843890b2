/** Which tsconfig.json a source file belongs to, and the options that its mutants are checked with. */
import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import type ts from 'typescript'
import type { Compiler } from './compiler.js'

export interface Config {
  /** Absolute path of the file. */
  readonly path: string
  readonly options: ts.CompilerOptions
  /** Absolute paths with forward slashes: everything that the config includes. */
  readonly fileNames: readonly string[]
  /** Absolute paths of the file itself and of those that it extends. */
  readonly own: readonly string[]
}

/** Finds configs; each file is read once. */
export interface Configs {
  /** The nearest config, from the folder of the file up to the root, that includes it, itself or by its references. */
  configOf(file: string): Config | undefined
}

const NAMES = ['tsconfig.json', 'jsconfig.json']

/** The nearest folder with a config, from that of `file` up to the root; undefined when there is none. */
export function folderWithConfig(root: string, file: string): string | undefined {
  return foldersUpTo(root, file).find((folder) => NAMES.some((name) => existsSync(join(folder, name))))
}

/** What lies above the project is of others. A file that is not below the root has its own folder alone. */
function foldersUpTo(root: string, file: string): string[] {
  const folders = [dirname(file)]
  const way = relative(root, dirname(file))
  if (isAbsolute(way) || way.split(sep)[0] === '..') return folders
  for (const _ of way.split(sep).filter(Boolean)) folders.push(dirname(folders.at(-1)!))
  return folders
}

/** @param root absolute path of the project: configs above it are not looked at, save those that others extend */
export function openConfigs(compiler: Compiler, root: string): Configs {
  const known = new Map<string, ParsedConfig | undefined>()

  function read(path: string): ParsedConfig | undefined {
    if (!known.has(path)) known.set(path, parse(compiler, path))
    return known.get(path)
  }

  /** A config often includes nothing and refers to others, which do. */
  function including(path: string, file: string, seen: Set<string>): Config | undefined {
    if (seen.has(path)) return undefined
    seen.add(path)
    const parsed = read(path)
    if (!parsed) return undefined
    if (parsed.includes.has(file)) return parsed.config
    for (const reference of parsed.references) {
      const found = including(reference, file, seen)
      if (found) return found
    }
    return undefined
  }

  return {
    configOf(file) {
      const seen = new Set<string>()
      for (const folder of foldersUpTo(root, file)) {
        for (const path of NAMES.map((name) => join(folder, name)).filter((each) => existsSync(each))) {
          const found = including(path, forward(file), seen)
          if (found) return found
        }
      }
      return undefined
    },
  }
}

interface ParsedConfig {
  readonly config: Config
  readonly includes: ReadonlySet<string>
  /** Absolute paths of the configs it refers to. */
  readonly references: readonly string[]
}

function parse(compiler: Compiler, path: string): ParsedConfig | undefined {
  // What is wrong with the config the user's own compiler tells him; an unreadable one includes nothing.
  const host = { ...compiler.sys, onUnRecoverableConfigFileDiagnostic: () => undefined }
  const parsed = compiler.getParsedCommandLineOfConfigFile(path, {}, host)
  if (!parsed) return undefined
  return {
    config: { path, options: forChecking(parsed.options), fileNames: parsed.fileNames, own: [path, ...extendedBy(parsed.options)] },
    includes: new Set(parsed.fileNames),
    references: (parsed.projectReferences ?? []).map((reference) => compiler.resolveProjectReferencePath(reference)),
  }
}

/** Declared as something unknown, it has been there under this name since extending came. */
function extendedBy({ configFile }: ts.CompilerOptions): readonly string[] {
  return (configFile as { extendedSourceFiles?: readonly string[] } | undefined)?.extendedSourceFiles ?? []
}

/**
 * The options of the user without what asks for output, and without complaints about code that is there for nothing: a
 * variable that the mutated code does not use any more says nothing about whether the mutant could be written.
 */
function forChecking(options: ts.CompilerOptions): ts.CompilerOptions {
  const {
    tsBuildInfoFile: _build, outFile: _outFile, declarationDir: _dir, emitDeclarationOnly: _only, ...kept
  } = options
  return {
    ...kept,
    noEmit: true,
    composite: false,
    incremental: false,
    declaration: false,
    declarationMap: false,
    isolatedDeclarations: false,
    skipLibCheck: true,
    noUnusedLocals: false,
    noUnusedParameters: false,
    // Said of statements, it tells what need not be right.
    allowUnreachableCode: false,
    allowUnusedLabels: true,
  }
}

/** The compiler writes all paths with forward slashes. */
export function forward(path: string): string {
  return path.replaceAll('\\', '/')
}
