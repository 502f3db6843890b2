import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { copyFixture, mutate, readReport, run, verdictTable } from './helpers.js'

const GIVEN = ['--coverage', '.mutate/coverage']
const table = (project: string): string => readFileSync(join(project, '.mutate/coverage/index/tests.json'), 'utf8')

function notesOf(output: string): string[] {
  return output.split('\n').filter((line) => /coverage given|another state/u.test(line)).map((line) => line.replace(/^.*?note: /u, ''))
}

describe('coverage of single test files', () => {
  it('leaves test files out that reach no mutant of the run, with the same verdicts', async () => {
    const project = copyFixture('shop')
    await run(project)
    const before = table(project)
    const alone = await run(project, ['src/parse.ts', '--force'])
    expect(table(project)).toBe(before)
    const given = await mutate(project, ['src/parse.ts', ...GIVEN, '--reporters', 'text,json'])
    const report = readReport(project)
    expect(notesOf(given.stdout)).toEqual(['1 of 3 test files run: by the coverage given the others reach no mutant of this run'])
    expect(Object.keys(report.testFiles ?? {})).toEqual(['test/parse.test.ts'])
    expect(verdictTable(report)).toBe(verdictTable(alone.report))
    expect(table(project)).toBe(before)
  }, 240_000)

  it('that the tests contradict is said, by test file', async () => {
    const project = copyFixture('shop')
    const money = readFileSync(join(project, 'src/money.ts'), 'utf8').split('\n').length
    const parse = readFileSync(join(project, 'src/parse.ts'), 'utf8').split('\n').length
    const lcov = (path: string, lines: number, hits: (line: number) => number): string =>
      [`SF:${path}`, ...Array.from({ length: lines }, (_, at) => `DA:${at + 1},${hits(at + 1)}`), 'end_of_record', ''].join('\n')
    mkdirSync(join(project, 'cov'))
    writeFileSync(join(project, 'cov/parse.test.ts.info'), lcov('src/parse.ts', parse, () => 1))
    // One function of two is said to be run.
    writeFileSync(join(project, 'cov/discounts.test.ts.info'), lcov('src/money.ts', money, (line) => (line < 9 ? 1 : 0)))
    writeFileSync(join(project, 'cov/cart.test.ts.info'), lcov('src/money.ts', money, () => 0))
    const { stdout } = await mutate(project, ['src/money.ts', '--coverage', 'cov', '--reporters', 'text'])
    expect(stdout).toContain('1 of 3 test files run: by the coverage given the others reach no mutant of this run')
    expect(stdout).toMatch(/\d+ mutants count as not covered by the coverage given, but tests reach them now \(src\/money\.ts\)/)
    expect(stdout).toContain('test/discounts.test.ts reaches code that the coverage given says it does not, and test files that were left out may do so too: collect it anew')
  }, 120_000)
})
