/** Asks a process of its own for the type check: the compiler and all types it knows never enter this one. */
import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { TypeCheckAnswer, TypeCheckMessage, TypeCheckRequest } from './protocol.js'

const WORKER = fileURLToPath(new URL('worker.js', import.meta.url))

/** The process that will be asked, once. */
export interface TypeProcess {
  /** Has it read what these files need, while others work. */
  prepare(request: TypeCheckRequest): void
  /** The answer, or why there is none, as the end of a sentence; undefined when `signal` stopped it. */
  ask(request: TypeCheckRequest, signal: AbortSignal): Promise<TypeCheckAnswer | { readonly failure: string } | undefined>
  /** Ends the process if it is there. */
  close(): void
}

/** Starts nothing before there is something to tell it. */
export function openTypeProcess(): TypeProcess {
  let child: ChildProcess | undefined
  let errors = ''
  const start = (): ChildProcess => {
    const started = fork(WORKER, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [], serialization: 'advanced' })
    started.stderr?.setEncoding('utf8').on('data', (text: string) => { errors = (errors + text).slice(-MOST_KEPT) })
    // Whoever asks hears of it, too.
    started.on('error', (error) => { errors = `Error: ${error.message}` })
    return started
  }
  const isGone = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null
  const tell = (process: ChildProcess, message: TypeCheckMessage, failed: (error: Error) => void): void => {
    process.send(message, (error) => { if (error) failed(error) })
  }
  return {
    prepare(request) {
      if (child) return
      child = start()
      tell(child, { kind: 'prepare', request }, () => undefined)
    },
    async ask(request, signal) {
      if (signal.aborted) return undefined
      // One that ended while it prepared says nothing of the check.
      const asked = child = child && !isGone(child) && child.connected ? child : start()
      const stop = () => { asked.kill('SIGKILL') }
      signal.addEventListener('abort', stop)
      try {
        return await new Promise((resolve) => {
          asked.once('message', (answer) => resolve(answer as TypeCheckAnswer))
          asked.once('error', (error) => resolve({ failure: error.message }))
          asked.once('close', (code, by) => resolve(signal.aborted ? undefined : { failure: whyItEnded(errors, code, by) }))
          tell(asked, { kind: 'check', request }, (error) => resolve({ failure: error.message }))
        })
      } finally {
        signal.removeEventListener('abort', stop)
        if (asked.connected) asked.disconnect()
      }
    },
    close() {
      if (child && !isGone(child)) child.kill('SIGKILL')
    },
  }
}

/** So many characters of what the process says at its end are read. */
const MOST_KEPT = 20_000

function whyItEnded(errors: string, code: number | null, by: NodeJS.Signals | null): string {
  const said = /^(?:\w*Error|FATAL ERROR): .*$/mu.exec(errors)?.[0]
  return said ?? (by ? `its process was ended by ${by}` : `its process ended with exit code ${code ?? 'unknown'}`)
}
