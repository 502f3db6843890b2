/** The conductor: from options to a result, step by step. */
import { assemble } from './assemble.js'
import type { Scope } from './change/scope.js'
import type { Coverage } from './coverage/read.js'
import type { Catalog } from './engine/catalog.js'
import type { Draw, FailingTest, Judged } from './engine/bench.js'
import { judge } from './engine/judge.js'
import { withoutEquivalent } from './equivalence/index.js'
import { ExitCode, UserError } from './model/errors.js'
import type { Emit } from './model/events.js'
import type { RunOptions } from './model/options.js'
import type { Runner } from './engine/runner.js'
import type { Note, RunResult } from './model/result.js'
import { placeInDraw, withEstimate } from './budget.js'
import { memoryOf } from './memory.js'
import { namesTest } from './model/test.js'
import { packageVersion } from './version.js'
import { chooseFiles, type ChosenFiles } from './project/choose.js'
import { inSelection } from './project/select.js'
import type { Part } from './shards/part.js'
import { openSources, type Sources } from './sources.js'
import { notKept } from './store/folder.js'
import { openStore, type Store } from './store/store.js'

/**
 * Judges all mutants of a project.
 * @param signal stops the run; what is known by then is reported
 * @param report delivers the result; should the process die before it is done, the next run takes up every verdict
 * @throws UserError when the project cannot be run, or its tests fail without any mutant
 */
export async function run(
  options: RunOptions,
  emit: Emit,
  signal: AbortSignal = new AbortController().signal,
  report: (result: RunResult) => Promise<void> = () => Promise.resolve(),
): Promise<RunResult> {
  const begun = performance.now()
  emit({ type: 'phase', phase: 'starting' })
  const files = await chooseFiles(options.root, options.paths)
  const scope = await openScopeOf(options, files)
  const part = await openPart(options)
  const store = await openStoreFor(options)
  try {
    const asked = options.force || part ? undefined : answerable(options)
    const before = asked === undefined ? undefined : store.answer(asked)
    if (before) {
      const result = answered(before, performance.now() - begun)
      await report(result)
      store.reported(result)
      return result
    }
    const outside = new Set<string>()
    const parts = await loadParts()
    const judged = await judgeAll({ options, files, scope, part, parts, store, emit, signal, begun, outside })
    emit({ type: 'phase', phase: 'checking' })
    const checked = await withoutEquivalent(judged, options, signal)
    const result = store.keep(withEstimate(await toldApart(checked, scope, options, files, signal), options.budget))
    emit({ type: 'phase', phase: 'reporting' })
    await report(result)
    store.reported(result)
    const lasting = part ? undefined : answerable(options)
    if (lasting !== undefined && outside.size === 0) await store.keepAnswer(lasting, result)
    return result
  } finally {
    store.close()
  }
}

function openStoreFor(options: RunOptions): Promise<Store> {
  const settings = { ...settingsOf(options), fresh: options.fresh }
  return openStore({ root: options.root, leftOut: [options.out], settings, tool: packageVersion() })
}

/** The options that decide which mutants there are, and which tests. */
export function settingsOf(
  { paths, operators, suppress, ignoreTests, rules, overrides, types, ...custom }: RunOptions,
): object {
  const definitions = [...custom.customOperators, ...custom.customRules].map(definitionText)
  return { paths, operators, suppress, ignoreTests, rules, overrides, types, definitions }
}

/** An operator or rule of the config as text, its functions too: another one makes other mutants. */
function definitionText(definition: object): string {
  return JSON.stringify(definition, (_, value: unknown) => typeof value === 'function' ? Function.prototype.toString.call(value) : value)
}

/**
 * All options that a result depends on, as text; undefined for what is always judged, because it rests on more than the
 * files of the project.
 */
function answerable(options: RunOptions): string | undefined {
  if (options.since !== undefined || options.coverage.length > 0 || options.profile) return undefined
  const { root: _root, out: _out, concurrency: _workers, reporters: _reporters, json: _json, all: _all, force: _force, budget: _budget, ...rest } = options
  const { minScore: _score, minCovered: _covered, maxSurvivors: _survivors, gates: _gates, noNewSurvivors: _new, ...asked } = rest
  return definitionText(asked)
}

/** The answer of an earlier run, told as this one's. */
function answered(before: Omit<RunResult, 'timings'>, totalMs: number): RunResult {
  const text = 'nothing changed since the last run: no test was run, its verdicts hold (--force judges everything again)'
  return {
    ...before,
    notes: [{ level: 'info', text }, ...before.notes],
    timings: { total: totalMs, dryRun: 0, judging: 0 },
  }
}

/** What is slow to load, and so comes after wrong paths are told. */
async function loadParts() {
  const [{ createGenerator }, { openVitest }] = await Promise.all([
    import('./generator.js'),
    import('./runners/vitest/host.js'),
  ])
  return { createGenerator, openVitest }
}

interface Work {
  readonly options: RunOptions
  readonly files: ChosenFiles
  /** Set when only a change counts. */
  readonly scope: Scope | undefined
  /** Set when other machines judge mutants too. */
  readonly part: Part | undefined
  readonly parts: Awaited<ReturnType<typeof loadParts>>
  readonly store: Store
  /** Takes what tests were seen to take from outside of the project's files. */
  readonly outside: Set<string>
  readonly emit: Emit
  readonly signal: AbortSignal
  /** When the run began, as `performance.now()` counts. */
  readonly begun: number
}

async function judgeAll(
  { options, files, scope, part, parts, store, outside, emit, signal, begun }: Work,
): Promise<RunResult> {
  const { createGenerator, openVitest } = parts
  const coverage = await openCoverage(options)
  const generate = createGenerator(options.operators, options.suppress, { ...options, named: files.named })
  const failure = new AbortController()
  const sources = openSources({
    root: options.root,
    ...filesOf(files, scope, part),
    generate,
    emit,
    keep: (mutant) => inSelection(mutant, options.paths) && (scope?.mayMatter(mutant) ?? true),
    isUncovered: (mutant) => coverage?.isCovered(mutant.file, mutant.location) === false,
    ...(scope && { isChosen: scope.isChosen }),
    ...(part && { isElsewhere: part.isElsewhere }),
    onFailure: (error) => failure.abort(error),
  })
  const { runner, notes } = await openVitest(options.root, sources, options.ignoreTests)
  try {
    const { catalog } = sources
    const { deciding, empty } = scope?.meet(runner.files, generate) ?? { empty: false }
    const judged = await judge({
      runner: { ...runner, files: empty ? [] : part?.needed(runner.files) ?? runner.files },
      catalog,
      concurrency: options.concurrency,
      fresh: options.fresh,
      dryRuns: options.dryRuns,
      emit,
      signal: AbortSignal.any([signal, failure.signal]),
      memory: memoryOf(store),
      ...(deciding && { deciding }),
      ...(options.budget !== undefined && { draw: drawUntil(begun + options.budget) }),
    }).finally(() => failure.signal.throwIfAborted())
    if (judged.red.length > 0) throw redBaseline(judged.red, runner.redHint)
    checkMechanism(runner, judged, sources)
    sources.addUnloaded()
    // Of a part alone the coverage is no use to others.
    const unkept = scope ?? part ? [] : await keepCoverage(options.root, catalog, judged)
    return assemble({
      root: options.root,
      catalog,
      judged,
      kept: store.kept,
      runner,
      notes: [
        ...scope?.notes ?? [], ...sources.notes, ...coverage?.notes ?? [], ...contradictions(catalog, judged), ...notes,
        ...notesOnIgnored(options.ignoreTests, judged), ...judged.notes, ...unkept,
      ],
      totalMs: performance.now() - begun,
      interrupted: signal.aborted,
      ...(part && { shard: part.shard }),
    })
  } finally {
    for (const what of runner.outside ?? []) outside.add(what)
    await runner.close()
  }
}

/** @param end as `performance.now()` counts */
function drawUntil(end: number): Draw {
  return { placeOf: placeInDraw, isOver: () => performance.now() >= end }
}

/** A shard with a plan reads the sources of its mutants even when none of its tests load them. */
function filesOf(files: ChosenFiles, scope: Scope | undefined, part: Part | undefined): ChosenFiles {
  const chosen = scope?.files ?? files
  return part ? { ...chosen, always: [...new Set([...chosen.always, ...part.sources])] } : chosen
}

async function openPart(options: RunOptions): Promise<Part | undefined> {
  const { shard, plan: path, root } = options
  if (shard === undefined) return undefined
  const [{ readPlan }, { partOf }] = await Promise.all([import('./shards/plan.js'), import('./shards/part.js')])
  const plan = path === undefined
    ? undefined : readPlan(path, root, { tool: packageVersion(), settings: JSON.stringify(settingsOf(options)) })
  if (plan && plan.shards.length !== shard.count) {
    throw new UserError(`the plan ${path ?? ''} is one for ${plan.shards.length} shards, not for ${shard.count}`)
  }
  return partOf(shard, plan)
}

/** What only the change counts for, when that was asked. */
async function openScopeOf({ root, since, out }: RunOptions, files: ChosenFiles): Promise<Scope | undefined> {
  if (since === undefined) return undefined
  const [{ readChange }, { openScope }] = await Promise.all([import('./change/change.js'), import('./change/scope.js')])
  return openScope(root, await readChange(root, since, [out]), files)
}

/** The result with the mutants that the change brings told apart, when only a change was judged. */
async function toldApart(
  result: RunResult, scope: Scope | undefined, options: RunOptions, files: ChosenFiles, signal: AbortSignal,
): Promise<RunResult> {
  if (!scope) return result
  const [{ createGenerator }, { withBrought }] = await Promise.all([import('./generator.js'), import('./change/brought.js')])
  return withBrought({
    result, scope, signal,
    generate: createGenerator(options.operators, options.suppress, { ...options, named: files.named }),
    concurrency: options.concurrency,
    leftOut: [options.out],
  })
}

async function openCoverage({ coverage, root }: RunOptions): Promise<Coverage | undefined> {
  if (coverage.length === 0) return undefined
  const { readCoverage } = await import('./coverage/read.js')
  return readCoverage(coverage, root)
}

/** Keeps which test reaches what, for later runs and for other tools. */
async function keepCoverage(root: string, catalog: Catalog, judged: Judged): Promise<Note[]> {
  const [{ buildIndex }, { writeIndex }] = await Promise.all([
    import('./coverage/coverage-index.js'),
    import('./coverage/keep.js'),
  ])
  const runs = judged.files.flatMap(({ file, dry }) => dry ? [{ project: file.project, file: file.path, ...dry }] : [])
  try {
    writeIndex(buildIndex(catalog.files.values(), runs), root)
    return []
  } catch (error) {
    return [notKept('the coverage is not kept', error)]
  }
}

function contradictions(catalog: Catalog, judged: Judged): Note[] {
  const reached = [...catalog.uncovered].filter((mutant) =>
    judged.files.some(({ coverage }) => coverage.has(catalog.siteOf[mutant]!)))
  if (reached.length === 0) return []
  const files = [...new Set(reached.map((mutant) => catalog.mutants[mutant]!.file))].join(', ')
  return [{
    level: 'warning',
    text: `${reached.length} mutants count as not covered by the coverage given, but tests reach them now (${files}): collect it anew`,
  }]
}

/** At most this many failing tests are named. */
const MOST_NAMED = 10

/** A test that is left out without need looks like one that passes: each pattern is accounted for. */
function notesOnIgnored(patterns: readonly string[], { files }: Judged): Note[] {
  return patterns.map((pattern) => {
    const named = files.flatMap(({ file, dry }) => dry?.tests.filter(({ path }) => namesTest(pattern, file.path, path)) ?? [])
    return named.length === 0
      ? { level: 'warning', text: `no test is called ${pattern}, so nothing is left out by it` }
      : { level: 'info', text: `${named.length === 1 ? '1 test is' : `${named.length} tests are`} left out as ${pattern}` }
  })
}

/** @throws UserError when mutants do not reach the tests, or failures do not reach us: no verdict could be believed */
function checkMechanism({ name, version }: Runner, { unproven: [file] }: Judged, sources: Sources): void {
  if (!file && !sources.allLost()) return
  const where = `${name} ${version}${file?.config === undefined ? '' : ` with ${file.config}`}`
  const project = file && file.project !== '' ? ` of project ${file.project}` : ''
  throw new UserError(
    file
      ? `nothing can be judged with ${where}: a test in ${file.path}${project} that was made to fail was not reported as failed; `
        + 'look for what catches failures there, such as a `runner` or a plugin of the config'
      : `nothing can be judged with ${where}: a plugin of its config puts other texts in the place of those with mutants; `
        + 'look for one that caches or reads files itself',
    ExitCode.inconclusive)
}

export function redBaseline(red: readonly FailingTest[], hint: string | undefined): UserError {
  const named = red.slice(0, MOST_NAMED).map(({ file, name, message }) =>
    `  ${file}${name === '' ? '' : ` > ${name}`}: ${message.split('\n', 1)[0] ?? ''}`)
  const more = red.length > MOST_NAMED ? [`  and ${red.length - MOST_NAMED} more`] : []
  const count = red.length === 1 ? 'one test fails' : `${red.length} tests fail`
  return new UserError(
    [`${count} without any mutant, so nothing can be judged; make the suite pass first`, ...named, ...more, ...hint === undefined ? [] : [hint]].join('\n'),
    ExitCode.baselineRed)
}
