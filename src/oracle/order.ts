/**
 * Lets a plain run begin with one test file, by telling Vitest that it failed last time: Vitest runs such files first. The
 * whole suite runs as before, but a mutant that this file notices is known to be dead after the first file.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What Vitest keeps of its last run, by project and path. */
interface Results {
  readonly results: readonly (readonly [key: string, result: { readonly duration: number; readonly failed: boolean }])[]
}

/**
 * @param root of a copy in which the suite has run once
 * @returns writes which file goes first, relative to the root; undefined: the order of time
 */
export async function rememberOrder(root: string): Promise<(first: string | undefined) => Promise<void>> {
  const home = join(root, 'node_modules', '.vite', 'vitest')
  const names = await readdir(home).catch(() => [])
  const kept = (await Promise.all(names.map((name) => readResults(join(home, name, 'results.json'))))).flat()
  return async (first) => {
    for (const { path, data } of kept) {
      const results = data.results.map(([key, result]) => [key, { ...result, failed: first !== undefined && key.endsWith(`:${first}`) }])
      await writeFile(path, JSON.stringify({ ...data, results }))
    }
  }
}

/** Nothing where this Vitest keeps none, or keeps it in another way: then the order is its own. */
async function readResults(path: string): Promise<{ path: string; data: Results }[]> {
  try {
    const data = JSON.parse(await readFile(path, 'utf8')) as Partial<Results>
    return Array.isArray(data.results) ? [{ path, data: data as Results }] : []
  } catch {
    return []
  }
}
