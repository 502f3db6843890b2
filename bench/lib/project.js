/** Copies of a project in temporary folders, the plain test run with its measures, and runs of mutate. */
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { copyProject as copyPlainly, vitestScript } from '../../dist/oracle/copy.js'
import { runNode } from './process.js'

export const MUTATE = fileURLToPath(new URL('../../bin/mutate.js', import.meta.url))

/** A copy as the oracle makes it; whoever asks for it removes the folder. */
export async function copyProject(root) {
  const copy = await copyPlainly(resolve(root), [join(resolve(root), 'reports')])
  return copy.root
}

/** A copy with packages of its own, so that others can be installed beside them; whoever asks for it removes the folder. */
export function copyWithPackages(root) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mutate-bench-')))
  cpSync(resolve(root), folder, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !['reports', '.mutate', '.git'].includes(source.slice(resolve(root).length + 1)),
  })
  return folder
}

/** One plain run of the whole suite in a new process: no code of ours is involved. */
export async function runSuite(folder, { args = [], env = {}, limitMs } = {}) {
  const vitest = await vitestScript(resolve(folder))
  if (!vitest) throw new Error(`no Vitest at or above ${folder}`)
  return runNode(
    [vitest, 'run', '--coverage.enabled=false', '--typecheck.enabled=false', ...args],
    { cwd: folder, env: { CI: 'true', ...env }, ...(limitMs === undefined ? {} : { limitMs }) },
  )
}

/** Runs mutate and returns its outcome with the report it wrote. */
export async function runMutate(root, args = []) {
  // In a folder of its own: on stdout a large report would push what the profile says out of sight.
  const folder = mkdtempSync(join(tmpdir(), 'mutate-bench-'))
  const outcome = await runNode([MUTATE, 'run', '--root', root, '--reporters', 'json', '--out', folder, '--force', ...args])
  let report
  try {
    report = JSON.parse(readFileSync(join(folder, 'mutation.json'), 'utf8'))
  } catch {
    throw new Error(`mutate wrote no report (exit code ${outcome.code}):\n${outcome.tail}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return { ...outcome, report }
}
