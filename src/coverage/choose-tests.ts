/** The test files that a run opens: all, or those that may matter by the coverage that was given. */
import type { Scope } from '../change/scope.js'
import type { TakenOf } from './keep.js'
import type { Needed, WantedSource } from './needed.js'
import type { Coverage } from './read.js'
import type { Deciding } from '../engine/bench.js'
import type { Catalog } from '../engine/catalog.js'
import type { FileState } from '../engine/file-state.js'
import type { TestFile } from '../engine/runner.js'
import type { GenerateFile, OpenGenerator } from '../mutants/generator.js'
import type { RunOptions } from '../model/options.js'
import type { Note } from '../model/result.js'
import type { ChosenFiles } from '../project/choose.js'
import { readText } from '../project/read-text.js'
import { inSelection } from '../project/select.js'

export interface ChosenTests extends Needed {
  /** What the tests that ran show to be wrong in the coverage. */
  contradicted(states: readonly FileState[], catalog: Catalog): Note[]
}

export interface ChooseInput {
  readonly options: RunOptions
  readonly files: ChosenFiles
  readonly scope: Scope | undefined
  /** What coverage of this run is taken of. */
  readonly taken: TakenOf | undefined
  readonly coverage: Coverage | undefined
  readonly openGenerator: OpenGenerator
  /** The tests whose mutants are wanted, wherever they are. */
  readonly deciding: Deciding | undefined
  /** All test files that could run. */
  readonly all: readonly TestFile[]
}

export async function chooseTests(input: ChooseInput): Promise<ChosenTests> {
  const { options, coverage, taken, deciding, all } = input
  const everything: ChosenTests = { files: all, unloaded: [], notes: [], contradicted: () => [] }
  if (!coverage || all.length === 0) return everything
  const [{ readByTest }, { contradicted, neededFiles }] = await Promise.all([
    import('./by-test.js'), import('./needed.js'),
  ])
  const byTest = readByTest({ coverage, paths: options.coverage, root: options.root, testFiles: all, now: taken })
  if (!byTest) return everything
  const needed = neededFiles(all, byTest, wantedIn(input, await input.openGenerator(), coverage), (file) => deciding?.concerns(file) ?? false)
  return { ...needed, contradicted: (states, catalog) => contradicted(states, catalog, byTest) }
}

/** The sources whose mutants are to be judged, and where these stand when that is not the whole file. */
function wantedIn({ options, files, scope }: ChooseInput, generate: GenerateFile, coverage: Coverage): WantedSource[] {
  const { root, paths } = options
  const inPart = scope !== undefined || paths.some(({ lines }) => lines !== undefined)
  return [...(scope?.files ?? files).allowed].map((path) => ({
    path,
    locations() {
      if (!inPart) return undefined
      if (scope && !scope.change.files.has(path)) return []
      const generated = generate(path, readText(root, path))
      // What cannot be parsed is told by the run.
      if ('error' in generated) return undefined
      return generated.mutants
        .filter((mutant) => !mutant.ignored && inSelection(mutant, paths) && (scope?.isChosen(mutant) ?? true)
          && coverage.isCovered(path, mutant.location) !== false)
        .map(({ location }) => location)
    },
  }))
}
