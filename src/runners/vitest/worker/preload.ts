/** Loaded into each worker before Vitest: takes the real timers, makes the realm's global, opens the line home. */
import { createRealmGlobal } from '../../../instrument/realm-global.js'
import { openChannel } from './channel.js'
import { createRunner } from './runner.js'
import { watchOutside } from './outside.js'
import { instrumentRequired } from './required.js'
import { ADDRESS, BRIDGE, REALM, ROOT } from './bridge.js'

const address = process.env[ADDRESS]
if (address !== undefined) {
  // Enough from the start for most projects: a module in an import cycle may be entered before it registers.
  const counters = createRealmGlobal(1 << 17)
  const channel = openChannel(address)
  const early: string[] = []
  let hear = (what: string): void => { early.push(what) }
  watchOutside(process.env[ROOT]!, (what) => { hear(what) })
  void channel.then((open) => {
    open.send({ type: 'hello', realm: Number(process.env[REALM]), pid: process.pid })
    for (const what of early.splice(0)) open.send({ type: 'outside', what })
    hear = (what) => { open.send({ type: 'outside', what }) }
    instrumentRequired(process.env[ROOT]!, address, open.send)
  })
  // Virtual-machine pools have globals of their own; the process object is the one thing all contexts share.
  Object.defineProperty(process, Symbol.for(BRIDGE), { value: { counters, channel, createRunner } })
  Object.defineProperty(globalThis, '__mut', { value: counters, configurable: true, writable: true })
}
