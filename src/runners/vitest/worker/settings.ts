/** What Node's modules keep where no property shows it: settings behind setters, and connections that wait for the next request. */
import { loadedModules } from './node-modules.js'

/** By module. */
const SETTINGS = [['events', 'defaultMaxListeners'], ['http', 'globalAgent'], ['https', 'globalAgent']] as const

/** Whoever keeps connections open, by host. */
interface Agent { readonly freeSockets?: Record<string, readonly Socket[] | undefined> }
interface Socket { destroy(): unknown }

export function rememberSettings(): { reset(): void } {
  const loaded = new Set(loadedModules())
  const before = SETTINGS.filter(([name]) => loaded.has(name)).map(([name, key]) => {
    const module = process.getBuiltinModule(name) as object
    const value: unknown = Reflect.get(module, key)
    return { module, key, value, usual: new Set(Object.values(freeSockets(value)).flat()) }
  })
  return {
    reset() {
      for (const { module, key, value, usual } of before) {
        if (!Object.is(Reflect.get(module, key), value)) Reflect.set(module, key, value)
        // The next run would go on with connections of this one, which a first run does not have.
        closeOthers(freeSockets(value), usual)
      }
    },
  }
}

function freeSockets(agent: unknown): NonNullable<Agent['freeSockets']> {
  return (agent as Agent).freeSockets ?? {}
}

/** An agent lets go of a socket later, when it has closed, and not at all where it does not find it by the name of its host. */
function closeOthers(sockets: NonNullable<Agent['freeSockets']>, usual: ReadonlySet<unknown>): void {
  for (const [host, waiting = []] of Object.entries(sockets)) {
    if (waiting.some((socket) => usual.has(socket))) continue
    for (const socket of waiting) socket.destroy()
    Reflect.deleteProperty(sockets, host)
  }
}
