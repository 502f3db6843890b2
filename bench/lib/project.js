/** Where a project's Vitest is, copies of a project in temporary folders, and the plain test run. */
import { existsSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, readlink, realpath, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runNode } from './process.js'

export const MUTATE = fileURLToPath(new URL('../../bin/mutate.js', import.meta.url))

const LEFT_OUT = new Set(['.git', '.mutate', 'reports', 'coverage'])

/** A copy of the project without its history; every node_modules is a link to the original. */
export async function copyProject(root) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'mutate-oracle-')))
  await copyFolder(root, folder)
  if (!existsSync(join(folder, 'node_modules'))) await symlink(nearestModules(root), join(folder, 'node_modules'))
  return folder
}

async function copyFolder(from, to) {
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (entry.name === 'node_modules') await linkModules(source, target)
    else if (LEFT_OUT.has(entry.name)) continue
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target)
    else if (entry.isDirectory()) await copyFolder(source, target)
    else if (entry.isFile()) await copyFile(source, target)
  }
}

/** A node_modules that holds only a tool's cache is left out: it is no reason not to look further up. */
async function linkModules(source, target) {
  const names = await readdir(source)
  if (names.some((name) => !name.startsWith('.'))) await symlink(source, target)
}

/** The closest node_modules with Vitest in it, at or above a folder. */
function nearestModules(root) {
  for (let folder = resolve(root); ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules')
    if (existsSync(join(modules, 'vitest'))) return modules
    if (folder === dirname(folder)) throw new Error(`no Vitest at or above ${root}`)
  }
}

/** One plain run of the whole suite in a new process: no code of ours is involved. */
export function runSuite(folder, { args = [], env = {}, limitMs } = {}) {
  const vitest = join(nearestModules(folder), 'vitest', 'vitest.mjs')
  return runNode(
    [vitest, 'run', '--coverage.enabled=false', '--typecheck.enabled=false', ...args],
    { cwd: folder, env: { CI: 'true', ...env }, ...(limitMs === undefined ? {} : { limitMs }) },
  )
}

/** Runs mutate and returns its outcome with the report it printed. */
export async function runMutate(root, args = []) {
  const outcome = await runNode([MUTATE, 'run', '--root', root, '--json', ...args])
  let report
  try {
    report = JSON.parse(outcome.stdout)
  } catch {
    throw new Error(`mutate printed no report (exit code ${outcome.code}):\n${outcome.tail}`)
  }
  return { ...outcome, report }
}
