/** The packages of a workspace, as npm, yarn, pnpm and bun declare them. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { glob } from 'tinyglobby'

/**
 * Folders of the workspace packages relative to the root, with forward slashes, sorted; empty without any.
 * A broken manifest counts as none: it is not this tool's business to complain about it.
 */
export async function findWorkspaces(root: string): Promise<string[]> {
  const patterns = fromManifest(read(root, 'package.json')).concat(fromPnpm(read(root, 'pnpm-workspace.yaml')))
  if (patterns.length === 0) return []
  const excluded = patterns.filter((each) => each.startsWith('!'))
  const manifests = await glob(patterns.filter((each) => !each.startsWith('!')).map(manifestBelow), {
    cwd: root,
    ignore: ['**/node_modules/**', ...excluded.map((each) => manifestBelow(each.slice(1)))],
    followSymbolicLinks: false,
    expandDirectories: false,
  })
  return manifests.map((file) => path.posix.dirname(file)).filter((folder) => folder !== '.').sort()
}

function manifestBelow(folder: string): string {
  return `${folder.replace(/^\.\//u, '').replace(/\/+$/u, '')}/package.json`
}

function read(root: string, name: string): string {
  try {
    return readFileSync(path.join(root, name), 'utf8')
  } catch {
    return ''
  }
}

/** `workspaces: [...]`, or `workspaces: { packages: [...] }` as yarn also has it. */
function fromManifest(text: string): string[] {
  try {
    const { workspaces } = JSON.parse(text) as { workspaces?: unknown }
    const list: unknown = isRecord(workspaces) && !Array.isArray(workspaces) ? workspaces['packages'] : workspaces
    return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : []
  } catch {
    return []
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** The items of the `packages` list; the rest of the YAML is of no interest. */
function fromPnpm(text: string): string[] {
  const patterns: string[] = []
  let inside = false
  for (const line of text.split(/\r?\n/u)) {
    if (/^[^\s#-]/u.test(line)) inside = /^packages\s*:/u.test(line)
    const item = /^\s*-\s*(?<quote>['"]?)(?<value>.+?)\k<quote>\s*(?:#.*)?$/u.exec(line)?.groups?.['value']
    if (inside && item !== undefined) patterns.push(item)
  }
  return patterns
}
