/** Keeps mutants from deleting the project: where one empties the name of a folder, what is deleted is the folder that it was in. */
import { join, sep } from 'node:path'
import { isBelow } from './places.js'
import { statSync } from '../../../undo/real-files.js'
import type { Change } from './writes.js'

/** In the folder of the project. */
const FOLDERS = ['.git', 'node_modules']

let testFile: string | undefined

/** @param path absolute, of the test file that runs from now on */
export function guardTestFile(path: string): void {
  testFile = path
}

/**
 * @param root absolute path of the project
 * @param sources gives the absolute paths of those that are loaded; what tests have made themselves they may delete
 * @param isMutated whether a mutant is switched on: none may write over these files either, which some tests do themselves
 * @returns throws before a change that would harm the project; call it before anything of the project is loaded
 */
export function guardProject(root: string, sources: () => readonly string[], isMutated: () => boolean): (change: Change) => void {
  const begun = Date.now()
  const isOwn = (is: (file: string) => boolean): boolean => (
    is(join(root, 'package.json')) || (testFile !== undefined && is(testFile)) || sources().some((source) => is(source) && wasThere(source, begun)))
  const mayGo = (path: string): boolean => {
    if (isBelow(path, root)) return false
    return !isBelow(root, path) || (!FOLDERS.some((name) => path === join(root, name)) && !isOwn((file) => file === path || file.startsWith(path + sep)))
  }
  const mayChange = (path: string): boolean => !isMutated() || !isOwn((file) => file === path)
  return (change) => {
    if ((change.does === 'takes' || change.does === 'moves') && !mayGo(change.path)) refuse(change.path, 'delete')
    if (change.does === 'moves' && !mayChange(change.to)) refuse(change.to, 'change')
    if ((change.does === 'writes' || change.does === 'brings') && !mayChange(change.path)) refuse(change.path, 'change')
  }
}

function refuse(path: string, what: 'delete' | 'change'): never {
  throw Object.assign(new Error(`EPERM: ${path} is, or holds, a part of the project, and no test may ${what} it while mutants are judged`), { code: 'EPERM', path })
}

/** Whether a file is older than that, in milliseconds since 1970. */
function wasThere(path: string, begun: number): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? Infinity) < begun
}
