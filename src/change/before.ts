/** Finds out which survivors the changed tests still noticed before the change: in a copy of the project as it was then. */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { judge } from '../engine/judge.js'
import type { GenerateFile } from '../mutants/generator.js'
import type { Mutant } from '../model/mutant.js'
import type { TestChoice } from '../model/options.js'
import type { Note } from '../model/result.js'
import { copyProject } from '../oracle/copy.js'
import { openVitest } from '../runners/vitest/host.js'
import { readHere } from '../mutants/reader.js'
import { openSources } from '../mutants/sources.js'
import { bytesBefore, type Change } from './change.js'

export interface BeforeInput {
  readonly root: string
  readonly change: Change
  /** Mutants that survive now and whose code was there before. */
  readonly survivors: readonly Mutant[]
  /** Relative paths, as they are now, of the test files that the change touches. */
  readonly testFiles: ReadonlySet<string>
  /** Absolute paths of folders that runs write to. */
  readonly leftOut: readonly string[]
  readonly generate: GenerateFile
  readonly concurrency: number
  readonly choice: TestChoice
  readonly signal: AbortSignal
}

export interface Before {
  /** Ids of the mutants that the tests noticed at the base. */
  readonly noticed: ReadonlySet<string>
  readonly notes: readonly Note[]
}

const NOTHING: Before = { noticed: new Set(), notes: [] }

/**
 * Runs the tests that the change touches, as they were at the base, on the survivors. Tests that it does not touch
 * would notice a mutant now as they did then.
 */
export async function noticedBefore(input: BeforeInput): Promise<Before> {
  const { root, change, survivors, leftOut } = input
  if (survivors.length === 0 || testFilesThen(input).size === 0) return NOTHING
  const copy = await copyProject(root, leftOut)
  try {
    await restore(copy.root, root, change)
    return await judgeThen(input, copy.root)
  } catch (error) {
    return unknown(error instanceof Error ? error.message : String(error))
  } finally {
    await copy.remove()
  }
}

/** The paths that the touched test files had at the base. */
function testFilesThen({ change, testFiles }: BeforeInput): Set<string> {
  const files = [...testFiles].map((path) => change.files.get(path) ?? { before: path })
  return new Set(files.flatMap(({ before }) => before ?? []))
}

/** Makes a copy of the working tree what the project was at the base; what git ignores stays. */
async function restore(copy: string, root: string, change: Change): Promise<void> {
  for (const { path, before, deleted } of change.files.values()) {
    if (!deleted && before !== path) await rm(join(copy, path), { force: true })
    const bytes = before === undefined ? undefined : await bytesBefore(root, change, before)
    if (before === undefined || bytes === undefined) continue
    await mkdir(dirname(join(copy, before)), { recursive: true })
    await writeFile(join(copy, before), bytes)
  }
}

async function judgeThen(input: BeforeInput, copy: string): Promise<Before> {
  const wanted = new Set(input.survivors.map(({ id }) => id))
  const tests = testFilesThen(input)
  const reader = readHere(() => Promise.resolve(input.generate))
  const sources = openSources({
    root: copy,
    allowed: new Set(input.survivors.map(({ file }) => file)),
    always: [],
    reader,
    keep: ({ id }) => wanted.has(id),
    isUncovered: () => false,
  })
  const { runner } = await openVitest(copy, sources, input.choice)
  try {
    const { catalog } = sources
    const { red, ledger } = await sources.whileServing(input.signal, (signal) => judge({
      runner: { ...runner, files: runner.files.filter(({ path }) => tests.has(path)) },
      catalog,
      keptState: sources.keptState,
      concurrency: input.concurrency,
      emit: () => undefined,
      signal,
    }))
    if (red.length > 0) return unknown(`${red[0]!.file} failed there: ${red[0]!.message}`)
    const noticed = catalog.mutants.filter((_, index) => ['Killed', 'Timeout'].includes(ledger.statusOf(index) ?? ''))
    return { noticed: new Set(noticed.map(({ id }) => id)), notes: [] }
  } finally {
    await runner.close()
  }
}

function unknown(why: string): Before {
  const text = `which survivors the changed tests noticed before is not known, because they could not be run as they were: ${why}`
  return { noticed: new Set(), notes: [{ level: 'warning', text: text.split('\n', 1)[0] ?? text }] }
}
