/** The modules a worker has evaluated, which versions of Vitest keep in different ways. */
import { isBuiltin } from 'node:module'
import { REDEFINES } from '../../../common/redefines.js'
import { isInPackage } from './places.js'
import type { EvaluatedModule, TestRunner } from './vitest-types.js'

/** In the ids of what Vitest needs itself, and keeps between test files. */
export const KEPT = /\/(?:vitest|vite-node)\/dist\/|vitest-virtual-\w+\/dist|@vitest\/dist|virtual:mutate-runner/

/** Modules that were evaluated and forgotten again, by the ids that the main process knows them by. */
const forgotten = new Set<string>()

/**
 * Forgets mocks and every evaluated module that Vite serves, except Vitest's own, as Vitest does between test files.
 * @param kept stay as well; versions that evaluate modules with vite-node keep none
 */
export function forgetModules(runner: TestRunner, kept?: ReadonlySet<EvaluatedModule>): void {
  for (const id of evaluated(runner)) forgotten.add(id)
  if (runner.__vitest_executor) forgetInViteNode(runner.__vitest_executor)
  else forgetInModuleRunner(runner, kept)
}

/** The modules that were evaluated since the last call, by the ids that the main process knows them by. */
export function takeEvaluated(runner: TestRunner): string[] {
  const ids = new Set([...forgotten, ...evaluated(runner)])
  forgotten.clear()
  return [...ids]
}

function evaluated({ workerState }: TestRunner): string[] {
  return [...workerState.evaluatedModules?.idToModuleMap ?? []].flatMap(([id, { meta, promise, evaluated: isOver }]) => {
    const given = meta?.externalize ?? meta?.id
    return meta && given !== undefined && (isOver === true || promise !== undefined) && !isOfPlatform(id, meta) ? [given] : []
  })
}

/** The text that was evaluated, without the map that follows it. */
export function textOf(module: EvaluatedModule | undefined): string | undefined {
  const meta = module?.meta
  if (!meta || !('code' in meta) || typeof meta.code !== 'string') return undefined
  const map = meta.code.lastIndexOf('//# sourceMappingURL=')
  return map === -1 ? meta.code : meta.code.slice(0, map)
}

/** Whether the text of a module that is loaded may give properties other attributes; undefined where nobody tells the texts. */
export function areRedefined({ workerState }: TestRunner): boolean | undefined {
  const modules = [...workerState.evaluatedModules?.idToModuleMap ?? []].filter(([id, { evaluated: isOver }]) => isOver && !KEPT.test(id))
  return modules.length === 0 ? undefined : modules.some(([, module]) => REDEFINES.test(textOf(module) ?? ''))
}

/** Absolute paths of the modules that Vite serves and that were evaluated. */
export function filesOf(runner: TestRunner): string[] {
  return [...entriesOf(runner)].flatMap(([id, { meta }]) => (KEPT.test(id) || (meta && 'externalize' in meta) || isInPackage(id) ? [] : [fileOf(id)]))
}

/** The path of a module's file, without the query of its id. */
export function fileOf(id: string): string {
  return id.replace(/[?#].*$/u, '')
}

function entriesOf({ workerState, __vitest_executor: viteNode }: TestRunner): ReadonlyMap<string, EvaluatedModule> {
  return (viteNode ? viteNode.moduleCache : workerState.evaluatedModules?.idToModuleMap) ?? new Map<string, EvaluatedModule>()
}

/** What a module that Vite serves exports, also while it is evaluated; undefined where that is not known. */
export function exportsOf(runner: TestRunner, path: string): unknown {
  const { __vitest_executor: viteNode, workerState } = runner
  return (viteNode ? viteNode.moduleCache.get(path) : workerState.evaluatedModules?.idToModuleMap.get(path))?.exports
}

/** Whether a module belongs to Node or to Vitest, not to the tests. */
export function isOfPlatform(id: string, { externalize }: NonNullable<EvaluatedModule['meta']>): boolean {
  return externalize !== undefined && (KEPT.test(id) || isBuiltin(externalize))
}

/** Vitest 3.2 evaluates modules with vite-node. */
function forgetInViteNode({ mocker, moduleCache }: NonNullable<TestRunner['__vitest_executor']>): void {
  mocker.reset()
  for (const [id, module] of moduleCache) {
    if (!KEPT.test(id)) moduleCache.invalidateModule(module)
  }
}

/** Later ones do with Vite's module runner. */
function forgetInModuleRunner({ moduleRunner, workerState }: TestRunner, kept?: ReadonlySet<EvaluatedModule>): void {
  moduleRunner?.mocker?.reset()
  for (const [id, module] of workerState.evaluatedModules?.idToModuleMap ?? []) {
    if (KEPT.test(id) || kept?.has(module)) continue
    module.importers.clear()
    setState(module, FORGOTTEN)
  }
}

/** What a module came to when it was evaluated. */
type ModuleState = Pick<EvaluatedModule, 'promise' | 'exports' | 'evaluated'>

const FORGOTTEN: ModuleState = {}

/**
 * Takes down which modules are evaluated, before they are evaluated anew.
 * @returns puts that back: what tests of the first load import while they run has to be what their own modules have imported
 */
export function rememberModules(runner: TestRunner): () => void {
  const entries = entriesOf(runner)
  const before = new Map([...entries].map(([, module]) => [module, stateOf(module)]))
  return () => {
    for (const [id, module] of entries) if (!KEPT.test(id)) setState(module, before.get(module) ?? FORGOTTEN)
  }
}

function stateOf({ promise, exports, evaluated: isOver }: EvaluatedModule): ModuleState {
  return { promise, exports, ...(isOver !== undefined && { evaluated: isOver }) }
}

function setState(module: EvaluatedModule, { promise, exports, evaluated: isOver = false }: ModuleState): void {
  Object.assign(module, { promise, exports, evaluated: isOver })
}
