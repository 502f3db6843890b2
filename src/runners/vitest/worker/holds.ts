/**
 * Watches for what tests would share with themselves, were their file run in two workers at the same time: files at fixed places that
 * they write, ports, and what processes that they start may do.
 */
import dgram from 'node:dgram'
import net from 'node:net'
import { isNamedAtRandom } from './places.js'
import { watchProcesses, wrap, type Functions } from './wrap.js'
import { watchWrites } from './writes.js'

/**
 * Stands in front of the functions that write and listen. Call it before anything of the project is loaded.
 * @param root absolute path of the project, which may have such a part in its own name
 * @param hear hears of each time what is held, such as `port 3000`
 */
export function watchHolds(root: string, hear: (what: string) => void): void {
  watchWrites((change) => {
    for (const path of change.does === 'moves' ? [change.path, change.to] : [change.path]) if (!isNamedAtRandom(root, path)) hear(path)
  })
  const known = new Set<string>()
  // Who asks for a free port first gets another one each time; the file runs more than once before it has a second worker.
  const listen = (args: readonly unknown[]): void => {
    for (const what of placesIn(args)) {
      if (known.has(what)) hear(what)
      known.add(what)
    }
  }
  wrap(net.Server.prototype as unknown as Functions, 'listen', (...args) => { listen(args) })
  wrap(dgram.Socket.prototype as unknown as Functions, 'bind', (...args) => { listen(args) })
  watchProcesses(() => { hear('processes') })
}

/** `listen(3000)`, `listen({ port })`, `listen('/tmp/socket')`; nothing where the system chooses the port. */
function placesIn([first]: readonly unknown[]): string[] {
  const { port, path } = (typeof first === 'object' && first !== null ? first : { port: first }) as { readonly port?: unknown; readonly path?: unknown }
  if (Number(port) > 0) return [`port ${Number(port)}`]
  return [port, path].filter((place) => typeof place === 'string').filter((place) => place !== '' && Number.isNaN(Number(place)))
}
