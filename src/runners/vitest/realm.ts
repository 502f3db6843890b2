/** Starts one of Vitest's own workers for one test file and answers what it asks for. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { PoolWorker, TestProject } from 'vitest/node'
import type { Job } from '../../engine/protocol.js'
import type { Realm, RealmEvent } from '../../engine/runner.js'
import type { Lines } from './lines.js'
import type { LoadedVitest } from './load.js'
import type { Instrument } from './serve.js'
import { isVirtual } from './shape.js'
import { ADDRESS, IGNORED, REALM, ROOT, RUNNER_MODULE, type TextRequest } from './worker/bridge.js'

const PRELOAD = new URL('./worker/preload.js', import.meta.url).href

export interface RealmContext {
  readonly vitest: LoadedVitest
  readonly lines: Lines
  readonly project: TestProject
  /** Absolute path of the whole project. */
  readonly root: string
  readonly instrument: Instrument
  /** Takes what tests were seen to take from outside of the project's files. */
  readonly outside: Set<string>
  /** Names of tests that do not run. */
  readonly ignoreTests: readonly string[]
  /** Absolute path of the test file. */
  readonly path: string
  readonly slot: number
  readonly realm: number
}

type Message = Record<string, unknown>

export function openRealm(context: RealmContext, job: Job, onEvent: (event: RealmEvent) => void): Realm {
  const { project, path, lines, realm, slot } = context
  const worker = createWorker(context)
  const environment = environmentOf(project, path)
  const answer = createAnswers(context, worker)
  let gone: Promise<void> | undefined
  let closed = false
  let isGone = false
  const exit = (reason: string) => {
    if (closed) return
    closed = true
    line.close()
    onEvent({ type: 'exit', reason })
  }
  const line = lines.expect(realm, (message) => {
    if (message.type === 'text') answerText(context.instrument, message)
    else if (message.type === 'outside') context.outside.add(message.what)
    else if (!closed) onEvent(message)
  })
  line.send({ type: 'job', job })
  const started = (async () => {
    await worker.start()
    worker.on('error', (error: unknown) => { exit(String(error)) })
    worker.on('exit', ((code: unknown, signal: unknown) => {
      isGone = true
      exit(describeExit(code, signal))
    }) as never)
    worker.on('message', (raw: unknown) => {
      const message = worker.deserialize(raw) as Message
      if (message.__vitest_worker_response__ !== true) answer(message)
      else if (message.error !== undefined) exit(`the worker reported: ${messageOf(message.error)}`)
      else if (message.type === 'started') worker.send(runMessage(context, environment) as never)
    })
    worker.send(startMessage(context, environment) as never)
  })()
  started.catch((error: unknown) => { exit(String(error)) })
  return {
    send(message) { line.send(message) },
    close() {
      closed = true
      line.close()
      // Vitest would wait for ever for the end of a process that a signal has already ended.
      gone ??= started.then(() => isGone ? undefined : worker.stop(), () => undefined)
      return gone
    },
  }

  function startMessage(of: RealmContext, env: Environment): Message {
    return {
      __vitest_worker_request__: true,
      type: 'start',
      poolId: slot,
      workerId: of.realm,
      options: { reportMemory: false },
      context: { environment: env, config: configFor(project), pool: worker.name },
      traces: { enabled: false },
    }
  }
}

interface Environment { readonly name: string; readonly options: unknown }

function runMessage(context: RealmContext, environment: Environment): Message {
  return {
    __vitest_worker_request__: true,
    type: 'run',
    context: {
      files: [{ filepath: context.path, fileTags: [] }],
      invalidates: [],
      providedContext: context.project.getProvidedContext(),
      workerId: context.realm,
      environment,
    },
  }
}

function configFor(project: TestProject): object {
  const config = project.serializedConfig
  return {
    ...config,
    runner: RUNNER_MODULE,
    isolate: true,
    bail: 0,
    includeTaskLocation: true,
    allowOnly: true,
    coverage: { ...config.coverage, enabled: false },
    snapshotOptions: { ...config.snapshotOptions, updateSnapshot: 'none' },
  }
}

function createWorker(context: RealmContext): PoolWorker {
  const { project, vitest, lines, realm, slot, root } = context
  const conditions = (project.vite.config.ssr.resolve?.conditions ?? []).flatMap((name) => {
    if (name === 'production' || name === 'development') {
      return (name === 'production') === project.vite.config.isProduction ? ['--conditions', name] : []
    }
    return ['--conditions', name === 'development|production'
      ? (project.vite.config.isProduction ? 'production' : 'development')
      : name]
  })
  const options = {
    distPath: vitest.dist,
    project: silenced(project),
    method: 'run' as const,
    environment: { name: 'node', options: null },
    cacheFs: false,
    execArgv: [
      '--experimental-import-meta-resolve',
      '--require', join(vitest.dist, '../suppress-warnings.cjs'),
      '--import', PRELOAD,
      ...conditions,
      ...project.config.execArgv,
    ],
    env: {
      ...process.env,
      TEST: 'true',
      VITEST: 'true',
      NODE_ENV: process.env.NODE_ENV ?? 'test',
      VITEST_MODE: 'RUN',
      ...project.config.env,
      [ADDRESS]: lines.address,
      [REALM]: String(realm),
      [ROOT]: root,
      [IGNORED]: JSON.stringify(context.ignoreTests),
      MUTATE_WORKER_ID: String(slot),
      STRYKER_MUTATOR_WORKER: String(slot),
    },
  }
  const Worker = isVirtual(project) ? vitest.node.VmForksPoolWorker : vitest.node.ForksPoolWorker
  return new Worker(options as never)
}

/** Vitest's worker classes pipe what tests print to the logger's streams; ours lead nowhere. */
function silenced(project: TestProject): unknown {
  const sink = new Writable({ write: (_chunk, _encoding, done) => { done() } })
  return { config: project.config, vitest: { logger: { outputStream: sink, errorStream: sink } } }
}

/** Answers the calls a worker makes to its main process; reports of test results are not needed here. */
function createAnswers(context: RealmContext, worker: PoolWorker): (message: Message) => void {
  const methods = createMethods(context)
  return (message) => {
    if (message.t !== 'q') return
    void (async () => {
      try {
        const method = methods[message.m as string]
        const result = await method?.(...message.a as unknown[])
        if (message.i !== undefined) worker.send({ t: 's', i: message.i, r: result } as never)
      } catch (error) {
        if (message.i !== undefined) worker.send({ t: 's', i: message.i, e: error } as never)
      }
    })().catch(() => undefined)
  }
}

type Methods = Record<string, ((...args: unknown[]) => unknown) | undefined>

/** The functions of the user's Vitest that serve modules; what reports on tests leads nowhere. */
function createMethods({ vitest, project, root, outside }: RealmContext): Methods {
  const ignore = () => undefined
  const own = vitest.node.createMethodsRPC(project, { cacheFs: true }) as unknown as Methods
  return {
    ...own,
    async fetch(...args) {
      const module = await own.fetch!(...args)
      if (isElsewhere(root, module)) outside.add('load modules outside of the project')
      return module
    },
    onQueued: ignore,
    onCollected: ignore,
    onTaskUpdate: ignore,
    onTaskArtifactRecord: ignore,
    onAfterSuiteRun: ignore,
    onUserConsoleLog: ignore,
    onUnhandledError: ignore,
    onAsyncLeaks: ignore,
    onCancel: ignore,
    snapshotSaved: ignore,
  }
}

function answerText(instrument: Instrument, { path, answer }: TextRequest): void {
  writeFileSync(`${answer}.new`, instrument(path, readFileSync(path, 'utf8'))?.code ?? '')
  renameSync(`${answer}.new`, answer)
}

/** Whether a module is a file that lies neither in the project nor in a package. */
function isElsewhere(root: string, module: unknown): boolean {
  const { file, externalize } = module as { readonly file?: unknown; readonly externalize?: unknown }
  const path = typeof file === 'string' ? file : typeof externalize === 'string' ? externalize.replace('file://', '') : ''
  return path.startsWith('/') && !path.startsWith(`${root}/`) && !path.includes('/node_modules/') && existsSync(path)
}

/** The environment of a test file: the project's, or what a comment in the file asks for. */
function environmentOf(project: TestProject, path: string): Environment {
  const text = readFileSync(path, 'utf8')
  const name = /@(?:vitest|jest)-environment\s+([\w-]+)\b/.exec(text)?.[1] ?? project.config.environment
  const optionsText = /@(?:vitest|jest)-environment-options\s+(.+)/.exec(text)?.[1]?.replace(/\*\/\s*$/, '')
  if (optionsText === undefined) return { name, options: null }
  return { name, options: { [name === 'happy-dom' ? 'happyDOM' : name]: JSON.parse(optionsText) as unknown } }
}

function describeExit(code: unknown, signal: unknown): string {
  return typeof signal === 'string' ? `the worker was ended by ${signal}` : `the worker exited with code ${String(code)}`
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)
}
