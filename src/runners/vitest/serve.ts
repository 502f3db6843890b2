/** Puts instrumented sources and our runner module between the disk and Vite, in memory, for each project of Vitest. */
import { stripVTControlCharacters } from 'node:util'
import type { TestProject } from 'vitest/node'
import { registers } from '../../instrument/instrument.js'
import type { LoadedVitest } from './load.js'
import { RUNNER_MODULE, runnerSource } from './worker/bridge.js'

export interface Served {
  readonly code: string
  readonly map: object
  /** The number of its first site, which the code must still register when all plugins have seen it; absent where it is not mutated. */
  readonly firstSite?: number
}

/** Returns the instrumented text of a module, or undefined for one that stays as it is. */
export type Instrument = (absolutePath: string, text: string) => Promise<Served | undefined>

/** What the host asks and tells about source files. */
export interface HostSources {
  /** Asked once for each module that Vite transforms. */
  readonly serve: Instrument
  /** Told before any module is served: this file takes part in testing, and is no source. */
  leaveOut(absolutePath: string): void
  /** Told when plugins put another text in the place of the served one. */
  lost(absolutePath: string): void
}

/** The methods of a Vite plugin container that we stand in front of. */
export interface PluginContainer {
  resolveId(id: string, importer?: string, options?: unknown): Promise<unknown>
  load(id: string, options?: unknown): Promise<unknown>
  transform(code: string, id: string, options?: { inMap?: unknown }): Promise<unknown>
}

/**
 * Wraps the plugin containers instead of adding a plugin: projects of a workspace have servers of their own and do
 * not inherit plugins given to the programmatic call, and before all plugins the text is still that on the disk.
 */
export function serveFromMemory(project: TestProject, { version, adapter }: LoadedVitest, sources: HostSources): void {
  const runner = runnerSource(version, project.config.runner)
  const instrumented = new Set<string>()
  for (const container of adapter.containersOf(project)) wrap(container, runner, sources, instrumented)
  keepQuiet(project.vite.config.logger, instrumented)
}

/** Compilers warn of code that does nothing, as many a mutant is: the user would meet a text that nobody has written. */
function keepQuiet(logger: Logger, instrumented: ReadonlySet<string>): void {
  for (const method of ['warn', 'warnOnce'] as const) {
    const print = logger[method].bind(logger)
    logger[method] = (message, options) => {
      const path = /^\s*File: (\S.*?)(?::\d+:\d+)?\s*$/mu.exec(stripVTControlCharacters(message))?.[1]
      if (path === undefined || !instrumented.has(path)) print(message, options)
    }
  }
}

type Logger = TestProject['vite']['config']['logger']

const wrapped = new WeakSet<PluginContainer>()

function wrap(container: PluginContainer, runner: string, { serve, lost }: HostSources, instrumented: Set<string>): void {
  if (wrapped.has(container)) return
  wrapped.add(container)
  const { resolveId, load, transform } = container
  container.resolveId = (id, ...rest) =>
    id === RUNNER_MODULE ? Promise.resolve({ id: RUNNER_MODULE }) : resolveId.call(container, id, ...rest)
  container.load = (id, ...rest) =>
    id === RUNNER_MODULE ? Promise.resolve({ code: runner, map: null }) : load.call(container, id, ...rest)
  container.transform = async (code, id, options) => {
    const served = id.startsWith('\0') || id.includes('?') ? undefined : await serve(id, code)
    if (!served) return transform.call(container, code, id, options)
    instrumented.add(id)
    const result = await transform.call(container, served.code, id, { ...options, inMap: served.map })
    // A cache of the project may hold another text: without mutants, or with those of another run.
    if (served.firstSite !== undefined && !registers(codeOf(result), served.firstSite)) lost(id)
    return result
  }
}

function codeOf(result: unknown): string {
  return typeof result === 'object' && result !== null && 'code' in result ? String(result.code) : ''
}
