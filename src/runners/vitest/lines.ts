/** The main process's end of the lines to the workers: one local socket that all of them connect to. */
import { randomBytes } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRunning } from '../../common/is-running.js'
import { UserError } from '../../model/errors.js'
import type { FromWorker, ToWorker } from '../../engine/protocol.js'
import type { FromHost, ToHost } from './worker/bridge.js'

export interface Lines {
  /** What workers connect to. */
  readonly address: string
  /** Expects a worker that will introduce itself with this number. */
  expect(realm: number, onMessage: (message: FromWorker | ToHost) => void): Line
  close(): void
}

export interface Line {
  send(message: ToWorker | FromHost): void
  close(): void
}

export async function openLines(): Promise<Lines> {
  const name = `mutate-${process.pid}-${randomBytes(4).toString('hex')}`
  const address = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
  const expected = new Map<number, { onMessage(message: FromWorker | ToHost): void; attach(socket: Socket): void }>()
  const server = createServer((socket) => { readSocket(socket, expected) })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, resolve)
  }).catch((error: unknown) => {
    throw new UserError(`workers cannot be talked to, as no socket can be made in the temporary folder ${tmpdir()}: `
      + `${error instanceof Error ? error.message : String(error)}; name another one in the variable TMPDIR`, undefined, { cause: error })
  })
  removeLeftovers()
  return {
    address,
    expect(realm, onMessage) {
      let socket: Socket | undefined
      const unsent: string[] = []
      expected.set(realm, {
        onMessage,
        attach(connected) {
          socket = connected
          for (const line of unsent.splice(0)) socket.write(line)
        },
      })
      return {
        send(message) {
          const line = JSON.stringify(message) + '\n'
          if (socket) socket.write(line)
          else unsent.push(line)
        },
        close() {
          expected.delete(realm)
          socket?.destroy()
        },
      }
    },
    close() {
      server.close()
      if (process.platform !== 'win32') rmSync(address, { force: true })
    },
  }
}

/** A run that was killed could not remove its socket. */
function removeLeftovers(): void {
  if (process.platform === 'win32') return
  for (const name of readdirSync(tmpdir())) {
    const pid = /^mutate-(\d+)-[\da-f]{8}\.sock$/.exec(name)?.[1]
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(tmpdir(), name), { force: true })
  }
}

function readSocket(
  socket: Socket,
  expected: ReadonlyMap<number, { onMessage(message: FromWorker | ToHost): void; attach(socket: Socket): void }>,
): void {
  let realm: number | undefined
  let rest: string[] = []
  socket.setEncoding('utf8')
  socket.setNoDelay(true)
  socket.on('error', () => { socket.destroy() })
  socket.on('data', (chunk: string) => {
    const lines = chunk.split('\n')
    if (lines.length === 1) {
      rest.push(chunk)
      return
    }
    lines[0] = rest.join('') + lines[0]!
    rest = [lines.pop()!]
    for (const line of lines) {
      const message = JSON.parse(line) as FromWorker | ToHost
      if (message.type === 'hello') {
        realm = message.realm
        expected.get(realm)?.attach(socket)
      }
      if (realm !== undefined) expected.get(realm)?.onMessage(message)
    }
  })
}
