/** Which modules stay when a test file is loaded anew on the sources that it has loaded, and which are evaluated again. */
import { join } from 'node:path'
import { relativePath, toPosix } from '../../../common/relative-path.js'
import { fileOf, KEPT, textOf } from './modules.js'
import type { EvaluatedModule, TestRunner } from './vitest-types.js'

/** In the text of a module that may register hooks or tests while it loads. */
const TESTING = /\b(?:vitest|(?:before|after)(?:Each|All)|describe|suite)\b|(?<![.\w$])(?:test|it)\s*\(/u

/** In the text of a source that may register hooks while it loads, and is kept. */
const HOOKING = /\b(?:before|after)(?:Each|All)\b|["']vitest(?:\/[^"']*)?["']|\bnode_modules\/vitest\//u

/** An import of what asserts, and registers nothing, as Vite writes it. */
const ASSERTING = /["'][^"']*\bvitest\b[^"']*["'],\s*\{\s*"importedNames":\s*\[(?:\s*"(?:expect|assert|chai|expectTypeOf|assertType)",?)+\s*\]\s*\}/gu

/** In the text of a module that may put others in place of modules: what is kept would hold those of an earlier load. */
const REPLACING = /\b(?:do)?(?:un)?mock\s*\(|\bresetModules\b/iu

/** Names of modules whose text is code; what tests may change of others, such as JSON, is only as it was when evaluated anew. */
const CODE = /\.[cm]?[jt]sx?$/u

/** In the path of what is there for tests. */
const TEST_PLACE = /(?:^|[/._-])(?:tests?|testing|specs?|e2e|fixtures?|mocks?|stubs?|helpers?|__\w+__)(?:[/._-]|$)/iu

interface Loaded {
  /** Absolute path of the project. */
  readonly root: string
  /** Paths of the instrumented modules that were evaluated, relative to it. */
  readonly sources: readonly string[]
  /** Absolute path of the test file. */
  readonly path: string
}

/**
 * Kept are sources and all that they import; also those that this run does not mutate, as far as their places and texts tell them
 * from what belongs to tests, and when they import nothing that is evaluated again.
 * @returns undefined where only all modules anew are as a first load: module mocks, a test file that is a source, a version of
 *   Vitest that does not tell what modules import
 */
export function modulesToKeep(runner: TestRunner, { root, sources: loadedSources, path }: Loaded): ReadonlySet<EvaluatedModule> | undefined {
  const modules = evaluatedBy(runner)
  if (!modules) return undefined
  const sources = new Set(loadedSources.map((file) => toPosix(join(root, file))))
  if ([...modules].some(([id, module]) => replaces(id, module, sources))) return undefined
  const needed = closure([...modules.keys()].filter((id) => sources.has(fileOf(id))), (id) => modules.get(id)?.imports ?? [])
  const roots = new Set([path, ...[runner.config.setupFiles ?? []].flat().map(String)])
  const loaded = [...modules.keys()].filter((id) => roots.has(fileOf(id)))
  if (!loaded.some((id) => fileOf(id) === path) || loaded.some((id) => needed.has(id))) return undefined
  if ([...needed].some((id) => HOOKING.test((textOf(modules.get(id)) ?? '').replace(ASSERTING, '')))) return undefined
  const folders = new Set(loadedSources.map(firstFolder))
  const standsApart = (place: string): boolean => TEST_PLACE.test(place) || !folders.has(firstFolder(place))
  const isAnew = (id: string, module: EvaluatedModule): boolean =>
    roots.has(fileOf(id)) || isOfTests(id, module, standsApart(relativePath(root, fileOf(id))))
  const importers = importersIn(modules)
  const begin = [...modules].flatMap(([id, module]) => !needed.has(id) && isAnew(id, module) ? [id] : [])
  const anew = closure(begin, (id) => (importers.get(id) ?? []).filter((importer) => !needed.has(importer)))
  return new Set([...modules].filter(([id]) => !anew.has(id)).map(([, module]) => module))
}

/** Undefined where nobody tells what modules import. */
function evaluatedBy({ workerState }: TestRunner): ReadonlyMap<string, EvaluatedModule> | undefined {
  const modules = [...workerState.evaluatedModules?.idToModuleMap ?? []].filter(([id, { evaluated }]) => evaluated && !KEPT.test(id))
  return modules.length > 0 && modules.every(([, { imports }]) => imports) ? new Map(modules) : undefined
}

function replaces(id: string, module: EvaluatedModule, sources: ReadonlySet<string>): boolean {
  if (id.startsWith('mock:') || (module.meta && 'mockedModule' in module.meta)) return true
  return !sources.has(fileOf(id)) && REPLACING.test(textOf(module) ?? '')
}

/** @param standsApart it lies where there are no sources, or where tests are */
function isOfTests(id: string, module: EvaluatedModule, standsApart: boolean): boolean {
  // Node keeps what it has loaded itself.
  if (module.meta && 'externalize' in module.meta) return false
  const text = textOf(module)
  return text === undefined || !CODE.test(id) || standsApart || TESTING.test(text)
}

function firstFolder(place: string): string {
  return place.split('/', 1)[0]!
}

function importersIn(modules: ReadonlyMap<string, EvaluatedModule>): Map<string, string[]> {
  const importers = new Map<string, string[]>()
  for (const [id, { imports }] of modules) {
    for (const imported of imports ?? []) {
      const list = importers.get(imported)
      if (list) list.push(id)
      else importers.set(imported, [id])
    }
  }
  return importers
}

function closure(begin: readonly string[], next: (id: string) => Iterable<string>): Set<string> {
  const found = new Set(begin)
  // A set that grows is walked to its end.
  for (const id of found) for (const other of next(id)) found.add(other)
  return found
}
