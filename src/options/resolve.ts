/** The one merge point: flags beat the config file, the file beats the defaults. */
import { existsSync, realpathSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { UserError } from '../model/errors.js'
import type { GenerationOptions, Override } from '../model/custom.js'
import type { PathSelection, RunOptions, TestChoice } from '../model/options.js'
import type { Reporter } from '../model/reporter.js'
import { locatePaths } from '../project/paths.js'
import type { CreateReporter } from '../reporters/user.js'
import { readShard } from '../shards/shard.js'
import type { ParsedArguments } from './arguments.js'
import { loadConfig } from './config-file.js'
import { type ConfigValues, type FlagValues, optionList } from './table.js'
import { durationMs, isOwnReporter, workerCount } from './values.js'

/** The options of `mutate list`. */
export interface ListOptions extends Pick<RunOptions, 'root' | 'paths' | 'since' | 'json'>, GenerationOptions {
  /** Show each mutant as a diff. */
  readonly diff: boolean
  /** Show only what is left out, by rule. */
  readonly suppressed: boolean
}

/** The options of `mutate show`. */
export interface ShowOptions extends Pick<RunOptions, 'root' | 'json'> {
  /** Ids of mutants, or how they begin. */
  readonly ids: readonly string[]
  /** Absolute path of the report to read instead of what the last run kept. */
  readonly report?: string
}

/** The options of `mutate describe`. */
export interface DescribeOptions extends Pick<RunOptions, 'json' | 'customOperators' | 'customRules'> {
  /** Operators and rules to describe, as typed; none means a table of all. */
  readonly names: readonly string[]
}

/** The options of `mutate verify`, which runs `mutate` when nothing is kept. */
export interface VerifyOptions extends RunOptions, Pick<ShowOptions, 'ids'> {
  readonly sample?: number
  readonly seed?: number
  /** Globs of test files that stay out of the plain runs. */
  readonly exclude: readonly string[]
  /** Plain runs at the same time. */
  readonly plainRuns: number
}

/** The options of `mutate diff`. */
export interface DiffOptions extends Pick<RunOptions, 'root' | 'reporters' | 'out' | 'json' | 'all'> {
  /** Absolute paths of reports. */
  readonly reports: readonly string[]
}

/** The options of `mutate affected`. */
export interface AffectedOptions extends TestChoice, Pick<RunOptions, 'root' | 'since' | 'json' | 'out'> {
  readonly run: boolean
  /** Print arguments for Vitest. */
  readonly args: boolean
}

/** The options of `mutate plan`. */
export interface PlanOptions extends RunOptions {
  /** 0 when it was not said. */
  readonly shards: number
}

/** The options of `mutate merge`. */
export interface MergeOptions extends RunOptions {
  /** Absolute paths of reports or of folders of them. */
  readonly reports: readonly string[]
}

/** What stands in the config as it is; no data, so that it stays out of the options of a run. */
export interface OwnReporters {
  readonly ownReporters?: readonly (Reporter | CreateReporter)[]
}

/** Everything any command can ask for. */
export type ResolvedOptions = OwnReporters & DiffOptions & RunOptions & ListOptions & ShowOptions & VerifyOptions & DescribeOptions
  & PlanOptions & MergeOptions & AffectedOptions

/** Plain runs at the same time: a Vitest of its own starts workers for all cores. */
const PLAIN_RUNS = 2

/**
 * Resolves the options of one command. Paths of flags are relative to the working directory, paths of the
 * config file and defaults to the root.
 * @param cwd absolute path that relative flags start from
 */
export async function resolveOptions(parsed: ParsedArguments, cwd: string): Promise<ResolvedOptions> {
  const { flags } = parsed
  const root = resolveRoot(flags.root, cwd)
  const explicit = flags.configFile === undefined ? undefined : path.resolve(cwd, flags.configFile)
  const { values: config } = await loadConfig(root, explicit)
  const all = { ...defaults(), ...config, ...flags }
  const locate = (paths: readonly string[] = [], base: string): readonly PathSelection[] | undefined =>
    paths.length === 0 ? undefined : locatePaths(paths, root, base)
  const takesIds = parsed.command === 'show' || parsed.command === 'verify'
  const takesPaths = ['run', 'list', 'plan'].includes(parsed.command)
  return {
    root,
    ids: takesIds ? parsed.paths : [],
    names: parsed.command === 'describe' ? parsed.paths : [],
    paths: locate(takesPaths ? parsed.paths : [], cwd) ?? locate(config.paths, root) ?? [],
    operators: withLevel(all.operators ?? []),
    coverage: existing(flags.coverage, cwd) ?? existing(config.coverage, root) ?? [],
    concurrency: workerCount(all.concurrency, availableParallelism()),
    ...reportersOf(flags.reporters && locateModules(flags.reporters, cwd), parsed.command === 'diff' ? ['text'] : config.reporters, root),
    reports: ['diff', 'merge'].includes(parsed.command) ? parsed.paths.map((report) => path.resolve(cwd, report)) : [],
    out: resolveOut(flags.out === undefined ? root : cwd, all.out ?? ''),
    json: all.json ?? false,
    all: all.all ?? false,
    diff: all.diff ?? false,
    suppressed: all.suppressed ?? false,
    suppress: all.suppress ?? true,
    fresh: flags.fresh ?? false,
    force: flags.force ?? false,
    dryRuns: Math.max(1, all.dryRuns ?? 1),
    shareWorkers: all.shareWorkers ?? true,
    ignoreTests: all.ignoreTests ?? [],
    projects: all.projects ?? [],
    ...vitestConfig(flags.vitestConfig === undefined ? root : cwd, all.vitestConfig, root),
    profile: flags.profile ?? false,
    types: all.types ?? false,
    typeCheck: all.typeCheck ?? true,
    rules: all.rules ?? [],
    overrides: (config.overrides ?? []).map((override) => withoutFlagged(override, flags)),
    customOperators: config.customOperators ?? [],
    customRules: config.customRules ?? [],
    minify: all.minify ?? false,
    exclude: flags.exclude ?? [],
    plainRuns: workerCount(flags.concurrency ?? PLAIN_RUNS, availableParallelism()),
    ...(flags.sample !== undefined && { sample: flags.sample }),
    ...(flags.report !== undefined && { report: path.resolve(cwd, flags.report) }),
    ...(flags.seed !== undefined && { seed: flags.seed }),
    ...(flags.since !== undefined && { since: flags.since }),
    ...(flags.shard !== undefined && { shard: readShard(flags.shard, process.env) }),
    ...budget(flags, config),
    ...(flags.plan !== undefined && { plan: planFile(flags.plan, flags.shard, cwd) }),
    shards: flags.shards ?? 0,
    run: flags.run ?? false,
    args: flags.args ?? false,
    ...gates(all, flags.noNewSurvivors === undefined ? root : cwd),
  }
}

/** Flags beat the config, also where it speaks about some paths. */
function withoutFlagged(override: Override, flags: FlagValues): Override {
  const { operators, suppress, ...others } = override
  return {
    ...others,
    ...(operators && flags.operators === undefined && { operators }),
    ...(suppress !== undefined && flags.suppress === undefined && { suppress }),
  }
}

function defaults(): FlagValues {
  const set = optionList.filter((spec) => spec.default !== undefined)
  return Object.fromEntries(set.map((spec) => [spec.key, spec.default]))
}

function gates(
  all: ConfigValues, base: string,
): Pick<RunOptions, 'minScore' | 'minCovered' | 'maxSurvivors' | 'gates' | 'noNewSurvivors'> {
  return {
    ...(all.minScore !== undefined && { minScore: all.minScore }),
    ...(all.minCovered !== undefined && { minCovered: all.minCovered }),
    ...(all.maxSurvivors !== undefined && { maxSurvivors: all.maxSurvivors }),
    ...(all.gates !== undefined && { gates: all.gates }),
    ...(all.noNewSurvivors !== undefined && { noNewSurvivors: existingReport(path.resolve(base, all.noNewSurvivors)) }),
  }
}

/** Shards have no sample of the whole: what the config says of every run does not hold for them. */
function budget({ budget: given, shard }: FlagValues, config: ConfigValues): Pick<RunOptions, 'budget'> {
  const text = given ?? (shard === undefined ? config.budget : undefined)
  const ms = text === undefined ? undefined : durationMs(text)
  if (ms === undefined) return {}
  if (shard !== undefined) throw new UserError('--budget draws from all mutants, and --shard judges a part of them: give one of the two')
  return { budget: ms }
}

/** Told before anything is run. */
function existingReport(file: string): string {
  if (!existsSync(file)) throw new UserError(`--no-new-survivors: there is no report ${file}`)
  return file
}

/** Relative to the root, so that it is the one of a copy in a copy. */
function vitestConfig(base: string, file: string | undefined, root: string): Pick<RunOptions, 'vitestConfig'> {
  if (file === undefined) return {}
  const absolute = path.resolve(base, file)
  if (!existsSync(absolute)) throw new UserError(`--vitest-config: there is no file ${absolute}`)
  return { vitestConfig: path.relative(root, absolute) }
}

function planFile(plan: string, shard: string | undefined, cwd: string): string {
  if (shard === undefined) throw new UserError('--plan needs --shard i/n, which says what part of the plan to judge')
  return path.resolve(cwd, plan)
}

function resolveRoot(given: string | undefined, cwd: string): string {
  const root = path.resolve(cwd, given ?? '.')
  if (!existsSync(root)) throw new UserError(`--root: there is no folder ${root}`)
  if (!statSync(root).isDirectory()) throw new UserError(`--root must be a folder, but ${root} is a file`)
  return realpathSync(root)
}

/** A list that only leaves names out leaves them out of the default level. */
function withLevel(operators: readonly string[]): readonly string[] {
  const unique = [...new Set(operators)]
  return unique.every((name) => name.startsWith('-')) ? ['default', ...unique] : unique
}

/** Reporters of the user that are paths become absolute; names stay as they are. */
/** Flags beat the config, also the reporters that stand in it as they are. */
function reportersOf(
  flags: readonly string[] | undefined, config: ConfigValues['reporters'] = defaults().reporters ?? [], root: string,
): Pick<ResolvedOptions, 'reporters' | 'ownReporters'> {
  const given = flags ?? config
  const names = given.filter((one) => typeof one === 'string')
  const own = given.filter(isOwnReporter)
  return { reporters: [...new Set(flags ?? locateModules(names, root))], ...(own.length > 0 && { ownReporters: own }) }
}

function locateModules(names: readonly string[], base: string): readonly string[] {
  return names.map((name) => (/^\.{1,2}[\\/]|^[\\/]|^[A-Za-z]:[\\/]/u.test(name) ? path.resolve(base, name) : name))
}

function existing(files: readonly string[] | undefined, base: string): readonly string[] | undefined {
  return files?.map((file) => {
    const absolute = path.resolve(base, file)
    if (!existsSync(absolute)) throw new UserError(`coverage not found: ${absolute}`)
    return absolute
  })
}

function resolveOut(base: string, out: string): string {
  const absolute = path.resolve(base, out)
  if (existsSync(absolute) && !statSync(absolute).isDirectory()) {
    throw new UserError(`the report folder ${absolute} is a file; choose another with --out`)
  }
  return absolute
}
