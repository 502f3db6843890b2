/** Makes a plan: the tests once, with every mutant asleep, and none judged. */
import { judge } from '../engine/judge.js'
import { createGenerator } from '../mutants/generator.js'
import type { Emit } from '../model/events.js'
import type { RunOptions } from '../model/options.js'
import { packageVersion } from '../common/version.js'
import { chooseFiles } from '../project/choose.js'
import { inSelection } from '../project/select.js'
import { openVitest } from '../runners/vitest/host.js'
import { settingsOf } from '../settings.js'
import { readHere } from '../mutants/reader.js'
import { openSources } from '../mutants/sources.js'
import { redBaseline } from '../outcome/trust.js'
import { makePlan, type Plan } from './plan.js'

/** @throws UserError when the project cannot be run, or its tests fail without any mutant */
export async function planRun(options: RunOptions, count: number, emit: Emit, signal: AbortSignal): Promise<Plan> {
  const files = await chooseFiles(options.root, options.paths)
  const generate = createGenerator(options.operators, options.suppress, { ...options, named: files.named })
  const reader = readHere(() => Promise.resolve(generate))
  const sources = openSources({
    root: options.root,
    ...files,
    reader,
    emit,
    keep: (mutant) => inSelection(mutant, options.paths),
    isUncovered: () => false,
    isElsewhere: () => true,
  })
  const starts: number[] = []
  const watch: Emit = (event) => {
    if (event.type === 'span' && event.name === 'worker start') starts.push(event.to - event.from)
    emit(event)
  }
  const { runner } = await openVitest(options.root, sources, options)
  try {
    const { catalog } = sources
    const judged = await sources.whileServing(signal, (either) => judge({
      runner, catalog, keptState: sources.keptState, concurrency: options.concurrency, emit: watch, signal: either,
    }))
    signal.throwIfAborted()
    if (judged.red.length > 0) throw redBaseline(judged, runner.redHint, options.ignoreTests)
    await sources.addUnloaded()
    const about = { root: options.root, tool: packageVersion(), settings: JSON.stringify(settingsOf(options)) }
    return makePlan(catalog, judged.files, { ms: starts, workers: options.concurrency }, count, about)
  } finally {
    await runner.close()
  }
}
