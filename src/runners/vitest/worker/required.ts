/**
 * Modules that tests reach through `require` are loaded by Node, past Vite: their instrumented texts are asked for here,
 * and Node waits, as `require` gives it no other choice.
 */
import Module from 'node:module'
import { sep } from 'node:path'
import type { TextRequest } from './bridge.js'
import { existsSync, readFileSync, rmSync } from '../../../undo/real-files.js'

/** The part of Node's module loader that compiles a CommonJS text. */
interface Compiler {
  _compile(this: NodeJS.Module, text: string, path: string, ...rest: unknown[]): unknown
}

/** Milliseconds until the main process must have answered: it may be transforming many modules for other workers. */
const PATIENCE = 60_000

const required = new Set<string>()

/** @param address where answers may be put beside */
export function instrumentRequired(root: string, address: string, ask: (request: TextRequest) => void): void {
  const compiler = Module.prototype as unknown as Compiler
  const { _compile } = compiler
  let asked = 0
  compiler._compile = function (text, path, ...rest) {
    const known = path.startsWith(root + sep) && !path.includes(`${sep}node_modules${sep}`)
    if (!known) return _compile.call(this, text, path, ...rest)
    const answer = `${address}.${process.pid}.${++asked}`
    ask({ type: 'text', path, answer })
    const instrumented = waitFor(answer, path)
    if (instrumented !== '') required.add(path)
    return _compile.call(this, instrumented === '' ? text : instrumented, path, ...rest)
  }
}

/** What `require` has loaded, by path. */
const cache = (Module as unknown as { readonly _cache: Record<string, unknown> })._cache

/** Makes `require` load the mutated modules again. */
export function forgetRequired(): void {
  for (const path of required) Reflect.deleteProperty(cache, path)
}

/** @returns makes `require` give the mutated modules that it gives now */
export function rememberRequired(): () => void {
  const before = new Map([...required].filter((path) => path in cache).map((path) => [path, cache[path]]))
  return () => {
    forgetRequired()
    for (const [path, module] of before) cache[path] = module
  }
}

function waitFor(answer: string, path: string): string {
  const pause = new Int32Array(new SharedArrayBuffer(4))
  for (let waited = 0; waited < PATIENCE; waited++) {
    if (existsSync(answer)) {
      const text = readFileSync(answer, 'utf8')
      rmSync(answer)
      return text
    }
    Atomics.wait(pause, 0, 0, 1)
  }
  throw new Error(`${path} was not instrumented in time`)
}
