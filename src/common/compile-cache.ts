/** From version 22 on Node keeps what it has compiled for the next start, in a folder for temporary files. */
import module from 'node:module'

/** What version 20 does not have. */
interface CompileCache { enableCompileCache?(): unknown; flushCompileCache?(): void }

const cache = module as unknown as CompileCache

/** Call it before the modules are loaded. Exact coverage needs all compiled anew. */
export function keepCompiled(): void {
  if (process.env.NODE_V8_COVERAGE === undefined) cache.enableCompileCache?.()
}

/** For a process that a signal will end: Node writes by itself only when one ends in order. */
export function writeCompiled(): void {
  cache.flushCompileCache?.()
}
