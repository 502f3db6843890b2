/** Takes a copy of a project back to how it was. */
import { copyFile, lstat, mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises'
import { join, sep } from 'node:path'

/** By path below the folder: what is there, and a sign that is another one when it was changed. */
type Listing = ReadonlyMap<string, { readonly kind: 'file' | 'folder' | 'link'; readonly sign: string }>

/**
 * @param folder of the copy, where nothing was changed yet
 * @param original the folder that it is a copy of, where what is missing is taken from
 * @returns takes the copy back to how it is now, but for `node_modules`, where Vitest keeps what it knows of earlier runs
 */
export async function rememberCopy(folder: string, original: string): Promise<() => Promise<void>> {
  const before = await list(folder)
  return async () => {
    const now = await list(folder)
    const others = [...now].filter(([path, { kind, sign }]) => before.get(path)?.kind !== kind || before.get(path)?.sign !== sign)
    for (const [path] of others) await rm(join(folder, path), { recursive: true, force: true })
    const gone = new Set(others.map(([path]) => path))
    for (const [path, { kind, sign }] of before) {
      if (now.has(path) && !isBelowAny(gone, path)) continue
      if (kind === 'folder') await mkdir(join(folder, path), { recursive: true })
      else if (kind === 'link') await symlink(sign, join(folder, path))
      else await copyFile(join(original, path), join(folder, path))
    }
  }
}

/** Folders come before what is in them. */
async function list(folder: string): Promise<Listing> {
  const found = new Map<string, { kind: 'file' | 'folder' | 'link'; sign: string }>()
  const walk = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      if (entry.name === 'node_modules') continue
      const path = join(below, entry.name)
      if (entry.isDirectory()) {
        found.set(path, { kind: 'folder', sign: '' })
        await walk(path)
      } else if (entry.isSymbolicLink()) found.set(path, { kind: 'link', sign: await readlink(join(folder, path)) })
      else {
        const { size, mtimeMs } = await lstat(join(folder, path))
        found.set(path, { kind: 'file', sign: `${size} ${Math.round(mtimeMs)}` })
      }
    }
  }
  await walk('')
  return found
}

/** Whether a path is one of these or lies below one. */
function isBelowAny(paths: ReadonlySet<string>, path: string): boolean {
  return paths.has(path) || path.split(sep).some((_, at, parts) => at > 0 && paths.has(parts.slice(0, at).join(sep)))
}
