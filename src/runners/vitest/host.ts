/** Opens the user's Vitest project: his config, his plugins, his test files; and realms for them. */
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { TestProject, TestSpecification, Vitest } from 'vitest/node'
import type { Realm, RealmEvent, Runner, TestFile } from '../../engine/runner.js'
import type { Job } from '../../engine/protocol.js'
import { ExitCode, UserError } from '../../model/errors.js'
import type { TestChoice } from '../../model/options.js'
import type { Note } from '../../model/result.js'
import { createGuardian } from '../../guardian/guardian.js'
import { createRealmGlobal } from '../../instrument/realm-global.js'
import { openLines } from './lines.js'
import { loadVitest, type LoadedVitest } from './load.js'
import { openRealm } from './realm.js'
import { createSeats } from './seat.js'
import { serveFromMemory, type HostSources } from './serve.js'
import { describeShapes, helpersOf, isKnown, isVirtual, mostWorkers, SHARED_STATE } from './shape.js'
import { openWorkerNumbers } from '../worker-numbers.js'
import { configFiles, openWorld } from './world.js'
import { gist } from '../../common/gist.js'
import { relativePath } from '../../common/relative-path.js'

export interface OpenedVitest {
  readonly runner: Runner
  readonly notes: readonly Note[]
}

export interface VitestSettings extends Partial<TestChoice> {
  /** Names of tests that do not run. Default: none. */
  readonly ignoreTests?: readonly string[]
  /** Whether test files may follow each other in a worker. Default: yes, where one leaves nothing behind. */
  readonly shareWorkers?: boolean
}

/**
 * The working directory is the root until the runner is closed: configs and plugins resolve paths against it.
 * @throws UserError when Vitest cannot start, or has nothing to run
 */
export async function openVitest(
  root: string, sources: HostSources, settings: VitestSettings = {},
): Promise<OpenedVitest> {
  const directory = process.cwd()
  const closing: (() => unknown)[] = [() => { process.chdir(directory) }]
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step()
  }
  process.chdir(root)
  try {
    return await open(root, sources, settings, closing, close)
  } catch (error) {
    await close()
    throw error
  }
}

async function open(
  root: string, sources: HostSources, settings: VitestSettings, closing: (() => unknown)[], close: () => Promise<void>,
): Promise<OpenedVitest> {
  const { ignoreTests = [], shareWorkers = true } = settings
  const vitest = await loadVitest(root)
  const context = await createContext(vitest, root, settings)
  closing.push(() => closeContext(context))
  const notes: Note[] = []
  const specifications = await findSpecifications(context, notes)
  if (specifications.length === 0) {
    throw new UserError(`Vitest ${vitest.version} finds no test file in ${root}; look at \`include\` in its config`,
      ExitCode.inconclusive)
  }
  const projects = [...new Set(specifications.map((specification) => specification.project))]
  for (const path of helpersOf(projects, specifications)) sources.leaveOut(path)
  for (const project of projects) serveFromMemory(project, vitest, sources)
  const lines = await openLines()
  closing.push(() => { lines.close() })
  await runGlobalSetup(context, specifications, notes)
  const guardian = createGuardian()
  closing.push(() => { guardian.close() })
  const byKey = new Map(specifications.map((specification) =>
    [keyOf(specification), specification] as const))
  const habits = projects.map((project) => vitest.adapter.habitsOf(project))
  const limit = mostWorkers(habits)
  const outside = new Set(projects.some(({ config }) => config.globalSetup.length > 0) ? ['have a global set-up'] : [])
  const worlds = new Map([...byKey.keys()].map((key) => [key, openWorld(root)] as const))
  for (const world of worlds.values()) for (const what of outside) world.takes(what)
  let realms = 0
  const numbers = openWorkerNumbers()
  const seats = createSeats()
  closing.push(() => { numbers.release() }, () => seats.close())
  const mayShare = shareWorkers && specifications.length > FEW
  const runner: Runner = {
    name: 'Vitest',
    version: vitest.version,
    files: specifications.map((specification) => toTestFile(root, specification)),
    testTimeoutMs: Math.max(...projects.map((project) => project.config.testTimeout)),
    ...(limit !== undefined && { mostWorkers: limit }),
    ...(habits.some(({ sharesState }) => sharesState) && { redHint: SHARED_STATE }),
    outside,
    worlds,
    configFiles: configFiles(root, projects),
    open(file: TestFile, job: Job, slot: number, onEvent: (event: RealmEvent) => void): Realm {
      const specification = byKey.get(file.key)
      if (!specification) throw new Error(`unknown test file ${file.key}`)
      const { project, moduleId: path, pool } = specification
      return openRealm({
        vitest, lines, guardian, root, instrument: sources.serve, outside, world: worlds.get(file.key)!, ignoreTests, project, path,
        virtual: isVirtual(pool), slot, realm: ++realms, number: numbers.numberOf(slot), seats, mayShare,
        sharesState: vitest.adapter.habitsOf(project).sharesState,
      }, job, onEvent)
    },
    close,
  }
  return { runner, notes: [...notes, ...describeShapes(projects, vitest.adapter)] }
}

/** With so many test files or fewer, looking for what they leave behind takes as long as starting workers. */
const FEW = 4

async function createContext(vitest: LoadedVitest, root: string, { projects = [], vitestConfig }: Partial<TestChoice>): Promise<Vitest> {
  const exitCode = process.exitCode
  // As its command line does, for configs, plugins and global set-ups; else Vite says `development`.
  Object.assign(process.env, { TEST: 'true', VITEST: 'true' })
  process.env.NODE_ENV ??= 'test'
  try {
    const context = await vitest.node.createVitest('test', {
      root,
      watch: false,
      run: true,
      cache: false,
      update: false,
      reporters: [{}],
      coverage: { enabled: false },
      api: false,
      ...(projects.length > 0 && { project: [...projects] }),
      ...(vitestConfig !== undefined && { config: resolve(root, vitestConfig) }),
      ...vitest.adapter.options,
    } as never, { cacheDir: undefined } as never)
    process.exitCode = exitCode
    return context
  } catch (error) {
    throw new UserError(`Vitest ${vitest.version} could not start in ${root}: ${firstLine(error)}`,
      ExitCode.usage, { cause: error })
  }
}

/** What fails while Vitest closes, such as the end of a global set-up, it prints itself: not with a stack in which we stand. */
async function closeContext(context: Vitest): Promise<void> {
  const { logger } = context
  const print = logger.error.bind(logger)
  logger.error = (...values: unknown[]) => { print(...values.map((value) => (value instanceof Error ? firstLine(value) : value))) }
  await context.close()
}

/**
 * The test files of all projects; those that cannot run in our workers are left out with a note.
 * @throws UserError when that leaves none
 */
async function findSpecifications(context: Vitest, notes: Note[]): Promise<TestSpecification[]> {
  const all = await context.globTestSpecifications()
  const left = new Map<string, number>()
  const usable = all.filter((specification) => {
    const pool: string = specification.pool
    if (isKnown(pool)) return true
    left.set(pool, (left.get(pool) ?? 0) + 1)
    return false
  })
  const kinds = [...left].map(([pool, count]) => `${count} test file(s) in ${KINDS[pool] ?? `the pool ${pool}`}`)
  if (usable.length === 0 && kinds.length > 0) {
    throw new UserError(`mutants do not run in the tests of this project: ${kinds.join(', ')}; set \`test.pool\` to one that `
      + 'comes with Vitest, such as forks', ExitCode.inconclusive)
  }
  for (const kind of kinds) notes.push({ level: 'warning', text: `${kind} are left out: mutants do not run there` })
  return usable.sort((a, b) => keyOf(a) < keyOf(b) ? -1 : 1)
}

/** Kinds of tests that are no pool of ordinary workers; any other is a pool of the project's own. */
const KINDS: Readonly<Record<string, string>> = { browser: 'browser mode', typescript: 'type checks' }

/** Global set-up runs in this process, where every mutant is asleep. */
async function runGlobalSetup(context: Vitest, specifications: TestSpecification[], notes: Note[]): Promise<void> {
  const { initializeGlobalSetup } = context as unknown as { initializeGlobalSetup?: (paths: unknown) => Promise<void> }
  const counters = createRealmGlobal()
  Object.defineProperty(globalThis, '__mut', { value: counters, configurable: true, writable: true })
  try {
    await initializeGlobalSetup?.call(context, specifications)
  } catch (error) {
    throw new UserError(`the global set-up of Vitest failed: ${firstLine(error)}`, ExitCode.baselineRed, { cause: error })
  }
  const files = [...new Set(counters.loaded.map(({ file }) => file))].sort()
  if (files.length === 0) return
  notes.push({
    level: 'warning',
    text: `the global set-up runs code of ${files.join(', ')}: what it does there is not judged, as no mutant is active there`,
  })
}

function keyOf({ project, moduleId }: TestSpecification): string {
  return `${nameOf(project)}|${moduleId}`
}

function nameOf(project: TestProject): string {
  return project.name
}

function toTestFile(root: string, specification: TestSpecification): TestFile {
  const { project, moduleId } = specification
  const config = project.vite.config.configFile
  const bytes = statSync(moduleId, { throwIfNoEntry: false })?.size
  return {
    key: keyOf(specification),
    project: nameOf(project),
    path: relativePath(root, moduleId),
    ...(config && { config: relativePath(root, config) }),
    ...(bytes !== undefined && { bytes }),
  }
}

/** What an error says in one line; of several errors the first as well. */
function firstLine(error: unknown): string {
  const [inner] = error instanceof AggregateError ? error.errors as unknown[] : []
  return inner === undefined ? firstLineOf(error) : `${firstLineOf(error)} ${firstLineOf(inner)}`
}

function firstLineOf(error: unknown): string {
  return gist(error instanceof Error ? error.message : String(error))
}
