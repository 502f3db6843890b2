/**
 * Reads sources in a thread of its own. The compiler takes 0.2 s to load, while Vitest starts in this one, and then reads while
 * the workers are answered here.
 */
import { Worker } from 'node:worker_threads'
import { UserError, type ExitCode } from '../model/errors.js'
import type { GeneratorSettings } from './generator.js'
import { readingAhead } from './ahead.js'
import { onceForEach, type Reader } from './reader.js'

/** What the thread is started with: all of it plain data. */
export interface ThreadSettings {
  readonly operators: readonly string[]
  readonly suppress: boolean
  readonly settings: Omit<GeneratorSettings, 'customOperators' | 'customRules'>
}

export interface Question {
  readonly id: number
  readonly asks: 'ready' | 'mutants' | 'kept by tests' | 'kept by sources'
  readonly path: string
  readonly text: string
}

export interface Answer {
  readonly id: number
  readonly value?: unknown
  /** What was thrown. */
  readonly error?: Pick<Error, 'message' | 'stack'>
  /** Of a `UserError`. */
  readonly exitCode?: ExitCode
}

interface Waiting { resolve(value: unknown): void; reject(error: unknown): void }

/** Starts the thread. It keeps no process alive that has nothing else to do. */
export function readInThread(settings: ThreadSettings): Reader {
  const worker = new Worker(new URL('./reader-thread.js', import.meta.url), { workerData: settings })
  const waiting = new Map<number, Waiting>()
  let count = 0
  let end: Error | undefined
  worker.unref()
  worker.on('message', ({ id, value, error, exitCode }: Answer) => {
    const asked = waiting.get(id)
    waiting.delete(id)
    if (waiting.size === 0) worker.unref()
    if (error === undefined) asked?.resolve(value)
    else asked?.reject(exitCode === undefined ? Object.assign(new Error(error.message), { stack: error.stack }) : new UserError(error.message, exitCode))
  })
  const fail = (error: Error): void => {
    end ??= error
    for (const { reject } of waiting.values()) reject(end)
    waiting.clear()
  }
  worker.on('error', fail)
  worker.on('exit', () => { fail(new Error('the thread that reads sources has ended')) })
  const ask = <Value>(asks: Question['asks'], path = '', text = ''): Promise<Value> => new Promise((resolve, reject) => {
    if (end) {
      reject(end)
      return
    }
    waiting.set(++count, { resolve, reject })
    worker.ref()
    worker.postMessage({ id: count, asks, path, text } satisfies Question)
  })
  const ready = ask('ready')
  // Whoever waits for it hears of it.
  ready.catch(() => undefined)
  return readingAhead({
    ready: () => ready,
    generate: (path, text) => ask('mutants', path, text),
    keptState: onceForEach((path, text, isTest) => ask(isTest ? 'kept by tests' : 'kept by sources', path, text)),
    close() {
      void worker.terminate()
    },
  })
}
