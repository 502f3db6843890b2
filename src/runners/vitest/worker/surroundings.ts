/** What tests share beside modules: mocks, clock, working directory, environment variables, document. */
import type { VitestApi } from './vitest-types.js'

export type MockReset = 'restore' | 'clear'

export interface Surroundings {
  /**
   * Puts everything back to how it was when this object was made.
   * @returns whether the process itself was changed: working directory, environment variables or exit code
   */
  reset(mocks: MockReset): boolean
}

interface DomLike {
  body?: { innerHTML: string }
  head?: { innerHTML: string }
}

interface StorageLike { length: number; clear(): void }

export function rememberSurroundings(vi: VitestApi['vi']): Surroundings {
  const directory = process.cwd()
  const variables = { ...process.env }
  const exitCode = process.exitCode
  const page = (globalThis as { document?: DomLike }).document
  const body = page?.body?.innerHTML
  const head = page?.head?.innerHTML
  return {
    reset(mocks) {
      if (vi.isFakeTimers()) vi.useRealTimers()
      if (mocks === 'restore') vi.restoreAllMocks()
      vi.clearAllMocks()
      let changed = process.exitCode !== exitCode
      if (changed) process.exitCode = exitCode
      if (process.cwd() !== directory) {
        changed = true
        goBack(directory)
      }
      if (resetVariables(variables)) changed = true
      if (page?.body && body !== undefined && page.body.innerHTML !== body) page.body.innerHTML = body
      if (page?.head && head !== undefined && page.head.innerHTML !== head) page.head.innerHTML = head
      for (const name of ['localStorage', 'sessionStorage'] as const) {
        const storage = page && (globalThis as unknown as Partial<Record<string, StorageLike>>)[name]
        if (storage && storage.length > 0) storage.clear()
      }
      return changed
    },
  }
}

function goBack(directory: string): void {
  try {
    process.chdir(directory)
  } catch {
    // Worker threads have no working directory of their own.
  }
}

function resetVariables(variables: NodeJS.ProcessEnv): boolean {
  let changed = false
  for (const name of Object.keys(process.env)) {
    if (name in variables) continue
    changed = true
    Reflect.deleteProperty(process.env, name)
  }
  for (const [name, value] of Object.entries(variables)) {
    if (process.env[name] === value) continue
    changed = true
    process.env[name] = value
  }
  return changed
}
