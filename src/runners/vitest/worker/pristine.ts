/**
 * Whether everything that a test file can reach in its worker is as it was before the file: only then the next file may
 * run in the same worker.
 */
import { isOfPlatform } from './modules.js'
import { loadedModules } from './node-modules.js'
import { takeDown, type Memory } from './reach.js'
import { clearTimeout, setTimeout } from './real.js'
import type { Sharing } from '../../../engine/protocol.js'
import type { TestRunner, VitestApi } from './vitest-types.js'

export interface Pristine {
  /** The modules of the file are loaded: those that Node keeps are looked at from now on, where they may stay. */
  loaded(): void
  /** What differs, as a path such as `Array.prototype.last`; without one the next file finds all as this one did. */
  look(): { readonly change?: string }
}

/** Memory that a worker may hold on to before the next file gets a new one, in bytes. */
const MOST_MEMORY = 400 * 2 ** 20

/** What Vitest, chai, Node's console and the recording of a file change themselves: by the path of the property. */
const OWN_CHANGES = /\bvi\.spyOn$|\bconsole\._std(?:out|err)$|^globalThis\.__(?:vitest_|mut$)|\bprocess\.(?:env$|channel|_channel|Symbol\((?:kChannelHandle|mutate\.bridge)\))|\.__flags$/

/** Modules of Node that are often loaded late: they are looked at from the beginning, as those loaded later cannot be. */
const LIKELY = ['assert', 'assert/strict', 'crypto', 'events', 'fs/promises', 'os', 'stream', 'string_decoder', 'timers/promises', 'util', 'zlib']

let first: Pristine | undefined
let exit: typeof process.exit | undefined

/** How the worker is before the first of its files; the same for those that follow. */
export function openPristine(api: VitestApi, runner: TestRunner, sharing: Exclude<Sharing, 'none'>): Pristine {
  // Vitest stands in front of the exit of its process for the first file only.
  process.exit = exit ??= process.exit
  first ??= remember(api, runner, sharing === 'packages')
  return first
}

function remember(api: VitestApi, runner: TestRunner, keepsPackages: boolean): Pristine {
  const variables = variablesNow()
  const directory = process.cwd()
  for (const name of LIKELY) process.getBuiltinModule(name)
  const going = goingOn()
  const { spyOn } = api.vi
  let serializers = 0
  for (const expect of [api.expect, api.chai.expect]) {
    // Where Vitest keeps them nobody can look.
    const add = expect.addSnapshotSerializer
    expect.addSnapshotSerializer = function (serializer) {
      serializers++
      add.call(this, serializer)
    }
  }
  const modules = new Set<string>()
  const kept: Record<string, unknown> = {}
  const takeDownAll = (): Memory => {
    // From Node 22 on, looking at some properties loads what they stand for, which adds others elsewhere.
    touchAll()
    for (const name of loadedModules()) modules.add(name)
    // Loading others of Node's modules for this would take longer than they are worth.
    const builtins = Object.fromEntries([...modules].map((name) => [name, process.getBuiltinModule(name)]))
    return takeDown({ globalThis, ...builtins, api, config: runner.config, ...kept }, { most: MOST_OBJECTS, skip: (path) => OWN_CHANGES.test(path) })
  }
  let memory = takeDownAll()
  const look = (): string | undefined => {
    if (!memory.isWhole) return 'there is too much to look through'
    if (process.memoryUsage().heapUsed > MOST_MEMORY) return 'its memory'
    if (variablesNow() !== variables) return 'process.env'
    if (process.cwd() !== directory) return 'the working directory'
    if (api.vi.spyOn !== spyOn) return 'vi.spyOn'
    if (serializers > 0) return 'a serializer of snapshots'
    const more = added(going, goingOn())
    if (more !== undefined) return `${more} goes on`
    const loaded = loadedModules().find((name) => !modules.has(name))
    return loaded === undefined ? memory.findChange() : `it loaded ${loaded}`
  }
  return {
    loaded() {
      if (!keepsPackages) return
      const news = Object.entries(packages(runner)).filter(([id]) => !(id in kept))
      if (news.length === 0 && loadedModules().every((name) => modules.has(name))) return
      // What loading them has changed elsewhere stays as well.
      Object.assign(kept, Object.fromEntries(news))
      memory = takeDownAll()
    },
    look() {
      const change = look()
      return change === undefined ? {} : { change }
    },
  }
}

/** Vitest numbers the files that a worker runs. */
function variablesNow(): string {
  const { VITEST_WORKER_ID: _, ...rest } = process.env
  return JSON.stringify(rest)
}

function goingOn(): string[] {
  const names = process.getActiveResourcesInfo()
  const timers = names.filter((name) => name === 'Timeout').length - ownTimers()
  return [...names.filter((name) => name !== 'Timeout'), ...Array.from({ length: timers }, () => 'Timeout')]
}

/** The first that is there more often than before. */
function added(before: readonly string[], now: readonly string[]): string | undefined {
  const left = [...before]
  return now.find((name) => {
    const at = left.indexOf(name)
    if (at !== -1) left.splice(at, 1)
    return at === -1
  })
}

/** A timer of Node: those for as many milliseconds are in one circle, with the head of their list. */
interface Linked { readonly _onTimeout?: unknown; readonly _idleNext?: Linked }

/** Timers by which Vitest puts off its reports on tests for a tenth of a second. */
function ownTimers(): number {
  const probe = setTimeout(() => undefined, 100)
  const begin = probe as unknown as Linked
  let count = 0
  for (let next = begin._idleNext; next && next !== begin; next = next._idleNext) {
    if (/\bcall\.(?:bind|apply)\(this\b/.test(String(next._onTimeout))) count++
  }
  clearTimeout(probe)
  return count
}

/** More than this many objects would take too long to look through. */
const MOST_OBJECTS = 60_000

/** What the modules export that Node has loaded for the tests, and keeps; not those of Vitest. */
function packages({ workerState }: TestRunner): Record<string, unknown> {
  const modules = [...workerState.evaluatedModules?.idToModuleMap ?? []]
  return Object.fromEntries(modules.flatMap(([id, { meta, exports }]) =>
    (meta?.externalize !== undefined && !isOfPlatform(id, meta) ? [[id, exports]] : [])))
}

/** Looks at the properties that Node makes when they are looked at. */
function touchAll(): void {
  let known = -1
  for (let modules = loadedModules(); modules.length !== known; modules = loadedModules()) {
    known = modules.length
    Object.getOwnPropertyDescriptors(globalThis)
    for (const name of modules) Object.getOwnPropertyDescriptors(process.getBuiltinModule(name))
  }
}
