/** Which package manager a project uses, and how its commands are written. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface PackageManager {
  /** Installs what the lockfile says, in CI. */
  readonly install: string
  /** Runs a program of an installed package; its name and arguments follow. */
  readonly exec: string
  /** Runs a script of package.json; its name follows. */
  readonly script: string
  /** Adds packages for development; their names follow. */
  readonly add: string
  /** What GitHub's machines need in front, as lines of a list of steps. */
  readonly steps: readonly string[]
}

const NPM: PackageManager = { install: 'npm ci', exec: 'npx', script: 'npm run', add: 'npm install --save-dev', steps: [] }
const PNPM: PackageManager = {
  install: 'pnpm install --frozen-lockfile', exec: 'pnpm exec', script: 'pnpm', add: 'pnpm add --save-dev', steps: ['- uses: pnpm/action-setup@v4'],
}
const YARN: PackageManager = {
  install: 'yarn install --immutable', exec: 'yarn', script: 'yarn', add: 'yarn add --dev', steps: ['- run: corepack enable'],
}
const YARN_1: PackageManager = { ...YARN, install: 'yarn install --frozen-lockfile', steps: [] }
const BUN: PackageManager = {
  install: 'bun install --frozen-lockfile', exec: 'bunx', script: 'bun run', add: 'bun add --dev', steps: ['- uses: oven-sh/setup-bun@v2'],
}

/** Asks the project's folder and those above it, the nearest first: `packageManager` in package.json, then lockfiles. */
export function packageManagerOf(root: string): PackageManager {
  for (let folder = root; ; folder = dirname(folder)) {
    const has = (name: string): boolean => existsSync(join(folder, name))
    const found = declared(folder) ?? (
      has('pnpm-lock.yaml') ? PNPM
      : has('yarn.lock') ? (has('.yarnrc.yml') ? YARN : YARN_1)
      : has('bun.lock') || has('bun.lockb') ? BUN
      : has('package-lock.json') || has('npm-shrinkwrap.json') ? NPM
      : undefined)
    if (found) return found
    // What lies above a repository is another one's.
    if (has('.git') || dirname(folder) === folder) return NPM
  }
}

function declared(folder: string): PackageManager | undefined {
  let value: unknown
  try {
    value = (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8').replace(/^\uFEFF/u, '')) as { packageManager?: unknown }).packageManager
  } catch {
    return undefined
  }
  const [, name, major] = typeof value === 'string' ? /^(npm|pnpm|yarn|bun)@(\d+)/u.exec(value) ?? [] : []
  if (name === 'yarn') return major === '1' ? YARN_1 : YARN
  return { npm: NPM, pnpm: PNPM, bun: BUN }[name ?? '']
}
