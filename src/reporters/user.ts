/** Reporters that are modules of the user: found by path or package, loaded, and kept from breaking a run. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, isAbsolute, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { UserError } from '../model/errors.js'
import type { Reporter } from '../model/reporter.js'
import type { ReporterContext } from './context.js'

/** What a reporter module exports by default. */
export type CreateReporter = (context: ReporterContext) => Reporter | Promise<Reporter>

/**
 * Loads the module and lets it make its reporter.
 * @param name an absolute path, or the name of a package that the project at `context.root` can import
 * @throws UserError when there is no such module, or it exports no function, or that gives no reporter
 */
export async function loadUserReporter(name: string, context: ReporterContext): Promise<Reporter> {
  const shown = isAbsolute(name) ? relative(context.root, name).replaceAll('\\', '/') : name
  const file = isAbsolute(name) ? name : await resolvePackage(name, context.root)
  if (file === undefined || !existsSync(file)) {
    throw new UserError(`the reporter ${shown} is not found from ${context.root}; give the path of a module, or install the package there`)
  }
  const create = await load(file, shown)
  if (typeof create !== 'function') throw new UserError(`the reporter ${shown} must have a function as its default export`)
  return make(create as CreateReporter, shown, context)
}

/**
 * A reporter that a program gives as it is, or as a function that makes it.
 * @param number its place among those given, from 1, for messages about one without a name
 * @throws UserError when it is neither, or the function gives no reporter
 */
export async function givenReporter(given: Reporter | CreateReporter, number: number, context: ReporterContext): Promise<Reporter> {
  const name: unknown = given?.name
  const shown = typeof name === 'string' && name !== '' ? name : `number ${number}`
  if (typeof given === 'function') return make(given, shown, context)
  if (!isTable(given)) throw new UserError(`the reporter ${shown} must be a name, a function, or an object with onEvent, onFinish or dispose`)
  return guarded(given, shown)
}

async function make(create: CreateReporter, shown: string, context: ReporterContext): Promise<Reporter> {
  let reporter: unknown
  try {
    reporter = await create(context)
  } catch (error) {
    throw failed(shown, 'could not be made', error)
  }
  if (reporter === null || typeof reporter !== 'object') {
    throw new UserError(`the function of the reporter ${shown} must return an object with onEvent, onFinish or dispose`)
  }
  return guarded(reporter, shown)
}

async function load(file: string, shown: string): Promise<unknown> {
  try {
    return ((await import(pathToFileURL(file).href)) as { default?: unknown }).default
  } catch (error) {
    throw failed(shown, 'could not be loaded', error)
  }
}

/** Nothing that a reporter does may stop the run or change it: its first error is told when everything else is done. */
function guarded(reporter: Partial<Reporter>, shown: string): Reporter {
  let broken: UserError | undefined
  return {
    name: shown,
    onEvent(event) {
      if (broken) return
      try {
        reporter.onEvent?.(event)
      } catch (error) {
        broken = failed(shown, 'failed while the run was going on', error)
      }
    },
    async onFinish(result) {
      if (broken) throw broken
      try {
        await reporter.onFinish?.(result)
      } catch (error) {
        throw failed(shown, 'failed', error)
      }
    },
    dispose() {
      try {
        reporter.dispose?.()
      } catch {
        // The run is over, and what matters was told.
      }
    },
  }
}

function failed(shown: string, how: string, error: unknown): UserError {
  const message = error instanceof Error ? error.message : String(error)
  return new UserError(`the reporter ${shown} ${how}: ${message}`, undefined, { cause: error })
}

/** The file that `import` of this package loads in the project; `require` does not find packages that are only for `import`. */
async function resolvePackage(name: string, root: string): Promise<string | undefined> {
  try {
    return createRequire(join(root, 'package.json')).resolve(name)
  } catch {
    const [, packageName = '', inside = ''] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/u.exec(name) ?? []
    for (let folder = root; ; folder = dirname(folder)) {
      const home = join(folder, 'node_modules', packageName)
      if (existsSync(join(home, 'package.json'))) return importTarget(home, `.${inside}`)
      if (dirname(folder) === folder) return undefined
    }
  }
}

async function importTarget(home: string, path: string): Promise<string | undefined> {
  const { exports } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { exports?: unknown }
  const table = isTable(exports) && Object.keys(exports).some((key) => key.startsWith('.')) ? exports[path] : path === '.' ? exports : undefined
  const target = pick(table)
  return target === undefined ? undefined : join(home, target)
}

function pick(target: unknown): string | undefined {
  if (typeof target === 'string') return target
  if (!isTable(target)) return undefined
  const condition = Object.keys(target).find((key) => ['node', 'import', 'module-sync', 'default'].includes(key))
  return condition === undefined ? undefined : pick(target[condition])
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
