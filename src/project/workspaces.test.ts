import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findWorkspaces } from './workspaces.js'

function workspace(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(path.join(tmpdir(), 'mutate-workspaces-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const packages = ['packages/b', 'packages/a', 'packages/a/node_modules/x', 'apps/web', 'tools', 'packages/none/deep']
  for (const folder of packages) mkdirSync(path.join(root, folder), { recursive: true })
  for (const folder of packages.slice(0, 5)) writeFileSync(path.join(root, folder, 'package.json'), '{}')
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(root, name), text)
  return root
}

test.each<[string, Readonly<Record<string, string>>, string[]]>([
  ['npm', { 'package.json': '{"workspaces": ["packages/*", "./tools/"]}' }, ['packages/a', 'packages/b', 'tools']],
  ['yarn', { 'package.json': '{"workspaces": {"packages": ["apps/**"]}}' }, ['apps/web']],
  ['pnpm', { 'pnpm-workspace.yaml': 'packages:\n  - "packages/*"\n  # more\n  - apps/* # web\n  - \'!packages/b\'\ncatalog:\n  - tools\n' }, ['apps/web', 'packages/a']],
  ['nothing', { 'package.json': '{}' }, []],
  ['a broken manifest', { 'package.json': '{"workspaces": [' }, []],
  ['an odd manifest', { 'package.json': '{"workspaces": [1, null]}' }, []],
])('packages declared by %s are found', async (_name, files, expected) => {
  expect(await findWorkspaces(workspace(files))).toEqual(expected)
})
