/** Finds the Vitest of the user's project and says so when it is missing or too old. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as vitestNode from 'vitest/node'
import { ExitCode, UserError } from '../../model/errors.js'
import { isSupported, SUPPORTED } from './supported.js'
import { adapterFor, type Adapter } from './versions/adapter.js'

export type VitestNode = typeof vitestNode

export interface LoadedVitest {
  readonly node: VitestNode
  readonly version: string
  /** Absolute path of Vitest's `dist` folder. */
  readonly dist: string
  /** What differs between versions. */
  readonly adapter: Adapter
}

export async function loadVitest(root: string): Promise<LoadedVitest> {
  const packageFile = findPackage(root)
  const version = readVersion(packageFile)
  if (!isSupported(version)) {
    throw new UserError(`Vitest ${version} is not supported; mutate works with ${SUPPORTED}`)
  }
  const dist = join(dirname(packageFile), 'dist')
  const node = await import(pathToFileURL(join(dist, 'node.js')).href).catch((error: unknown) => { throw broken(packageFile, error) }) as VitestNode
  const loaded = { node, version, dist }
  return { ...loaded, adapter: (await adapterFor(version))(loaded) }
}

function readVersion(packageFile: string): string {
  try {
    const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version?: unknown }
    if (typeof version === 'string') return version
  } catch (error) {
    throw broken(packageFile, error)
  }
  throw broken(packageFile, 'its package.json names no version')
}

/** An installation that was cut off, or that something took a part of. */
function broken(packageFile: string, error: unknown): UserError {
  const why = error instanceof Error ? error.message.split('\n', 1)[0] ?? '' : String(error)
  return new UserError(`the Vitest in ${dirname(packageFile)} cannot be loaded: ${why}; install it again`, ExitCode.usage, { cause: error })
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
