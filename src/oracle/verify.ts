/** Compares the verdicts of a run with what the oracle says, and puts together what came out. */
import type { Mutant } from '../model/mutant.js'
import { fullName, namesTest, type TestCase } from '../model/test.js'
import type { Verdict } from '../model/verdict.js'
import type { KeptMutant } from '../store/find.js'
import { unchangedText, type KeptRun } from '../store/last-run.js'
import { promises, type Answer, type Oracle, type Question } from './oracle.js'

export interface Compared extends KeptMutant, Answer {}

export interface NotCompared {
  readonly mutant: Mutant
  readonly verdict: Verdict
  /** The rest of a sentence that begins with the mutant. */
  readonly why: string
}

export interface Comparison {
  /** In the order of the run. */
  readonly agreeing: readonly Compared[]
  readonly disagreeing: readonly Compared[]
  readonly notCompared: readonly NotCompared[]
  /** Test files, and tests, of the run that stayed out of the plain runs. */
  readonly leftOut: readonly string[]
}

export interface Candidate extends KeptMutant, Question {}

/** What of these can be asked about; for the rest why not. */
export function candidates(
  root: string, run: KeptRun, mutants: readonly KeptMutant[],
): { askable: Candidate[]; notCompared: NotCompared[] } {
  const texts = new Map(run.sources.map((file) => [file.path, unchangedText(root, file)]))
  const askable: Candidate[] = []
  const notCompared: NotCompared[] = []
  for (const one of mutants) {
    const { mutant, verdict: { status } } = one
    const text = texts.get(mutant.file)
    if (!promises(status)) notCompared.push({ ...one, why: `is ${status}, which promises nothing` })
    else if (text === undefined) notCompared.push({ ...one, why: `stands in ${mutant.file}, which was changed since the run` })
    else {
      const first = deciders(one.verdict, run)[0]
      askable.push({ ...one, ...mutant, text, status, ...(first !== undefined && { first }) })
    }
  }
  return { askable, notCompared }
}

/** Test files that are not any more what the run read: what they do now says nothing about it. */
export function changedTests(root: string, run: KeptRun): string[] {
  return run.testFiles.filter((file) => unchangedText(root, file) === undefined).map(({ path }) => path)
}

/** The tests that `ignoreTests` leaves out, and others of the same names: Vitest tells tests apart by their names alone. */
export function skippedTests(run: KeptRun, ignoreTests: readonly string[]): TestCase[] {
  const named = run.tests.filter(({ file, path }) => ignoreTests.some((pattern) => namesTest(pattern, file, path)))
  const names = new Set(named.map(fullName))
  return run.tests.filter((test) => names.has(fullName(test)))
}

/** Asks the oracle; what `signal` cuts off is not compared. */
export async function compare(
  oracle: Oracle, run: KeptRun, askable: readonly Candidate[], skipped: readonly TestCase[],
  onAnswer: (compared: Compared) => void,
): Promise<Comparison> {
  const leftOut = run.testFiles.map(({ path }) => path).filter((path) => !oracle.plain.files.includes(path))
  const notCompared: NotCompared[] = []
  const questions = askable.filter((one) => {
    const killer = killedWithout(one.verdict, run, leftOut) ?? killedBySkipped(one.verdict, run, skipped)
    if (killer !== undefined) notCompared.push({ ...one, why: `is killed by ${killer}, which stays out of the plain runs` })
    return killer === undefined
  })
  const answers = new Map<Candidate, Compared>()
  await oracle.askAll(questions, (question, answer) => {
    const compared = { mutant: question.mutant, verdict: question.verdict, ...answer }
    answers.set(question, compared)
    onAnswer(compared)
  })
  const compared: Compared[] = []
  for (const question of questions) {
    const answer = answers.get(question)
    if (!answer) notCompared.push({ ...question, why: 'was not asked about: stopped before' })
    else if (answer.agrees === undefined) notCompared.push({ ...question, why: 'makes the plain suite run no test' })
    else compared.push(answer)
  }
  return {
    agreeing: compared.filter(({ agrees }) => agrees),
    disagreeing: compared.filter(({ agrees }) => !agrees),
    notCompared,
    leftOut: [...leftOut, ...skipped.map((test) => `${test.file} > ${fullName(test)}`)],
  }
}

function killedBySkipped({ killedBy }: Verdict, run: KeptRun, skipped: readonly TestCase[]): string | undefined {
  const killers = killedBy.flatMap((id) => run.tests[id] ?? [])
  return killers.length > 0 && killers.every((test) => skipped.includes(test)) ? fullName(killers[0]!) : undefined
}

/** The test file that a verdict rests on, when it stays out of the plain runs. */
function killedWithout(verdict: Verdict, run: KeptRun, leftOut: readonly string[]): string | undefined {
  const files = deciders(verdict, run)
  return files.length > 0 && files.every((file) => leftOut.includes(file)) ? files[0] : undefined
}

/** The test files that noticed a mutant. */
function deciders({ killedBy, receipt }: Verdict, run: KeptRun): string[] {
  const ids = receipt.failure?.test === undefined ? killedBy : [receipt.failure.test]
  return ids.flatMap((id) => run.tests[id]?.file ?? [])
}
