/** The names by which the main process, the preloaded code and the served runner module find each other. */
import type { TaskError } from './vitest-types.js'

/** Environment variable with the address of the socket. */
export const ADDRESS = 'MUTATE_ADDRESS'
/** Environment variable with the number of the realm. */
export const REALM = 'MUTATE_REALM'
/** Environment variable with the absolute path of the project. */
export const ROOT = 'MUTATE_ROOT'
/** Environment variable with the names of tests that do not run, as JSON. */
export const IGNORED = 'MUTATE_IGNORED'
/** Key of the registered symbol on `process`. */
export const BRIDGE = 'mutate.bridge'
/** Id under which the runner module is served. */
export const RUNNER_MODULE = 'virtual:mutate-runner'

/** A worker waits for the instrumented text of a module that Node loads. */
export interface TextRequest {
  readonly type: 'text'
  /** Absolute. */
  readonly path: string
  /** The file to put the text into, in one step; an empty text means that the module is not mutated. */
  readonly answer: string
}

/** What is said of tests that may wait for others; each completes the sentence "the tests …". */
export const COMPANY = ['open connections', 'start threads', 'start processes'] as const

/** Tests took something from outside of the project's files; `what` completes the sentence "the tests …". */
export interface OutsideReport {
  readonly type: 'outside'
  readonly what: string
}

/** Tests use something that they would share with themselves in another worker: a file that they write, a port. */
export interface HoldReport {
  readonly type: 'holds'
}

/** Tests open connections, be it to themselves. */
export interface ConnectReport {
  readonly type: 'connects'
}

/**
 * The worker has ended with its file and waits. `change` says what the file left behind, as a path from a global object;
 * without one the worker is as it was before, and another file may follow.
 */
export interface RestReport {
  readonly type: 'rest'
  readonly change?: string
}

/** Tests read a file of the project, asked whether it is there, or listed a folder of it. */
export interface ReadReport {
  readonly type: 'read'
  readonly how: 'file' | 'folder'
  /** Relative to the root, with forward slashes. */
  readonly path: string
}

/** The file loads these modules, whose texts the worker has from a file before: by the ids that the host gave with them. */
export interface ModulesReport {
  readonly type: 'modules'
  readonly ids: readonly string[]
}

/** An error that nobody caught, with the name that Vitest has for its kind. */
export interface UnhandledError extends TaskError {
  readonly type: 'Unhandled Rejection' | 'Uncaught Exception'
}

/** The worker waits to hear which of these errors count. */
export interface UnhandledRequest {
  readonly type: 'unhandled'
  readonly errors: readonly UnhandledError[]
}

/** What a worker tells the host alone. */
export type ToHost = TextRequest | OutsideReport | ReadReport | HoldReport | ConnectReport | RestReport | ModulesReport | UnhandledRequest

/** What the host alone tells a worker. */
export interface FromHost {
  readonly type: 'counted'
  /** For each error that was asked about. */
  readonly counts: readonly boolean[]
}

/**
 * Source of the served module: takes what is needed out of the user's Vitest and hands it to the preloaded code.
 * @param version the user's Vitest, as `major.minor.patch`
 * @param ownRunner absolute path of the user's own runner class, where the config names one
 */
export function runnerSource(version: string, ownRunner?: string): string {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const unified = major > 4 || (major === 4 && minor >= 1)
  const imports = unified
    ? 'const { TestRunner: Own } = vitest; const { getTestFn: getFn, getSuiteHooks: getHooks, getCurrentSuite } = Own'
    : `import { VitestTestRunner as Own } from 'vitest/runners'\nimport { getFn, getHooks, getCurrentSuite } from 'vitest/suite'`
  return `
import * as vitest from 'vitest'
import { startTests } from 'vitest/internal/browser'
${imports}
${ownRunner === undefined ? 'const TestRunner = Own' : `import TestRunner from ${JSON.stringify(ownRunner)}`}
const bridge = process[Symbol.for('${BRIDGE}')]
globalThis.__mut = bridge.counters
const { vi, chai, expect, test } = vitest
const api = { TestRunner, startTests, getFn, getHooks, getCurrentSuite, vi, chai, expect, test, page: globalThis }
export default bridge.createRunner(api, bridge)
`
}
