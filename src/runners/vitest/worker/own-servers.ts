/** Tells connections to servers of the same process, as tests of servers open them, from those that lead elsewhere. */
import net from 'node:net'
import { wrap, type Functions } from './wrap.js'

/** Names of this machine for itself. */
const HERE = /^(?:localhost|127\.\d+\.\d+\.\d+|::1?|0\.0\.0\.0|\[::1?\])$/u

/**
 * Stands in front of the functions that listen and connect. Call it before anything of the project is loaded.
 * @param hear hears of each connection whether it leads to a server of this process
 */
export function watchConnections(hear: (isOwn: boolean) => void): void {
  let servers: WeakRef<net.Server>[] = []
  wrap(net.Server.prototype as unknown as Functions, 'listen', function () {
    servers = [...servers.filter((each) => each.deref() !== undefined), new WeakRef(this as net.Server)]
  })
  wrap(net.Socket.prototype as unknown as Functions, 'connect', (...args) => {
    const { host = 'localhost', place } = targetOf(args)
    hear(HERE.test(host) && servers.some((each) => placeOf(each.deref()) === place))
  })
}

/** The port, or the path of the socket, that a server listens at. */
function placeOf(server: net.Server | undefined): string | undefined {
  const address = server?.address()
  return typeof address === 'string' ? address : address?.port.toString()
}

/** `connect(3000, 'localhost')`, `connect({ port, host })`, `connect('/tmp/socket')`, or a list of these, as Node makes it itself. */
function targetOf([first, second]: readonly unknown[]): { readonly host?: string; readonly place: string } {
  if (Array.isArray(first)) return targetOf(first)
  const { port, host, path } = (typeof first === 'object' && first !== null ? first : { port: first, host: second }) as Readonly<Record<'port' | 'host' | 'path', unknown>>
  return { place: String(typeof path === 'string' ? path : port), ...(typeof host === 'string' && host !== '' && typeof path !== 'string' && { host }) }
}
