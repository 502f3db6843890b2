/** Runs for other programs: the same as on the command line, with the result as data. */
import path from 'node:path'
import type { RunEvent } from './model/events.js'
import type { Mutant } from './model/mutant.js'
import type { Reporter } from './model/reporter.js'
import type { Note, ReportedSource, RunResult } from './model/result.js'
import type { MutateConfig } from './options/user-config.js'
import type { ResolvedOptions } from './options/resolve.js'
import type { CreateReporter } from './reporters/user.js'

/** Which project, and where its options come from. What is given here beats the config file. */
export interface ProjectOptions extends MutateConfig {
  /** The folder of the project, absolute or relative to the working directory; that is the default. All other paths start there. */
  readonly root?: string
  /** The config file to read; by default `mutate.config.*` or the key `mutate` of package.json, in the root. */
  readonly configFile?: string
  /** A git ref: only what changed since the merge base with it counts. */
  readonly since?: string
}

export interface MutateOptions extends ProjectOptions {
  /** Names and paths as on the command line, reporters, and functions that make one. Default: none; nothing is printed or written. */
  readonly reporters?: NonNullable<MutateConfig['reporters']>
  /** Called for everything that happens, in order; what it throws ends the run. */
  readonly onEvent?: (event: RunEvent) => void
  /** Stops the run; what is known by then is the result, with `interrupted` set. */
  readonly signal?: AbortSignal
  /** Judge everything, also what cannot have changed since the last run. Default: false. */
  readonly force?: boolean
}

/** What `discover` finds. */
export interface Discovery {
  /** Absolute path of the project. */
  readonly root: string
  /** The source files, sorted by path. */
  readonly sources: readonly ReportedSource[]
  /** By file and position; `ignored` is set on those that a rule or a comment leaves out. */
  readonly mutants: readonly Mutant[]
  /** What was left out, and why. */
  readonly notes: readonly Note[]
}

/**
 * Judges the mutants of a project.
 *
 * Nothing is printed or written but `.mutate/` in the project, unless `reporters` are given here; those of the config file
 * are for the command line, and so are gates (`minScore` and others).
 * @returns every mutant with its verdict and the evidence
 * @throws UserError when an option is wrong, the project cannot be run, or its tests fail without any mutant
 */
export async function mutate(options: MutateOptions = {}): Promise<RunResult> {
  const { onEvent, signal, force = false, reporters: given = [], ...project } = options
  // What is no list at all is for the check of the options to refuse.
  const own = Array.isArray(given) ? given.filter(isOwn) : []
  const names = (Array.isArray(given) ? given.filter((one) => !isOwn(one)) : given) as readonly string[]
  const resolved = await resolve({ ...project, reporters: names }, 'the options of mutate()')
  const [{ run }, { finishAll }, reporters] = await Promise.all([
    import('./run.js'), import('./reporters/finish.js'), reportersOf(resolved, own),
  ])
  try {
    return await run({ ...resolved, force }, (event) => {
      for (const reporter of reporters) reporter.onEvent?.(event)
      onEvent?.(event)
    }, signal, (result) => finishAll(reporters, result))
  } finally {
    for (const reporter of reporters) reporter.dispose?.()
  }
}

function isOwn(given: unknown): given is Reporter | CreateReporter {
  return typeof given === 'function' || (typeof given === 'object' && given !== null)
}

/** Those that have names, then those that are given as they are, which get no progress line beside them. */
async function reportersOf({ root, out, reporters: names }: ResolvedOptions, own: readonly (Reporter | CreateReporter)[]): Promise<Reporter[]> {
  const { stdout, stderr, env } = process
  const context = { root, out, json: false, all: false, stdout, stderr, env }
  const [{ createReporters }, { givenReporter }] = await Promise.all([import('./reporters/index.js'), import('./reporters/user.js')])
  const reporters = names.length === 0 ? [] : await createReporters(names, context)
  for (const [index, one] of own.entries()) reporters.push(await givenReporter(one, index + 1, { ...context, names }))
  return reporters
}

/**
 * Finds what a run would mutate, running nothing.
 * @throws UserError when an option is wrong
 */
export async function discover(options: ProjectOptions = {}): Promise<Discovery> {
  const resolved = await resolve(options, 'the options of discover()')
  const { discoverAll } = await import('./mutants/discover.js')
  const notes: Note[] = []
  const files = await discoverAll(resolved, (text) => notes.push({ level: 'warning', text }))
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  return {
    root: resolved.root,
    sources: files.map(({ path: file, text }) => ({ path: file, text })),
    mutants: files.flatMap(({ mutants }) => mutants),
    notes,
  }
}

async function resolve({ root, configFile, since, ...config }: ProjectOptions, name: string): Promise<ResolvedOptions> {
  const [{ resolveOptions }, { checkConfig }] = await Promise.all([
    import('./options/resolve.js'), import('./options/config-file.js'),
  ])
  const { paths, reporters, ...flags } = checkConfig(config, name)
  const folder = path.resolve(root ?? '.')
  const given = {
    ...flags,
    ...(reporters && { reporters: reporters.filter((one) => typeof one === 'string') }),
    root: folder,
    ...(configFile !== undefined && { configFile: path.resolve(folder, configFile) }),
    ...(since !== undefined && { since }),
  }
  return resolveOptions({ command: 'run', flags: given, paths: paths ?? [] }, folder)
}
