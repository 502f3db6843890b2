/** Starts one of Vitest's own workers for one test file and answers what it asks for. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import type { Job } from '../../engine/protocol.js'
import type { Realm, RealmEvent } from '../../engine/runner.js'
import type { Guardian } from '../../guardian/guardian.js'
import type { Lines } from './lines.js'
import type { LoadedVitest } from './load.js'
import type { Instrument } from './serve.js'
import type { Message, TestWorker, WorkerStart } from './versions/adapter.js'
import { ADDRESS, IGNORED, REALM, ROOT, RUNNER_MODULE, type TextRequest } from './worker/bridge.js'

const PRELOAD = new URL('./worker/preload.js', import.meta.url).href

export interface RealmContext {
  readonly vitest: LoadedVitest
  readonly lines: Lines
  readonly guardian: Guardian
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
  /** Whether its tests run in a virtual machine. */
  readonly virtual: boolean
  readonly slot: number
  /** Of the worker, unique on this machine among those that run at the same time; tests are told it. */
  readonly number: number
  readonly realm: number
}

export function openRealm(context: RealmContext, job: Job, onEvent: (event: RealmEvent) => void): Realm {
  const { vitest, lines, guardian, realm } = context
  let gone: Promise<void> | undefined
  let pid: number | undefined
  let closed = false
  const exit = (reason: string) => {
    if (closed) return
    closed = true
    line.close()
    onEvent({ type: 'exit', reason })
  }
  const line = lines.expect(realm, (message) => {
    if (message.type === 'text') answerText(context.instrument, message)
    else if (message.type === 'outside') context.outside.add(message.what)
    else if (!closed) {
      if (message.type === 'hello') guardian.watch(pid = message.pid)
      onEvent(message)
    }
  })
  line.send({ type: 'job', job })
  const answer = createAnswers(context)
  const worker = vitest.adapter.startWorker(startOf(context), {
    exit,
    call(message) { answer(message, worker) },
  })
  worker.started.catch((error: unknown) => { exit(String(error)) })
  return {
    send(message) { line.send(message) },
    close() {
      closed = true
      line.close()
      gone ??= worker.stop().finally(() => { if (pid !== undefined) guardian.forget(pid) })
      return gone
    },
  }
}

function startOf(context: RealmContext): WorkerStart {
  const { project, path, virtual, slot, number, realm, lines, root } = context
  return {
    project,
    path,
    virtual,
    preload: PRELOAD,
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
      MUTATE_WORKER_ID: String(number),
      STRYKER_MUTATOR_WORKER: String(number),
    },
    config: configFor(project),
    slot,
    realm,
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

/** Answers the calls a worker makes to its main process; reports of test results are not needed here. */
function createAnswers(context: RealmContext): (message: Message, worker: TestWorker) => void {
  const methods = createMethods(context)
  return (message, worker) => {
    if (message.t !== 'q') return
    void (async () => {
      try {
        const method = methods[message.m as string]
        const result = await method?.(...message.a as unknown[])
        if (message.i !== undefined) worker.answer({ t: 's', i: message.i, r: result })
      } catch (error) {
        if (message.i !== undefined) worker.answer({ t: 's', i: message.i, e: error })
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
      if (isElsewhere(root, vitest.adapter.fileOf(args, module))) outside.add('load modules outside of the project')
      return module
    },
    onQueued: ignore,
    onCollected: ignore,
    onTaskUpdate: ignore,
    onTaskArtifactRecord: (_, artifact) => artifact,
    onTaskAnnotate: (_, annotation) => annotation,
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

/** Whether a module's file lies neither in the project nor in a package. */
function isElsewhere(root: string, path = ''): boolean {
  return path.startsWith('/') && !path.startsWith(`${root}/`) && !path.includes('/node_modules/') && existsSync(path)
}
