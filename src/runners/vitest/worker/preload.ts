/** Loaded into each worker before Vitest: takes the real timers, makes the realm's global, opens the line home. */
import { join } from 'node:path'
import { keepCompiled } from '../../../common/compile-cache.js'
import { createRealmGlobal } from '../../../instrument/realm-global.js'
import { openUndoLog } from '../../../undo/log.js'
import { openChannel } from './channel.js'
import { openDisk } from './disk.js'
import { guardProject } from './guard-files.js'
import { createRunner } from './runner.js'
import { watchOutside, type Heard } from './outside.js'
import { instrumentRequired } from './required.js'
import { watchWrites } from './writes.js'
import { ADDRESS, BRIDGE, REALM, ROOT } from './bridge.js'

const address = process.env[ADDRESS]
if (address !== undefined) {
  keepCompiled()
  // Enough from the start for most projects: a module in an import cycle may be entered before it registers.
  const counters = createRealmGlobal(1 << 17)
  const channel = openChannel(address)
  const early: Heard[] = []
  let hear = (heard: Heard): void => { early.push(heard) }
  const root = process.env[ROOT]!
  const disk = openDisk(root, openUndoLog(root, Number(process.env[REALM])))
  const guard = guardProject(root, () => counters.loaded.map(({ file }) => join(root, file)), () => counters.s !== -1)
  watchWrites((change) => {
    guard(change)
    disk.before(change)
  })
  const hearAnew = watchOutside(root, (heard) => { hear(heard) })
  void channel.then((open) => {
    open.send({ type: 'hello', realm: Number(process.env[REALM]), pid: process.pid })
    hear = (heard) => { open.send(heard) }
    early.splice(0).forEach(hear)
    instrumentRequired(root, address, open.send)
  })
  // Virtual-machine pools have globals of their own; the process object is the one thing all contexts share.
  Object.defineProperty(process, Symbol.for(BRIDGE), { value: { counters, channel, createRunner, hearAnew, disk } })
  Object.defineProperty(globalThis, '__mut', { value: counters, configurable: true, writable: true })
}
