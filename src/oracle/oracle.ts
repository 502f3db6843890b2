/** The oracle: applies mutants for real to copies of a project, and runs its plain suite to see what happens. */
import { readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ExitCode, UserError } from '../model/errors.js'
import type { TestChoice } from '../model/options.js'
import type { Span } from '../model/span.js'
import type { Status } from '../model/verdict.js'
import { copyProject, type ProjectCopy } from './copy.js'
import { rememberOrder } from './order.js'
import { choiceArguments, runSuite, type SuiteRun } from './suite.js'

/** A mutant to be asked about. */
export interface Question {
  /** Relative to the root. */
  readonly file: string
  /** The whole text that `span` counts in. */
  readonly text: string
  readonly span: Span
  readonly replacement: string
  /** The status that is to be checked. */
  readonly status: Status
  /** The test file that is expected to fail first, relative to the root; it runs before the others. */
  readonly first?: string
}

export interface Answer {
  readonly truth: SuiteRun
  /** Undefined when the suite said nothing. */
  readonly agrees: boolean | undefined
  /** False when the suite did not do the same twice. It is only asked twice when it contradicts. */
  readonly steady: boolean
}

export interface Oracle {
  /** The plain suite without any mutant. */
  readonly plain: SuiteRun
  /** Time limit of one run. */
  readonly limitMs: number
  /** Asks about each question, as many at a time as there are copies. Ends early when stopped. */
  askAll<Q extends Question>(questions: readonly Q[], onAnswer: (question: Q, answer: Answer) => void): Promise<void>
  close(): Promise<void>
}

export interface OracleInput {
  /** Absolute path of the project. */
  readonly root: string
  /** Absolute paths that are not copied. */
  readonly leftOut: readonly string[]
  /** Globs of test files that stay out of the plain runs. */
  readonly exclude: readonly string[]
  /** Which tests are the tests of the project; default: what Vitest finds. */
  readonly choice?: TestChoice
  /** Full names of tests that are skipped in the plain runs, outermost suite first. */
  readonly skip?: readonly (readonly string[])[]
  /** Copies in use at the same time. */
  readonly workers: number
  /** Time limit of one run in milliseconds; default: from the plain run. */
  readonly limitMs?: number
  readonly signal: AbortSignal
}

/** What the plain suite must do for a status to be right; other statuses promise nothing. */
export const PROMISES: Partial<Record<Status, 'passed' | 'failed'>> = {
  Survived: 'passed', NoCoverage: 'passed', Killed: 'failed', Timeout: 'failed',
}

/** Whether a status says what the plain suite will do. */
export function promises(status: Status): boolean {
  return PROMISES[status] !== undefined
}

/** A run that takes so many times as long as one without a mutant will not end. */
const PATIENCE = 5
/** Milliseconds; starting Vitest alone may take long on a busy machine. */
const LEAST_LIMIT = 15_000

/**
 * Makes the copies, and runs the plain suite in each.
 * @throws UserError when it fails there, or runs no test
 */
export async function openOracle(input: OracleInput): Promise<Oracle> {
  const { root, leftOut, exclude, skip = [], choice, workers, signal } = input
  const copies: Copy[] = []
  const close = async () => { await Promise.all(copies.map((copy) => copy.remove())) }
  const excluding = [...choice ? choiceArguments(choice) : [], ...exclude.flatMap((glob) => ['--exclude', glob]), ...skipping(skip)]
  try {
    for (let count = 0; count < workers; count++) {
      const copy = await copyProject(root, leftOut)
      copies.push({ ...copy, restore: await copy.remember() })
    }
    // At the same time, because that is how mutants run too.
    const runs = await Promise.all(copies.map((copy) => runSuite(copy.root, { args: excluding, signal })))
    if (!signal.aborted) for (const run of runs) checkPlain(run)
    await Promise.all(copies.map((copy) => copy.restore()))
    const plain = runs.reduce((slowest, run) => (run.ms > slowest.ms ? run : slowest))
    const limitMs = input.limitMs ?? Math.max(LEAST_LIMIT, PATIENCE * plain.ms)
    const args = [...excluding, '--bail', '1']
    return {
      plain,
      limitMs,
      async askAll(questions, onAnswer) {
        const queue = questions.values()
        await Promise.all(copies.map(async (copy) => {
          const putFirst = await rememberOrder(copy.root)
          for (const question of queue) {
            if (signal.aborted) return
            await putFirst(question.first)
            const answer = await ask(copy, question, { args, limitMs, signal })
            if (!signal.aborted) onAnswer(question, answer)
          }
        }))
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Vitest runs tests whose whole name matches a pattern: here all names but these. */
function skipping(tests: readonly (readonly string[])[]): string[] {
  if (tests.length === 0) return []
  const names = tests.map((path) => path.map((name) => name.replaceAll(/[\\^$.|?+*()[\]{}]/g, '\\$&')).join('(?: > | )'))
  return [`--testNamePattern=^(?!(?:${names.join('|')})$)`]
}

function checkPlain({ outcome, failure }: SuiteRun): void {
  if (outcome === 'passed') return
  if (outcome !== 'failed') throw new UserError('the plain suite runs no test, so nothing can be compared', ExitCode.inconclusive)
  const where = [failure?.file, failure?.test].filter((part) => part !== undefined).join(' > ')
  const advice = failure?.file === undefined
    ? 'what the tests or their config read of outside the repository is not there'
    : 'leave test files out that cannot run there with --exclude <glob>'
  throw new UserError(
    `the plain suite fails in a copy of the project without any mutant: ${where === '' ? '' : `${where}: `}${failure?.message ?? ''}; ${advice}`,
    ExitCode.baselineRed)
}

interface AskOptions {
  readonly args: readonly string[]
  readonly limitMs: number
  readonly signal: AbortSignal
}

interface Copy extends ProjectCopy {
  /** Takes it back to how it was made: what tests leave with one mutant would meet the next. */
  restore(): Promise<void>
}

/** Asks a second time, with more patience, before it contradicts. */
async function ask(copy: Copy, question: Question, options: AskOptions): Promise<Answer> {
  const first = await askOnce(copy, question, options)
  if (options.signal.aborted || agreement(question.status, first) === true) return { truth: first, agrees: true, steady: true }
  const truth = await askOnce(copy, question, { ...options, limitMs: 2 * options.limitMs })
  return { truth, agrees: agreement(question.status, truth), steady: truth.outcome === first.outcome }
}

async function askOnce(copy: Copy, { file, text, span, replacement }: Question, options: AskOptions): Promise<SuiteRun> {
  const path = join(copy.root, file)
  if (await readFile(path, 'utf8') !== text) throw new UserError(`${file} was changed while it was being verified; try again`)
  const { atime, mtime } = await stat(path)
  await writeFile(path, text.slice(0, span.start) + replacement + text.slice(span.end))
  try {
    return await runSuite(copy.root, options)
  } finally {
    await writeFile(path, text)
    await utimes(path, atime, mtime)
    await copy.restore()
  }
}

function agreement(status: Status, { outcome }: SuiteRun): boolean | undefined {
  const promise = PROMISES[status]
  if (promise === undefined || outcome === 'nothing') return undefined
  return promise === (outcome === 'passed' ? 'passed' : 'failed')
}
