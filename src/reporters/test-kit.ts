/** For the tests of reporters: builds typed, consistent results from a few words, and streams that remember. */
import { createHash } from 'node:crypto'
import { PassThrough } from 'node:stream'
import type { Mutant } from '../model/mutant.js'
import type { RunResult } from '../model/result.js'
import type { Location, Position } from '../model/span.js'
import type { TestCase, TestId } from '../model/test.js'
import type { Failure, Status, Verdict } from '../model/verdict.js'
import { NO_RECEIPT } from '../model/verdict.js'
import type { ReporterContext } from './context.js'

export interface MutantSpec {
  readonly file?: string
  /** Text to look for in the source; what is between `«` and `»` is replaced, else all of it. */
  readonly at: string
  readonly to: string
  readonly operator?: string
  readonly scope?: string
  readonly status: Status
  readonly coveredBy?: readonly TestId[]
  readonly failure?: Failure
  readonly reason?: string
  readonly rule?: string
  readonly static?: boolean
  readonly durationMs?: number
  readonly reached?: number
}

export interface ResultSpec {
  readonly sources: Readonly<Record<string, string>>
  readonly mutants: readonly MutantSpec[]
  readonly tests?: readonly (Partial<TestCase> & { readonly path: readonly string[] })[]
  readonly testSources?: Readonly<Record<string, string>>
  readonly notes?: RunResult['notes']
  readonly interrupted?: boolean
}

/** A result whose spans, locations, ids and receipts fit each other. A mutant without `file` belongs to the first source. */
export function makeResult(spec: ResultSpec): RunResult {
  const first = Object.keys(spec.sources)[0] ?? ''
  const tests = (spec.tests ?? []).map((test, id) => makeTest(test, id))
  const pairs = spec.mutants.map((one) => {
    const mutant = makeMutant(one, one.file ?? first, spec.sources[one.file ?? first] ?? '')
    return { mutant, verdict: makeVerdict(one, mutant) }
  })
  return {
    root: '/project',
    sources: Object.entries(spec.sources).map(([path, text]) => ({ path, text })),
    mutants: pairs.map((pair) => pair.mutant),
    verdicts: pairs.map((pair) => pair.verdict),
    tests,
    testSources: Object.entries(spec.testSources ?? {}).map(([path, text]) => ({ path, text })),
    notes: spec.notes ?? [],
    runner: { name: 'vitest', version: '4.1.12' },
    timings: { total: 4200, dryRun: 1200, judging: 2600 },
    interrupted: spec.interrupted ?? false,
  }
}

function makeTest(test: Partial<TestCase> & { readonly path: readonly string[] }, id: number): TestCase {
  return { id, project: '', file: 'test/cart.test.ts', ordinal: 0, durationMs: 1.5, ...test }
}

export function makeMutant(spec: MutantSpec, file: string, text: string): Mutant {
  const parts = /^([^«]*)«([^»]*)»([^]*)$/.exec(spec.at)
  const [before, original, after] = parts ? [parts[1] ?? '', parts[2] ?? '', parts[3] ?? ''] : ['', spec.at, '']
  const found = text.indexOf(before + original + after)
  if (found === -1) throw new Error(`The source of ${file} does not contain ${before + original + after}`)
  const span = { start: found + before.length, end: found + before.length + original.length }
  const operator = spec.operator ?? 'EqualityOperator'
  const seed = [file, operator, spec.scope ?? '', String(span.start), original, spec.to].join('\0')
  return {
    id: createHash('sha256').update(seed).digest('hex').slice(0, 12),
    file,
    operator,
    span,
    location: locationOf(text, span.start, span.end),
    original,
    replacement: spec.to,
    scope: spec.scope ?? '',
    ordinal: 0,
    ...(spec.status === 'Ignored' && { ignored: { rule: spec.rule ?? 'log', reason: spec.reason ?? 'a log call' } }),
  }
}

function makeVerdict(spec: MutantSpec, mutant: Mutant): Verdict {
  const coveredBy = spec.coveredBy ?? []
  const idle = ['Ignored', 'Pending', 'NoCoverage'].includes(spec.status)
  const killer = spec.failure?.test ?? coveredBy[0]
  const killedBy = spec.status === 'Killed' && killer !== undefined ? [killer] : []
  const ran = killer === undefined || spec.status !== 'Killed' ? coveredBy : coveredBy.slice(0, coveredBy.indexOf(killer) + 1)
  const failure: Failure | undefined =
    spec.failure ??
    (killer !== undefined && spec.status === 'Killed'
      ? { test: killer, kind: 'assertion', message: 'AssertionError: expected 90 to be 100' }
      : undefined)
  return {
    mutant: mutant.id,
    status: spec.status,
    coveredBy,
    killedBy,
    static: spec.static ?? false,
    receipt: idle
      ? NO_RECEIPT
      : {
          reached: spec.reached ?? coveredBy.length,
          ran,
          ...(failure && { failure }),
          control: 'passed',
          tier: 'hot',
          durationMs: spec.durationMs ?? 1.25,
        },
    ...(spec.reason !== undefined && { reason: spec.reason }),
  }
}

function locationOf(text: string, start: number, end: number): Location {
  return { start: positionOf(text, start), end: positionOf(text, end) }
}

function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

export const CART = `import { sum } from './sum.js'

export class Cart {
  items: number[] = []

  total(): number {
    const all = sum(this.items)
    if (all > 100) {
      return all * 0.9
    }
    return all
  }

  clear(): void {
    this.items = []
  }

  label(): string {
    console.log('label')
    return this.items.length > 0 ? 'full' : 'empty'
  }
}
`

export const SUM = `export function sum(values: readonly number[]): number {
  let result = 0
  for (const value of values) result += value
  return result
}
`

/** A small project with a mutant of each status. */
export function cartResult(): RunResult {
  const cart = 'src/cart.ts'
  return makeResult({
    sources: { [cart]: CART, 'src/sum.ts': SUM, 'src/types.ts': 'export type Id = string\n' },
    tests: [
      { path: ['Cart', 'adds up'], location: { line: 5, column: 3 } },
      { path: ['Cart', 'gives a discount'], location: { line: 9, column: 3 } },
      { path: ['Cart', 'is never negative'], location: { line: 14, column: 3 } },
      { path: ['Cart', 'can be empty'] },
      { path: ['sum', 'of nothing is zero'], file: 'test/sum.test.ts' },
    ],
    testSources: { 'test/cart.test.ts': "import { Cart } from '../src/cart.js'\n" },
    mutants: [
      { at: 'if («all > 100»)', to: 'all >= 100', scope: 'Cart.total', status: 'Survived', coveredBy: [1, 0, 2, 3, 4] },
      { at: 'all * 0.9', to: 'all / 0.9', operator: 'ArithmeticOperator', scope: 'Cart.total', status: 'Killed', coveredBy: [1] },
      {
        at: 'clear(): void «{\n    this.items = []\n  }»', to: '{}', operator: 'BlockStatement',
        scope: 'Cart.clear', status: 'NoCoverage',
      },
      {
        at: 'this.items.length > 0', to: 'true', operator: 'ConditionalExpression', scope: 'Cart.label',
        status: 'Survived', coveredBy: [3],
      },
      { at: "log(«'label'»)", to: "''", operator: 'StringLiteral', scope: 'Cart.label', status: 'Ignored' },
      { at: "'full'", to: "''", operator: 'StringLiteral', scope: 'Cart.label', status: 'Pending' },
      {
        at: 'items: number[] = «[]»', to: '[0]', operator: 'ArrayDeclaration', scope: 'Cart', status: 'RuntimeError',
        reason: 'The worker died.', static: true, coveredBy: [0, 1],
      },
      {
        file: 'src/sum.ts', at: 'result += value', to: 'result -= value', operator: 'AssignmentOperator', scope: 'sum',
        status: 'Timeout', coveredBy: [4], reason: 'The loop budget ran out.',
      },
    ],
    notes: [{ level: 'warning', text: 'test/size.test.ts reaches no source module; it is left out.' }],
  })
}

export interface FakeStream extends NodeJS.WriteStream {
  /** Everything that was written. */
  readonly output: () => string
}

/** A stream that keeps what is written to it, as a terminal of `columns` or, without, as a pipe. */
export function fakeStream(columns?: number): FakeStream {
  const chunks: string[] = []
  const stream = new PassThrough()
  stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()))
  return Object.assign(stream, { isTTY: columns !== undefined, columns, output: () => chunks.join('') }) as unknown as FakeStream
}

export function fakeContext(
  change: Partial<ReporterContext> & { readonly stdout?: FakeStream; readonly stderr?: FakeStream } = {},
): ReporterContext & { readonly stdout: FakeStream; readonly stderr: FakeStream } {
  return {
    root: '/project', out: '/project/reports', env: {}, json: false, all: false, names: ['text'],
    stdout: fakeStream(), stderr: fakeStream(), ...change,
  }
}
