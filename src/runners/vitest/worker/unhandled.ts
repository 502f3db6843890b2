/** Collects the errors that nobody in a worker caught. */
import type { TaskError } from './vitest-types.js'

export interface Unhandled {
  /** Those since the last call. */
  take(): TaskError[]
}

let listening: Unhandled | undefined

/** Listens from the first call on, for all files of the worker. */
export function rememberUnhandled(): Unhandled {
  listening ??= listen()
  return listening
}

function listen(): Unhandled {
  const errors: TaskError[] = []
  const note = (error: unknown) => { errors.push(asTaskError(error)) }
  process.on('unhandledRejection', note)
  process.on('uncaughtException', note)
  return { take: () => errors.splice(0) }
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
