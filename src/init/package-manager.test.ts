import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { packageManagerOf } from './package-manager.js'

function project(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'mutate-manager-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, text] of Object.entries({ '.git/HEAD': '', ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

describe('the package manager', () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['nothing', {}, 'npm ci'],
    ['an npm lockfile', { 'package-lock.json': '' }, 'npm ci'],
    ['a pnpm lockfile', { 'pnpm-lock.yaml': '' }, 'pnpm install --frozen-lockfile'],
    ['a yarn lockfile', { 'yarn.lock': '' }, 'yarn install --frozen-lockfile'],
    ['a yarn lockfile and the settings of a later yarn', { 'yarn.lock': '', '.yarnrc.yml': '' }, 'yarn install --immutable'],
    ['a bun lockfile', { 'bun.lock': '' }, 'bun install --frozen-lockfile'],
    ['a declaration beside another lockfile', { 'package.json': '{ "packageManager": "pnpm@10.33.0" }', 'package-lock.json': '' }, 'pnpm install --frozen-lockfile'],
    ['a declared yarn 1', { 'package.json': '{ "packageManager": "yarn@1.22.22" }' }, 'yarn install --frozen-lockfile'],
    ['a declared yarn 4', { 'package.json': '{ "packageManager": "yarn@4.9.0" }' }, 'yarn install --immutable'],
    ['a declaration of something else, and a lockfile', { 'package.json': '{ "packageManager": "other@1" }', 'bun.lockb': '' }, 'bun install --frozen-lockfile'],
  ])('of a project with %s installs by its own command', (_, files, install) => {
    expect(packageManagerOf(project(files)).install).toBe(install)
  })

  test('of a package is that of its workspace, and nothing above the repository counts', () => {
    const root = project({ 'pnpm-lock.yaml': '', 'packages/a/package.json': '{}', 'inner/.git/HEAD': '' })
    expect(packageManagerOf(join(root, 'packages/a')).exec).toBe('pnpm exec')
    expect(packageManagerOf(join(root, 'inner')).exec).toBe('npx')
  })
})
