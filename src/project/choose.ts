/** Decides which files of a project a run may mutate. */
import type { PathSelection } from '../model/options.js'
import { findCandidates, isDefaultTarget } from './candidates.js'
import { namedInFull, selectFiles } from './select.js'
import { findWorkspaces } from './workspaces.js'

export interface ChosenFiles {
  /** Relative paths that may be mutated. */
  readonly allowed: ReadonlySet<string>
  /** Relative paths that are mutated even when no test loads them. */
  readonly always: readonly string[]
  /** Relative paths that were named in full: no rule about whole files applies to them. */
  readonly named: ReadonlySet<string>
}

/** With paths: exactly these. Without: what tests load, and what is below `src` and `lib`. */
export async function chooseFiles(root: string, paths: readonly PathSelection[]): Promise<ChosenFiles> {
  const candidates = await findCandidates(root)
  if (paths.length > 0) {
    const selected = selectFiles(root, candidates, paths)
    return { allowed: new Set(selected), always: selected, named: namedInFull(paths) }
  }
  const workspaces = await findWorkspaces(root)
  return { allowed: new Set(candidates), always: candidates.filter((file) => isDefaultTarget(file, workspaces)), named: new Set() }
}
