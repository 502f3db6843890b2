/** A copy of a project in a temporary folder that plain test runs may write to; packages are linked, not copied. */
import { constants, existsSync } from 'node:fs'
import { copyFile, lstat, mkdir, readdir, readFile, readlink, realpath, symlink } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import pLimit, { type LimitFunction } from 'p-limit'
import { repositoryOf } from '../project/repository.js'
import { findWorkspaces } from '../project/workspaces.js'
import { relativePath } from '../common/relative-path.js'
import { rememberCopy } from './restore.js'
import { openTemporaryFolder } from './temporary.js'

export interface ProjectCopy {
  /** The folder that stands for the root of the project. */
  readonly root: string
  /** @returns takes it back to how it is now */
  remember(): Promise<() => Promise<void>>
  remove(): Promise<void>
}

/** Left out wherever they are. */
const LEFT_OUT = new Set(['.git', '.mutate'])

/**
 * Copies a project; of a workspace package the whole workspace, because packages reach into each other. What else is in
 * the repository is linked, in the same place as seen from the copy: configs extend others above.
 * @param root absolute, without symbolic links
 * @param leftOut absolute paths that are not copied
 */
export async function copyProject(root: string, leftOut: readonly string[] = []): Promise<ProjectCopy> {
  const top = await topOf(root)
  const { path, remove } = await openTemporaryFolder()
  const repository = repositoryOf(top) ?? top
  const inCopy = (original: string): string => join(path, 'project', relative(repository, original))
  const folder = inCopy(top)
  try {
    const job: Job = { top, folder, leftOut, limit: pLimit(AT_ONCE) }
    await copyFolder(job, top, folder)
    for (let above = top; above !== repository; above = dirname(above)) await linkAround(job, above, inCopy(above))
    for (let above = dirname(top); ; above = dirname(above)) {
      await linkModules(job, join(above, 'node_modules'), join(folder, 'node_modules'))
      if (above === dirname(above)) break
    }
  } catch (error) {
    await remove()
    throw error
  }
  return { root: join(folder, relative(top, root)), remember: () => rememberCopy(folder, top), remove }
}

/** Files and folders that are read at the same time. */
const AT_ONCE = 16

interface Job {
  readonly top: string
  readonly folder: string
  readonly leftOut: readonly string[]
  readonly limit: LimitFunction
}

/** The folder of the workspace that the project is a package of, else the project. */
async function topOf(root: string): Promise<string> {
  for (let above = dirname(root); above !== dirname(above); above = dirname(above)) {
    if (!existsSync(join(above, 'package.json')) && !existsSync(join(above, 'pnpm-workspace.yaml'))) continue
    const packages = await findWorkspaces(above)
    if (packages.includes(relativePath(above, root))) return above
  }
  return root
}

/** Links what is beside a folder to beside its copy. */
async function linkAround({ leftOut }: Job, folder: string, copy: string): Promise<void> {
  for (const name of await readdir(dirname(folder))) {
    const source = join(dirname(folder), name)
    if (name === basename(folder) || name === 'node_modules' || LEFT_OUT.has(name) || leftOut.includes(source)) continue
    await symlink(source, join(dirname(copy), name), 'junction')
  }
}

async function copyFolder(job: Job, from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  const entries = await job.limit(() => readdir(from, { withFileTypes: true }))
  await Promise.all(entries.map(async (entry) => {
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (LEFT_OUT.has(entry.name) || job.leftOut.includes(source)) return
    if (entry.name === 'node_modules') await linkModules(job, source, target)
    else if (entry.isSymbolicLink()) await symlink(insideCopy(job, from, await readlink(source)), target)
    else if (entry.isDirectory()) await copyFolder(job, source, target)
    else if (entry.isFile()) await job.limit(() => copyFile(source, target, constants.COPYFILE_FICLONE).catch(unlessUnreadable))
  }))
}

/** What cannot be read here cannot be read by tests either. */
function unlessUnreadable(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EACCES' && error.code !== 'EPERM') throw error
}

/** An absolute link into the project is made to lead into the copy. */
function insideCopy({ top, folder }: Job, from: string, link: string): string {
  if (resolve(from, link) === resolve(link) && isBelow(top, link)) return join(folder, relative(top, link))
  return link
}

/**
 * A folder of links, one for each package that is not there yet, so that nothing is written into the real one: test
 * runners keep caches there. A package of the workspace itself leads to its copy.
 */
async function linkModules(job: Job, from: string, to: string): Promise<void> {
  const names = await readdir(from).catch(() => [])
  for (const name of names) {
    // Caches and notes of package managers; programs are needed by tests that start some.
    if (name.startsWith('.') && name !== '.bin') continue
    if (name.startsWith('@')) await linkModules(job, join(from, name), join(to, name))
    else await linkPackage(job, join(from, name), join(to, name))
  }
}

async function linkPackage({ top, folder }: Job, from: string, to: string): Promise<void> {
  if (await lstat(to).catch(() => undefined)) return
  const real = await realpath(from).catch(() => undefined)
  if (real === undefined) return
  const own = isBelow(top, real) && !relative(top, real).split(sep).includes('node_modules')
  const target = own ? join(folder, relative(top, real)) : real
  await mkdir(dirname(to), { recursive: true })
  await symlink(target, to, 'junction')
}

function isBelow(top: string, path: string): boolean {
  return path.startsWith(`${top}${sep}`)
}

/** The absolute path of the script that starts the Vitest of a project. */
export async function vitestScript(root: string): Promise<string | undefined> {
  for (let folder = root; ; folder = dirname(folder)) {
    const home = join(folder, 'node_modules', 'vitest')
    const manifest = await readFile(join(home, 'package.json'), 'utf8').catch(() => undefined)
    if (manifest !== undefined) {
      const { bin } = JSON.parse(manifest) as { bin?: string | { vitest?: string } }
      return join(home, (typeof bin === 'string' ? bin : bin?.vitest) ?? 'vitest.mjs')
    }
    if (folder === dirname(folder)) return undefined
  }
}
