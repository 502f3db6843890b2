/** Vitest 3.2: the entry of its process pool (tinypool), started by us, and modules that come through vite-node. */
import { fork, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { deserialize, serialize } from 'node:v8'
import type { TestProject } from 'vitest/node'
import { globMatcher } from '../../../project/select.js'
import type { LoadedVitest } from '../load.js'
import type { PluginContainer } from '../serve.js'
import {
  describeExit, messageOf, type Adapter, type Habits, type Message, type TestWorker, type WorkerEvents, type WorkerStart,
} from './adapter.js'
import { conditionArguments, environmentOf } from './environment.js'

/** Settings of a pool; each pool has some of them. */
interface PoolOptions {
  readonly isolate?: boolean
  readonly singleFork?: boolean
  readonly singleThread?: boolean
  readonly maxForks?: number
  readonly maxThreads?: number
  readonly execArgv?: readonly string[]
}

/** What the config of this version has beside what newer ones have. */
interface OldConfig {
  readonly pool: string
  readonly isolate?: boolean
  readonly fileParallelism?: boolean
  readonly maxWorkers?: number
  readonly poolOptions?: Readonly<Record<string, PoolOptions | undefined>>
  readonly environment: string
  /** Absolute globs, and the environment of the files they match; the first that matches counts. */
  readonly environmentMatchGlobs?: readonly (readonly [string, string])[]
  readonly testTransformMode?: { readonly web?: readonly string[]; readonly ssr?: readonly string[] }
}

export function adaptViteNode(vitest: Omit<LoadedVitest, 'adapter'>): Adapter {
  return {
    options: {},
    habitsOf: (project) => habitsOf(configOf(project)),
    containersOf,
    environmentOf: (project, path) => environmentOf(path, usualEnvironment(project, path)),
    startWorker: (start, hear) => startProcess(vitest, start, hear),
    fileOf([id], module) {
      const { externalize } = module as { readonly externalize?: unknown }
      if (typeof externalize === 'string') return externalize.startsWith('file:') ? fileURLToPath(externalize) : externalize
      return String(id).replace(/^\/@fs\//, '/').replace(/\?.*$/, '')
    },
  }
}

function configOf(project: TestProject): OldConfig {
  return project.config
}

function habitsOf(config: OldConfig): Habits {
  const options = config.poolOptions?.[config.pool] ?? {}
  const oneByOne = config.fileParallelism === false || options.singleFork === true || options.singleThread === true
    || (options.maxForks ?? options.maxThreads ?? config.maxWorkers) === 1
  return {
    sharesState: (options.isolate ?? config.isolate) === false,
    ...(oneByOne && { oneByOne: '`fileParallelism: false`, a pool with one worker or `maxWorkers: 1`' }),
  }
}

/** Vite 5 has one container for all; from Vite 6 on that one only hands on to those of the environments. */
function containersOf({ vite }: TestProject): PluginContainer[] {
  const { environments } = vite as unknown as { environments?: Record<string, { pluginContainer: PluginContainer }> }
  return environments ? Object.values(environments).map(({ pluginContainer }) => pluginContainer) : [vite.pluginContainer]
}

/** Milliseconds that a worker has to end when it is asked to. */
const PATIENCE = 1000

function startProcess(vitest: Omit<LoadedVitest, 'adapter'>, start: WorkerStart, hear: WorkerEvents): TestWorker {
  const child = fork(entryOf(vitest.dist), [], {
    execArgv: argumentsOf(vitest.dist, start),
    env: { ...start.env, TINYPOOL_WORKER_ID: String(start.slot) },
    stdio: 'pipe',
  })
  // What tests print leads nowhere, but must be taken off.
  child.stdout?.resume()
  child.stderr?.resume()
  const gone = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      hear.exit(describeExit(code, signal))
      resolve()
    })
    child.on('error', (error) => {
      hear.exit(String(error))
      if (child.pid === undefined) resolve()
    })
  })
  child.on('message', (raw: unknown) => { read(raw, hear) })
  send(child, { __tinypool_worker_message__: true, source: 'port', taskId: 1, ...taskOf(vitest.dist, start) })
  return {
    started: Promise.resolve(),
    answer(message) { send(child, serialize(message)) },
    stop() {
      child.kill()
      const force = setTimeout(() => { child.kill('SIGKILL') }, PATIENCE)
      return gone.finally(() => { clearTimeout(force) })
    },
  }
}

/** Written to a process that has just ended, a message is lost; its end is told elsewhere. */
function send(child: ChildProcess, message: object): void {
  if (child.connected) child.send(message, () => undefined)
}

function read(raw: unknown, hear: WorkerEvents): void {
  if (typeof raw !== 'object' || raw === null) return
  if ('__tinypool_worker_message__' in raw) {
    const error = 'error' in raw ? raw.error : null
    if (error !== null) hear.exit(`the worker reported: ${messageOf(error)}`)
    return
  }
  // Tests may send messages of their own; Vitest's are buffers.
  if ('data' in raw && 'type' in raw && raw.type === 'Buffer') {
    hear.call(deserialize(Buffer.from(raw.data as number[])) as Message)
  }
}

/** What tinypool's process runs when it is asked to: a function of a module, with an argument. */
function taskOf(dist: string, { project, path, config, realm, virtual }: WorkerStart): object {
  return {
    filename: join(dist, 'worker.js'),
    name: 'run',
    task: {
      pool: 'forks',
      worker: pathToFileURL(join(dist, 'workers', virtual ? 'vmForks.js' : 'forks.js')).href,
      config: asJson(config),
      files: [{ filepath: path }],
      invalidates: [],
      environment: { ...environmentOf(path, usualEnvironment(project, path)), transformMode: transformModeOf(project, path) },
      workerId: realm,
      projectName: project.name,
      providedContext: project.getProvidedContext(),
    },
  }
}

/** The config goes as JSON: what that cannot hold is wrapped as Vitest's worker expects it. */
function asJson(config: { testNamePattern?: unknown; defines?: object }): object {
  const { testNamePattern: pattern, defines } = config
  return {
    ...config,
    testNamePattern: pattern instanceof RegExp ? `$$vitest:${String(pattern)}` : pattern,
    defines: defines && { keys: Object.keys(defines), original: defines },
  }
}

function usualEnvironment(project: TestProject, path: string): string {
  const { environment, environmentMatchGlobs = [] } = configOf(project)
  return environmentMatchGlobs.find(([glob]) => globMatcher([glob])(path))?.[1] ?? environment
}

/** Undefined leaves it to the environment. */
function transformModeOf(project: TestProject, path: string): 'web' | 'ssr' | undefined {
  const { web = [], ssr = [] } = configOf(project).testTransformMode ?? {}
  return globMatcher(web)(path) ? 'web' : globMatcher(ssr)(path) ? 'ssr' : undefined
}

/** tinypool is a dependency of Vitest, and tells nobody where the file is that its processes start with. */
function entryOf(dist: string): string {
  return join(dirname(createRequire(join(dist, 'worker.js')).resolve('tinypool')), 'entry/process.js')
}

function argumentsOf(dist: string, { project, preload, virtual }: WorkerStart): string[] {
  const { config } = project.vite
  // Vite 5 keeps the conditions elsewhere, without those for the mode.
  const conditions = 'environments' in project.vite
    ? config.ssr.resolve?.conditions ?? []
    : ['production', 'development', ...config.resolve.conditions]
  return [
    ...(virtual ? [
      '--experimental-import-meta-resolve', '--experimental-vm-modules', '--require', join(dist, '../suppress-warnings.cjs'),
    ] : []),
    '--import', preload,
    ...configOf(project).poolOptions?.[configOf(project).pool]?.execArgv ?? [],
    ...conditionArguments(conditions, config.isProduction),
  ]
}
