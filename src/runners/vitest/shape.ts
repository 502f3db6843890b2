/** Reads off the configs of the user's projects what has to go another way here than in a plain run, and says so. */
import { readFileSync } from 'node:fs'
import type { TestProject, TestSpecification } from 'vitest/node'
import type { Note } from '../../model/result.js'
import type { Adapter, Habits } from './versions/adapter.js'

/** Workers that may run at the same time, where the user's config sets a limit; else undefined. */
export function mostWorkers(habits: readonly Habits[]): 1 | undefined {
  return habits.some(({ oneByOne }) => oneByOne !== undefined) ? 1 : undefined
}

/** Versions differ in what they fill in. */
type UserConfig = Partial<Pick<TestProject['config'], 'setupFiles' | 'globalSetup' | 'runner' | 'includeSource'>>

/** What a reader of the verdicts should know about these projects. */
export function describeShapes(projects: readonly TestProject[], { habitsOf }: Pick<Adapter, 'habitsOf'>): Note[] {
  const notes: Note[] = []
  const say = (applies: (project: TestProject) => boolean, text: string) => {
    const names = projects.filter(applies).map(({ name }) => name).filter((name) => name !== '')
    if (!projects.some(applies)) return
    notes.push({ level: 'info', text: names.length === 0 ? text : `${text} (project ${names.join(', ')})` })
  }
  const settings = projects.map((project) => habitsOf(project).oneByOne).find((text) => text !== undefined)
  say((project) => habitsOf(project).oneByOne !== undefined, `one test file runs at a time, because of ${settings ?? ''}`)
  // Vitest sets it for virtual machines, which share nothing.
  say((project) => habitsOf(project).sharesState && !isVirtual(project.config.pool),
    '`isolate: false`: here modules are loaded anew for each test file, so that no file sees what others left in them')
  for (const [pool, stand] of Object.entries(STANDS_FOR)) {
    say(({ config }) => config.pool === pool, `\`pool: '${pool}'\`: here its tests run in ${stand}`)
  }
  return notes
}

/** Which of Vitest's kinds of workers stand for kinds that run inside the main process. */
const STANDS_FOR = {
  threads: 'child processes, because a mutant may take down the process it runs in',
  vmThreads: 'virtual machines of child processes (`vmForks`), because a mutant may take down the process it runs in',
} as const

/** What to try when tests fail here that pass in a plain run of a project with shared state. */
export const SHARED_STATE = 'the Vitest config says `isolate: false`, so test files may lean on what others left behind; here each '
  + 'one has to pass alone, which `npx vitest run --isolate` shows'

/** Whether a pool is one that comes with Vitest and runs tests in ordinary workers. */
export function isKnown(pool: string): boolean {
  return pool === 'forks' || pool === 'threads' || isVirtual(pool)
}

/** Whether tests in this kind of pool run in virtual machines, with globals of their own. */
export function isVirtual(pool: string): boolean {
  return pool === 'vmThreads' || pool === 'vmForks'
}

/**
 * Files that take part in testing, and so are no source: tests, set-up files, runners. A file with tests of its own
 * inside is source.
 */
export function helpersOf(projects: Iterable<TestProject>, specifications: readonly TestSpecification[]): Set<string> {
  const helpers = new Set<string>()
  for (const { config } of projects) {
    const { setupFiles, globalSetup, runner } = config as UserConfig
    for (const path of [setupFiles, globalSetup, runner].flat()) if (path !== undefined) helpers.add(path)
  }
  for (const { project, moduleId } of specifications) {
    const { includeSource = [] } = project.config as UserConfig
    if (includeSource.length === 0 || !hasTestsInside(moduleId)) helpers.add(moduleId)
  }
  return helpers
}

function hasTestsInside(path: string): boolean {
  return readFileSync(path, 'utf8').includes('import.meta.vitest')
}
