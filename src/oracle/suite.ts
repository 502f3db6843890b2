/** One plain run of a whole test suite in a new process: Vitest alone, no code of ours is involved. */
import { readFile, rm } from 'node:fs/promises'
import { stripVTControlCharacters } from 'node:util'
import { UserError } from '../model/errors.js'
import type { TestChoice } from '../model/options.js'
import { vitestScript } from './copy.js'
import { runNode } from './process.js'
import { gist } from '../common/gist.js'
import { relativePath } from '../common/relative-path.js'
import { resultsFile } from './temporary.js'

export interface SuiteOptions {
  /** Arguments of `vitest run`. */
  readonly args?: readonly string[]
  readonly limitMs?: number
  readonly signal?: AbortSignal
}

/**
 * What a suite did. The exit code decides; `nothing` is a run that ended well without having run a test, which says
 * nothing at all.
 */
export type SuiteOutcome = 'passed' | 'failed' | 'timeout' | 'nothing'

export interface SuiteRun {
  readonly outcome: SuiteOutcome
  /** Tests that passed or failed; skipped ones aside. */
  readonly tests: number
  /** Test files, relative to the root, with forward slashes. */
  readonly files: readonly string[]
  readonly failure?: SuiteFailure
  /** Wall time. */
  readonly ms: number
}

/** The first thing that failed. */
export interface SuiteFailure {
  readonly file?: string
  /** Suite names and test name, joined by ` > `. */
  readonly test?: string
  readonly message: string
}

/** The choice of tests as arguments of Vitest. */
export function choiceArguments({ projects, vitestConfig }: TestChoice): string[] {
  return [...projects.flatMap((name) => ['--project', name]), ...vitestConfig === undefined ? [] : ['--config', vitestConfig]]
}

/** @throws UserError when there is no Vitest */
export async function runSuite(root: string, { args = [], limitMs, signal }: SuiteOptions = {}): Promise<SuiteRun> {
  const script = await vitestScript(root)
  if (script === undefined) throw new UserError(`no Vitest found from ${root}`)
  const results = resultsFile()
  try {
    const end = await runNode([
      script, 'run', '--coverage.enabled=false', '--typecheck.enabled=false',
      '--reporter=default', '--reporter=json', `--outputFile.json=${results}`, ...args,
    ], {
      cwd: root,
      // In CI Vitest writes no snapshots: a missing one fails, as it does where mutants are judged.
      env: { CI: 'true' },
      ...(limitMs !== undefined && { limitMs }),
      ...(signal && { signal }),
    })
    const report = await readReport(results, root)
    const outcome = end.timedOut ? 'timeout' : end.code !== 0 ? 'failed' : report.tests > 0 ? 'passed' : 'nothing'
    const failure = outcome === 'failed' ? report.failure ?? lastWords(end.tail, root) : undefined
    return { outcome, tests: report.tests, files: report.files, ...(failure && { failure }), ms: end.ms }
  } finally {
    await rm(results, { force: true })
  }
}

/** As far as Vitest's JSON reporter is read here. */
interface JsonReport {
  readonly testResults?: readonly {
    readonly name: string
    readonly status?: string
    readonly message?: string
    readonly assertionResults?: readonly {
      readonly ancestorTitles?: readonly string[]
      readonly title?: string
      readonly status?: string
      readonly failureMessages?: readonly string[]
    }[]
  }[]
}

async function readReport(path: string, root: string): Promise<Pick<SuiteRun, 'tests' | 'files' | 'failure'>> {
  // A run that crashed wrote none.
  const text = await readFile(path, 'utf8').catch(() => '{}')
  const { testResults = [] } = JSON.parse(text) as JsonReport
  let tests = 0
  let failure: SuiteFailure | undefined
  for (const { name, status, message, assertionResults = [] } of testResults) {
    const file = relativePath(root, name)
    for (const { ancestorTitles = [], title = '', status: result, failureMessages = [] } of assertionResults) {
      if (result === 'passed' || result === 'failed') tests++
      if (result !== 'failed') continue
      failure ??= { file, test: [...ancestorTitles, title].join(' > '), message: firstLine(failureMessages[0], root) }
    }
    if (status === 'failed' && message) failure ??= { file, message: firstLine(message, root) }
  }
  return { tests, files: testResults.map(({ name }) => relativePath(root, name)), ...(failure && { failure }) }
}

/** What the output says where the report says nothing: errors outside of tests, crashes, broken configs. */
function lastWords(tail: string, root: string): SuiteFailure {
  const lines = stripVTControlCharacters(tail).split('\n').map((line) => line.trim()).filter((line) => line !== '')
  const found = lines.findIndex((each) => /^[\w.]*Error\b|^FAIL |^Unhandled/u.test(each))
  // Where none is found, the last one.
  const line = lines.at(found)
  // A title, as that of a config that cannot be built.
  const next = found >= 0 && line?.endsWith(':') ? ` ${lines[found + 1] ?? ''}` : ''
  return { message: firstLine(line, root) + next.replaceAll(root, '.') }
}

function firstLine(text: string | undefined, root: string): string {
  const line = gist(text ?? '')
  return (line === '' ? 'no message' : line).replaceAll(root, '.')
}
