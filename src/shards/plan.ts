/** The plan of a run on several machines: which shard judges which mutants, and which test files it needs for that. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../common/hash.js'
import type { Catalog } from '../engine/catalog.js'
import type { FileState } from '../engine/file-state.js'
import { UserError } from '../model/errors.js'
import { balance, type Costed, type Group } from './balance.js'
import { estimateCosts, type Starts } from './cost.js'

export interface Plan {
  /** Of this shape of the file. */
  readonly plan: 1
  /** Version of this tool. */
  readonly tool: string
  /** The options that decide which mutants there are, as text. */
  readonly settings: string
  readonly sources: readonly PlannedFile[]
  readonly testFiles: readonly PlannedTestFile[]
  readonly shards: readonly PlannedShard[]
}

export interface PlannedFile {
  /** Relative to the root, with forward slashes. */
  readonly path: string
  readonly sha256: string
}

export interface PlannedTestFile extends PlannedFile {
  readonly project: string
  readonly tests: number
  /** Milliseconds of its dry run. */
  readonly durationMs: number
}

export interface PlannedShard {
  /** Milliseconds of work that are expected, of all its workers together: opening its test files, and judging. */
  readonly costMs: number
  /** Indexes of the test files that reach its mutants. */
  readonly testFiles: readonly number[]
  /** Paths of the sources that its mutants are in. */
  readonly sources: readonly string[]
  /** Ids of its mutants; all mutants but the ignored ones are in one shard. */
  readonly mutants: readonly string[]
}

/** Makes a plan out of a dry run of all test files. */
export function makePlan(
  catalog: Catalog, files: readonly FileState[], starts: Starts, count: number, about: Pick<Plan, 'tool' | 'settings'> & { readonly root: string },
): Plan {
  const costs = estimateCosts(catalog, files, starts)
  const groups = new Map<string, { files: number[]; mutants: Costed[] }>()
  const fileOf = new Map<string, string>()
  catalog.siteOf.forEach((site, index) => {
    const mutant = catalog.mutants[index]!
    if (site === -1) return
    const covering = catalog.uncovered.has(index) || catalog.omitted.has(index)
      ? [] : files.flatMap(({ coverage }, file) => (coverage.has(site) ? [file] : []))
    const key = covering.join(',')
    const group = groups.get(key) ?? { files: covering, mutants: [] }
    groups.set(key, group)
    group.mutants.push({ id: mutant.id, costMs: costs.mutantMs(site, covering) })
    fileOf.set(mutant.id, mutant.file)
  })
  const shards = balance([...groups.values()] satisfies Group[], count, costs.openMs)
  return {
    plan: 1,
    tool: about.tool,
    settings: about.settings,
    sources: [...catalog.files.values()].map(({ path, text }) => ({ path, sha256: hashOf(text) })).sort(byPath),
    testFiles: files.map(({ file, dry }) => ({
      project: file.project,
      path: file.path,
      sha256: hashOf(textOf(about.root, file.path) ?? ''),
      tests: dry?.tests.length ?? 0,
      durationMs: Math.round(dry?.durationMs ?? 0),
    })),
    shards: shards.map(({ mutants, costMs, files: testFiles }) => ({
      costMs: Math.round(costMs), testFiles, sources: [...new Set(mutants.map((id) => fileOf.get(id)!))].sort(), mutants,
    })),
  }
}

/**
 * Reads a plan and makes sure that it is one of this project as it is.
 * @param settings what `makePlan` was given when the plan was made
 */
export function readPlan(path: string, root: string, about: Pick<Plan, 'tool' | 'settings'>): Plan {
  let plan: Plan
  try {
    plan = JSON.parse(readFileSync(path, 'utf8')) as Plan
  } catch (error) {
    throw new UserError(`the plan ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  const again = 'make a new one with mutate plan'
  if ((plan as Partial<Plan> | null)?.plan !== 1) throw new UserError(`${path} is no plan; ${again}`)
  if (plan.tool !== about.tool) throw new UserError(`the plan ${path} was made by version ${plan.tool} of mutate, and this is ${about.tool}; ${again}`)
  if (plan.settings !== about.settings) throw new UserError(`the plan ${path} was made with other options about what to mutate; use the same, or ${again}`)
  const other = [...plan.sources, ...plan.testFiles].find((file) => hashOf(textOf(root, file.path) ?? '') !== file.sha256)
  if (other) throw new UserError(`the plan ${path} is of another state of the project: ${other.path} differs; ${again}`)
  return plan
}

function textOf(root: string, path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return undefined
  }
}

function hashOf(text: string): string {
  // Line ends depend on how the file was checked out.
  return sha256(text.replaceAll('\r\n', '\n'))
}

function byPath(a: PlannedFile, b: PlannedFile): number {
  return a.path < b.path ? -1 : 1
}
