/** Which test files keep what happened, or load sources that do: there a mutant that leaves something out profits from the runs before it. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { KeptState } from '../syntax/state.js'
import type { Bench } from './bench.js'
import type { FileState } from './file-state.js'

const known = new Map<string, KeptState>()

/**
 * Whether a test file or a module of the project that it loads keeps state of its own, as far as their texts tell: sources,
 * whether this run mutates them or not, helpers of tests, set-up files. Packages are not looked at.
 */
export async function remembers(bench: Bench, { dry, file }: FileState): Promise<boolean> {
  const { keptState } = await import('../syntax/state.js')
  const { catalog: { files }, runner } = bench.input
  const look = (path: string, text: string, isTest: boolean): KeptState => {
    const key = `${isTest ? 'test' : 'source'} ${path} ${text}`
    let found = known.get(key)
    if (!found) known.set(key, found = keptState(path, text, isTest))
    return found
  }
  const sources = (dry?.loaded ?? []).map((path) => look(path, files.get(path)?.text ?? '', false))
  const others = [...runner.worlds?.get(file.key)?.modules.keys() ?? []].map((id) => id.replace(/[?#].*$/u, ''))
    .filter((path) => CODE.test(path) && !files.has(path) && path !== file.path)
  const states = [...sources, ...others.map((path) => look(path, textOf(path), true)), look(file.path, textOf(file.path), true)]
  if (states.some(({ keeps }) => keeps)) return true
  const changed = new Set(states.flatMap((state) => [...state.changed]))
  const called = new Set(states.flatMap((state) => [...state.called]))
  return states.some(({ exported, made }) => [...exported, ...made].some((name) => changed.has(name)) || [...made].some((name) => called.has(name)))
}

/** Names of modules whose text can be read as code. */
const CODE = /\.[cm]?[jt]sx?$/u

/** Relative to the working directory, which is the project while its runner is open; nothing of what plugins make up. */
function textOf(path: string): string {
  try {
    return readFileSync(resolve(path), 'utf8')
  } catch {
    return ''
  }
}
