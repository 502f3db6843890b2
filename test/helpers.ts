/** Copies fixtures to temporary folders and runs the built command line on them as a user does. */
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FileResult, MutantResult, MutationTestResult } from 'mutation-testing-report-schema/api'
import { afterAll, beforeAll, onTestFinished } from 'vitest'

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url))
const CLI = join(REPOSITORY, 'bin', 'mutate.js')
const FIXTURES = join(REPOSITORY, 'fixtures')

export interface CliResult {
  /** Exit code; null when a signal ended the process. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunOutcome extends CliResult {
  readonly report: MutationTestResult
}

/** What a copy of a fixture goes without. In most the config of the compiler is for editors: each run would type-check survivors. */
const LEFT_OUT = ['node_modules', '.mutate', 'reports']
const TYPED = ['types', 'custom']

/** A fresh copy of a fixture, `node_modules` linked to the repository's; removed when the test is over. */
export function copyFixture(name: string): string {
  const folder = temporaryFolder()
  const leftOut = TYPED.includes(name) ? LEFT_OUT : [...LEFT_OUT, 'tsconfig.json']
  cpSync(join(FIXTURES, name), folder, { recursive: true, filter: (source) => !leftOut.includes(basename(source)) })
  linkModules(folder)
  return folder
}

/** A copy of a fixture in which `mutate-cli` is installed beside the other packages, as a config that imports it needs. */
export function copyFixtureWithTool(name: string): string {
  const folder = copyFixture(name)
  const modules = join(folder, 'node_modules')
  rmSync(modules)
  mkdirSync(modules)
  for (const entry of readdirSync(join(REPOSITORY, 'node_modules'))) {
    if (!entry.startsWith('.')) symlinkSync(join(REPOSITORY, 'node_modules', entry), join(modules, entry), 'dir')
  }
  symlinkSync(REPOSITORY, join(modules, 'mutate-cli'), 'dir')
  return folder
}

/** A project written file by file: path → text. */
export function writeProject(files: Files): string {
  const folder = temporaryFolder()
  writeFiles(folder, { 'package.json': '{ "private": true, "type": "module" }\n', ...files })
  linkModules(folder)
  return folder
}

function writeFiles(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** An empty folder that is removed when the test is over. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mutate-test-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A path for what tests write down of themselves: its name looks like one that no other run gives, so nobody puts it back. */
export function pathOfLog(): string {
  return join(temporaryFolder(), 'log-0123456789ab')
}

/** Gives a project the packages of this repository. */
export function linkModules(folder: string): void {
  symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'), 'dir')
}

/** Runs the command line in a folder. */
export function mutate(cwd: string, args: readonly string[] = [], node = process.execPath): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [CLI, ...args], {
      cwd,
      env: cleanEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      // A test that runs out of time must not leave it behind.
      timeout: 240_000,
      killSignal: 'SIGKILL',
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({ code, stdout: Buffer.concat(out).toString('utf8'), stderr: Buffer.concat(err).toString('utf8') })
    })
  })
}

/** Path → text. */
type Files = Readonly<Record<string, string | Uint8Array>>

/** Runs the command for many small projects, a few at a time, before the tests that look at the outcomes. */
export function allAtOnce(
  runs: readonly (readonly [args: readonly string[], files: Files, prepare?: (folder: string) => void])[],
): () => CliResult[] {
  const outcomes: CliResult[] = []
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'mutate-cli-')))
  beforeAll(async () => {
    const waiting = [...runs.entries()]
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [index, [args, files, prepare]] = next
        const folder = join(home, String(index))
        writeFiles(folder, { 'package.json': '{}', ...files })
        prepare?.(folder)
        outcomes[index] = await mutate(folder, args)
      }
    }
    await Promise.all(Array.from({ length: 2 * availableParallelism() }, work))
  }, 180_000)
  afterAll(() => rmSync(home, { recursive: true, force: true }))
  return () => outcomes
}

/** Runs `mutate run --json` and reads the report it prints. */
export async function run(cwd: string, args: readonly string[] = []): Promise<RunOutcome> {
  const result = await mutate(cwd, ['run', '--json', ...args])
  try {
    return { ...result, report: JSON.parse(result.stdout) as MutationTestResult }
  } catch (error) {
    throw new Error(`no report (exit code ${result.code}):\n${result.stdout}\n${result.stderr}`, { cause: error })
  }
}

/**
 * What a user starts the command with: what Vitest sets for the process it runs in must not reach the one under test, nor may
 * the wishes about colour.
 */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const left = /^(VITEST|VITE_|TEST$|NODE_ENV$|NODE_OPTIONS$|MODE$|DEV$|PROD$|SSR$|GITHUB_|FORCE_COLOR|NO_COLOR|MUTATE_)/
  const kept = Object.entries(process.env).filter(([name]) => !left.test(name))
  return { ...Object.fromEntries(kept), NO_COLOR: '1' }
}

/** Every mutant as one line, in the order of the report: place, operator, change, status. */
export function verdictTable(report: MutationTestResult): string {
  const lines: string[] = []
  for (const [path, file] of Object.entries(report.files)) {
    lines.push(path)
    for (const mutant of file.mutants) lines.push(`  ${row(file, mutant)}`)
  }
  return lines.join('\n') + '\n'
}

function row(file: FileResult, mutant: MutantResult): string {
  const { line, column } = mutant.location.start
  const change = `${shorten(originalOf(file, mutant))} → ${shorten(mutant.replacement ?? '')}`
  const still = mutant.static === true ? ' static' : ''
  return `${`${line}:${column}`.padEnd(6)} ${mutant.status.padEnd(10)} ${mutant.mutatorName.padEnd(22)} ${change}${still}`
}

/** The text that a mutant replaces. */
export function originalOf(file: FileResult, { location }: MutantResult): string {
  const lines = file.source.split('\n')
  const offset = ({ line, column }: { line: number; column: number }): number =>
    lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1
  return file.source.slice(offset(location.start), offset(location.end))
}

function shorten(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ')
  return flat.length > 50 ? `${flat.slice(0, 24)} … ${flat.slice(-22)}` : flat
}

/** The status of the one mutant that turns `original` into `replacement`, on `line` where it is given. */
export function statusOf(report: MutationTestResult, original: string, replacement: string, line?: number): string {
  const found = Object.values(report.files).flatMap((file) => file.mutants.filter((mutant) =>
    originalOf(file, mutant) === original && mutant.replacement === replacement
    && (line === undefined || mutant.location.start.line === line)))
  if (found.length !== 1) throw new Error(`${found.length} mutants turn ${original} into ${replacement}`)
  return found[0]!.status
}

/** Makes a folder a git repository with everything in it committed. */
export function commitAll(folder: string): void {
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n')
  git(folder, 'init', '-q')
  git(folder, 'add', '-A')
  git(folder, '-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '-q', '-m', 'start')
}

/** The lines of `git status --porcelain`, untracked files one by one. */
export function gitStatus(folder: string): string[] {
  return git(folder, 'status', '--porcelain', '--untracked-files=all').split('\n').filter((line) => line !== '')
}

function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd, encoding: 'utf8' })
}

/** The report that a run wrote into the project. */
export function readReport(project: string): MutationTestResult {
  return JSON.parse(readFileSync(join(project, 'reports/mutation/mutation.json'), 'utf8')) as MutationTestResult
}
