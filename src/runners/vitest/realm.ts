/** Starts one of Vitest's own workers for one test file, or gives the file to one that waits. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'
import type { Job, UnhandledRule } from '../../engine/protocol.js'
import type { Realm, RealmEvent } from '../../engine/runner.js'
import type { Guardian } from '../../guardian/guardian.js'
import { undoWorker } from '../../undo/log.js'
import { answerText, createAnswers, takeModule, takeOutside } from './answers.js'
import type { Lines } from './lines.js'
import type { LoadedVitest } from './load.js'
import type { Seat, Seats } from './seat.js'
import type { Instrument } from './serve.js'
import type { WorkerStart } from './versions/adapter.js'
import type { WorldRecord } from './world.js'
import { ADDRESS, IGNORED, REALM, ROOT, RUNNER_MODULE, type UnhandledError } from './worker/bridge.js'

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
  /** Takes what the tests of this file take in. */
  readonly world: WorldRecord
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
  readonly seats: Seats
  /** Whether another file may follow in the same worker, should this one leave nothing behind. */
  readonly mayShare: boolean
  /** Whether files share a worker with all its state in the user's own runs (`isolate: false`). */
  readonly sharesState: boolean
}

export function openRealm(context: RealmContext, job: Job, onEvent: (event: RealmEvent) => void): Realm {
  const { seats, slot } = context
  const key = job.kind === 'judge' && !job.alone && seats.hopeful ? shareKey(context) : undefined
  const waiting = seats.take(slot, key)
  const seat = waiting ?? occupy(context, key ?? '')
  seat.world = context.world
  if (key === undefined) seat.taint = 'it is for this file alone'
  let ended = false
  let closed = false
  let gone: Promise<void> | undefined
  let rested: () => void = () => undefined
  const atRest = new Promise<void>((resolve) => { rested = resolve })
  const open = new Set(['report', 'Vitest'])
  const rest = (what: string) => {
    open.delete(what)
    if (open.size === 0) rested()
  }
  seat.hear = {
    message(message) {
      if (message.type === 'text') void answerText(context, message)
      else if (message.type === 'outside') takeOutside(context.outside, context.world, message.what)
      else if (message.type === 'read') context.world.read(message)
      else if (message.type === 'holds') context.world.hold()
      else if (message.type === 'connects') context.world.connect()
      else if (message.type === 'unhandled') seat.line.send({ type: 'counted', counts: message.errors.map((error) => counts(context, error)) })
      else if (message.type === 'modules') for (const id of message.ids) takeModule(context, seat, seat.given.get(id))
      else if (message.type === 'rest') {
        seat.taint ??= message.change
        rest('report')
      } else if (!closed) onEvent(message)
    },
    exit(reason) {
      seat.taint ??= reason
      rested()
      if (closed) return
      closed = true
      seat.line.close()
      onEvent({ type: 'exit', reason })
    },
    finished() { rest('Vitest') },
  }
  const sharing = seat.taint !== undefined ? 'none' : context.sharesState ? 'packages' : 'clean'
  seat.line.send({ type: 'job', job, sharing, unhandled: ruleOf(context) })
  if (waiting) {
    seat.worker.again?.(startOf(context))
    onEvent({ type: 'again' })
  }
  return {
    send(message) {
      ended ||= message.type === 'end'
      seat.line.send(message)
    },
    close() {
      closed = true
      gone ??= leave()
      return gone
    },
  }

  async function leave(): Promise<void> {
    if (ended && seat.taint === undefined) await Promise.race([atRest, sleep(PATIENCE, undefined, { ref: false })])
    if (ended && seat.taint === undefined && open.size === 0) {
      seats.leave(slot, seat)
      return
    }
    if (key !== undefined) seats.lose()
    await seat.end()
  }
}

/** What the config says of errors that nobody caught; it is that of the whole run, never of one project. */
function ruleOf({ project }: RealmContext): UnhandledRule {
  const { dangerouslyIgnoreUnhandledErrors: ignores, onUnhandledError: ask } = project.vitest.config
  if (ignores === true) return 'ignore'
  return ask === undefined ? 'count' : 'ask'
}

function counts({ project }: RealmContext, error: UnhandledError): boolean {
  try {
    return project.vitest.config.onUnhandledError?.(error as never) !== false
  } catch {
    return true
  }
}

/** Milliseconds that a worker has to say what its file left behind. */
const PATIENCE = 2000

/** Test files for which it is the same may follow each other in a worker; undefined for those that need one of their own. */
function shareKey({ project, path, virtual, vitest, mayShare, sharesState }: RealmContext): string | undefined {
  const config: { snapshotSerializers?: readonly unknown[]; snapshotEnvironment?: unknown } = project.config
  if (!mayShare || virtual || (config.snapshotSerializers?.length ?? 0) > 0) return undefined
  // Loaded once, for the first file.
  if (config.snapshotEnvironment !== undefined) return undefined
  const { name, options } = vitest.adapter.environmentOf(project, path)
  // Other environments are packages that keep state of their own.
  return name === 'node' || sharesState ? JSON.stringify([project.name, name, options]) : undefined
}

/** Starts a worker; who hears of it is still to be said. */
function occupy(context: RealmContext, key: string): Seat {
  const { vitest, lines, guardian, realm, root } = context
  let pid: number | undefined
  const nobody = () => undefined
  const answer = createAnswers(context, () => seat)
  const line = lines.expect(realm, (message) => {
    if (message.type === 'hello') guardian.watch(pid = message.pid)
    seat.hear.message(message)
  })
  const worker = vitest.adapter.startWorker(startOf(context), {
    exit(reason) { seat.hear.exit(reason) },
    finished() { seat.hear.finished() },
    call(message) { answer(message, worker) },
  })
  const seat: Seat = {
    key, worker, line, given: new Map(),
    world: context.world,
    end() {
      line.close()
      return worker.stop().finally(() => {
        if (pid !== undefined) guardian.forget(pid)
        undoWorker(root, realm)
      })
    },
    taint: worker.again ? undefined : 'this version of Vitest has one file a worker',
    hear: { message: nobody, exit: nobody, finished: nobody },
  }
  worker.started.catch((error: unknown) => { seat.hear.exit(String(error)) })
  return seat
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
