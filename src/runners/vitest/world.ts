/** Takes down what the workers of a test file load and read, so that a later run can tell whether it is the same. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import type { World } from '../../engine/runner.js'
import { sha256 } from '../../common/hash.js'
import { relativePath } from '../../common/relative-path.js'
import { COMPANY, type ReadReport } from './worker/bridge.js'

/** A world that grows. */
export interface WorldRecord extends World {
  /**
   * What a worker was given when it asked for a module.
   * @param path of its file, where that is known
   */
  fetched(project: TestProject, environment: unknown, result: unknown, path?: string): void
  /** A worker loads a module of the project without Vite. */
  required(path: string): void
  read(report: ReadReport): void
  /** The tests use something that they would share with themselves. */
  hold(): void
  /** The tests open a connection, wherever it leads. */
  connect(): void
  /** @param what completes the sentence "the tests …" */
  takes(what: string): void
}

/** What a worker is given: a module, or the place where Node finds it. */
interface Fetched {
  readonly id?: unknown
  readonly file?: unknown
  readonly externalize?: unknown
  readonly cache?: unknown
}

/** The part of Vite's environments that knows modules. */
interface Graph {
  readonly moduleGraph?: { getModuleById(id: string): { readonly transformResult: Transformed | null } | undefined }
}

interface Transformed {
  readonly code: string
  readonly deps?: readonly string[]
}

/** @param root absolute path of the project */
export function openWorld(root: string): WorldRecord {
  const modules = new Map<string, string>()
  const reads = new Set<string>()
  const folders = new Set<string>()
  const elsewhere = new Set<string>()
  let holds = false
  let connects = false
  return {
    modules, reads, folders, elsewhere,
    get holds() { return holds },
    get hasCompany() { return COMPANY.some((what) => elsewhere.has(what)) },
    get mayActLater() { return connects || COMPANY.some((what) => elsewhere.has(what)) },
    fetched(project, environment, result, at) {
      const { id, file, externalize, cache } = result as Fetched
      if (cache === true) return
      if (typeof externalize === 'string') {
        const path = externalize.startsWith('file:') ? fileURLToPath(externalize) : externalize
        if (isInProject(root, path) && existsSync(path)) elsewhere.add('load modules of the project without Vite')
        return
      }
      if (typeof file === 'string' && file.includes('/node_modules/')) return
      // Vite 5 has no environments.
      const { environments } = project.vite as { readonly environments?: Readonly<Record<string, Graph | undefined>> }
      const graph = environments?.[String(environment)]?.moduleGraph
      const transformed = typeof id === 'string' ? graph?.getModuleById(id)?.transformResult : undefined
      // Vitest 3 has another way to give modules to its workers.
      if (typeof id !== 'string' || !transformed) {
        elsewhere.add('load modules that Vite does not tell of')
        // Below the root it calls them by their path from there.
        const path = at === undefined || isInProject(root, at) ? at : join(root, at)
        if (path !== undefined && isInProject(root, path)) modules.set(relativePath(root, path), '.')
      } else modules.set(id.startsWith(root) ? relativePath(root, id) : id, keyOf(transformed, root))
    },
    required(path) { modules.set(relativePath(root, path), 'required.') },
    read({ how, path }) { (how === 'file' ? reads : folders).add(path) },
    hold() { holds = true },
    connect() { connects = true },
    takes(what) { elsewhere.add(what) },
  }
}

function isInProject(root: string, path: string): boolean {
  return path.startsWith(`${root}/`) && !path.includes('/node_modules/')
}

const keys = new WeakMap<Transformed, string>()

/** What a module imports, and its whole text, as two hashes; the numbers of sites and bodies differ from run to run. */
function keyOf(transformed: Transformed, root: string): string {
  let key = keys.get(transformed)
  if (key === undefined) {
    const code = transformed.code
      .replaceAll(/^\/\/# source(?:MappingURL|MappingSource|URL)=.*$/gmu, '')
      .replaceAll(/__mut\.r\([^)]*\)/gu, '__mut.r()')
      .replaceAll(/(__mut(?:\$|\.[hf]\[|\.[sa]\s*[!=<>]=*\s*))\d+/gu, '$1')
      .replaceAll(root, '')
    key = `${short(JSON.stringify(transformed.deps?.map((dep) => dep.replaceAll(root, '')) ?? []))}.${short(code)}`
    keys.set(transformed, key)
  }
  return key
}

function short(text: string): string {
  return sha256(text).slice(0, 12)
}

/** The config files of the projects and what these import, relative to the root. */
export function configFiles(root: string, projects: readonly TestProject[]): string[] {
  return [...new Set(projects.flatMap(({ vite: { config } }) =>
    [...config.configFile ? [config.configFile] : [], ...config.configFileDependencies]))]
    .map((path) => relativePath(root, path))
}
