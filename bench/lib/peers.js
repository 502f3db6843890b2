/** Other mutation testing tools, run as their documentation says, in a copy of a project. */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runNode } from './process.js'

const { dependencies } = JSON.parse(readFileSync(fileURLToPath(new URL('../package.json', import.meta.url)), 'utf8'))

/** Installs the tools beside the packages of the project; `folder` must be a copy with packages of its own. */
export function installPeers(folder) {
  const wanted = Object.entries(dependencies).map(([name, version]) => `${name}@${version}`)
  const flags = ['--no-save', '--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund']
  execFileSync('npm', ['install', ...flags, ...wanted], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** StrykerJS with its Vitest runner, its default files and operators, static mutants included, as mutate has them. */
export async function runStryker(folder, workers) {
  const config = {
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    reporters: ['json'],
    jsonReporter: { fileName: 'stryker-report.json' },
    concurrency: workers,
    checkers: [],
    allowConsoleColors: false,
  }
  writeFileSync(join(folder, 'stryker.bench.json'), JSON.stringify(config))
  const outcome = await runNode(['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', 'stryker.bench.json'], { cwd: folder })
  return { ...outcome, report: readReport(join(folder, 'stryker-report.json')) }
}

/** fallow's mutation command over every source file. */
export async function runFallow(folder, workers) {
  const file = join(folder, 'fallow-report.json')
  const args = ['mutation', '--all', '--allow-dirty', '--format', 'json', '--quiet', '--concurrency', String(workers)]
  const outcome = await runNode(['node_modules/fallow/bin/fallow', ...args], { cwd: folder })
  writeFileSync(file, outcome.stdout)
  return { ...outcome, report: readReport(file) }
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
