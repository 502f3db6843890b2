/** The worker's end of the line to the main process: a local socket, because what was written to it survives a kill. */
import { connect, type Socket } from 'node:net'
import { isMainThread } from 'node:worker_threads'
import type { FromWorker, ToWorker } from '../../../engine/protocol.js'
import type { FromHost, ToHost, UnhandledError } from './bridge.js'

export interface Channel {
  send(message: FromWorker | ToHost): void
  /** Sends the message together with the next one that is sent: a write to a socket is dearer than many a test. */
  post(message: FromWorker | ToHost): void
  /** The next message from the main process, in order; rejects when the line is cut. */
  receive(): Promise<ToWorker>
  /** For each error whether it counts, as the main process says. */
  ask(errors: readonly UnhandledError[]): Promise<readonly boolean[]>
}

export async function openChannel(address: string): Promise<Channel> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const opening = connect(address, () => { resolve(opening) })
    opening.once('error', reject)
  })
  const waiting: ((message: ToWorker) => void)[] = []
  const arrived: ToWorker[] = []
  let answered: (counts: readonly boolean[]) => void = () => undefined
  let rest = ''
  socket.setEncoding('utf8')
  socket.setNoDelay(true)
  socket.unref()
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const message = JSON.parse(line) as ToWorker | FromHost
      if (message.type === 'counted') {
        answered(message.counts)
        continue
      }
      const receiver = waiting.shift()
      if (receiver) receiver(message)
      else arrived.push(message)
    }
    if (waiting.length === 0) socket.unref()
  })
  // Without the main process nobody needs this worker: leave at once, so that no orphan stays behind.
  const leave = () => { if (isMainThread) process.kill(process.pid, 'SIGKILL') }
  socket.on('close', leave)
  socket.on('error', leave)
  let posted = ''
  const send: Channel['send'] = (message) => {
    socket.write(posted + JSON.stringify(message) + '\n')
    posted = ''
  }
  return {
    send,
    post(message) {
      posted += JSON.stringify(message) + '\n'
    },
    receive() {
      const message = arrived.shift()
      if (message) return Promise.resolve(message)
      socket.ref()
      return new Promise((resolve) => waiting.push(resolve))
    },
    ask(errors) {
      send({ type: 'unhandled', errors })
      socket.ref()
      return new Promise((resolve) => { answered = resolve })
    },
  }
}
