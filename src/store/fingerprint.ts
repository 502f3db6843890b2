/** What verdicts of a project rest on, as hashes: every file of it, its lockfile, its Vitest, and the settings of the run. */
import { readdir, readFile, readlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative, sep } from 'node:path'
import { sha256 } from '../common/hash.js'

export interface Fingerprint {
  /** What was asked for, and the versions of what answers. */
  readonly settings: string
  /** Path and hash of each file, sorted by path; of files outside the root too. */
  readonly files: readonly (readonly [path: string, hash: string])[]
}

/** Folders that hold nothing a verdict rests on, wherever they are; so do those with a dot in front. */
const LEFT_OUT = ['node_modules']
/** The same, in the root alone: deeper down they may be sources. */
const LEFT_OUT_OF_ROOT = ['coverage', 'reports']
/** Files that tools write while they run. */
const PASSING = /\.log$|\.tsbuildinfo$|\.timestamp-\d+-[\da-f]+\.mjs$/u
const LOCKFILES = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb']
/** Files read at the same time. */
const AT_ONCE = 16

/**
 * Takes the fingerprint of a project. Tests may read any file, so every file counts, test data as well as sources.
 * @param leftOut absolute paths of folders that are written by runs
 * @param settings plain data
 */
export async function fingerprint(
  root: string, leftOut: readonly string[], settings: unknown,
): Promise<Fingerprint> {
  const paths = [...await filesBelow(root, root, leftOut), ...outside(root)]
  const waiting = paths.entries()
  const hashes: string[] = []
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const [index, path] of waiting) hashes[index] = await hashOf(path)
  }))
  const files = paths.map((path, index) => [nameOf(root, path), hashes[index]!] as const)
  return {
    settings: JSON.stringify(settings),
    files: files.filter(([, hash]) => hash !== '').sort(([a], [b]) => (a < b ? -1 : 1)),
  }
}

/** Relative to the root; a package by its name alone, because it may lie elsewhere on another machine. */
function nameOf(root: string, path: string): string {
  const segments = relative(root, path).split(sep)
  return segments.slice(Math.max(0, segments.lastIndexOf('node_modules'))).join('/')
}

/** What differs first, as the beginning of a sentence; undefined when nothing does. */
export function difference(before: Fingerprint, now: Fingerprint): string | undefined {
  if (before.settings !== now.settings) return 'other options, environment variables or versions were used'
  const old = new Map(before.files)
  for (const [path, hash] of now.files) {
    if (!old.has(path)) return `${path} is new`
    if (old.get(path) !== hash) return `${path} was changed`
    old.delete(path)
  }
  const [gone] = old.keys()
  return gone === undefined ? undefined : `${gone} is gone`
}

async function filesBelow(folder: string, root: string, leftOut: readonly string[]): Promise<string[]> {
  // A folder that cannot be read cannot be read by tests either.
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const found = await Promise.all(entries.map(async (entry) => {
    const { name } = entry
    const path = join(folder, name)
    if (!entry.isDirectory()) return PASSING.test(name) || !(entry.isFile() || entry.isSymbolicLink()) ? [] : [path]
    if (name.startsWith('.') || LEFT_OUT.includes(name) || leftOut.includes(path)) return []
    if (folder === root && LEFT_OUT_OF_ROOT.includes(name)) return []
    return filesBelow(path, root, leftOut)
  }))
  return found.flat()
}

/** The lockfiles of folders above, and the manifest of the Vitest in use. */
function outside(root: string): string[] {
  const paths: string[] = []
  for (let folder = dirname(root); folder !== dirname(folder); folder = dirname(folder)) {
    paths.push(...LOCKFILES.map((name) => join(folder, name)))
  }
  try {
    paths.push(createRequire(join(root, 'package.json')).resolve('vitest/package.json'))
  } catch {
    // Without Vitest there will be no verdict.
  }
  return paths
}

/** Empty for what is not there or cannot be read. A link counts by what it points to, and a folder by its name alone. */
async function hashOf(path: string): Promise<string> {
  const content = await readFile(path).catch(() => readlink(path)).catch(() => undefined)
  return content === undefined ? '' : sha256(content).slice(0, 16)
}
