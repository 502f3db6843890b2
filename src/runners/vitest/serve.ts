/** Puts instrumented sources and our runner module between the disk and Vite, in memory, for each project of Vitest. */
import type { TestProject } from 'vitest/node'
import { RUNNER_MODULE, runnerSource } from './worker/bridge.js'

export interface Served {
  readonly code: string
  readonly map: object
}

/** Returns the instrumented source of a module, or undefined for a module that is not mutated. */
export type Instrument = (absolutePath: string, text: string) => Served | undefined

/** The methods of a Vite plugin container that we stand in front of. */
interface PluginContainer {
  resolveId(id: string, importer?: string, options?: unknown): Promise<unknown>
  load(id: string): Promise<unknown>
  transform(code: string, id: string, options?: { inMap?: unknown }): Promise<unknown>
}

/**
 * Wraps the plugin containers instead of adding a plugin: projects of a workspace have servers of their own and do
 * not inherit plugins given to the programmatic call, and before all plugins the text is still that on the disk.
 */
export function serveFromMemory(project: TestProject, version: string, instrument: Instrument): void {
  const runner = runnerSource(version, project.config.runner)
  for (const environment of Object.values(project.vite.environments)) {
    wrap(environment.pluginContainer, runner, instrument)
  }
}

const wrapped = new WeakSet<PluginContainer>()

function wrap(container: PluginContainer, runner: string, instrument: Instrument): void {
  if (wrapped.has(container)) return
  wrapped.add(container)
  const { resolveId, load, transform } = container
  container.resolveId = (id, ...rest) =>
    id === RUNNER_MODULE ? Promise.resolve({ id: RUNNER_MODULE }) : resolveId.call(container, id, ...rest)
  container.load = (id) =>
    id === RUNNER_MODULE ? Promise.resolve({ code: runner, map: null }) : load.call(container, id)
  container.transform = (code, id, options) => {
    const served = id.startsWith('\0') || id.includes('?') ? undefined : instrument(id, code)
    return served
      ? transform.call(container, served.code, id, { ...options, inMap: served.map })
      : transform.call(container, code, id, options)
  }
}
