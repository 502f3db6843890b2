/** The conductor: from options to a result, step by step. */
import { assemble } from './outcome/assemble.js'
import type { Scope } from './change/scope.js'
import type { Coverage } from './coverage/read.js'
import { chooseTests } from './coverage/choose-tests.js'
import { keepCoverage } from './coverage/keep-coverage.js'
import type { Draw } from './engine/bench.js'
import { nearTo } from './engine/home.js'
import { judge } from './engine/judge.js'
import { openEquivalence, type Equivalence } from './equivalence/index.js'
import { UserError } from './model/errors.js'
import type { Emit } from './model/events.js'
import type { RunOptions } from './model/options.js'
import type { RunResult } from './model/result.js'
import { placeInDraw, withEstimate } from './outcome/budget.js'
import { memoryOf } from './store/memory.js'
import { packageVersion } from './common/version.js'
import { chooseFiles, type ChosenFiles } from './project/choose.js'
import { inSelection } from './project/select.js'
import type { Part } from './shards/part.js'
import type { OpenGenerator } from './mutants/generator.js'
import { collectTrials } from './reuse/collect.js'
import { notesOnEarlier, openEarlier } from './reuse/earlier.js'
import { answerable, settingsOf } from './settings.js'
import { readHere, type Reader } from './mutants/reader.js'
import { openSources } from './mutants/sources.js'
import { openStore, type Lasting, type Store } from './store/store.js'
import { checkMechanism, contradictions, notesOnCanaries, notesOnIgnored, redBaseline } from './outcome/trust.js'

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
  let equivalence: Equivalence | undefined
  let reader: Reader | undefined
  try {
    const asked = part ? undefined : answerable(options)
    const before = asked === undefined || options.force ? undefined : store.answer(asked)
    if (before) {
      const result = answered(before, performance.now() - begun)
      await report(result)
      store.reported(result)
      return result
    }
    const openGenerator = generatorOf(options, files)
    reader = await openReader(options, files, openGenerator)
    equivalence = await openEquivalence(options.root, options, store.found?.files, signal)
    const { result: judged, lasting } = await judgeAll({ options, files, scope, part, openGenerator, reader, equivalence, store, emit, signal, begun, asked })
    emit({ type: 'phase', phase: 'checking' })
    const checked = await equivalence.withoutEquivalent(judged)
    const result = store.keep(withEstimate(await toldApart(checked, scope, options, openGenerator, signal), options.budget))
    emit({ type: 'phase', phase: 'reporting' })
    await report(result)
    store.reported(result)
    if (asked !== undefined) await store.keepLasting(asked, result, lasting())
    return result
  } finally {
    equivalence?.close()
    reader?.close()
    store.close()
  }
}

function openStoreFor(options: RunOptions): Promise<Store> {
  const settings = { ...settingsOf(options), fresh: options.fresh }
  return openStore({ root: options.root, leftOut: [options.out], settings, ofPaths: options.paths.length > 0, workers: options.concurrency, tool: packageVersion() })
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

/** The parser is slow to load: it is, once, when it is asked for. */
function generatorOf(options: RunOptions, { named }: ChosenFiles): OpenGenerator {
  let opened: ReturnType<OpenGenerator> | undefined
  return () => opened ??= import('./mutants/generator.js')
    .then(({ createGenerator }) => createGenerator(options.operators, options.suppress, { ...options, named }))
}

/** In a thread of its own, unless what the config defines is code, or this one needs the generator as well. */
async function openReader(options: RunOptions, { named }: ChosenFiles, openGenerator: OpenGenerator): Promise<Reader> {
  const { operators, suppress, root, types, rules, overrides, customOperators, customRules, coverage, since } = options
  if (customOperators.length + customRules.length + coverage.length > 0 || since !== undefined) return readHere(openGenerator)
  const { readInThread } = await import('./mutants/thread.js')
  return readInThread({ operators, suppress, settings: { root, types, rules, overrides, named } })
}

interface Work {
  readonly options: RunOptions
  readonly files: ChosenFiles
  /** Set when only a change counts. */
  readonly scope: Scope | undefined
  /** Set when other machines judge mutants too. */
  readonly part: Part | undefined
  readonly openGenerator: OpenGenerator
  readonly reader: Reader
  readonly equivalence: Equivalence
  readonly store: Store
  /** All options that the result depends on; undefined when it rests on more than the files of the project. */
  readonly asked: string | undefined
  readonly emit: Emit
  readonly signal: AbortSignal
  /** When the run began, as `performance.now()` counts. */
  readonly begun: number
}

async function judgeAll(
  { options, files, scope, part, openGenerator, reader, equivalence, store, asked, emit, signal, begun }: Work,
): Promise<{ result: RunResult; lasting: () => Lasting }> {
  const coverage = await openCoverage(options)
  const sources = openSources({
    root: options.root,
    ...filesOf(files, scope, part),
    reader,
    emit,
    keep: (mutant) => inSelection(mutant, options.paths) && (scope?.mayMatter(mutant) ?? true),
    isUncovered: (mutant) => coverage?.isCovered(mutant.file, mutant.location) === false,
    ...(scope && { isChosen: scope.isChosen }),
    ...(part && { isElsewhere: part.isElsewhere }),
  })
  const { openVitest } = await import('./runners/vitest/host.js')
  const { runner, notes } = await openVitest(options.root, sources, options)
  try {
    const { catalog } = sources
    const kept = options.force || asked === undefined ? undefined : store.trials(asked)
    const before = kept && openEarlier({ ...kept, catalog, runner })
    const takenOver = before && 'earlier' in before ? before : undefined
    const earlierMs = asked === undefined || takenOver ? undefined : store.earlierMs(asked)
    const { deciding, empty } = scope ? scope.meet(runner.files, await openGenerator()) : { empty: false }
    const taken = store.found && { files: store.found.files, settings: JSON.stringify(settingsOf({ ...options, paths: [] })) }
    const chosen = await chooseTests({ options, files, scope, taken, coverage, openGenerator, deciding, all: empty ? [] : runner.files })
    const judged = await sources.whileServing(signal, (either) => judge({
      runner: { ...runner, files: part?.needed(chosen.files) ?? chosen.files },
      catalog,
      keptState: sources.keptState,
      concurrency: options.concurrency,
      fresh: options.fresh,
      dryRuns: options.dryRuns,
      emit: (event) => {
        if (event.type === 'testFile') equivalence.prepare(catalog.files.values())
        emit(event.type === 'phase' && earlierMs !== undefined ? { ...event, earlierMs } : event)
      },
      signal: either,
      memory: memoryOf(store),
      ...(takenOver && { earlier: takenOver.earlier }),
      ...(deciding && { deciding }),
      ...((scope || options.paths.length > 0) && { nearness: nearTo(filesOf(files, scope, part).always) }),
      ...(options.budget !== undefined && { draw: drawFor(options.budget, begun) }),
    }))
    if (judged.red.length > 0) throw redBaseline(judged, runner.redHint, options.ignoreTests)
    checkMechanism(runner, judged, sources)
    await sources.addUnloaded(chosen.unloaded)
    // Of a part alone the coverage is no use to others.
    const isPart = scope !== undefined || part !== undefined || judged.unopened > 0 || judged.files.length < runner.files.length
    const unkept = isPart ? [] : await keepCoverage({ ...options, catalog, files: judged.files, taken })
    const result = assemble({
      root: options.root,
      catalog,
      judged,
      kept: store.kept,
      runner,
      notes: [
        ...scope?.notes ?? [], ...sources.notes, ...coverage?.notes ?? [], ...chosen.notes, ...contradictions(catalog, judged),
        ...chosen.contradicted(judged.files, catalog), ...notes,
        ...(judged.unopened > 0 ? [] : notesOnIgnored(options.ignoreTests, judged)), ...notesOnCanaries(judged), ...judged.notes, ...notesOnEarlier(before, judged), ...unkept,
      ],
      totalMs: performance.now() - begun,
      interrupted: signal.aborted,
      ...(part && { shard: part.shard }),
    })
    const isWhole = judged.recalled.size === 0 && store.kept.verdicts.size === 0
    const lasting = (): Lasting => ({
      answer: (runner.outside?.size ?? 0) === 0,
      ...(isWhole && { wholeMs: result.timings.total }),
      trials: collectTrials({ catalog, judged, runner, ...(takenOver && { before: takenOver }) }),
    })
    return { result, lasting }
  } finally {
    await runner.close()
  }
}

/** @param begun as `performance.now()` counts */
function drawFor(budgetMs: number, begun: number): Draw {
  return { placeOf: placeInDraw, gone: () => (performance.now() - begun) / budgetMs, budgetMs }
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
  result: RunResult, scope: Scope | undefined, options: RunOptions, openGenerator: OpenGenerator, signal: AbortSignal,
): Promise<RunResult> {
  if (!scope) return result
  const { withBrought } = await import('./change/brought.js')
  return withBrought({ result, scope, signal, generate: await openGenerator(), concurrency: options.concurrency, choice: options, leftOut: [options.out] })
}

async function openCoverage({ coverage, root }: RunOptions): Promise<Coverage | undefined> {
  if (coverage.length === 0) return undefined
  const { readCoverage } = await import('./coverage/read.js')
  return readCoverage(coverage, root)
}
