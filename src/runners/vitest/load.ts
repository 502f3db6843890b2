/** Finds the Vitest of the user's project and says so when it is missing or too old. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as vitestNode from 'vitest/node'
import { ExitCode, UserError } from '../../model/errors.js'

export type VitestNode = typeof vitestNode

export interface LoadedVitest {
  readonly node: VitestNode
  readonly version: string
  /** Absolute path of Vitest's `dist` folder. */
  readonly dist: string
}

export async function loadVitest(root: string): Promise<LoadedVitest> {
  const packageFile = findPackage(root)
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }
  checkVersion(version)
  const dist = join(dirname(packageFile), 'dist')
  const node = await import(pathToFileURL(join(dist, 'node.js')).href) as VitestNode
  return { node, version, dist }
}

function findPackage(root: string): string {
  try {
    return createRequire(join(root, 'package.json')).resolve('vitest/package.json')
  } catch (error) {
    throw new UserError(
      `no Vitest found from ${root}; install it there (npm install --save-dev vitest) or name the project with --root`,
      ExitCode.usage, { cause: error })
  }
}

function checkVersion(version: string): void {
  const [major = 0] = version.split('.').map(Number)
  if (major > 5 || major < 4) {
    throw new UserError(`Vitest ${version} is not supported; mutate works with Vitest 4 and 5`)
  }
}
