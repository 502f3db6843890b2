/** The registry of reporters: names to modules, each loaded only when it is asked for. */
import { UserError } from '../model/errors.js'
import type { Reporter } from '../model/reporter.js'
import type { ReporterContext } from './context.js'
import { checkFolder } from './files.js'
import { nearest } from './nearest.js'

type Create = (context: ReporterContext) => Reporter

interface Entry {
  readonly load: () => Promise<Create>
  /** Writes into the report folder. */
  readonly files: boolean
}

/** In the order they finish in: what prints comes before what writes, so that a full disk hides no result. */
const registry: Readonly<Record<string, Entry>> = {
  text: { files: false, load: async () => (await import('./text.js')).createTextReporter },
  json: { files: true, load: async () => (await import('./json.js')).createJsonReporter },
  html: { files: true, load: async () => (await import('./html.js')).createHtmlReporter },
}

/** The names a user can ask for. */
export const REPORTER_NAMES: readonly string[] = Object.keys(registry)

/**
 * Loads and creates the reporters of these names, ahead of them the progress line that is always there.
 * With `json`, `text` is left out: standard output is not free.
 * @throws UserError for an unknown name, or when the report folder cannot be written
 */
export async function createReporters(
  names: readonly string[],
  context: Omit<ReporterContext, 'names'>,
): Promise<Reporter[]> {
  for (const name of names) if (!Object.hasOwn(registry, name)) throw unknownReporter(name)
  const wanted = REPORTER_NAMES.filter((name) => names.includes(name) && !(context.json && name === 'text'))
  if (wanted.some((name) => registry[name]?.files)) await checkFolder(context.out)
  const full: ReporterContext = { ...context, names: wanted }
  const { createProgress } = await import('./progress.js')
  const reporters = [createProgress(full)]
  for (const name of wanted) {
    const create = await registry[name]?.load()
    if (create) reporters.push(create(full))
  }
  return reporters
}

function unknownReporter(name: string): UserError {
  const guess = nearest(name, REPORTER_NAMES)
  const hint = guess === undefined ? '' : ` Did you mean "${guess}"?`
  return new UserError(`There is no reporter "${name}".${hint} The reporters are: ${REPORTER_NAMES.join(', ')}.`)
}
