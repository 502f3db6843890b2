/** Which mutants a run would judge, without running anything. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { GenerationOptions } from '../model/custom.js'
import type { SourceFile } from '../model/instrumentable.js'
import type { Mutant } from '../model/mutant.js'
import type { RunOptions } from '../model/options.js'
import { chooseFiles } from '../project/choose.js'
import { inSelection } from '../project/select.js'

export type DiscoverOptions = Pick<RunOptions, 'root' | 'paths' | 'since'> & GenerationOptions

/**
 * The chosen files with their chosen mutants.
 * @param note takes a sentence about each file that can not be read or parsed and is left out
 */
export async function discoverAll(options: DiscoverOptions, note: (sentence: string) => void): Promise<SourceFile[]> {
  const { listed, named, isAsked } = await listedFiles(options, note)
  // The parser is slow to load: wrong paths are told before.
  const { createGenerator } = await import('./generator.js')
  const generate = createGenerator(options.operators, options.suppress, { ...options, named })
  const files: SourceFile[] = []
  for (const file of listed) {
    const text = readText(options.root, file, note)
    if (text === undefined) continue
    const source = generate(file, text)
    if ('error' in source) {
      note(`${file} is left out: syntax error in line ${source.error.line}: ${source.error.message}`)
    } else {
      for (const { text: sentence } of source.notes ?? []) note(sentence)
      files.push({ ...source, mutants: source.mutants.filter((mutant) => inSelection(mutant, options.paths) && isAsked(mutant)) })
    }
  }
  return files
}

function readText(root: string, file: string, note: (sentence: string) => void): string | undefined {
  try {
    return readFileSync(path.join(root, file), 'utf8')
  } catch (error) {
    note(`${file} is left out: ${error instanceof Error ? error.message : String(error)}`)
    return undefined
  }
}

interface Listed {
  readonly listed: readonly string[]
  /** Files that were named in full. */
  readonly named: ReadonlySet<string>
  /** Whether a mutant stands where it was asked for. */
  isAsked(mutant: Mutant): boolean
}

/** Without paths: what a run mutates even when no test loads it, or all candidates where that is nothing. */
async function listedFiles({ root, paths, since }: DiscoverOptions, note: (sentence: string) => void): Promise<Listed> {
  const { allowed, always, named } = await chooseFiles(root, paths)
  const all = { named, isAsked: () => true }
  if (since !== undefined) {
    const { readChange, isTouched } = await import('../change/change.js')
    const change = await readChange(root, since)
    return { listed: [...allowed].filter((file) => change.files.has(file)), named, isAsked: (mutant) => isTouched(change, mutant) }
  }
  if (always.length === 0) return { listed: [...allowed], ...all }
  const others = allowed.size - always.length
  if (others > 0) {
    const are = others === 1 ? 'file outside src and lib is' : 'files outside src and lib are'
    note(`${others} ${are} mutated only where tests load them; name them to list them`)
  }
  return { listed: always, ...all }
}
