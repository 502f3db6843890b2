/** The TypeScript of the user's project: found, loaded, or the reason why it cannot be used. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type ts from 'typescript'

/** The compiler as a value: it is never imported, only loaded from where the user has it. */
export type Compiler = typeof ts

export type FoundCompiler =
  /** `manifest`: absolute path of its package.json. */
  | { readonly compiler: Compiler; readonly manifest: string }
  /** The project has none, or why the one it has cannot be used, as a sentence. */
  | { readonly compiler?: undefined; readonly problem: string }

/** The compiler that code in `folder` gets when it asks for `typescript`. */
export function findCompiler(folder: string): FoundCompiler {
  const require = createRequire(join(folder, 'package.json'))
  let version: string
  try {
    ({ version } = require('typescript/package.json') as { version: string })
  } catch {
    return { problem: 'survivors are not type-checked: the project has no TypeScript installed' }
  }
  try {
    const compiler = require('typescript') as Partial<Compiler>
    if (isUsable(compiler)) return { compiler, manifest: require.resolve('typescript/package.json') }
    return { problem: `survivors are not type-checked: TypeScript ${version} has no JavaScript interface for it` }
  } catch (error) {
    return { problem: `survivors are not type-checked: TypeScript ${version} cannot be loaded: ${messageOf(error)}` }
  }
}

/** TypeScript 7 brings another interface; what is not all there is not used. */
function isUsable(compiler: Partial<Compiler>): compiler is Compiler {
  return typeof compiler.createProgram === 'function' && typeof compiler.createCompilerHost === 'function'
    && typeof compiler.getParsedCommandLineOfConfigFile === 'function'
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? ''
}
