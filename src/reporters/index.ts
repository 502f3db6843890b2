/** The registry of reporters: names to modules, each loaded only when it is asked for. */
import { UserError } from '../model/errors.js'
import type { Reporter } from '../model/reporter.js'
import type { ReporterContext } from './context.js'
import { checkFolder } from './files.js'
import { nearest } from '../common/nearest.js'
import type { CreateReporter } from './user.js'

type Create = (context: ReporterContext) => Reporter

interface Entry {
  readonly load: () => Promise<Create>
  /** Writes into the report folder. */
  readonly files: boolean
}

/** In the order they finish in: what prints comes before what writes, so that a full disk hides no result. */
const registry: Readonly<Record<string, Entry>> = {
  github: { files: false, load: async () => (await import('./ci/github.js')).createGithubReporter },
  text: { files: false, load: async () => (await import('./text.js')).createTextReporter },
  json: { files: true, load: async () => (await import('./json.js')).createJsonReporter },
  html: { files: true, load: async () => (await import('./html.js')).createHtmlReporter },
  sarif: { files: true, load: async () => (await import('./ci/sarif.js')).createSarifReporter },
  gitlab: { files: true, load: async () => (await import('./ci/gitlab.js')).createGitlabReporter },
  junit: { files: true, load: async () => (await import('./ci/junit.js')).createJunitReporter },
  markdown: { files: true, load: async () => (await import('./ci/markdown.js')).createMarkdownReporter },
  badge: { files: true, load: async () => (await import('./ci/badge.js')).createBadgeReporter },
}

/** What tells the path of a module or the name of a package from a mistyped word. */
const MODULE = /[./@:-]/

/** The names a user can ask for. */
export const REPORTER_NAMES: readonly string[] = [
  'text', 'json', 'html', 'sarif', 'github', 'gitlab', 'junit', 'markdown', 'badge',
]

/**
 * Loads and creates the reporters of these names, ahead of them the progress line that is always there. A name that is an
 * absolute path or a package is a module of the user.
 * With `json`, `text` is left out: standard output is not free. On GitHub Actions, `github` is there without being asked for.
 * @param own reporters that the config holds as they are
 * @throws UserError for an unknown name, a module that is no reporter, or when the report folder cannot be written
 */
export async function createReporters(
  names: readonly string[],
  context: Omit<ReporterContext, 'names'>,
  own: readonly (Reporter | CreateReporter)[] = [],
): Promise<Reporter[]> {
  const modules = names.filter((name) => !Object.hasOwn(registry, name))
  for (const name of modules) if (!MODULE.test(name)) throw unknownReporter(name)
  const asked = new Set(names)
  if (context.env['GITHUB_ACTIONS'] === 'true') asked.add('github')
  if (context.json) asked.delete('text')
  const wanted = Object.keys(registry).filter((name) => asked.has(name))
  if (wanted.some((name) => registry[name]?.files)) await checkFolder(context.out)
  const full: ReporterContext = { ...context, names: [...wanted, ...modules] }
  const { createProgress } = await import('./progress.js')
  const reporters = [createProgress(full)]
  for (const name of wanted) {
    const create = await registry[name]?.load()
    if (create) reporters.push(create(full))
  }
  if (modules.length + own.length > 0) {
    const { givenReporter, loadUserReporter } = await import('./user.js')
    for (const name of modules) reporters.push(await loadUserReporter(name, full))
    for (const [index, one] of own.entries()) reporters.push(await givenReporter(one, index + 1, full))
  }
  return reporters
}

function unknownReporter(name: string): UserError {
  const guess = nearest(name, REPORTER_NAMES)
  const hint = guess === undefined ? '' : `; did you mean "${guess}"?`
  return new UserError(`there is no reporter "${name}"${hint} (known: ${REPORTER_NAMES.join(', ')}, and paths of modules)`)
}
