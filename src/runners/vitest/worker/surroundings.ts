/** What tests share beside modules: mocks, clock, working directory, environment variables, document. */
import type { VitestApi } from './vitest-types.js'

export type MockReset = 'restore' | 'clear'

export interface Surroundings {
  /** Puts everything back to how it was when this object was made. */
  reset(mocks: MockReset): void
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
      if (process.exitCode !== exitCode) process.exitCode = exitCode
      try {
        if (process.cwd() !== directory) process.chdir(directory)
      } catch {
        // Worker threads have no working directory of their own.
      }
      resetVariables(variables)
      if (page?.body && body !== undefined && page.body.innerHTML !== body) page.body.innerHTML = body
      if (page?.head && head !== undefined && page.head.innerHTML !== head) page.head.innerHTML = head
      for (const name of ['localStorage', 'sessionStorage'] as const) {
        const storage = page && (globalThis as unknown as Partial<Record<string, StorageLike>>)[name]
        if (storage && storage.length > 0) storage.clear()
      }
    },
  }
}

function resetVariables(variables: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) {
    if (!(name in variables)) Reflect.deleteProperty(process.env, name)
  }
  for (const [name, value] of Object.entries(variables)) {
    if (process.env[name] !== value) process.env[name] = value
  }
}
