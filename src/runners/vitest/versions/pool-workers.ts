/** Vitest 4 and 5: its own classes for workers of child processes, and modules that come through Vite's module runner. */
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { PoolWorker, TestProject } from 'vitest/node'
import type { LoadedVitest } from '../load.js'
import {
  describeExit, messageOf, type Adapter, type Message, type TestWorker, type WorkerEvents, type WorkerStart,
} from './adapter.js'
import { conditionArguments, environmentOf, type Environment } from './environment.js'

export function adaptPoolWorkers(vitest: Omit<LoadedVitest, 'adapter'>): Adapter {
  return {
    // Renamed in version 5, which warns of the old name.
    options: Number.parseInt(vitest.version) >= 5 ? { fsModuleCache: false } : { experimental: { fsModuleCache: false } },
    habitsOf: (project) => ({
      sharesState: (project.config.isolate as boolean | undefined) === false,
      ...(runsOneByOne(project) && { oneByOne: '`fileParallelism: false` or `maxWorkers: 1`' }),
    }),
    containersOf: (project) => Object.values(project.vite.environments).map(({ pluginContainer }) => pluginContainer),
    environmentOf: (project, path) => environmentOf(path, project.config.environment),
    startWorker: (start, hear) => startPoolWorker(vitest, start, hear),
    fileOf(_, module) {
      const { file, externalize } = module as { readonly file?: unknown; readonly externalize?: unknown }
      return typeof file === 'string' ? file : typeof externalize === 'string' ? externalize.replace('file://', '') : undefined
    },
  }
}

interface Limits {
  readonly fileParallelism?: boolean
  readonly maxWorkers?: number | string
  /** What the user said himself. Only version 5 keeps it, and only of the root; it fills in the rest: one worker where there are two cores. */
  readonly providedOptions?: { readonly maxWorkers?: boolean }
  /** The projects as the user wrote them. */
  readonly projects?: readonly (string | { readonly test?: Limits })[]
}

/** On two cores version 5 does not tell one worker in the config file of a project from what it fills in. */
function runsOneByOne(project: TestProject): boolean {
  const config = project.config as Limits
  const root = project.vitest.config as Limits
  const isFilledIn = root.providedOptions?.maxWorkers === false && config.maxWorkers === root.maxWorkers
    && root.projects?.some((each) => typeof each !== 'string' && each.test?.maxWorkers === 1) !== true
  return config.fileParallelism === false || (config.maxWorkers === 1 && !isFilledIn)
}

function startPoolWorker(vitest: Omit<LoadedVitest, 'adapter'>, start: WorkerStart, hear: WorkerEvents): TestWorker {
  const worker = createWorker(vitest, start)
  const environment = environmentOf(start.path, start.project.config.environment)
  const run = (of: WorkerStart) => { worker.send(runMessage(of, environment) as never) }
  let isGone = false
  const started = (async () => {
    await worker.start()
    worker.on('error', (error: unknown) => { hear.exit(String(error)) })
    worker.on('exit', ((code: unknown, signal: unknown) => {
      isGone = true
      hear.exit(describeExit(code, signal))
    }) as never)
    worker.on('message', (raw: unknown) => {
      const message = worker.deserialize(raw) as Message
      if (message.__vitest_worker_response__ !== true) hear.call(message)
      else if (message.error !== undefined) hear.exit(`the worker reported: ${messageOf(message.error)}`)
      else if (message.type === 'started') run(start)
      else if (message.type === 'testfileFinished') hear.finished()
    })
    worker.send(startMessage(start, environment, worker.name) as never)
  })()
  return {
    started,
    answer(message) { worker.send(message as never) },
    again: run,
    // Vitest would wait for ever for the end of a process that a signal has already ended.
    stop: () => started.then(() => isGone ? undefined : worker.stop(), () => undefined),
  }
}

function startMessage({ slot, realm, config }: WorkerStart, environment: Environment, pool: string): Message {
  return {
    __vitest_worker_request__: true,
    type: 'start',
    poolId: slot,
    workerId: realm,
    options: { reportMemory: false },
    context: { environment, config, pool },
    traces: { enabled: false },
  }
}

function runMessage({ project, path, realm }: WorkerStart, environment: Environment): Message {
  return {
    __vitest_worker_request__: true,
    type: 'run',
    context: {
      files: [{ filepath: path, fileTags: [] }],
      invalidates: [],
      providedContext: project.getProvidedContext(),
      workerId: realm,
      environment,
    },
  }
}

function createWorker(
  { node, dist }: Omit<LoadedVitest, 'adapter'>, { project, env, preload, virtual }: WorkerStart,
): PoolWorker {
  const { config } = project.vite
  const options = {
    distPath: dist,
    project: silenced(project),
    method: 'run' as const,
    environment: { name: 'node', options: null },
    cacheFs: false,
    execArgv: [
      '--experimental-import-meta-resolve',
      '--require', join(dist, '../suppress-warnings.cjs'),
      '--import', preload,
      ...conditionArguments(config.ssr.resolve?.conditions ?? [], config.isProduction),
      ...project.config.execArgv,
    ],
    env,
  }
  const Worker = virtual ? node.VmForksPoolWorker : node.ForksPoolWorker
  return new Worker(options as never)
}

/** Vitest's worker classes pipe what tests print to the logger's streams; ours lead nowhere. */
function silenced(project: TestProject): unknown {
  const sink = new Writable({ write: (_chunk, _encoding, done) => { done() } })
  return { config: project.config, vitest: { logger: { outputStream: sink, errorStream: sink } } }
}
