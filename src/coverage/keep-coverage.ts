/** Keeps which test reaches what, for later runs and for other tools. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { TakenOf } from './keep.js'
import type { Catalog } from '../engine/catalog.js'
import type { FileState } from '../engine/file-state.js'
import type { PathSelection } from '../model/options.js'
import type { Note } from '../model/result.js'
import { notKept } from '../store/folder.js'

export interface KeepInput {
  readonly root: string
  /** What was asked to be mutated; only this is known afterwards. */
  readonly paths: readonly PathSelection[]
  readonly catalog: Catalog
  /** All test files of the project, after their dry run. */
  readonly files: readonly FileState[]
  /** The project as it was when the tests ran. */
  readonly taken: TakenOf | undefined
}

/** What is known of a whole project is not replaced by what a run of a few files knows. */
export async function keepCoverage({ root, paths, catalog, files, taken }: KeepInput): Promise<Note[]> {
  if (paths.some(({ lines }) => lines !== undefined)) return []
  const [{ buildIndex }, { readIndex, writeIndex }] = await Promise.all([
    import('./coverage-index.js'),
    import('./keep.js'),
  ])
  try {
    const known = paths.length > 0 ? readIndex(root)?.sources ?? [] : []
    if (known.some(({ path }) => !catalog.files.has(path) && existsSync(join(root, path)))) return []
    const runs = files.flatMap(({ file, dry }) => dry ? [{ project: file.project, file: file.path, ...dry }] : [])
    writeIndex(buildIndex(catalog.files.values(), runs), root, taken)
    return []
  } catch (error) {
    return [notKept('the coverage is not kept', error)]
  }
}
