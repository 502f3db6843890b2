/** Answers what a worker asks the main process for, and takes down what its test file takes in. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import type { RealmContext } from './realm.js'
import type { Given, Seat } from './seat.js'
import type { Message, TestWorker } from './versions/adapter.js'
import type { WorldRecord } from './world.js'
import type { TextRequest } from './worker/bridge.js'

/** Answers the calls a worker makes to its main process; reports of test results are not needed here. */
export function createAnswers(context: RealmContext, seat: () => Seat): (message: Message, worker: TestWorker) => void {
  const methods = createMethods(context, seat)
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
function createMethods(context: RealmContext, seat: () => Seat): Methods {
  const { vitest, project } = context
  const ignore = () => undefined
  const own = vitest.node.createMethodsRPC(project, { cacheFs: true }) as unknown as Methods
  return {
    ...own,
    async fetch(...args) {
      const to = seat()
      const { world } = to
      const module = await own.fetch!(...args) as Given['module']
      const { id, file, externalize, cache } = module
      const given: Given = { environment: args[2], module: { id, file, externalize, cache }, path: vitest.adapter.fileOf(args, module) }
      to.given.set(String(externalize ?? id), given)
      takeModule({ ...context, world }, to, given)
      return module
    },
    // In virtual machines Node loads what Vite has made of a module.
    transform(id) {
      seat().world.takes('run in virtual machines')
      return own.transform?.(id)
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

/** Takes down that the file in the worker loads a module. */
export function takeModule({ project, root, sharesState, outside, world }: RealmContext, seat: Seat, given: Given | undefined): void {
  if (!given) return
  const { environment, module, path } = given
  const loaded = sharesState ? undefined : nativelyLoaded(module)
  if (loaded !== undefined) seat.taint ??= `it loaded ${loaded}, which stays loaded`
  if (isElsewhere(root, path)) takeOutside(outside, world, 'load modules outside of the project')
  world.fetched(project, environment, module, path)
}

/** @param what completes the sentence "the tests …" */
export function takeOutside(outside: Set<string>, world: WorldRecord, what: string): void {
  outside.add(what)
  world.takes(what)
}

/** Gives a module that Node loads its instrumented text. */
export async function answerText({ instrument, world }: RealmContext, { path, answer }: TextRequest): Promise<void> {
  world.required(path)
  const served = await instrument(path, readFileSync(path, 'utf8'))
  writeFileSync(`${answer}.new`, served?.code ?? '')
  renameSync(`${answer}.new`, answer)
}

/** A module that Node loads, and keeps: not one of its own, which are compared, and not one of Vitest's. */
function nativelyLoaded(module: unknown): string | undefined {
  const { externalize } = module as { readonly externalize?: unknown }
  if (typeof externalize !== 'string' || isBuiltin(externalize)) return undefined
  return /\/node_modules\/(?:vitest|@vitest\/[\w-]+)\/dist\//.test(externalize) ? undefined : externalize
}

/** Whether a module's file lies neither in the project nor in a package. */
function isElsewhere(root: string, path = ''): boolean {
  return path.startsWith('/') && !path.startsWith(`${root}/`) && !path.includes('/node_modules/') && existsSync(path)
}
