/** What tests share beside modules: mocks, clock, working directory, environment variables, document. */
import { isMainThread } from 'node:worker_threads'
import { rememberDefinitions } from './custom-elements.js'
import { put } from './globals.js'
import { rememberMatchers } from './matchers.js'
import { rememberPage } from './page.js'
import { rememberSettings } from './settings.js'
import { isMock, type Spies } from './spies.js'
import type { VitestApi } from './vitest-types.js'

export type MockReset = 'restore' | 'clear'

export interface Surroundings {
  /** See `Page`. */
  readonly isOpaque: boolean
  /**
   * Puts everything back to how it was when this object was made.
   * @param note is told what was changed that other tests may look at, as far as it shows
   */
  reset(mocks: MockReset, note: Note): void
}

/** What was changed, and to what: such as `directory`, `exit code`, or `$` and the name of a variable; of some only that. Nearly always empty. */
export type Changes = ReadonlyMap<string, unknown>

/** Is told what was found changed, such as `cookie theme`, and to what, while it is put back. */
export type Note = (what: string, to?: unknown) => void

/** What tests have marked in it. */
interface Marks { getEntriesByType?(type: string): readonly unknown[]; clearMarks?(): void; clearMeasures?(): void }

export function rememberSurroundings(api: VitestApi, spies: Spies): Surroundings {
  const { vi, page: realm } = api
  spies.keepThese()
  const directory = process.cwd()
  const variables = { ...process.env }
  const { exitCode, title } = process
  const page = rememberPage(realm)
  const others = [page, rememberDefinitions(realm), rememberMatchers(api), rememberListeners(), rememberArguments(), rememberTerminal(), rememberMask(), rememberSettings(), rememberMarks((realm as { readonly performance?: Marks }).performance)]
  return {
    isOpaque: page.isOpaque,
    reset(mocks, note) {
      if (vi.isFakeTimers()) vi.useRealTimers()
      if (mocks === 'restore') spies.restore()
      vi.clearAllMocks()
      spies.forget()
      if (process.exitCode !== exitCode) {
        note('exit code', process.exitCode)
        process.exitCode = exitCode
      }
      if (process.title !== title) process.title = title
      const current = currentDirectory()
      if (current !== directory) {
        note('directory', current)
        goBack(directory)
      }
      resetVariables(variables, note)
      for (const other of others) other.reset(note)
    },
  }
}

function rememberMarks(entries: Marks | undefined): { reset(note: Note): void } {
  const count = (type: string): number | undefined => entries?.getEntriesByType?.(type).length
  const [marks, measures] = [count('mark'), count('measure')]
  return {
    reset(note) {
      if (count('mark') !== marks) {
        note('marks')
        entries?.clearMarks?.()
      }
      if (count('measure') !== measures) {
        note('measures')
        entries?.clearMeasures?.()
      }
    },
  }
}

/** Of the process: those that tests have added are taken off, and those that they took off are there again. */
function rememberListeners(): { reset(note: Note): void } {
  const listenersOf = (name: string | symbol) => process.rawListeners(name) as (() => void)[]
  const before = new Map(process.eventNames().map((name) => [name, listenersOf(name)]))
  return {
    reset(note) {
      for (const name of new Set([...before.keys(), ...process.eventNames()])) {
        const [was, now] = [before.get(name) ?? [], listenersOf(name)]
        if (was.length === now.length && was.every((listener, at) => listener === now[at])) continue
        note(`listeners of ${String(name)}`, now.length)
        for (const listener of now) if (!was.includes(listener)) process.removeListener(name, listener)
        for (const listener of was) if (!now.includes(listener)) process.on(name, listener)
      }
    },
  }
}

function rememberArguments(): { reset(note: Note): void } {
  const before = [...process.argv]
  return {
    reset(note) {
      const { argv } = process
      if (argv.length === before.length && argv.every((argument, at) => argument === before[at])) return
      note('arguments', argv.join(' '))
      argv.splice(0, argv.length, ...before)
    },
  }
}

/** How large the terminal is, and who writes to it: tests set that to see lines break and what is printed. */
function rememberTerminal(): { reset(note: Note): void } {
  const before = [process.stdout, process.stderr].flatMap((stream) => (['columns', 'rows', 'isTTY', 'write'] as const).map((key) => (
    { stream, key, property: Reflect.getOwnPropertyDescriptor(stream, key) })))
  return {
    reset(note) {
      for (const { stream, key, property } of before) {
        const now: unknown = Reflect.getOwnPropertyDescriptor(stream, key)?.value
        // Where mocks are put back, they are by now.
        if (Object.is(now, property?.value) || isMock(now)) continue
        note(`${key} of ${stream.fd}`, now)
        put(stream, key, property)
      }
    },
  }
}

/** Which rights new files do not get. Asking for it without setting it is deprecated. */
function rememberMask(): { reset(note: Note): void } {
  const set = (mask: number): number => (isMainThread ? process.umask(mask) : 0)
  const before = set(0o022)
  set(before)
  return {
    reset(note) {
      const now = set(before)
      if (now !== before) note('umask', now)
    },
  }
}

/** Undefined when the folder was removed while it was the working directory. */
function currentDirectory(): string | undefined {
  try {
    return process.cwd()
  } catch {
    return undefined
  }
}

function goBack(directory: string): void {
  try {
    process.chdir(directory)
  } catch {
    // Worker threads have no working directory of their own.
  }
}

function resetVariables(variables: NodeJS.ProcessEnv, note: Note): void {
  for (const name of Object.keys(process.env)) {
    if (name in variables) continue
    note(`$${name}`, process.env[name])
    Reflect.deleteProperty(process.env, name)
  }
  for (const [name, value] of Object.entries(variables)) {
    const current = process.env[name]
    if (current === value) continue
    note(`$${name}`, current)
    process.env[name] = value
  }
}

/** Changes that the tests make without a mutant. */
export interface UsualChanges {
  /** Learns from a run without a mutant. */
  learn(changes: Changes): void
  /** Whether all of these were seen without a mutant. What had several values then may have any. */
  include(changes: Changes): boolean
}

export function createUsualChanges(): UsualChanges {
  const usual = new Map<string, { value: unknown; varies: boolean }>()
  return {
    learn(changes) {
      for (const [name, value] of changes) {
        const known = usual.get(name)
        usual.set(name, { value, varies: known !== undefined && (known.varies || known.value !== value) })
      }
    },
    include(changes) {
      for (const [name, value] of changes) {
        const known = usual.get(name)
        if (!known || !known.varies && known.value !== value) return false
      }
      return true
    },
  }
}
