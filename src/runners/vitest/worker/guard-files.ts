/** Keeps mutants from deleting the project: where one empties the name of a folder, what is deleted is the folder that it was in. */
import fs from 'node:fs'
import { join, sep } from 'node:path'
import { asPath, isBelow } from './places.js'
import { wrapFiles } from './wrap.js'

/** In the folder of the project. */
const PARTS = ['.git', 'node_modules', 'package.json']

const DELETING = ['rm', 'rmdir', 'unlink', 'rename']

let testFile: string | undefined

/** @param path absolute, of the test file that runs from now on */
export function guardTestFile(path: string): void {
  testFile = path
}

/**
 * Stands in front of the functions of Node that delete and move. Call it before anything of the project is loaded.
 * @param root absolute path of the project
 * @param sources gives the absolute paths of those that are loaded; what tests have made themselves they may delete
 */
export function guardProject(root: string, sources: () => readonly string[]): void {
  const begun = Date.now()
  const isKept = (path: string): boolean => {
    if (isBelow(path, root)) return true
    if (!isBelow(root, path)) return false
    const holds = (file: string): boolean => file === path || file.startsWith(path + sep)
    return PARTS.some((part) => path === join(root, part)) || (testFile !== undefined && holds(testFile))
      || sources().some((source) => holds(source) && wasThere(source, begun))
  }
  const refuse = (given: unknown): void => {
    const path = asPath(given)
    if (path === undefined || !isKept(path)) return
    throw Object.assign(new Error(`EPERM: ${path} is, or holds, a part of the project, and no test may delete it while mutants are judged`), { code: 'EPERM', path })
  }
  wrapFiles(DELETING, refuse)
}

/** Whether a file is older than that, in milliseconds since 1970. */
function wasThere(path: string, begun: number): boolean {
  return (fs.statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? Infinity) < begun
}
