import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { UserError } from '../model/errors.js'
import { buildReport } from '../reporters/report.js'
import { reviewPage } from '../reporters/review/page.js'
import { cartResult, makeResult } from '../reporters/test-kit.js'
import type { RunResult } from '../model/result.js'
import { readReport } from './result.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mutate-saved-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function save(content: unknown): string {
  const path = join(folder, 'mutation.json')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

it('reads back what a report was written from', () => {
  const result = cartResult()
  const read = readReport(save(buildReport(result)))
  expect(read.sources).toEqual(result.sources)
  const known = ({ mutants, verdicts }: typeof result) => Object.fromEntries(mutants.map((mutant, i) => {
    const { id, file, operator, span, location, original, replacement, scope } = mutant
    const { status, coveredBy, killedBy } = verdicts[i]!
    return [id, { file, operator, span, location, original, replacement, scope, status, coveredBy: status === 'Pending' ? [] : coveredBy, killedBy }]
  }))
  expect(known(read)).toEqual(known(result))
  expect(read.tests.map(({ id, file, location }) => ({ id, file, location })))
    .toEqual(result.tests.map(({ id, file, location }) => ({ id, file, location })))
  expect(read.testSources).toEqual(result.testSources)
  expect(read.runner).toEqual(result.runner)
})

/** Two private functions before two exported ones; nothing is checked of the last. */
function functionsResult(): RunResult {
  const at = ['p + 1', 'q + 1', 'r + 1', '{ return s + 1 }', '«s + 1» }']
  const text = `const p = (p) => p + 1
const __proto__ = (q) => q + 1
export const r = (r) => r + 1
export function s(s) { return s + 1 }
`
  const result = makeResult({
    sources: { 'src/a.ts': text },
    tests: [{ path: ['one'] }],
    mutants: at.map((code, index) => ({
      at: code, to: code.startsWith('{') ? '{}' : '0', operator: 'ReturnValue', scope: ['p', '__proto__', 'r', 's', 's'][index]!,
      status: 'Survived', coveredBy: [0],
    })),
  })
  const last = result.mutants[3]!
  return { ...result, mutants: result.mutants.map((mutant) => (mutant === last ? { ...mutant, extreme: last.span } : mutant)) }
}

it('a page made of what was read back shows the survivors of the run, in its order, with its functions', () => {
  const survivors = (result: RunResult) => [...reviewPage(result, 'mutants.html').matchAll(/<article id="([^"]+)"[^]*?<\/article>/g)]
    .map(([article, id]) => [id, / in <code>[^<]*/.exec(article)?.[0], /and \d+ finer[^<]*/.exec(article)?.[0]])
  const live = functionsResult()
  const { mutants } = live
  expect(survivors(live)).toEqual([
    [mutants[2]!.id, ' in <code>r', undefined], [mutants[3]!.id, ' in <code>s', 'and 1 finer mutant in it survived too'],
    [mutants[0]!.id, ' in <code>p', undefined], [mutants[1]!.id, ' in <code>__proto__', undefined],
  ])
  expect(survivors(readReport(save(buildReport(live))))).toEqual(survivors(live))
})

it.each([
  [{ scopes: 1, extremes: 'x' }], [{ scopes: { 'src/a.ts': null }, extremes: null }],
  [{ scopes: { 'src/a.ts': { p: 'x' } }, extremes: [1] }],
])('mutants stand at the top level where no run wrote where they stand: %j', (config) => {
  const read = readReport(save({ ...buildReport(functionsResult()), config }))
  expect(read.mutants.map(({ scope, extreme }) => [scope, extreme])).toEqual(read.mutants.map(() => ['', undefined]))
})

it('reads back what a change brings, what it is compared with, and which part was judged', () => {
  const result = cartResult()
  const [first, second] = result.mutants
  const { id, file, operator, location, original, replacement } = second!
  const brought = {
    since: 'main', mutants: [first!.id],
    compared: {
      noticed: [first!.id], gone: [{ id, file, operator, location, original, replacement }], unjudged: [], added: 2,
      unchanged: { open: 1, others: 3 },
    },
  }
  const read = readReport(save(buildReport({ ...result, brought, shard: { index: 1, count: 3 }, interrupted: true })))
  expect(read).toMatchObject({ brought, shard: { index: 1, count: 3 }, interrupted: true })
  const plain = readReport(save(buildReport(result)))
  expect(plain).not.toHaveProperty('brought')
  expect(plain).not.toHaveProperty('shard')
})

it.each([
  ['main'], [{ since: 'main' }], [{ since: 'main', mutants: [1] }],
  [{ since: 'main', mutants: [], compared: {} }],
  [{ since: 'main', mutants: [], compared: { noticed: [], gone: [{ id: 'a' }], unjudged: [], added: 0, unchanged: { open: 0, others: 0 } } }],
])('leaves out what no run wrote about a change: %j', (brought) => {
  const report = { ...buildReport(cartResult()), config: { brought, shard: { index: 'one' } } }
  const read = readReport(save(report))
  expect(read).not.toHaveProperty('brought')
  expect(read).not.toHaveProperty('shard')
})

it('gives the same report again', () => {
  const first = buildReport(cartResult())
  const second = buildReport(readReport(save(first)))
  expect({ ...second.files, ...second.testFiles }).toMatchObject(
    Object.fromEntries(Object.entries(first.files).map(([path, { source }]) => [path, { source }])),
  )
  expect(buildReport(readReport(save(second))).files).toEqual(second.files)
})

it.each([
  ['{', /cannot be read as a report: .*JSON/],
  ['null', /it is no mutation testing report; give a mutation\.json that mutate wrote$/],
  [{ files: {} }, /it is no mutation testing report/],
  [{ schemaVersion: '2', files: {}, framework: { name: 'StrykerJS' } }, /it was written by StrykerJS, whose ids cannot be compared/],
  [
    { schemaVersion: '2', files: { 'a.js': { source: '', mutants: [{ id: '1', status: 'Odd' }] } }, framework: { name: 'mutate' } },
    /a mutant of a\.js has no id, no place, or an unknown status/,
  ],
])('says what is wrong with %j', (content, message) => {
  const path = save(content)
  expect(() => readReport(path)).toThrow(message)
  expect(() => readReport(path)).toThrow(UserError)
})

it('says when there is no such file', () => {
  expect(() => readReport(join(folder, 'other.json'))).toThrow(/other\.json cannot be read as a report: there is no such file/)
})

it('finds a mutant behind a line separator, which ends no line in a report', () => {
  const source = 'const words = "one\u2028two"; export const sum = (a, b) => a + b\n'
  const column = source.indexOf('a + b') + 1
  const mutants = [{
    id: '1', mutatorName: 'ArithmeticOperator', status: 'Survived', replacement: 'a - b',
    location: { start: { line: 1, column }, end: { line: 1, column: column + 5 } },
  }]
  const path = save({ schemaVersion: '2', files: { 'a.js': { source, language: 'js', mutants } }, framework: { name: 'mutate' } })
  expect(readReport(path).mutants[0]?.original).toBe('a + b')
})
