/** Asks a process of its own for the type check: the compiler and all types it knows never enter this one. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { TypeCheckAnswer, TypeCheckRequest } from './protocol.js'

const WORKER = fileURLToPath(new URL('worker.js', import.meta.url))

/** The answer, or why there is none, as the end of a sentence; undefined when `signal` stopped it. */
export async function askForTypes(
  request: TypeCheckRequest, signal: AbortSignal,
): Promise<TypeCheckAnswer | { readonly failure: string } | undefined> {
  if (signal.aborted) return undefined
  const child = fork(WORKER, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [], serialization: 'advanced' })
  const stop = () => { child.kill('SIGKILL') }
  signal.addEventListener('abort', stop)
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => { errors = (errors + text).slice(-MOST_KEPT) })
  try {
    return await new Promise((resolve) => {
      child.once('message', (answer) => resolve(answer as TypeCheckAnswer))
      child.once('error', (error) => resolve({ failure: error.message }))
      child.once('close', (code, by) => resolve(signal.aborted ? undefined : { failure: whyItEnded(errors, code, by) }))
      child.send(request, (error) => { if (error) resolve({ failure: error.message }) })
    })
  } finally {
    signal.removeEventListener('abort', stop)
    if (child.connected) child.disconnect()
  }
}

/** So many characters of what the process says at its end are read. */
const MOST_KEPT = 20_000

function whyItEnded(errors: string, code: number | null, by: NodeJS.Signals | null): string {
  const said = /^(?:\w*Error|FATAL ERROR): .*$/mu.exec(errors)?.[0]
  return said ?? (by ? `its process was ended by ${by}` : `its process ended with exit code ${code ?? 'unknown'}`)
}
