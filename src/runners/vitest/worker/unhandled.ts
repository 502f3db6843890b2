/** Collects the errors that nobody in a worker caught, as far as they count for the user's Vitest. */
import type { UnhandledRule } from '../../../engine/protocol.js'
import type { UnhandledError } from './bridge.js'
import type { TaskError } from './vitest-types.js'

export interface Unhandled {
  /**
   * From now on.
   * @param ask the user's `onUnhandledError`: for each error whether it counts
   */
  follow(rule: UnhandledRule, ask: (errors: readonly UnhandledError[]) => Promise<readonly boolean[]>): void
  /** Those since the last call. */
  take(): Promise<TaskError[]>
  forget(): void
}

let listening: Unhandled | undefined

/** Listens from the first call on, for all files of the worker. */
export function rememberUnhandled(): Unhandled {
  listening ??= listen()
  return listening
}

const TYPES = { unhandledRejection: 'Unhandled Rejection', uncaughtException: 'Uncaught Exception' } as const

// Tests may replace it.
const listenersOf = process.listeners.bind(process) as (event: string) => unknown[]

function listen(): Unhandled {
  const errors: UnhandledError[] = []
  let rule: UnhandledRule = 'count'
  let ask: Parameters<Unhandled['follow']>[1] = () => Promise.resolve([])
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (error: unknown) => {
      const noted = asTaskError(error)
      // Two listen always, Vitest and this; Vitest leaves the error to a third one. A mutant that has no end counts whoever listens.
      if ((rule !== 'ignore' && listenersOf(event).length <= 2) || noted.name === 'BudgetError') errors.push({ ...noted, type: TYPES[event] })
    })
  }
  return {
    follow(wanted, asking) {
      rule = wanted
      ask = asking
    },
    async take() {
      const taken = errors.splice(0)
      if (rule !== 'ask' || taken.length === 0) return taken
      const counts = await ask(taken)
      return taken.filter(({ name }, at) => counts[at] !== false || name === 'BudgetError')
    },
    forget() {
      errors.length = 0
    },
  }
}

export function errorText(error: TaskError): string {
  return error.name === undefined ? error.message : `${error.name}: ${error.message}`
}

function asTaskError(error: unknown): TaskError {
  // Not `instanceof`: in a virtual machine errors are made by another class.
  if (isError(error)) {
    return { name: error.name, message: error.message, ...(error.stack !== undefined && { stack: error.stack }) }
  }
  return { message: String(error) }
}

function isError(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string'
}
